//! Describes an HTML page in one line: gateways respond with pages.

/// The longest title or line that is quoted, in characters.
const EXCERPT: usize = 300;

/// Returns, for example, `an HTML page titled "Bad Gateway": nginx`; `None` if it is not HTML.
pub(crate) fn describe(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    if !(lower.starts_with("<!doctype html")
        || lower.starts_with("<html")
        || lower.contains("<head")
        || lower.contains("<body"))
    {
        return None;
    }
    let title = lower.find("<title").and_then(|from| {
        let from = from + lower.get(from..)?.find('>')? + 1;
        let to = from + lower.get(from..)?.find("</title")?;
        text.get(from..to)
    });
    let body = lower.find("<body").and_then(|from| text.get(from..)).unwrap_or(text);
    let visible = visible_text(body);
    let line = visible.lines().map(str::trim).find(|line| !line.is_empty() && Some(*line) != title.map(str::trim));
    let clip =
        |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(EXCERPT).collect::<String>();
    Some(match (title.map(clip), line.map(clip)) {
        (Some(title), Some(line)) => format!("an HTML page titled \"{title}\": {line}"),
        (Some(title), None) => format!("an HTML page titled \"{title}\""),
        (None, Some(line)) => format!("an HTML page: {line}"),
        (None, None) => "an HTML page".to_owned(),
    })
}

/// Returns the visible text of a page, with each run of text between two tags on its own line.
fn visible_text(html: &str) -> String {
    const HIDDEN: [&str; 6] = ["script", "style", "noscript", "template", "svg", "head"];
    let lower = html.to_ascii_lowercase();
    let mut visible = String::new();
    let mut at = 0;
    while let Some(rest) = lower.get(at..) {
        let Some(before) = rest.find('<') else {
            visible.push_str(html.get(at..).unwrap_or_default());
            break;
        };
        visible.push_str(html.get(at..at + before).unwrap_or_default());
        visible.push('\n');
        let tag = rest.get(before..).unwrap_or_default();
        let name = tag.get(1..).unwrap_or_default().split(|c: char| !c.is_ascii_alphanumeric()).next();
        let end = match name {
            _ if tag.starts_with("<!--") => "-->".to_owned(),
            Some(name) if HIDDEN.contains(&name) => format!("</{name}"),
            _ => ">".to_owned(),
        };
        // An unterminated tag: the page was cut off.
        let Some(length) = tag.find(&end) else { break };
        at += before + length + if end.starts_with('<') { 0 } else { end.len() };
    }
    visible
}

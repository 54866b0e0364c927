//! Rows of a value that is not an object, such as a bare list: `[1,2]`.

use litellm_proxy_client::json::{Shallow, parse_shallow};

/// Returns a header and the rows below it, of cells that `text` formats by their column; `None` for an object. The objects of a list have a
/// column for each of their fields, anything else is in a column `value`.
pub(super) fn records(json: &str, text: impl Fn(&str, &str) -> String) -> Option<(Vec<String>, Vec<Vec<String>>)> {
    let value = |rows| Some((vec!["value".to_owned()], rows));
    match parse_shallow(json) {
        Some(Shallow::Object(_)) => None,
        Some(Shallow::Array(items)) => {
            let objects = items.iter().map(|item| match parse_shallow(item.get()) {
                Some(Shallow::Object(fields)) => Some(fields),
                _ => None,
            });
            let Some(objects) = objects.collect::<Option<Vec<_>>>().filter(|objects| !objects.is_empty()) else {
                return value(items.iter().map(|item| vec![text("value", item.get())]).collect());
            };
            let mut names: Vec<String> = Vec::new();
            for (name, _) in objects.iter().flatten() {
                if !names.contains(name) {
                    names.push(name.clone());
                }
            }
            let cell = |fields: &[(String, _)], name: &str| {
                let field = fields.iter().find(|(known, _)| known == name);
                field
                    .map(|(_, value): &(String, &serde_json::value::RawValue)| text(name, value.get()))
                    .unwrap_or_default()
            };
            let rows = objects.iter().map(|fields| names.iter().map(|name| cell(fields, name)).collect()).collect();
            Some((names, rows))
        }
        _ => value(vec![vec![text("value", json)]]),
    }
}

#[cfg(test)]
mod tests {
    use super::records;

    fn lines(json: &str) -> Vec<String> {
        let (header, rows) = records(json, |_, text| text.to_owned()).expect("not an object");
        std::iter::once(header).chain(rows).map(|cells| cells.join("|")).collect()
    }

    #[test]
    fn values_that_are_not_objects_have_rows() {
        for (json, expected) in [
            ("[1,2]", &["value", "1", "2"][..]),
            (r#"["a",null,[1]]"#, &["value", "\"a\"", "null", "[1]"]),
            ("[]", &["value"]),
            ("5", &["value", "5"]),
            (r#"[{"a":1},{"b":2,"a":3}]"#, &["a|b", "1|", "3|2"]),
            (r#"[{"a":1},2]"#, &["value", r#"{"a":1}"#, "2"]),
        ] {
            assert_eq!(lines(json), expected, "{json}");
        }
        assert!(records("{}", |_, text| text.to_owned()).is_none());
    }
}

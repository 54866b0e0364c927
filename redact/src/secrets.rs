//! [`Secrets`]: strings that are known to be secret, found again in every spelling.

use std::fmt;
use std::ops::Range;

use base64::Engine as _;

use crate::decode::{self, Decoded, Encoding};
use crate::{REDACTED, json, names, replace, text, url};

/// Shorter ones occur by chance.
const SHORTEST: usize = 4;
/// Shorter ones count only as whole words.
const SHORTEST_INSIDE: usize = 6;
/// Common words of this many letters or less are not secrets unless their name leaves no doubt.
const LONGEST_WORD: usize = 8;
/// Text larger than this is searched for plain and once-escaped secrets only: decoding takes nine bytes for each byte.
const LARGE: usize = 1 << 20;

/// Strings that are known to be secret. They are masked in every spelling: as they are, percent-encoded, escaped as in JSON,
/// Python or HTML, and in Base64. So is everything that [`redact_text`](crate::redact_text) and
/// [`redact_json`](crate::redact_json) mask.
#[derive(Clone, Default)]
pub struct Secrets {
    plain: Vec<String>,
}

impl Secrets {
    /// Adds a secret. Surrounding blanks do not count. A multi-line secret is also found by its lines, and one that is JSON
    /// by its strings.
    pub fn add(&mut self, secret: &str) {
        let secret = secret.trim();
        if let Some((scheme, token)) = secret.split_once(' ')
            && matches!(scheme.to_ascii_lowercase().as_str(), "basic" | "bearer" | "token" | "apikey")
        {
            self.add(token);
            return;
        }
        self.insert(secret);
        if let Some(user) = decode::basic(secret) {
            self.insert(&user);
            self.insert(user.split_once(':').map_or("", |(_, password)| password));
        }
        if secret.contains('\n') {
            secret.lines().map(str::trim).filter(|line| line.len() >= 16).for_each(|line| self.insert(line));
        }
        if secret.starts_with(['{', '[']) {
            json::collect_all(secret, &mut |inner| self.add(inner));
        }
    }

    fn insert(&mut self, secret: &str) {
        let is_number = secret.bytes().all(|byte| byte.is_ascii_digit());
        // The URL of a server is shown; its password and its query are masked in any URL.
        let is_url = secret.starts_with("http") && secret.contains("://") && !secret.contains(['@', '?']);
        let is_constant = matches!(secret, "None" | "null" | "true" | "false" | "True" | "False" | REDACTED);
        if secret.len() < SHORTEST
            || (is_number && secret.len() < SHORTEST_INSIDE)
            || is_url
            || is_constant
            || secret.starts_with("os.environ/")
            || self.plain.iter().any(|known| known == secret)
        {
            return;
        }
        self.plain.push(secret.to_owned());
    }

    /// Adds a value of a field, header or parameter whose name is a secret's. A common word is not one in a field such as
    /// `access`.
    fn add_of(&mut self, name: &str, value: &str) {
        let is_word = value.len() <= LONGEST_WORD && value.bytes().all(|byte| byte.is_ascii_alphabetic());
        if !(is_word && names::is_common_word(name)) {
            self.add(value);
        }
    }

    /// Adds the secrets in JSON.
    pub fn add_json(&mut self, json: &str) {
        json::collect(json, &mut |name, value| self.add_of(name, value));
    }

    /// Adds the secrets in text.
    pub fn add_text(&mut self, text: &str) {
        let mut found = Vec::new();
        text::find(text, &mut found);
        for range in found {
            self.add(text.get(range).unwrap_or_default());
        }
    }

    /// Adds the secrets in a query, or in an `application/x-www-form-urlencoded` body.
    pub fn add_form(&mut self, form: &str) {
        for (name, value) in url::secrets(form) {
            self.add_of(&name, &value);
        }
        self.add_text(&decode::percent(form));
    }

    /// Adds the secrets in a URL: its user, its password, and those in its query.
    pub fn add_url(&mut self, url: &str) {
        let (path, query, fragment) = url::split(url);
        self.add_text(path);
        query.iter().chain(&fragment).for_each(|pairs| self.add_form(pairs));
    }

    /// Adds the value of a header, if its name is a secret's, and secrets in it otherwise.
    pub fn add_header(&mut self, name: &str, value: &str) {
        if !names::is_secret_name(name) {
            self.add_text(value);
            return;
        }
        self.add_of(name, value);
        if name.to_ascii_lowercase().ends_with("cookie") {
            let values = value.split(';').filter_map(|cookie| cookie.split_once('='));
            values.for_each(|(_, value)| self.add(value));
        }
    }

    /// Masks text.
    pub fn text(&self, text: &str) -> String {
        let mut found = Vec::new();
        self.find(text, &mut found);
        text::find(text, &mut found);
        replace::redacted(text, found).into_owned()
    }

    /// Masks JSON; `None` if it is not JSON. The rest stays byte for byte as it is.
    pub fn json(&self, json: &str) -> Option<String> {
        json::redact(self, json)
    }

    /// Masks a query, or an `application/x-www-form-urlencoded` body.
    pub fn form(&self, form: &str) -> String {
        url::pairs(self, form)
    }

    /// Masks a URL, or a path with or without a query. Scheme, host and port are always shown.
    pub fn url(&self, url: &str) -> String {
        let (path, query, fragment) = url::split(url);
        let (origin, path) = url::split_origin(path);
        let mut masked = crate::redact_text(origin).into_owned();
        masked.push_str(&url::path(self, path));
        if let Some(query) = query {
            masked.push('?');
            masked.push_str(&self.form(query));
        }
        if let Some(fragment) = fragment {
            masked.push('#');
            masked.push_str(&self.form(fragment));
        }
        masked
    }

    /// Masks the value of a header.
    pub fn header(&self, name: &str, value: &str) -> String {
        if names::is_secret_name(name) {
            return REDACTED.to_owned();
        }
        let masked = self.text(value);
        // Such as `Location`.
        if masked.contains(['?', '#']) { self.url(&masked) } else { masked }
    }

    /// Finds known secrets in every spelling.
    pub(crate) fn find(&self, text: &str, found: &mut Vec<Range<usize>>) {
        if self.plain.is_empty() || text.is_empty() {
            return;
        }
        self.find_decoded(&Decoded::new(text), if text.len() > LARGE { 1 } else { 3 }, found);
        for secret in &self.plain {
            for engine in [&decode::STANDARD, &decode::URL_SAFE] {
                let encoded = engine.encode(secret);
                find_all(text.as_bytes(), encoded.trim_end_matches('=').as_bytes(), found, |range| Some(range.clone()));
            }
        }
    }

    /// Finds secrets in text that was decoded, and in what is escaped in it: a page repeats a query that holds JSON.
    fn find_decoded(&self, decoded: &Decoded, depth: usize, found: &mut Vec<Range<usize>>) {
        for encoding in [Encoding::Percent, Encoding::Backslash, Encoding::Html] {
            if depth > 0
                && let Some(inner) = decoded.decode(encoding)
            {
                self.find_decoded(&inner, depth - 1, found);
            }
        }
        for secret in &self.plain {
            find_all(decoded.bytes(), secret.as_bytes(), found, |range| decoded.origin(range));
        }
        // Servers read the bytes of a header as Latin-1.
        for secret in self.plain.iter().filter(|secret| !secret.is_ascii()) {
            let latin: String = secret.bytes().map(char::from).collect();
            find_all(decoded.bytes(), latin.as_bytes(), found, |range| decoded.origin(range));
        }
    }
}

/// Finds all occurrences; short ones only as whole words.
fn find_all(
    bytes: &[u8],
    secret: &[u8],
    found: &mut Vec<Range<usize>>,
    origin: impl Fn(&Range<usize>) -> Option<Range<usize>>,
) {
    let Some((first, _)) = secret.split_first() else { return };
    let is_word = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
    let mut at = 0;
    while let Some(next) = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| byte == first)) {
        let start = at + next;
        let range = start..start + secret.len();
        let is_whole = secret.len() >= SHORTEST_INSIDE || !(is_word(start.checked_sub(1)) || is_word(Some(range.end)));
        if is_whole && bytes.get(range.clone()) == Some(secret) {
            at = range.end;
            found.extend(origin(&range));
        } else {
            at = start + 1;
        }
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secrets").field("count", &self.plain.len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secrets(secret: &str) -> Secrets {
        let mut secrets = Secrets::default();
        secrets.add(secret);
        secrets
    }

    #[test]
    fn a_known_secret_is_found_in_every_spelling() {
        let known = secrets("pä\"ss/w+rd'<&");
        for spelled in [
            "pä\"ss/w+rd'<&",
            "pä\\\"ss/w+rd'<&",
            "p\\u00e4\\\"ss\\/w+rd'<&",
            "p%C3%A4%22ss%2Fw%2Brd%27%3C%26",
            "p%c3%a4%22ss%2fw%2brd'%3c%26",
            "pä&quot;ss/w+rd&#39;&lt;&amp;",
            "pä&#34;ss/w+rd&#x27;&lt;&amp;",
            "pÃ¤\"ss/w+rd'<&",
            "cMOkInNzL3crcmQnPCY=",
            "p\\\\u00e4\\\\\\\"ss/w+rd'<&",
            "p\\u00e4\\&quot;ss\\/w+rd&#x27;&lt;&amp;",
            "p%5Cu00e4%5C%22ss%2Fw%2Brd%27%3C%26",
            "p%25C3%25A4%2522ss%252Fw%252Brd%2527%253C%2526",
        ] {
            let shown = known.text(&format!("<{spelled}>"));
            assert!(shown.starts_with("<[redacted]"), "{spelled} is shown as {shown}");
        }
    }

    #[test]
    fn a_key_of_a_header_is_found_without_its_scheme() {
        let mut known = Secrets::default();
        known.add_header("Authorization", "bearer hush-1");
        known.add_header("x-custom-auth", "Basic dXNlcjpwYXNzLXdvcmQ=");
        known.add_header("Cookie", "session=abcd-e; b=1");
        assert_eq!(known.text("hush-1 user:pass-word pass-word abcd-e"), "[redacted] [redacted] [redacted] [redacted]");
    }

    #[test]
    fn short_secrets_are_whole_words_and_constants_are_none() {
        let known = secrets("abcd");
        assert_eq!(known.text("abcd xabcd abcdx \"abcd\""), "[redacted] xabcd abcdx \"[redacted]\"");
        for word in ["abc", "null", "12345", "os.environ/KEY", "http://127.0.0.1:4000"] {
            assert_eq!(secrets(word).text(word), word);
        }
        let mut known = Secrets::default();
        known.add_json(r#"{"access": "read", "password": "read-only"}"#);
        assert_eq!(known.text("cannot read read-only"), "cannot read [redacted]");
    }

    #[test]
    fn urls_show_everything_but_their_secrets() {
        let known = secrets("pa ss");
        for (url, expected) in [
            (
                "http://h:1/a/b?x=1&api_key=k&token=t&page=2",
                "http://h:1/a/b?x=1&api_key=[redacted]&token=[redacted]&page=2",
            ),
            (
                "http://u:p@h/a?next=pa+ss&b=pa%20ss#access_token=x",
                "http://[redacted]@h/a?next=[redacted]&b=[redacted]#access_token=[redacted]",
            ),
            ("/key/%22sk-abcdefgh%22/info", "/key/%22[redacted]%22/info"),
            ("/key/s%6B-abcdefgh/info", "/key/[redacted]/info"),
            (
                "/a?api%5Fkey=x&include_team_keys=false&token=true",
                "/a?api%5Fkey=[redacted]&include_team_keys=false&token=true",
            ),
            ("http://[::1]:4000/models", "http://[::1]:4000/models"),
            ("/x?code=c&sort_by=token&key_alias=ci", "/x?code=[redacted]&sort_by=token&key_alias=ci"),
        ] {
            assert_eq!(known.url(url), expected);
        }
        let hash = "a".repeat(64);
        let url = format!("http://h/spend/logs?api_key={hash}&key={hash}");
        assert_eq!(known.url(&url), url);
    }

    #[test]
    fn forms_and_headers_are_masked_by_name() {
        let known = Secrets::default();
        let form = "grant_type=x&code=llm_g%2Bcode&code_verifier=abc&refresh_token=r&client_id=c&state=&n=sk-abcdefgh";
        assert_eq!(
            known.form(form),
            "grant_type=x&code=[redacted]&code_verifier=[redacted]&refresh_token=[redacted]&client_id=c&state=&n=[redacted]"
        );
        for (name, value, expected) in [
            ("Set-Cookie", "a=b", "[redacted]"),
            ("location", "http://h/x?code=abc", "http://h/x?code=[redacted]"),
            ("x-litellm-key-spend", "1.5", "1.5"),
            ("x-note", "bearer abc-d", "bearer [redacted]"),
        ] {
            assert_eq!(known.header(name, value), expected);
        }
    }
}

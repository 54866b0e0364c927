//! The file of `migrate --keys-from`: the alias and the value of a key on each line, as CSV.

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use litellm_proxy_desired::Place;
use litellm_proxy_desired::migrate::KnownKey;

use crate::context::Context;
use crate::failure::Failure;
use crate::files::is_open_to_others;
use litellm_proxy_client::ApiKey;

/// The names that a header gives to the values.
const HEADERS: [&str; 4] = ["key", "api_key", "secret", "token"];

/// Reads the file; `-` is standard input.
pub(super) fn read(context: &mut Context, path: &str) -> Result<Vec<KnownKey>> {
    let text = context.arguments.text(path)?;
    if path != "-" && is_open_to_others(Path::new(path)) {
        context.output.warn(format_args!("other users can read {path}; run `chmod 600` on it"));
    }
    let name = if path == "-" { "stdin" } else { path };
    parse(name, &text).map_err(|errors| Failure::usage(errors.join("\n")))
}

/// Returns the keys, or a sentence for each line that is wrong. Values are not quoted.
fn parse(name: &str, text: &str) -> Result<Vec<KnownKey>, Vec<String>> {
    let file: Arc<str> = name.into();
    let (mut keys, mut errors) = (Vec::<KnownKey>::new(), Vec::new());
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    for (index, record) in reader.records().enumerate() {
        let line_of = |position: Option<&csv::Position>| position.map_or(index + 1, |position| line_at(text, position));
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                errors.push(format!("{name}:{}: not valid CSV", line_of(error.position())));
                continue;
            }
        };
        let line = line_of(record.position());
        let fields: Vec<&str> = record.iter().collect();
        match fields.as_slice() {
            [] | [""] => {}
            [_, key] if index == 0 && HEADERS.contains(&key.to_ascii_lowercase().as_str()) => {}
            ["", _] => errors.push(format!("{name}:{line}: the alias is missing")),
            [alias, _] if keys.iter().any(|other| other.alias == *alias) => {
                errors.push(format!("{name}:{line}: the alias `{alias}` is there twice"));
            }
            [_, ""] => errors.push(format!("{name}:{line}: the value of the key is missing")),
            [alias, key] => keys.push(KnownKey {
                alias: (*alias).to_owned(),
                secret: ApiKey::pasted(*key).expose().to_owned(),
                place: Place { file: Arc::clone(&file), line, column: 1 },
            }),
            _ => errors.push(format!("{name}:{line}: expected an alias and a key, separated by a comma")),
        }
    }
    if errors.is_empty() { Ok(keys) } else { Err(errors) }
}

/// Returns the line of a record, from 1. The position of a record is before the empty lines that precede it.
fn line_at(text: &str, position: &csv::Position) -> usize {
    let start = usize::try_from(position.byte()).unwrap_or_default();
    let Some((before, rest)) = text.split_at_checked(start) else { return 1 };
    let empty = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
    let lines = |text: &str| text.matches('\n').count();
    1 + lines(before) + rest.get(..empty).map_or(0, lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_an_alias_and_a_key() {
        let keys = parse("k", "alias,key\n\n\"a,1\", sk-a \nb,sk-b\r\n").expect("keys");
        let keys: Vec<_> = keys.iter().map(|key| (key.alias.as_str(), key.secret.as_str(), key.place.line)).collect();
        assert_eq!(keys, [("a,1", "sk-a", 3), ("b", "sk-b", 4)]);
    }

    #[test]
    fn wrong_lines_are_named_and_not_quoted() {
        let errors = parse("k", "a,sk-secret\na,sk-other\nsk-secret\nb,\n,sk-c\nc,sk-secret,x\n").expect_err("refused");
        assert_eq!(
            errors,
            [
                "k:2: the alias `a` is there twice",
                "k:3: expected an alias and a key, separated by a comma",
                "k:4: the value of the key is missing",
                "k:5: the alias is missing",
                "k:6: expected an alias and a key, separated by a comma",
            ]
        );
    }
}

//! What the options of all lists choose: columns, and how many items.

use litellm_proxy_client::json::{Shallow, parse_shallow};

use super::Column;

/// The columns and the number of items that were chosen for a list.
#[derive(Debug, Clone, Default)]
pub(crate) struct Selection {
    /// The names of the columns, in the order in which they are shown.
    pub(crate) columns: Option<Vec<&'static str>>,
    /// Show only the first items.
    pub(crate) limit: Option<usize>,
}

impl Selection {
    /// Returns the chosen ones of the columns of a list.
    pub(super) fn of<'a, T>(&self, columns: &[&'a Column<T>]) -> Vec<&'a Column<T>> {
        let Some(names) = &self.columns else { return columns.to_vec() };
        names.iter().filter_map(|name| columns.iter().copied().find(|column| column.name == *name)).collect()
    }

    /// Returns the JSON of a list, or of an object around lists, with the first items only.
    pub(super) fn cut(&self, json: String) -> String {
        let Some(limit) = self.limit else { return json };
        let first = |items: &[&serde_json::value::RawValue]| {
            let items: Vec<&str> = items.iter().take(limit).map(|item| item.get()).collect();
            format!("[{}]", items.join(","))
        };
        match parse_shallow(&json) {
            Some(Shallow::Array(items)) => first(&items),
            Some(Shallow::Object(fields)) => {
                let fields = fields.iter().map(|(name, value)| {
                    let value = match parse_shallow(value.get()) {
                        Some(Shallow::Array(items)) => first(&items),
                        _ => value.get().to_owned(),
                    };
                    format!("{}:{value}", serde_json::Value::from(name.as_str()))
                });
                format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
            }
            _ => json,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_cut_and_what_is_around_them_stays_as_written() {
        let selection = Selection { columns: None, limit: Some(2) };
        for (json, expected) in [
            ("[1.0, 2, 3]", "[1.0,2]"),
            ("[1]", "[1]"),
            (r#"{"b": true, "a": [{"x": [1, 2, 3]}, 2, 3]}"#, r#"{"b":true,"a":[{"x": [1, 2, 3]},2]}"#),
        ] {
            assert_eq!(selection.cut(json.to_owned()), expected);
        }
    }
}

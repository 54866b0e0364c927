//! The modules that the reader of files names.

#[path = "../../../src/commands/durations.rs"]
pub mod durations;
pub mod users;

pub mod params {
    use serde_json::{Map, Value};

    pub fn dollars(text: &str) -> Result<f64, String> {
        text.parse().map_err(|_| "not an amount of dollars".to_owned())
    }

    pub fn insert(fields: &mut Map<String, Value>, name: &str, text: &str) -> Result<(), String> {
        fields.insert(name.to_owned(), text.into());
        Ok(())
    }
}

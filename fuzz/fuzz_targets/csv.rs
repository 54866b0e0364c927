//! Files of `users import`. The reader is private to the program, so its files are compiled again here, with the two
//! functions outside of them that they call.

#![no_main]
#![allow(dead_code)]

libfuzzer_sys::fuzz_target!(|data: &[u8]| commands::users::import::file::check(data));

mod failure {
    pub struct Failure;

    impl Failure {
        pub fn usage(message: impl Into<String>) -> anyhow::Error {
            anyhow::Error::msg(message.into())
        }
    }
}

mod commands {
    #[path = "../../../src/commands/durations.rs"]
    pub mod durations;

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

    pub mod users {
        #[path = "../../../../src/commands/users/people.rs"]
        pub mod people;

        pub mod import {
            #[path = "../../../../../src/commands/users/import/file.rs"]
            pub mod file;
        }
    }
}

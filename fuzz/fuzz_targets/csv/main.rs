//! Files of `users import`. The reader is private to the program, so its files are compiled again here, with the few
//! functions outside of them that they call.

#![no_main]
#![allow(dead_code)]

mod commands;

libfuzzer_sys::fuzz_target!(|data: &[u8]| commands::users::import::check(data));

mod failure {
    /// The only failure of the reader.
    #[derive(Debug)]
    pub enum Failure {
        Usage { message: String, hint: Option<String> },
    }

    impl Failure {
        pub fn usage(message: impl Into<String>) -> anyhow::Error {
            Self::Usage { message: message.into(), hint: None }.into()
        }
    }

    impl std::fmt::Display for Failure {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            let Self::Usage { message, hint } = self;
            write!(f, "{message} {hint:?}")
        }
    }

    impl std::error::Error for Failure {}
}

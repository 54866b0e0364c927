//! Files of `users import`. The reader is private to the program, so its files are compiled again here, with the few
//! functions outside of them that they call.

#![no_main]
#![allow(dead_code)]

mod commands;

libfuzzer_sys::fuzz_target!(|data: &[u8]| commands::users::import::check(data));

mod failure {
    pub struct Failure;

    impl Failure {
        pub fn usage(message: impl Into<String>) -> anyhow::Error {
            anyhow::Error::msg(message.into())
        }
    }
}

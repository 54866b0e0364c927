//! Durations on the command line.

#![no_main]
#![allow(dead_code)]

#[path = "../../src/commands/durations.rs"]
mod durations;

libfuzzer_sys::fuzz_target!(|data: &[u8]| durations::check(data));

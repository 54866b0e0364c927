//! Bodies of errors.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| litellm_proxy_client::fuzzing::refusal(data));

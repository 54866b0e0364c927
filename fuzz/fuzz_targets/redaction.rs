//! Masking of secrets.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| litellm_proxy_client::fuzzing::redaction(data));

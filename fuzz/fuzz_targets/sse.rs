//! Event streams.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| litellm_proxy_client::fuzzing::sse(data));

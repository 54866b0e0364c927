//! Config files.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| litellm_proxy_yaml::fuzzing::yaml(data));

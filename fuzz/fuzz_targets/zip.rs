//! Fuzz target: zip archives, with the right first bytes.
#![no_main]

mod reading;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| reading::read(None, &[b"PK\x03\x04".as_slice(), bytes].concat()));

//! Fuzz target: gzip, with the right first bytes.
#![no_main]

mod reading;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| reading::read(None, &[&[0x1f, 0x8b, 8].as_slice(), bytes].concat()));

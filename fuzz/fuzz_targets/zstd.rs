//! Fuzz target: zstd, with the right first bytes.
#![no_main]

mod reading;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| reading::read(None, &[&[0x28, 0xb5, 0x2f, 0xfd].as_slice(), bytes].concat()));

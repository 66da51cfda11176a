//! Fuzz target: inputs that are recognised by their first bytes, as archives and compressed streams are.
#![no_main]

mod reading;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| reading::read(None, bytes));

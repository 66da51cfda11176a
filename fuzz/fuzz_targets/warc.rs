//! Fuzz target: the reader of warc.
#![no_main]

mod reading;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| reading::read(Some(chancery_intake::Kind::Warc), bytes));

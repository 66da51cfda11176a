//! Fuzz target: the reader of html.
#![no_main]

mod reading;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| reading::read(Some(chancery_intake::Kind::Html), bytes));

//! Fuzz target: the reader of CoNLL-U; what is read and written is read again as the same.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(trees) = chancery_text::conllu::read(bytes) {
        let written: String = trees.iter().map(ToString::to_string).collect();
        let again = chancery_text::conllu::read(written.as_bytes()).expect("what was written can be read");
        assert_eq!(trees.len(), again.len());
    }
});

//! What holds for every text: nothing is lost, spans fit, trees are trees; and readers of foreign bytes never panic.

use std::sync::LazyLock;

use chancery_base::Span;
use chancery_text::{Analyser, Analysis, Model, Rel, Rules, conllu};
use proptest::prelude::*;

static ANALYSER: LazyLock<Analyser> = LazyLock::new(|| {
    let model = Model::load(chancery_data::file("models/english.model").unwrap()).unwrap();
    Analyser::new(model, Rules::read(&chancery_data::texts("text/")).unwrap())
});

/// Words in order on character boundaries, all text that is no gap covered, one root a sentence, no cycle.
fn check(analysis: &Analysis, segments: &[Span]) {
    let text = analysis.text();
    let mut done = 0;
    let mut covered = vec![false; text.len()];
    for word in analysis.words() {
        assert!(done <= word.span.start && word.span.start < word.span.end, "{:?} after byte {done}", word.span);
        assert!(text.get(word.span.start..word.span.end).is_some(), "{:?} is not on character boundaries", word.span);
        assert!(!word.continues || word.span.start == done, "a word that continues stands apart");
        assert!(segments.iter().any(|segment| segment.contains(word.span)));
        covered[word.span.start..word.span.end].fill(true);
        done = word.span.end;
    }
    for segment in segments {
        for (at, c) in segment.of(text).char_indices() {
            let invisible = c.is_whitespace()
                || c.is_control()
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
            assert!(covered[segment.start + at] || invisible, "{c:?} is lost");
        }
    }
    let mut next = 0;
    for sentence in analysis.sentences() {
        assert_eq!(sentence.words.start, next);
        assert!(!sentence.words.is_empty());
        next = sentence.words.end;
        let words = &analysis.words()[sentence.words.clone()];
        assert_eq!(sentence.span, words[0].span.cover(words[words.len() - 1].span));
        assert_eq!(words.iter().filter(|word| word.head.is_none()).count(), 1);
        for word in words {
            assert_eq!(word.head.is_none(), word.rel == Rel::Root);
            let mut at = word.head;
            for step in 0.. {
                let Some(head) = at else { break };
                assert!(sentence.words.contains(&head.at()), "a head lies outside the sentence");
                assert!(step <= words.len(), "a cycle");
                at = analysis.head(head);
            }
        }
    }
    assert_eq!(next, analysis.words().len());
}

fn check_text(text: &str) {
    let analysis = ANALYSER.analyse_text(text);
    check(&analysis, &[Span::new(0, text.len())]);
    let trees = analysis.to_trees(0);
    let written: String = trees.iter().map(ToString::to_string).collect();
    assert_eq!(conllu::read(written.as_bytes()).unwrap(), trees);
}

/// Pieces that news is made of, and some that it is not.
fn piece() -> impl Strategy<Value = String> {
    let pieces = [
        " ",
        " ",
        " ",
        "\n",
        "\n\n",
        ".",
        ",",
        "’",
        "'",
        "“",
        "”",
        "\"",
        "-",
        "—",
        "U.S.",
        "Gen.",
        "don",
        "t",
        "n’t",
        "’s",
        "$",
        "10",
        "bn",
        "3.5",
        "http://x.org",
        "@",
        "#",
        "a",
        "Iraq",
        "said",
        "the",
        "…",
        "...",
        ":)",
        "👍🏽",
        "\u{200d}",
        "e\u{301}",
        "\u{200f}",
        "(",
        ")",
        "İ",
        "ß",
        "can",
        "not",
        "/",
        "&",
        "中文",
    ];
    prop_oneof![4 => proptest::sample::select(pieces.to_vec()).prop_map(str::to_string), 1 => any::<char>().prop_map(String::from)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_is_analysed(text in any::<String>()) {
        check_text(&text);
    }

    #[test]
    fn any_heap_of_pieces_is_analysed(pieces in proptest::collection::vec(piece(), 0..60)) {
        check_text(&pieces.concat());
    }

    #[test]
    fn segments_are_analysed_by_themselves(text in "[A-Za-zé’. \n]{0,80}", cuts in proptest::collection::vec(0usize..100, 0..6)) {
        let segments: Vec<Span> = cuts.chunks_exact(2).map(|cut| Span { start: cut[0].min(cut[1]), end: cut[0].max(cut[1]) }).collect();
        let analysis = ANALYSER.analyse(&text, &segments);
        for word in analysis.words() {
            assert!(segments.iter().any(|segment| segment.contains(word.span)));
        }
    }

    #[test]
    fn any_bytes_are_read_as_conllu_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = conllu::read(&bytes);
    }

    #[test]
    fn any_damage_to_a_row_is_read_or_refused(row in "[0-9.\\-]{0,4}(\t[a-z_0-9]{0,3}){8,10}\n?") {
        if let Ok(mut trees) = conllu::read(row.as_bytes()) {
            ANALYSER.annotate(&mut trees);
        }
    }
}

#[test]
fn very_long_sentences_take_no_longer_word_by_word() {
    for text in [
        "word ".repeat(20_000),
        "x".repeat(200_000),
        "’".repeat(50_000),
        "a.".repeat(50_000),
        "((((\"“".repeat(5_000),
        "x-".repeat(50_000),
    ] {
        let begun = std::time::Instant::now();
        check_text(&text);
        assert!(begun.elapsed().as_secs() < 60, "{:?} takes {:?}", &text[..5], begun.elapsed());
    }
}

#[test]
fn a_damaged_model_is_refused() {
    let bytes = chancery_data::file("models/english.model").unwrap();
    for length in [0, 5, 20, bytes.len() / 2, bytes.len() - 1] {
        let error = Model::load(&bytes[..length]).err().expect("a cut model is no model");
        assert!(error.to_string().contains("cargo xtask train"));
    }
}

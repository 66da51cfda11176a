//! The tables of `tests/tables`, run against the bundled model and word lists.

use chancery_text::{Analyser, Model, Rules};

fn analyser() -> Analyser {
    let model = Model::load(chancery_data::file("models/english.model").unwrap()).unwrap();
    Analyser::new(model, Rules::read(&chancery_data::texts("text/")).unwrap())
}

/// The lines that are no comments, with `\u{…}` written out.
fn rows(table: &str) -> Vec<String> {
    let plain = |line: &str| {
        let mut parts = line.split("\\u{");
        let mut text = parts.next().unwrap_or("").to_string();
        for part in parts {
            let (code, rest) = part.split_once('}').unwrap();
            text.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
            text.push_str(rest);
        }
        text
    };
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(plain).collect()
}

#[test]
fn texts_are_cut_into_words() {
    let analyser = analyser();
    let mut faults = Vec::new();
    for row in rows(include_str!("tables/tokens.txt")) {
        let (text, wanted) = row.split_once("\t⇒\t").unwrap();
        let analysis = analyser.analyse_text(text);
        let mut found = String::new();
        for word in analysis.words() {
            if !found.is_empty() {
                found.push(if word.continues { '|' } else { ' ' });
            }
            found.push_str(word.span.of(text));
        }
        if found != wanted {
            faults.push(format!("{text}\n  wanted {wanted}\n  found  {found}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn texts_are_cut_into_sentences() {
    let analyser = analyser();
    let mut faults = Vec::new();
    for row in rows(include_str!("tables/sentences.txt")) {
        let text = row.replace("‖ ", "");
        let analysis = analyser.analyse_text(&text);
        let found: Vec<&str> = analysis.sentences().iter().map(|sentence| sentence.span.of(&text)).collect();
        if found.join(" ‖ ") != row {
            faults.push(format!("wanted {row}\nfound  {}", found.join(" ‖ ")));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn paragraphs_and_lines_end_sentences_unless_the_text_is_wrapped() {
    let analyser = analyser();
    for (text, wanted) in [
        ("Iran Says Troops Reflect Cooperation\n\nForeign ministers met in Tehran", 2),
        ("Abbas Araghchi, L, in Tehran, Jan. 18, 2025.\nAbbas Araghchi, L, in Tehran, Jan. 18, 2025.", 2),
        (
            "The army of Iraq said on Sunday that its forces had killed\ntwelve militants in the north of the country, near the border\nwith Syria.",
            1,
        ),
        ("A Short Headline\nThe army said so", 2),
        ("\r\n\r\nOne paragraph\r\n\r\nAnother paragraph\r\n", 2),
        (" \u{200e}\n", 0),
        ("", 0),
    ] {
        assert_eq!(analyser.analyse_text(text).sentences().len(), wanted, "{text:?}");
    }
}

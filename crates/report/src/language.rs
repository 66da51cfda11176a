//! Whether a report is English: Chancery codes no other language, and says so instead of guessing.

use crate::rules::{Cue, Rules};

/// Shorter texts are too short to tell by their small words.
const SHORTEST: usize = 25;
/// The shortest text, in words, that is told by its letters, where these leave no doubt.
const SHORTEST_BY_LETTERS: usize = 8;
/// Characters that are looked at: more of them tell nothing new.
const LOOKED_AT: usize = 4000;

/// What to say about a report that is not English; `None` for English and for texts too short to tell.
pub(crate) fn foreign(text: &str, language: Option<&str>, rules: &Rules) -> Option<String> {
    if let Some(language) = language.filter(|language| !is_english_tag(language)) {
        return Some(format!("The report is said to be in the language {language:?}; Chancery reads English only."));
    }
    match tell(text, rules) {
        Told::English | Told::Unknown => None,
        Told::Other(Some(code)) => {
            Some(format!("The report looks like {code:?}, not like English; Chancery reads English only."))
        }
        // Who says that it is English is believed where the words leave a doubt.
        Told::Other(None) if language.is_some() => None,
        Told::Other(None) => Some("The report does not look like English; Chancery reads English only.".to_owned()),
    }
}

/// The language that the words of a text speak for, as `en`; `None`: it is too short to tell, or no language that is known.
pub fn language_of(text: &str, rules: &Rules) -> Option<&'static str> {
    match tell(text, rules) {
        Told::English => Some("en"),
        Told::Other(code) => code,
        Told::Unknown => None,
    }
}

enum Told {
    English,
    Other(Option<&'static str>),
    Unknown,
}

fn tell(text: &str, rules: &Rules) -> Told {
    let end = text.char_indices().nth(LOOKED_AT).map_or(text.len(), |(at, _)| at);
    let text = &text[..end];
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let latin = text.chars().filter(|c| c.is_alphabetic() && (*c as u32) < 0x250).count();
    let words = text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let small = words.iter().filter(|word| rules.is(Cue::English, word)).count();
    // English news has three such words in ten; other languages in Latin letters have next to none.
    // A short text shows more of them, or its letters are asked.
    let english = small * if words.len() >= SHORTEST { 12 } else { 6 } >= words.len();
    let other_script = letters >= 20 && latin * 2 < letters;
    if english && !other_script {
        return if words.len() >= SHORTEST { Told::English } else { Told::Unknown };
    }
    if !other_script && words.len() < SHORTEST_BY_LETTERS {
        return Told::Unknown;
    }
    // A short text may be names alone: a doubt about the letters is enough to go on.
    let guess = whatlang::detect(text);
    let long = other_script || words.len() >= SHORTEST;
    match guess.map(|guess| (guess.lang(), guess.is_reliable())) {
        Some((whatlang::Lang::Eng, true)) => Told::English,
        // Tables and lists in English have few small words.
        Some((whatlang::Lang::Eng, false)) if !other_script => Told::Unknown,
        Some((lang, true)) => Told::Other(Some(code(lang))),
        _ if long => Told::Other(None),
        _ => Told::Unknown,
    }
}

/// The two letters of ISO 639-1 where most people know them, else the three of ISO 639-3.
fn code(lang: whatlang::Lang) -> &'static str {
    const SHORT: [(&str, &str); 40] = [
        ("ara", "ar"),
        ("ben", "bn"),
        ("bul", "bg"),
        ("cat", "ca"),
        ("ces", "cs"),
        ("cmn", "zh"),
        ("dan", "da"),
        ("deu", "de"),
        ("ell", "el"),
        ("eng", "en"),
        ("est", "et"),
        ("fin", "fi"),
        ("fra", "fr"),
        ("heb", "he"),
        ("hin", "hi"),
        ("hrv", "hr"),
        ("hun", "hu"),
        ("ind", "id"),
        ("ita", "it"),
        ("jpn", "ja"),
        ("kor", "ko"),
        ("lav", "lv"),
        ("lit", "lt"),
        ("nld", "nl"),
        ("nob", "no"),
        ("pes", "fa"),
        ("pol", "pl"),
        ("por", "pt"),
        ("ron", "ro"),
        ("rus", "ru"),
        ("slk", "sk"),
        ("slv", "sl"),
        ("spa", "es"),
        ("srp", "sr"),
        ("swe", "sv"),
        ("tha", "th"),
        ("tur", "tr"),
        ("ukr", "uk"),
        ("urd", "ur"),
        ("vie", "vi"),
    ];
    SHORT.iter().find(|(long, _)| *long == lang.code()).map_or(lang.code(), |(_, short)| short)
}

/// "en", "en-GB", "eng", "English".
fn is_english_tag(language: &str) -> bool {
    let tag = language.split(['-', '_']).next().unwrap_or("").to_lowercase();
    tag.is_empty() || matches!(tag.as_str(), "en" | "eng" | "english")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::tests::rules;

    #[test]
    fn only_other_languages_are_foreign() {
        let rules = rules();
        for (text, language, expected) in [
            (
                "The foreign ministers of Iran and Iraq met in Tehran on Sunday and agreed to work together on the safety of their border, and more will follow soon.",
                None,
                false,
            ),
            ("Police detain 40 in Minsk", None, false),
            ("Police detain 40 in Minsk", Some("en-GB"), false),
            ("Police detain 40 in Minsk", Some("fr"), true),
            (
                "Los ministros de Asuntos Exteriores de Irán e Irak se reunieron el domingo en Teherán y acordaron trabajar juntos para la seguridad de la frontera común, según dijo el portavoz.",
                None,
                true,
            ),
            (
                "Die Außenminister des Iran und des Irak haben sich am Sonntag in Teheran getroffen und vereinbart, gemeinsam für die Sicherheit der Grenze zu sorgen, wie ein Sprecher der Regierung mitteilte.",
                None,
                true,
            ),
            ("Министры иностранных дел Ирана и Ирака встретились", None, true),
            ("Polizei nimmt vierzig Demonstranten während einer nicht genehmigten Versammlung in Minsk fest", None, true),
            ("Recep Tayyip Erdogan, Abbas Araghchi, Fuad Hussein, Hakan Fidan, Benjamin Netanyahu", None, false),
        ] {
            assert_eq!(foreign(text, language, &rules).is_some(), expected, "{text}");
        }
    }
}

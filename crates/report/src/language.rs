//! Whether a report is English: Chancery codes no other language, and says so instead of guessing.

use crate::rules::{Cue, Rules};

/// Shorter texts are too short to tell by their small words.
const SHORTEST: usize = 25;

/// What to say about a report that is not English; `None` for English and for texts too short to tell.
pub(crate) fn foreign(text: &str, language: Option<&str>, rules: &Rules) -> Option<String> {
    if let Some(language) = language.filter(|language| !is_english_tag(language)) {
        return Some(format!("The report is said to be in the language {language:?}; Chancery reads English only."));
    }
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let latin = text.chars().filter(|c| c.is_alphabetic() && (*c as u32) < 0x250).count();
    let words = text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let small = words.iter().filter(|word| rules.is(Cue::English, word)).count();
    // English news has three such words in ten; other languages in Latin letters have next to none.
    let other_words = words.len() >= SHORTEST && small * 12 < words.len();
    let other_script = letters >= 20 && latin * 2 < letters;
    (other_words || other_script).then(|| "The report does not look like English; Chancery reads English only.".to_owned())
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
        ] {
            assert_eq!(foreign(text, language, &rules).is_some(), expected, "{text}");
        }
    }
}

//! Makes foreign text harmless before it meets a terminal: no escape sequences, no control characters, no reversed reading direction.

/// The text with a sign in the place of every character that a terminal would obey instead of showing.
pub(crate) fn sanitize(text: &str) -> String {
    text.chars().map(harmless).collect()
}

/// The character, or U+FFFD for one that steers the terminal; a tab or line end is a blank.
pub(crate) fn harmless(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => ' ',
        c if c.is_control() => '\u{FFFD}',
        // Marks that turn the reading direction around hide what a line really says.
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
        // Blanks without width hide differences; the mark at the start of a file is one of them.
        '\u{200B}' | '\u{2060}' | '\u{FEFF}' => '\u{FFFD}',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_shown_as_a_sign() {
        for (text, expected) in [
            ("plain “Où” — 東京", "plain “Où” — 東京"),
            ("\u{1b}[31mred\u{1b}]0;title\u{7}", "\u{FFFD}[31mred\u{FFFD}]0;title\u{FFFD}"),
            ("a\u{202E}b\u{2066}c\u{9b}d", "a\u{FFFD}b\u{FFFD}c\u{FFFD}d"),
            ("one\r\ntwo\tthree", "one  two three"),
            ("\u{7f}\0", "\u{FFFD}\u{FFFD}"),
        ] {
            assert_eq!(sanitize(text), expected);
        }
    }
}

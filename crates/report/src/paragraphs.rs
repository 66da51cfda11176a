//! Lines and paragraphs: where a text as it was given breaks.

use chancery_base::Span;

/// Lines longer than this are never the pieces of a paragraph that was broken to a width.
const WIDEST_WRAP: usize = 140;
/// Nobody breaks running text narrower than this.
const NARROWEST_WRAP: usize = 40;

/// A paragraph and the block (a run of lines without a blank one between) it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Paragraph {
    /// Without the blanks around it.
    pub(crate) span: Span,
    /// Counts blocks from the start of the text.
    pub(crate) block: usize,
}

/// All paragraphs. Blocks end at blank lines; inside a block every line is a paragraph, unless the block was broken to a width.
pub(crate) fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut paragraphs = Vec::new();
    let mut lines: Vec<Span> = Vec::new();
    let mut block = 0;
    for line in lines_of(text).chain(std::iter::once(Span::new(text.len(), text.len()))) {
        if !line.is_empty() {
            lines.push(line);
        } else if !lines.is_empty() {
            paragraphs.extend(joined(text, &lines).into_iter().map(|span| Paragraph { span, block }));
            lines.clear();
            block += 1;
        }
    }
    paragraphs
}

/// The lines without the blanks around them; a blank line is an empty span.
fn lines_of(text: &str) -> impl Iterator<Item = Span> {
    let mut at = 0;
    text.split(['\n', '\r', '\u{2028}', '\u{2029}']).filter_map(move |line| {
        let start = at;
        at += line.len();
        let separator = text[at..].chars().next();
        // "\r\n" ends one line, not two: the nothing between them is no line.
        let inside_crlf = line.is_empty() && separator == Some('\n') && text[..start].ends_with('\r');
        at += separator.map_or(0, char::len_utf8);
        if inside_crlf { None } else { Some(trimmed(text, Span::new(start, start + line.len()))) }
    })
}

/// The span without the blanks at either end; an empty one stays where it began.
pub(crate) fn trimmed(text: &str, span: Span) -> Span {
    let inside = span.of(text);
    let blank = |c: char| c.is_whitespace() || matches!(c, '\u{FEFF}' | '\u{200B}');
    let start = span.start + inside.len() - inside.trim_start_matches(blank).len();
    let end = start + inside.trim_matches(blank).len();
    Span::new(start, end.max(start))
}

/// The paragraphs of a block. Where a line goes on in small letters, the block was broken to a width, and then every line that is full
/// goes on in the next; a shorter one ends its paragraph.
fn joined(text: &str, lines: &[Span]) -> Vec<Span> {
    let width = |span: Span| span.of(text).chars().count();
    let widest = lines.iter().map(|line| width(*line)).max().unwrap_or(0);
    let goes_on = |pair: &[Span]| !ends_sentence(pair[0].of(text)) && pair[1].of(text).starts_with(char::is_lowercase);
    let wrapped = (NARROWEST_WRAP..=WIDEST_WRAP).contains(&widest) && lines.windows(2).any(goes_on);
    // The first word of the next line would not have fitted; lines may be indented differently, hence the tenth.
    let full = |pair: &[Span]| {
        let next_word = pair[1].of(text).split_whitespace().next().unwrap_or("").chars().count();
        10 * (width(pair[0]) + 1 + next_word) > 9 * widest
    };
    let mut paragraphs: Vec<Span> = lines.first().copied().into_iter().collect();
    for pair in lines.windows(2) {
        match paragraphs.last_mut() {
            Some(last) if wrapped && pair[0].of(text) != pair[1].of(text) && (goes_on(pair) || full(pair)) => {
                *last = last.cover(pair[1])
            }
            _ => paragraphs.push(pair[1]),
        }
    }
    paragraphs
}

/// Whether the words end in a stop, closing quotes and brackets aside.
pub(crate) fn ends_sentence(words: &str) -> bool {
    let bare = words.trim_end_matches(['"', '\'', '”', '’', ')', ']', ' ']);
    bare.ends_with(['.', '!', '?', '…'])
}

/// The words between blanks, each with its span in `text`.
pub(crate) fn words(text: &str, span: Span) -> impl Iterator<Item = (Span, &str)> {
    let inside = span.of(text);
    inside.split_whitespace().map(move |word| {
        // `split_whitespace` hands out pieces of `inside`, so the difference of addresses is the offset.
        let start = span.start + (word.as_ptr() as usize - inside.as_ptr() as usize);
        (Span::new(start, start + word.len()), word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_break_where_a_reader_sees_a_break() {
        let long = "word ".repeat(30);
        let long = long.trim();
        let wrapped = "Iran said on Sunday that the withdrawal of forces from a base in the\nwest of Iraq shows that the two neighbours work together, and that more\nwould follow soon.";
        for (text, expected) in [
            ("", vec![]),
            (" \n\t\n", vec![]),
            ("one", vec!["one"]),
            ("  one  \r\n\r\n two\r\n", vec!["one", "two"]),
            (&format!("{long}\n{long}"), vec![long, long]),
            (wrapped, vec![wrapped]),
            // A short line ends its paragraph in a broken text, and a headline above it stands alone.
            (&format!("A short headline\n{wrapped}\n{wrapped}"), vec!["A short headline", wrapped, wrapped]),
            // Two equal lines are two lines, as full as they may look.
            (
                "Iranian FM Abbas Araghchi, L, his counterpart, Jan. 18, 2025.\nIranian FM Abbas Araghchi, L, his counterpart, Jan. 18, 2025.",
                vec![
                    "Iranian FM Abbas Araghchi, L, his counterpart, Jan. 18, 2025.",
                    "Iranian FM Abbas Araghchi, L, his counterpart, Jan. 18, 2025.",
                ],
            ),
            (
                "A headline that is rather long for its kind\nBy Jane Doe\nBAGHDAD (AP) - A short report follows here.",
                vec!["A headline that is rather long for its kind", "By Jane Doe", "BAGHDAD (AP) - A short report follows here."],
            ),
            ("one\u{2029}two", vec!["one", "two"]),
        ] {
            let found: Vec<_> = paragraphs(text).iter().map(|paragraph| paragraph.span.of(text)).collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }

    #[test]
    fn blocks_are_counted() {
        let found: Vec<_> = paragraphs("a\nb\n\n\nc").iter().map(|paragraph| paragraph.block).collect();
        assert_eq!(found, [0, 0, 1]);
    }
}

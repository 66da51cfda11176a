//! Quotations: which stretches of a text stand between quotation marks, over sentences and paragraphs.

use chancery_base::Span;

/// One quotation inside one paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quote {
    /// With its marks.
    pub(crate) outer: Span,
    /// Without them.
    pub(crate) inner: Span,
    /// Whether it goes on from the quotation before it: that paragraph had no closing mark.
    pub(crate) continues: bool,
}

/// The quotations of a text, in order, none inside another.
///
/// A mark that opens and is not closed in its paragraph counts only where the next paragraph opens with a mark again (the usage of news
/// for a long quotation), or where the paragraph has only this mark left; a lone straight mark behind a word (an inch) is none.
pub(crate) fn quotes(text: &str) -> Vec<Quote> {
    let mut found: Vec<Quote> = Vec::new();
    let mut start = 0;
    let mut open_end = false;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        if !trimmed.is_empty() {
            let goes_on = open_end && opens(trimmed);
            open_end = paragraph(text, Span::new(start, start + line.trim_end().len()), goes_on, &mut found);
        }
        start += line.len();
    }
    found
}

fn opens(line: &str) -> bool {
    line.starts_with(['“', '"', '„', '«']) || line.starts_with("''") || line.starts_with("``")
}

/// Whether the mark opens, closes, or may do both.
#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Open,
    Close,
    Either,
}

/// Adds the quotations of one paragraph; answers whether the last one is still open at its end.
fn paragraph(text: &str, range: Span, goes_on: bool, found: &mut Vec<Quote>) -> bool {
    let mut open: Option<(usize, usize)> = None;
    let mut first = true;
    let body = range.of(text);
    let mut at = 0;
    while at < body.len() {
        let rest = &body[at..];
        let Some((mark, width)) = mark_at(rest) else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        let (before, after) = (body[..at].chars().next_back(), rest[width..].chars().next());
        let may_open = before.is_none_or(|before| before.is_whitespace() || "([—–-[/‘'".contains(before))
            && after.is_some_and(|after| !after.is_whitespace());
        match open {
            None if mark == Mark::Open || mark == Mark::Either && may_open => open = Some((range.start + at, width)),
            Some((from, opening)) if mark != Mark::Open => {
                let to = range.start + at;
                found.push(Quote {
                    outer: Span::new(from, to + width),
                    inner: Span::new(from + opening, to),
                    continues: goes_on && first,
                });
                first = false;
                open = None;
            }
            _ => {}
        }
        at += width;
    }
    if let Some((from, width)) = open {
        let outer = Span::new(from, range.end);
        found.push(Quote { outer, inner: Span::new((from + width).min(range.end), range.end), continues: goes_on && first });
        return true;
    }
    false
}

fn mark_at(rest: &str) -> Option<(Mark, usize)> {
    let first = rest.chars().next()?;
    match first {
        '“' | '„' | '«' => Some((Mark::Open, first.len_utf8())),
        '”' | '»' => Some((Mark::Close, first.len_utf8())),
        '"' => Some((Mark::Either, 1)),
        '\'' if rest.starts_with("''") => Some((Mark::Either, 2)),
        '`' if rest.starts_with("``") => Some((Mark::Open, 2)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_are_found_with_their_continuations() {
        let cases: [(&str, &[(&str, bool)]); 6] = [
            ("“We go,” he said. “Now.”", &[("We go,", false), ("Now.", false)]),
            ("''We go,'' he said.", &[("We go,", false)]),
            ("\"One.\n\n\"Two,\" he said.", &[("One.", false), ("Two,", true)]),
            ("“One.\n\nTwo went home.", &[("One.", false)]),
            ("The 6\" gun and the 5\" gun", &[]),
            ("No marks at all", &[]),
        ];
        for (text, wanted) in cases {
            let got: Vec<(&str, bool)> = quotes(text).iter().map(|quote| (quote.inner.of(text), quote.continues)).collect();
            assert_eq!(got, wanted, "{text}");
        }
    }
}

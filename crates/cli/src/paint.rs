//! Words in colour, or in brackets where colour is off, broken to the width of the terminal.

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthChar;

use crate::sanitize::harmless;

/// What a word is in the card it stands in; a later role is stronger where two meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// Nothing special.
    Plain,
    /// Of less interest.
    Faint,
    /// A title.
    Title,
    /// Something to beware of.
    Notice,
    /// On whose word.
    Speaker,
    /// To whom.
    Recipient,
    /// Who.
    Actor,
    /// The word that names the act.
    Trigger,
}

impl Role {
    fn style(self) -> Style {
        let color = |color: AnsiColor| Style::new().fg_color(Some(color.into()));
        match self {
            Role::Plain => Style::new(),
            Role::Faint => Style::new().dimmed(),
            Role::Title => Style::new().bold(),
            Role::Notice => color(AnsiColor::Yellow),
            Role::Speaker => color(AnsiColor::Magenta),
            Role::Recipient => color(AnsiColor::Green),
            Role::Actor => color(AnsiColor::Cyan),
            Role::Trigger => Style::new().bold().underline(),
        }
    }

    /// What stands around the words where colour is off.
    fn brackets(self) -> Option<(char, char)> {
        match self {
            Role::Trigger => Some(('[', ']')),
            Role::Actor | Role::Recipient | Role::Speaker => Some(('{', '}')),
            _ => None,
        }
    }
}

/// A stretch of a text, in characters, and its role.
pub(crate) type Mark = (chancery::record::Span, Role);

/// Pieces of a line: words with their roles, without any control sequence yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Piece {
    text: String,
    role: Option<Role>,
}

/// Paints for one terminal.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Painter {
    /// Whether to colour.
    pub(crate) color: bool,
    /// Columns.
    pub(crate) width: usize,
}

/// A piece of text in one role.
pub(crate) fn piece(text: impl Into<String>, role: Role) -> Piece {
    Piece { text: text.into(), role: Some(role) }
}

impl Painter {
    /// A paragraph of pieces, each line led by `indent`; no more than the width, unless one word is wider.
    pub(crate) fn paragraph(&self, pieces: &[Piece], indent: &str) -> String {
        let cells = pieces.iter().flat_map(|piece| {
            let role = piece.role.unwrap_or(Role::Plain);
            piece.text.chars().map(move |c| (harmless(c), role))
        });
        self.broken(cells.collect(), indent)
    }

    /// A text with its marks: coloured, or in brackets where colour is off.
    pub(crate) fn marked(&self, text: &str, marks: &[Mark], indent: &str) -> String {
        let mut cells: Vec<(char, Role)> = text.chars().map(|c| (harmless(c), Role::Plain)).collect();
        for (span, role) in marks {
            for cell in cells.iter_mut().take(span.1).skip(span.0) {
                cell.1 = cell.1.max(*role);
            }
        }
        if self.color {
            return self.broken(cells, indent);
        }
        let mut bracketed = Vec::with_capacity(cells.len());
        for run in cells.chunk_by(|one, other| one.1 == other.1) {
            match run[0].1.brackets() {
                Some((open, close)) => {
                    bracketed.push((open, Role::Plain));
                    bracketed.extend(run);
                    bracketed.push((close, Role::Plain));
                }
                None => bracketed.extend(run),
            }
        }
        self.broken(bracketed, indent)
    }

    fn broken(&self, cells: Vec<(char, Role)>, indent: &str) -> String {
        let mut lines = String::new();
        let mut line: Vec<(char, Role)> = Vec::new();
        let mut used = 0;
        let room = self.width.saturating_sub(indent.len()).max(20);
        for word in cells.split(|(c, _)| c.is_whitespace()).filter(|word| !word.is_empty()) {
            let width: usize = word.iter().map(|(c, _)| c.width().unwrap_or(0)).sum();
            if used > 0 && used + 1 + width > room {
                self.end_line(&mut lines, &mut line, indent);
                used = 0;
            }
            if used > 0 {
                // The blank inside a coloured stretch belongs to it.
                let role = line.last().map_or(Role::Plain, |(_, role)| if *role == word[0].1 { *role } else { Role::Plain });
                line.push((' ', role));
                used += 1;
            }
            line.extend_from_slice(word);
            used += width;
        }
        self.end_line(&mut lines, &mut line, indent);
        lines
    }

    fn end_line(&self, lines: &mut String, line: &mut Vec<(char, Role)>, indent: &str) {
        if line.is_empty() {
            return;
        }
        lines.push_str(indent);
        for run in line.chunk_by(|one, other| one.1 == other.1) {
            let words: String = run.iter().map(|(c, _)| c).collect();
            let style = run[0].1.style();
            if self.color && style != Style::new() {
                lines.push_str(&format!("{style}{words}{style:#}"));
            } else {
                lines.push_str(&words);
            }
        }
        lines.push('\n');
        line.clear();
    }
}

#[cfg(test)]
mod tests {
    use chancery::record::Span;

    use super::*;

    const PLAIN: Painter = Painter { color: false, width: 40 };

    #[test]
    fn without_colour_the_words_stand_in_brackets() {
        let text = "Police in Minsk detained 40 demonstrators on Sunday.";
        let marks = [(Span(0, 15), Role::Actor), (Span(16, 24), Role::Trigger), (Span(25, 41), Role::Recipient)];
        assert_eq!(PLAIN.marked(text, &marks, "  "), "  {Police in Minsk} [detained] {40\n  demonstrators} on Sunday.\n");
    }

    #[test]
    fn colour_adds_nothing_but_control_sequences() {
        let painter = Painter { color: true, width: 80 };
        let painted = painter.marked("They met twice", &[(Span(5, 8), Role::Trigger)], "");
        assert_eq!(painted, "They \u{1b}[1m\u{1b}[4mmet\u{1b}[0m twice\n");
    }

    #[test]
    fn foreign_control_sequences_do_not_reach_the_terminal() {
        let painted = PLAIN.marked("a\u{1b}[2Jb\u{202E}", &[], "") + &PLAIN.paragraph(&[piece("\u{9b}x", Role::Title)], "");
        assert!(!painted.contains(['\u{1b}', '\u{9b}', '\u{202E}']));
    }

    #[test]
    fn wide_characters_take_two_columns() {
        let text = "東京東京 東京東京 東京東京 東京東京 東京東京";
        for line in (Painter { color: false, width: 20 }).marked(text, &[], "").lines() {
            assert!(line.chars().count() <= 10, "{line}");
        }
    }
}

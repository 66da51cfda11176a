//! What a lone line shows itself to be: for readers of pages, who hand over a report line by line.

use chancery_base::{Day, Span};

use crate::marks::{self, CaptionPlace};
use crate::report::PartKind;
use crate::rules::Rules;
use crate::{dateline, dates};

/// The kind that the line shows by itself, wherever it stands: boilerplate, byline, dateline (a line with the day of publication),
/// caption. `None`: nothing marks it.
pub fn line_kind(line: &str, rules: &Rules) -> Option<PartKind> {
    let whole = Span::new(0, line.len());
    if marks::is_boilerplate(line, rules) {
        return Some(PartKind::Boilerplate);
    }
    if marks::published_line(line, whole, rules).is_some() || dateline::dateline_alone(line, whole, rules).is_some() {
        return Some(PartKind::Dateline);
    }
    if marks::is_byline(line, whole, rules) {
        return Some(PartKind::Byline);
    }
    let place = CaptionPlace { early: false, repeated: false };
    marks::is_caption(line, whole, place, rules).then_some(PartKind::Caption)
}

/// The first day that the line writes out with its year.
pub fn written_day(line: &str, rules: &Rules) -> Option<Day> {
    dates::full_dates(line, Span::new(0, line.len()), &rules.calendar).first().map(|(_, day)| *day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::tests::rules;

    #[test]
    fn lines_show_what_they_are() {
        let rules = rules();
        for (line, expected) in [
            ("Read more", Some(PartKind::Boilerplate)),
            ("By Jane Doe", Some(PartKind::Byline)),
            ("Published 12 May 2024", Some(PartKind::Dateline)),
            ("Envoys arrive in Geneva. (Photo by Jane Doe)", Some(PartKind::Caption)),
            ("Envoys of both sides met in Geneva on Sunday.", None),
        ] {
            assert_eq!(line_kind(line, &rules), expected, "{line}");
        }
        assert_eq!(written_day("Updated 12 May 2024, 10:00", &rules).map(|day| day.to_string()).as_deref(), Some("2024-05-12"));
    }
}

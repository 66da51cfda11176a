//! Tables on a terminal: columns as wide as their widest cell, long cells cut, foreign text made harmless.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::sanitize::sanitize;

/// A table as text; `width` columns of the terminal are not passed where the last column can give way.
pub(crate) fn table(heads: &[&str], rows: &[Vec<String>], width: usize) -> String {
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|cell| sanitize(cell)).collect()).collect();
    let mut widths: Vec<usize> = heads.iter().map(|head| head.width()).collect();
    for row in &rows {
        for (at, cell) in row.iter().enumerate().take(widths.len()) {
            widths[at] = widths[at].max(cell.width());
        }
    }
    let last = widths.len().saturating_sub(1);
    let used: usize = widths[..last].iter().map(|width| width + 2).sum();
    if let Some(width_of_last) = widths.last_mut() {
        *width_of_last = (*width_of_last).min(width.saturating_sub(used).max(20));
    }
    let is_number = |at: usize| !rows.is_empty() && rows.iter().all(|row| row[at].is_empty() || row[at].parse::<f64>().is_ok());
    let right: Vec<bool> = (0..heads.len()).map(is_number).collect();
    let mut text = String::new();
    let mut line = |cells: &[String]| {
        let mut written = String::new();
        for (at, cell) in cells.iter().enumerate() {
            let cell = cut(cell, widths[at]);
            let blanks = " ".repeat(widths[at].saturating_sub(cell.width()));
            written.push_str(&if right[at] { blanks + &cell } else { cell + &blanks });
            if at < last {
                written.push_str("  ");
            }
        }
        text.push_str(written.trim_end());
        text.push('\n');
    };
    line(&heads.iter().map(|head| (*head).to_owned()).collect::<Vec<_>>());
    rows.iter().for_each(|row| line(row));
    text
}

fn cut(cell: &str, width: usize) -> String {
    if cell.width() <= width {
        return cell.to_owned();
    }
    let mut kept = String::new();
    let mut used = 0;
    for c in cell.chars() {
        used += c.width().unwrap_or(0);
        if used + 1 > width {
            break;
        }
        kept.push(c);
    }
    kept + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_right_and_foreign_text_is_harmless() {
        let rows = vec![
            vec!["AID".to_owned(), "7".to_owned(), "a\u{1b}[31mb".to_owned()],
            vec!["COERCE".to_owned(), "12".to_owned(), "x".repeat(50)],
        ];
        let text = table(&["type", "n", "text"], &rows, 40);
        assert!(text.starts_with("type     n  text\nAID      7  a\u{FFFD}[31mb\nCOERCE  12  xxxx"), "{text}");
        assert!(text.lines().all(|line| line.width() <= 40));
        assert_eq!(table(&["a"], &[], 40), "a\n");
    }
}

//! `chancery code`: reports in, records out, in the order of the reports.

use std::io::Write;

use chancery::Report;
use chancery::record::{Record, csv_header, csv_rows, to_jsonl};

use crate::args::{Code, CodeTo};
use crate::cards::cards;
use crate::input::{Refusal, Reports};
use crate::outcome::{Finished, Outcome};
use crate::output::Output;
use crate::own;
use crate::paint::Painter;
use crate::progress::Progress;
use crate::sanitize::harmless;

/// Codes everything that the arguments name.
pub(crate) fn run(args: &Code, output: &mut Output) -> Finished {
    let chancery = own::load(&args.own)?;
    let to = args.to.unwrap_or(if output.is_terminal { CodeTo::Cards } else { CodeTo::Jsonl });
    // Cards that scroll by on the same terminal are progress enough.
    let watched = output.is_watched() && !args.no_progress && !output.is_terminal;
    let mut progress = Progress::new(watched);
    let mut outcome = Outcome::default();
    let mut failed = None;
    let mut writer = Writer::new(to, output);
    chancery.code_all(Reports::new(&args.inputs, chancery.rules()), args.threads, |item| match item {
        Ok((report, record)) => {
            outcome.n_taken += 1;
            tell_encoding(&report, output, &mut progress);
            progress.done(record.events.len(), record.report.notices.len());
            match writer.write(&report, &record, output) {
                Ok(()) => true,
                Err(error) => {
                    failed = Some(error);
                    false
                }
            }
        }
        Err(refusal) => {
            progress.clear();
            refuse(&refusal, &mut outcome, output);
            true
        }
    });
    progress.clear();
    match failed {
        Some(error) => Err(error),
        None => {
            writer.finish(output)?;
            Ok(outcome)
        }
    }
}

/// Counts a refusal and says why.
pub(crate) fn refuse(refusal: &Refusal, outcome: &mut Outcome, output: &Output) {
    match refusal.unopened {
        true => outcome.n_unopened += 1,
        false => outcome.n_refused += 1,
    }
    output.say(&refusal.to_string());
}

/// A report with broken bytes is coded, but somebody should know.
fn tell_encoding(report: &Report, output: &Output, progress: &mut Progress) {
    let notices = report.notices.iter().filter(|notice| notice.code == chancery_base::NoticeCode::BadEncoding);
    for notice in notices {
        progress.clear();
        let name = report.extra.get("file").and_then(|name| name.as_str()).unwrap_or(&report.id);
        output.say(&format!("{name}: {}", notice.message));
    }
}

/// Writes records in one layout.
struct Writer {
    to: CodeTo,
    painter: Painter,
    n_written: usize,
}

impl Writer {
    fn new(to: CodeTo, output: &Output) -> Self {
        Writer { to, painter: Painter { color: output.color, width: output.width() }, n_written: 0 }
    }

    fn write(&mut self, report: &Report, record: &Record, output: &mut Output) -> anyhow::Result<()> {
        let first = self.n_written == 0;
        self.n_written += 1;
        match self.to {
            CodeTo::Jsonl => output.line(&json_line(&to_jsonl(record), output.is_terminal))?,
            CodeTo::Cards => write!(output.out, "{}{}", if first { "" } else { "\n\n" }, cards(report, record, self.painter))?,
            CodeTo::Csv => self.rows(first, &csv_rows(record), output)?,
        }
        if output.is_terminal {
            output.out.flush()?;
        }
        Ok(())
    }

    /// Rows of the table, below the names of its columns.
    fn rows(&self, first: bool, rows: &str, output: &mut Output) -> anyhow::Result<()> {
        if first {
            output.out.write_all(csv_header().as_bytes())?;
        }
        let is_terminal = output.is_terminal;
        let shown: String = rows.chars().map(|c| if is_terminal && c != '\n' { harmless(c) } else { c }).collect();
        output.out.write_all(shown.as_bytes())?;
        Ok(())
    }

    /// A table without a report still has its columns.
    fn finish(&mut self, output: &mut Output) -> anyhow::Result<()> {
        if self.to == CodeTo::Csv && self.n_written == 0 {
            self.rows(true, "", output)?;
        }
        output.out.flush()?;
        Ok(())
    }
}

/// A line of JSON; on a terminal, characters that it would obey are written as escapes, which mean the same.
pub(crate) fn json_line(line: &str, is_terminal: bool) -> String {
    if !is_terminal {
        return line.to_owned();
    }
    let mut shown = String::with_capacity(line.len());
    for c in line.chars() {
        if harmless(c) == c {
            shown.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                shown.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_on_a_terminal_means_the_same() {
        let line = serde_json::json!({ "text": "a\u{9b}b\u{202E}c é" }).to_string();
        assert_eq!(json_line(&line, false), line);
        let shown = json_line(&line, true);
        assert!(!shown.contains(['\u{9b}', '\u{202E}']));
        let read = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap();
        assert_eq!(read(&shown), read(&line));
    }
}

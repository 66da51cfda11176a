//! `chancery code`: reports in, records out, in the order of the reports.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;
use chancery::record::{Record, csv_header, csv_rows, to_jsonl};
use chancery::{Chancery, Duplicates, Manner, Report};

use crate::args::{Code, CodeTo, TwiceTold};
use crate::cards::cards;
use crate::input::{Refusal, Reports};
use crate::manifest::{Manifest, total_bytes};
use crate::outcome::{Finished, Outcome};
use crate::output::Output;
use crate::own;
use crate::paint::Painter;
use crate::progress::{Counts, Progress};
use crate::run_file::{Begun, Done, Existing, RunFile};
use crate::sanitize::harmless;
use crate::stop;

/// Codes everything that the arguments name; `flags` are those that decide what is written, for the manifest.
pub(crate) fn run(args: &Code, flags: BTreeMap<String, Vec<String>>, output: &mut Output) -> Finished {
    let files = if args.inputs.files.is_empty() { vec![PathBuf::from("-")] } else { args.inputs.files.clone() };
    let (place, done) = match open(args, &files, flags)? {
        Opened::Place(place, done) => (place, done),
        Opened::Finished(counts) => {
            output.say(&format!("the run has come to its end before: {}", counts.told()));
            return Ok(outcome(&counts, false));
        }
    };
    let chancery = own::load(&args.own)?;
    stop::listen(files.iter().any(|path| path.as_os_str() == "-"));
    let to = match &place {
        Place::File(_) => args.to.unwrap_or(CodeTo::Jsonl),
        Place::Screen => args.to.unwrap_or(if output.is_terminal { CodeTo::Cards } else { CodeTo::Jsonl }),
    };
    // Cards that scroll by on the same terminal are progress enough.
    let scrolls = output.is_terminal && matches!(place, Place::Screen);
    let watched = output.is_watched() && !args.no_progress && !scrolls;
    let mut run = Run {
        counts: Counts::default(),
        progress: Progress::new(watched, total_bytes(&files)),
        writer: Writer::new(to, place, output),
        output,
    };
    let mut inputs = Reports::new(&args.inputs, chancery.rules());
    inputs.allow_private = args.allow_private;
    let mut reports = Marked { reports: inputs, seen: Duplicates::default() };
    if let Some(done) = done {
        run.pass_over(done, &mut reports)?;
    }
    run.code(chancery, reports, args)?;
    run.finish(args, watched)
}

/// Where the records go, and the records that are there already.
enum Opened {
    Place(Place, Option<Done>),
    Finished(Counts),
}

fn open(args: &Code, files: &[PathBuf], flags: BTreeMap<String, Vec<String>>) -> anyhow::Result<Opened> {
    let Some(out) = &args.out else { return Ok(Opened::Place(Place::Screen, None)) };
    let existing = match (args.resume, args.overwrite) {
        (true, _) => Existing::Resume,
        (false, true) => Existing::Overwrite,
        (false, false) => Existing::Refuse,
    };
    if args.resume && args.to.is_some_and(|to| to != CodeTo::Jsonl) {
        bail!("only JSON Lines can be gone on with; leave --resume out, or write --to jsonl");
    }
    let manifest = Manifest::begin(files, &args.own, flags)?;
    Ok(match RunFile::begin(out, manifest, existing)? {
        Begun::Open(file, done) => Opened::Place(Place::File(file), done),
        Begun::Finished(manifest) => Opened::Finished(manifest.counts),
    })
}

/// The reports of the inputs; those that tell the same as an earlier one are marked. It ends when somebody asks to stop.
struct Marked<'a> {
    reports: Reports<'a>,
    seen: Duplicates,
}

impl Iterator for Marked<'_> {
    type Item = Result<Report, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        if stop::asked() {
            return None;
        }
        let mut item = self.reports.next()?;
        if let Ok(report) = &mut item {
            self.seen.mark(report);
        }
        Some(item)
    }
}

/// A run under way.
struct Run<'a> {
    counts: Counts,
    progress: Progress,
    writer: Writer,
    output: &'a mut Output,
}

impl Run<'_> {
    /// Passes over the reports whose records are there already: they are read and remembered, but not coded again.
    fn pass_over(&mut self, mut done: Done, reports: &mut Marked<'_>) -> anyhow::Result<()> {
        while let Some(record) = done.next()? {
            let report = loop {
                match reports.next() {
                    Some(Ok(report)) => break report,
                    // It was said when the earlier run met it.
                    Some(Err(refusal)) => self.count(&refusal),
                    None if stop::asked() => bail!("stopped before anything was coded; go on with --resume"),
                    None => bail!(
                        "cannot go on: the output holds more records than the inputs hold reports; start anew with --overwrite"
                    ),
                }
            };
            if (&report.id, &report.duplicate_of) != (&record.report.id, &record.report.duplicate_of) {
                let (line, was) = (done.n_lines(), &record.report.id);
                bail!(
                    "cannot go on: line {line} of the output is of report {was}, the inputs have {} there; start anew with --overwrite",
                    report.id
                );
            }
            self.counts.add_counted(record.events.len(), record.report.notices.len(), report.duplicate_of.is_some());
            self.progress.show(&self.counts);
        }
        self.progress.begin(&self.counts);
        self.writer.n_written = self.counts.reports as usize;
        match &mut self.writer.place {
            Place::File(file) => file.go_on(done),
            Place::Screen => Ok(()),
        }
    }

    fn code(&mut self, chancery: &Chancery, reports: Marked<'_>, args: &Code) -> anyhow::Result<()> {
        let manner = Manner { threads: args.threads, code_duplicates: args.duplicates == TwiceTold::Code };
        let mut done = Ok(());
        chancery.code_all(reports, manner, |item| {
            match item {
                Ok((report, record)) => {
                    self.counts.add(&record);
                    tell_encoding(&report, self.output, &mut self.progress);
                    done = self.writer.write(&report, &record, self.output);
                }
                Err(refusal) => {
                    self.count(&refusal);
                    self.progress.clear();
                    self.output.say(&refusal.to_string());
                }
            }
            self.progress.show(&self.counts);
            done.is_ok()
        });
        self.progress.clear();
        done
    }

    fn count(&mut self, refusal: &Refusal) {
        self.counts.refused += 1;
        self.counts.unopened += u64::from(refusal.unopened);
    }

    fn finish(self, args: &Code, watched: bool) -> Finished {
        let stopped = stop::asked();
        let outcome = outcome(&self.counts, stopped);
        self.writer.finish(&self.counts, !stopped, self.output)?;
        if stopped {
            let remedy = if args.out.is_some() { "; go on with --resume" } else { "" };
            self.output.say(&format!("stopped after {}{remedy}", self.counts.told()));
        } else if watched || args.out.is_some() {
            self.output.say(&self.counts.told());
        } else if self.counts.duplicates > 0 && args.duplicates == TwiceTold::Once {
            let n = self.counts.duplicates;
            self.output.say(&format!(
                "{n} reports tell the same as an earlier one and were not coded again (--duplicates code codes them)"
            ));
        }
        Ok(outcome)
    }
}

fn outcome(counts: &Counts, stopped: bool) -> Outcome {
    Outcome {
        n_taken: counts.reports as usize,
        n_refused: (counts.refused - counts.unopened) as usize,
        n_unopened: counts.unopened as usize,
        stopped,
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

/// Where records go.
enum Place {
    Screen,
    File(Box<RunFile>),
}

/// Writes records in one layout.
struct Writer {
    to: CodeTo,
    place: Place,
    painter: Painter,
    n_written: usize,
}

impl Writer {
    fn new(to: CodeTo, place: Place, output: &Output) -> Self {
        let painter = match place {
            Place::Screen => Painter { color: output.color, width: output.width() },
            Place::File(_) => Painter { color: false, width: 100 },
        };
        Writer { to, place, painter, n_written: 0 }
    }

    fn write(&mut self, report: &Report, record: &Record, output: &mut Output) -> anyhow::Result<()> {
        let first = self.n_written == 0;
        self.n_written += 1;
        let is_terminal = output.is_terminal && matches!(self.place, Place::Screen);
        let shown = match self.to {
            CodeTo::Jsonl => json_line(&to_jsonl(record), is_terminal) + "\n",
            CodeTo::Cards => format!("{}{}", if first { "" } else { "\n\n" }, cards(report, record, self.painter)),
            CodeTo::Csv => rows(first, &csv_rows(record), is_terminal),
        };
        self.put(&shown, output)
    }

    fn put(&mut self, shown: &str, output: &mut Output) -> anyhow::Result<()> {
        match &mut self.place {
            Place::File(file) => file.write(shown.as_bytes()),
            Place::Screen => {
                output.out.write_all(shown.as_bytes())?;
                if output.is_terminal {
                    output.out.flush()?;
                }
                Ok(())
            }
        }
    }

    /// A table without a report still has its columns.
    fn finish(mut self, counts: &Counts, finished: bool, output: &mut Output) -> anyhow::Result<()> {
        if self.to == CodeTo::Csv && self.n_written == 0 {
            self.put(&rows(true, "", false), output)?;
        }
        output.out.flush()?;
        match self.place {
            Place::Screen => Ok(()),
            Place::File(mut file) => {
                file.manifest.counts = *counts;
                file.finish(finished)
            }
        }
    }
}

/// Rows of the table, the first below the names of its columns.
fn rows(first: bool, rows: &str, is_terminal: bool) -> String {
    let shown = rows.chars().map(|c| if is_terminal && c != '\n' { harmless(c) } else { c });
    first.then(csv_header).into_iter().chain([shown.collect()]).collect()
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

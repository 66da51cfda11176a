//! `chancery store`: records go into a store, are linked by hand, withdrawn, counted and checked.

use std::io::{BufRead, Read};
use std::path::{Path, PathBuf};

use anyhow::Context;
use chancery::record::{Record, from_jsonl};
use chancery::{Duplicates, Manner};
use chancery_store::{Added, Keeping, Store, from_number};

use crate::args::{Inputs, OwnData};
use crate::code::refuse;
use crate::input::{Line, Refusal, Reports, next_line, open};
use crate::outcome::{Finished, Outcome};
use crate::output::Output;
use crate::own;
use crate::progress::{Counts, Progress};
use crate::store_args::StoreCommand;

/// Reports after which a batch is kept; a stopped run loses no more than these, and takes them up again.
const BATCH: usize = 500;

/// Does what the arguments say.
pub(crate) fn run(args: &StoreCommand, output: &mut Output) -> Finished {
    match args {
        StoreCommand::Add { store, inputs, own, no_text, threads } => {
            let store = Store::open(&store.file)?;
            Adding::new(store, *no_text, output).run(inputs, own, *threads)
        }
        StoreCommand::Link { store, a, b } => change(&store.file, |batch| batch.rule_together(a, b)),
        StoreCommand::Unlink { store, a, forget: true, .. } => change(&store.file, |batch| batch.forget_rulings(a).map(drop)),
        StoreCommand::Unlink { store, a, b, .. } => change(&store.file, |batch| batch.rule_apart(a, b.as_ref())),
        StoreCommand::Withdraw { store, reports, why, undo } => withdraw(&store.file, reports, why, *undo, output),
        StoreCommand::Info { store } => info(&store.file, output),
        StoreCommand::Check { store } => {
            let faults = Store::open_to_read(&store.file)?.check()?;
            faults.iter().try_for_each(|fault| output.line(&crate::sanitize::sanitize(fault)))?;
            if faults.is_empty() {
                output.say("the store is whole");
            }
            Ok(Outcome { n_taken: 1, n_refused: faults.len(), ..Outcome::default() })
        }
    }
}

fn change(file: &Path, work: impl FnOnce(&mut chancery_store::Batch<'_>) -> chancery_store::Result<()>) -> Finished {
    let mut store = Store::open_existing(file)?;
    let mut batch = store.batch(&now())?;
    work(&mut batch)?;
    batch.commit()?;
    Ok(Outcome { n_taken: 1, ..Outcome::default() })
}

fn withdraw(file: &Path, reports: &[String], why: &str, undo: bool, output: &Output) -> Finished {
    let mut outcome = Outcome::default();
    let mut store = Store::open_existing(file)?;
    let mut batch = store.batch(&now())?;
    for id in reports {
        let done = if undo { batch.restore(id)? } else { batch.withdraw(id, why)? };
        match done {
            true => outcome.n_taken += 1,
            false => {
                let what = if undo { "no such report is withdrawn" } else { "there is no such report now" };
                refuse(
                    &Refusal::new(id, what, "`chancery query --sql \"SELECT id, state FROM reports\"` lists them"),
                    &mut outcome,
                    output,
                );
            }
        }
    }
    batch.commit()?;
    Ok(outcome)
}

fn info(file: &Path, output: &mut Output) -> Finished {
    let info = Store::open_to_read(file)?.info()?;
    let day = |number: i32| from_number(number).map_or_else(String::new, |day| day.to_string());
    let rows = [
        ("reports", info.n_reports.to_string()),
        ("older versions kept", info.n_replaced.to_string()),
        ("withdrawn", info.n_withdrawn.to_string()),
        ("kept without text", info.n_withheld.to_string()),
        ("events", info.n_events.to_string()),
        ("happenings", info.n_happenings.to_string()),
        ("told by two or more independent outlets", info.n_corroborated.to_string()),
        ("decisions by hand", info.n_rulings.to_string()),
        ("days", info.days.map_or_else(String::new, |(first, last)| format!("{} to {}", day(first), day(last)))),
        ("bytes", info.n_bytes.to_string()),
        ("version of the tables", info.schema.to_string()),
    ];
    rows.iter().try_for_each(|(what, how_many)| output.line(&format!("{what:<40} {how_many}")))?;
    Ok(Outcome { n_taken: 1, ..Outcome::default() })
}

/// The time for the history, as the system tells it.
pub(crate) fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A run of `store add`.
struct Adding<'a> {
    store: Store,
    no_text: bool,
    output: &'a Output,
    progress: Progress,
    outcome: Outcome,
    counts: [usize; 4],
    seen: Counts,
    waiting: Vec<(Record, Option<String>, Option<&'static str>)>,
}

/// What a file holds.
enum Holds {
    Records,
    Reports,
    Columns,
}

impl<'a> Adding<'a> {
    fn new(store: Store, no_text: bool, output: &'a Output) -> Self {
        let progress = Progress::new(output.is_watched(), None);
        Adding {
            store,
            no_text,
            output,
            progress,
            outcome: Outcome::default(),
            counts: [0; 4],
            seen: Counts::default(),
            waiting: Vec::new(),
        }
    }

    fn run(mut self, inputs: &Inputs, own: &OwnData, threads: usize) -> Finished {
        let mut reports = Vec::new();
        let files = if inputs.files.is_empty() { vec!["-".into()] } else { inputs.files.clone() };
        for file in &files {
            match holds(file, inputs) {
                Ok(Holds::Records) => self.records(file)?,
                Ok(Holds::Columns) => self.columns(file)?,
                // A stream can be read once only: standard input is looked into and coded in one go.
                Ok(Holds::Reports) => reports.push(file.clone()),
                Err(refusal) => self.refuse(&refusal),
            }
        }
        if !reports.is_empty() {
            self.code(&reports, inputs, own, threads)?;
        }
        self.flush()?;
        self.progress.clear();
        let [new, unchanged, replaced, withdrawn] = self.counts;
        if self.outcome.n_taken > 0 {
            self.store.optimize()?;
            self.output.say(&format!(
                "{new} reports added, {replaced} took the place of older versions, {unchanged} were there already{}",
                if withdrawn > 0 { format!(", {withdrawn} were withdrawn earlier and stay so") } else { String::new() }
            ));
        }
        Ok(self.outcome)
    }

    fn refuse(&mut self, refusal: &Refusal) {
        self.progress.clear();
        refuse(refusal, &mut self.outcome, self.output);
    }

    /// Lines of records.
    fn records(&mut self, file: &Path) -> anyhow::Result<()> {
        let mut opened = match open(file) {
            Ok(opened) => opened,
            Err(refusal) => {
                self.refuse(&refusal);
                return Ok(());
            }
        };
        let mut reader = std::io::BufReader::new(WholeLines(opened.reader.as_mut()));
        let mut line_no = 0;
        let mut line = String::new();
        loop {
            line.clear();
            line_no += 1;
            let at = format!("{}: line {line_no}", opened.name);
            match reader.read_line(&mut line) {
                Ok(0) => return Ok(()),
                Ok(_) if line.trim().is_empty() => continue,
                Ok(_) => match from_jsonl(line.trim_end()) {
                    Ok(record) => self.push(record, None, None)?,
                    Err(error) => {
                        self.refuse(&Refusal::new(at, error.to_string(), "write records with `chancery code --to jsonl`"))
                    }
                },
                Err(error) if error.kind() == std::io::ErrorKind::InvalidData => {
                    self.refuse(&Refusal::new(at, "the line is not UTF-8", "write records with `chancery code --to jsonl`"));
                }
                Err(error) => {
                    self.refuse(&Refusal::new(at, format!("the file cannot be read on ({error})"), "check the disk"));
                    return Ok(());
                }
            }
        }
    }

    fn columns(&mut self, file: &Path) -> anyhow::Result<()> {
        match chancery_columns::read(file) {
            Ok(records) => records.into_iter().try_for_each(|record| self.push(record, None, None)),
            Err(error) => {
                let remedy = "give a file that `chancery query --to parquet` wrote";
                self.refuse(&Refusal::new(file.display().to_string(), error.to_string(), remedy));
                Ok(())
            }
        }
    }

    /// Reports, which are coded on the way.
    fn code(&mut self, files: &[PathBuf], inputs: &Inputs, own: &OwnData, threads: usize) -> anyhow::Result<()> {
        let chancery = own::load(own)?;
        let mut failed = None;
        let mut twice = Duplicates::default();
        let reports = Reports::with(inputs.settings(), files, chancery.rules()).map(|mut item| {
            if let Ok(report) = &mut item {
                twice.mark(report);
            }
            item
        });
        // A copy is told by its outlet all the same; the store knows that it is no voice of its own.
        let manner = Manner { threads, code_duplicates: true };
        chancery.code_all(reports, manner, |item| match item {
            Ok((report, record)) => match self.push(record, Some(report.text), Some(env!("CARGO_PKG_VERSION"))) {
                Ok(()) => true,
                Err(error) => {
                    failed = Some(error);
                    false
                }
            },
            Err(refusal) => {
                self.refuse(&refusal);
                true
            }
        });
        failed.map_or(Ok(()), Err)
    }

    fn push(&mut self, record: Record, text: Option<String>, coder: Option<&'static str>) -> anyhow::Result<()> {
        self.seen.add(&record);
        self.progress.show(&self.seen);
        self.waiting.push((record, text, coder));
        if self.waiting.len() >= BATCH { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> anyhow::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let mut batch = self.store.batch(&now())?;
        for (record, text, coder) in self.waiting.drain(..) {
            let keeping = Keeping { text: text.as_deref(), no_text: self.no_text, coder };
            let added = batch.add(&record, keeping).with_context(|| format!("cannot add report {}", record.report.id))?;
            self.outcome.n_taken += 1;
            let at = match added {
                Added::New => 0,
                Added::Unchanged => 1,
                Added::Replaced => 2,
                Added::Withdrawn => 3,
            };
            self.counts[at] += 1;
        }
        batch.commit()?;
        Ok(())
    }
}

/// Passes a reader on by reference.
struct WholeLines<'a>(&'a mut dyn BufRead);

impl Read for WholeLines<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.0.read(buffer)
    }
}

/// Looks at the beginning of a file: records, reports, or Parquet.
fn holds(file: &Path, inputs: &Inputs) -> Result<Holds, Refusal> {
    // Folders and addresses hold reports; what cannot be opened is refused where it is read.
    if inputs.from.is_some() || !file.is_file() {
        return Ok(Holds::Reports);
    }
    let mut opened = open(file)?;
    let head = opened.reader.fill_buf().unwrap_or_default();
    if head.starts_with(b"PAR1") {
        return Ok(Holds::Columns);
    }
    let first = match next_line(opened.reader.as_mut()) {
        Ok(Some(Line::Whole(line))) => line,
        _ => return Ok(Holds::Reports),
    };
    let value: Option<serde_json::Value> = serde_json::from_slice(&first).ok();
    let schema = value.as_ref().and_then(|value| value.get("schema")).and_then(serde_json::Value::as_str);
    Ok(if schema.is_some_and(|schema| schema.starts_with("chancery/")) { Holds::Records } else { Holds::Reports })
}

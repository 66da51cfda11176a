//! Codes a handful of input lines in parallel and in order; every line has an answer, whatever becomes of it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use chancery::record::{Record, csv_rows, to_jsonl};
use chancery::{Chancery, Manner, read_line};

/// Record, rows of the flat table and number of events; or nothing, why the line was refused, and 0.
pub(crate) type Answer = (Option<String>, String, usize);

/// Codes the lines.
pub(crate) fn code_lines(chancery: &Chancery, lines: Vec<String>, threads: usize) -> Vec<Answer> {
    catch_unwind(AssertUnwindSafe(|| together(chancery, &lines, threads))).unwrap_or_else(|_| one_by_one(chancery, &lines))
}

/// All lines in parallel.
fn together(chancery: &Chancery, lines: &[String], threads: usize) -> Vec<Answer> {
    let reports = lines.iter().enumerate().map(|(at, line)| {
        read_line(at + 1, line.as_bytes(), chancery.rules()).map_err(|error| format!("{}; {}", error.message, error.remedy))
    });
    let mut answers = Vec::with_capacity(lines.len());
    // Nothing is marked as a duplicate here: who gives a report twice gets it coded twice.
    let manner = Manner { threads, code_duplicates: true };
    chancery.code_all(reports, manner, |coded| {
        answers.push(match coded {
            Ok((_, record)) => answer(&record),
            Err(why) => (None, why, 0),
        });
        true
    });
    answers
}

/// A fault of the program in one report must not take its neighbours along: each line alone, and the bad one is refused.
fn one_by_one(chancery: &Chancery, lines: &[String]) -> Vec<Answer> {
    let each = lines.iter().map(|line| {
        let alone = catch_unwind(AssertUnwindSafe(|| together(chancery, std::slice::from_ref(line), 1).pop()));
        alone.ok().flatten().unwrap_or_else(|| {
            (None, "the coder failed on this report, which is a fault of the program; please report it".to_owned(), 0)
        })
    });
    each.collect()
}

fn answer(record: &Record) -> Answer {
    (Some(to_jsonl(record)), csv_rows(record), record.events.len())
}

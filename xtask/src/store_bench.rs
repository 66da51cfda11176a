//! `cargo xtask store-bench [--events N] [RECORDS.jsonl]`: a store of a million events made from real coded reports with varied dates and
//! outlets; how fast it is filled, how large it is, and how long the questions take, warm and cold.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use chancery::record::Record;
use chancery::{Chancery, Given};
use chancery_store::{By, Filter, Keeping, Store};

use crate::{reports_in, root};

/// Reports a batch.
const BATCH: usize = 500;
/// Runs of a warm question; the best counts.
const RUNS: usize = 5;
/// Ten years of days, and so many outlets.
const DAYS: u64 = 3650;
const OUTLETS: u64 = 300;

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let mut n_events = 1_000_000;
    let mut file = None;
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--events" => n_events = rest.next().and_then(|n| n.parse().ok()).context("--events wants a number")?,
            other if other.starts_with("--") => bail!("{other} is no flag of store-bench; there is only --events"),
            other => file = Some(PathBuf::from(other)),
        }
    }
    let templates = match &file {
        Some(path) => std::fs::read_to_string(path)
            .with_context(|| path.display().to_string())?
            .lines()
            .map(|line| Ok(chancery::record::from_jsonl(line)?))
            .collect::<Result<Vec<Record>>>()?,
        None => samples()?,
    };
    let templates: Vec<Record> = templates.into_iter().filter(|record| !record.events.is_empty()).collect();
    if templates.is_empty() {
        bail!("no record tells an event; give a file that `chancery code --to jsonl` wrote");
    }
    let folder = std::env::temp_dir().join(format!("chancery-store-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let path = folder.join("bench.db");
    fill(&path, &templates, n_events)?;
    questions(&path)?;
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

/// The sample reports, coded.
fn samples() -> Result<Vec<Record>> {
    let chancery = Chancery::bundled()?;
    let files = reports_in(&root().join("examples"), &["txt"])?;
    files
        .iter()
        .map(|file| Ok(chancery.code(&chancery.report_from_text(&std::fs::read_to_string(file)?, Given::default()))))
        .collect()
}

fn fill(path: &Path, templates: &[Record], n_events: usize) -> Result<()> {
    let mut store = Store::open(path)?;
    let mut dice = 88_172_645_463_325_252_u64;
    let mut throw = |below: u64| {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        dice % below
    };
    let (mut written, mut n_reports) = (0, 0);
    let began = Instant::now();
    while written < n_events {
        let mut batch = store.batch("2026-01-01T00:00:00Z")?;
        for _ in 0..BATCH {
            let mut record = templates[n_reports % templates.len()].clone();
            let shift = jiff::Span::new().days(throw(DAYS) as i64);
            let moved = |day: chancery::Day| day.checked_add(shift).unwrap_or(day);
            record.report.id = format!("bench-{n_reports}");
            record.report.source = Some(format!("Outlet {}", throw(OUTLETS)));
            record.report.published = record.report.published.map(moved);
            for event in &mut record.events {
                event.date = event.date.map(|range| chancery_base::DayRange::new(moved(range.first), moved(range.last)));
            }
            batch.add(&record, Keeping::default())?;
            written += record.events.len();
            n_reports += 1;
        }
        batch.commit()?;
        if n_reports % 10_000 == 0 {
            eprintln!("{written} events, {:.0} a second", written as f64 / began.elapsed().as_secs_f64());
        }
    }
    let seconds = began.elapsed().as_secs_f64();
    store.optimize()?;
    let info = store.info()?;
    println!("{} reports, {written} events in {seconds:.1} s: {:.0} events a second", n_reports, written as f64 / seconds);
    println!("{} happenings, {} told by several outlets", info.n_happenings, info.n_corroborated);
    println!(
        "{} bytes: {:.0} an event, {:.0} a report",
        info.n_bytes,
        info.n_bytes as f64 / written as f64,
        info.n_bytes as f64 / n_reports as f64
    );
    Ok(())
}

/// How many rows a question to the store finds.
type Ask = Box<dyn Fn(&Store) -> Result<usize>>;

/// A question with its name.
type Question = (&'static str, Ask);

fn questions(path: &Path) -> Result<()> {
    let list = |filter: Filter| -> Ask { Box::new(move |store| Ok(store.find(&filter)?.len())) };
    let of = |actor: &str, recipient: &str, kind: &str| Filter {
        actors: [actor.to_owned()].into_iter().filter(|code| !code.is_empty()).collect(),
        recipients: [recipient.to_owned()].into_iter().filter(|code| !code.is_empty()).collect(),
        kinds: [kind.to_owned()].into_iter().filter(|code| !code.is_empty()).collect(),
        limit: Some(50),
        ..Filter::default()
    };
    let count = |by: &'static [By]| -> Ask { Box::new(move |store| Ok(store.aggregate(&Filter::default(), by)?.len())) };
    let questions: Vec<Question> = vec![
        ("counts by month and dyad", count(&[By::Month, By::Dyad])),
        ("counts by month, dyad and type", count(&[By::Month, By::Dyad, By::Type])),
        ("counts by type (not kept ready)", count(&[By::Type])),
        ("50 of USA", list(of("USA", "", ""))),
        ("50 of USA to IRQ", list(of("USA", "IRQ", ""))),
        ("50 CONSULT of GBR, newest first", list(Filter { newest: true, ..of("GBR", "", "CONSULT") })),
        (
            "50 with two outlets, of IRQ/GOV, that happened",
            list(Filter { min_outlets: 2, aux: vec!["none".to_owned()], ..of("IRQ/GOV", "", "") }),
        ),
        ("50 with words", list(Filter { texts: vec!["prime minister".to_owned()], ..of("", "IRQ", "") })),
    ];
    println!("\n| question | rows | cold, ms | warm, ms |\n|---|---|---|---|");
    for (name, question) in questions {
        // The system's cache is emptied where that is allowed; else only the program's own is cold.
        let _ = std::process::Command::new("sync").status();
        let _ = std::fs::write("/proc/sys/vm/drop_caches", "3");
        let began = Instant::now();
        let store = Store::open_to_read(path)?;
        let n_rows = question(&store)?;
        let cold = began.elapsed().as_secs_f64() * 1e3;
        let mut warm = f64::INFINITY;
        for _ in 0..RUNS {
            let began = Instant::now();
            question(&store)?;
            warm = warm.min(began.elapsed().as_secs_f64() * 1e3);
        }
        println!("| {name} | {n_rows} | {cold:.0} | {warm:.1} |");
    }
    Ok(())
}

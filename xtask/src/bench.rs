//! `cargo xtask bench [--save] [FOLDER|FILE…]`: speed and memory over reports, as tables; `--save` keeps them in `benches/runs/`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use chancery::{Chancery, Given, Report, read_line};
use chancery_base::Span;
use chancery_text::clock::{Stage, take};

use crate::{reports_in, root};

/// Runs of each measurement; the best counts.
const RUNS: usize = 3;
/// Tokens of the paragraphs without a full stop.
const GROWTH: [usize; 4] = [25_000, 50_000, 100_000, 200_000];

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let (flags, paths): (Vec<&String>, Vec<&String>) = arguments.iter().partition(|argument| argument.starts_with("--"));
    if let Some(flag) = flags.iter().find(|flag| **flag != "--save") {
        bail!("{flag} is no flag of bench; there is only --save");
    }
    let binary = build()?;
    let files = files(&paths)?;
    let chancery = Chancery::bundled()?;
    let reports = reports(&files, &chancery)?;
    let words: usize = reports.iter().map(|report| report.text.split_whitespace().count()).sum();
    if words == 0 {
        bail!("nothing to read; name a folder or files of reports (.txt, .jsonl)");
    }
    let mut page = format!("# Speed and memory, {}\n\n{}\n", today(), machine());
    let names: Vec<String> =
        files.iter().map(|file| file.file_name().unwrap_or_default().to_string_lossy().into_owned()).collect();
    writeln!(page, "Reports: {} ({} reports, {words} words between blanks).\n", names.join(", "), reports.len())?;
    processes(&mut page, &binary, &files, reports.len(), words)?;
    loads(&mut page)?;
    core(&mut page, &chancery, &reports)?;
    growth(&mut page, &binary)?;
    print!("{page}");
    if !flags.is_empty() {
        let path = root().join("benches/runs").join(format!("{}.md", today()));
        std::fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
        std::fs::write(&path, page)?;
    }
    Ok(())
}

/// Whole processes: from the start of `chancery code` to its end.
fn processes(page: &mut String, binary: &Path, files: &[PathBuf], reports: usize, words: usize) -> Result<()> {
    writeln!(
        page,
        "## `chancery code`, whole process\n\n| threads | run | seconds | reports/s | words/s | words/s per core | peak memory, MB |\n|---|---|---|---|---|---|---|"
    )?;
    let (first, _) = time(binary, &["code", "--to", "jsonl", "--quiet", "-"], &[], 1)?;
    let (best, memory) = time(binary, &["code", "--to", "jsonl", "--quiet", "-"], &[], RUNS)?;
    writeln!(page, "| – | start-up without input, first {first:.3} s | {best:.3} | – | – | – | {memory:.0} |")?;
    for threads in [1, cores()] {
        let flags = ["code", "--to", "jsonl", "--quiet", "--threads", &threads.to_string()];
        for (run, runs) in [("first", 1), ("best of three", RUNS)] {
            let (seconds, memory) = time(binary, &flags, files, runs)?;
            let speed = words as f64 / seconds;
            let per_core = speed / threads as f64;
            writeln!(
                page,
                "| {threads} | {run} | {seconds:.3} | {:.1} | {speed:.0} | {per_core:.0} | {memory:.0} |",
                reports as f64 / seconds
            )?;
        }
    }
    Ok(())
}

/// What each part of the data takes to load, and the memory that the world takes.
fn loads(page: &mut String) -> Result<()> {
    let files = chancery::Files::bundled();
    let model = chancery_data::file("models/english.model").context("no model is bundled")?;
    let best = |work: &dyn Fn()| (0..RUNS).map(|_| seconds(work)).fold(f64::INFINITY, f64::min) * 1e3;
    writeln!(page, "\n## Loading\n\n| part | milliseconds | memory, MB |\n|---|---|---|")?;
    let before = resident(std::process::id(), "VmRSS:");
    let world = chancery::world::World::read(&files.world);
    let memory = resident(std::process::id(), "VmRSS:") - before;
    drop(world);
    writeln!(page, "| world | {:.1} | {memory:.0} |", best(&|| std::mem::forget(chancery::world::World::read(&files.world))))?;
    writeln!(page, "| language core | {:.1} | – |", best(&|| std::mem::forget(chancery_text::Model::load(model))))?;
    writeln!(page, "| everything | {:.1} | – |", best(&|| std::mem::forget(Chancery::bundled())))?;
    Ok(())
}

/// The language core and the coder inside one process, stage by stage. Words are syntactic words here.
fn core(page: &mut String, chancery: &Chancery, reports: &[Report]) -> Result<()> {
    let analyse = |report: &Report| {
        let segments: Vec<Span> = report.segments().into_iter().map(|(_, span)| span).collect();
        chancery.analyser().analyse(&report.text, &segments).words().len()
    };
    let words: usize = reports.iter().map(analyse).sum();
    let (mut whole, mut stages) = (f64::INFINITY, [0; Stage::ALL.len()]);
    for _ in 0..RUNS {
        take();
        let seconds = seconds(|| reports.iter().for_each(|report| _ = analyse(report)));
        let spent = take();
        if seconds < whole {
            (whole, stages) = (seconds, spent);
        }
    }
    let all = (0..RUNS)
        .map(|_| seconds(|| reports.iter().for_each(|report| drop(chancery.code(report)))))
        .fold(f64::INFINITY, f64::min);
    writeln!(page, "\n## Stages, one core, {words} syntactic words\n\n| stage | seconds | words/s |\n|---|---|---|")?;
    let mut line = |name: &str, seconds: f64| writeln!(page, "| {name} | {seconds:.3} | {:.0} |", words as f64 / seconds);
    for (stage, nanos) in Stage::ALL.iter().zip(stages) {
        let name = match stage {
            Stage::Tokens => "tokens and sentences",
            Stage::Words => "vectors of words",
            Stage::Tags => "tags and lemmas (first layer)",
            Stage::Trees => "trees (second layer)",
            Stage::Names => "names",
        };
        line(name, nanos as f64 / 1e9)?;
    }
    line("text to trees and names", whole)?;
    line("coding", (all - whole).max(0.0))?;
    line("text to record", all)?;
    let many = |threads: usize| {
        let share = reports.len().div_ceil(threads * 16).max(1);
        let run = || {
            let next = std::sync::Mutex::new(reports.chunks(share));
            let take = || next.lock().ok().and_then(|mut chunks| chunks.next());
            let work = || {
                while let Some(chunk) = take() {
                    chunk.iter().for_each(|report| _ = analyse(report));
                }
            };
            std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
        };
        (0..RUNS).map(|_| seconds(run)).fold(f64::INFINITY, f64::min)
    };
    let (one, two) = (many(1), many(2));
    writeln!(page, "\nText to trees and names: one thread {one:.3} s, two threads {two:.3} s, {:.2} times as fast.", one / two)?;
    Ok(())
}

/// One paragraph without a full stop, ever longer: time must grow with it and no faster.
fn growth(page: &mut String, binary: &Path) -> Result<()> {
    writeln!(
        page,
        "\n## One paragraph without a full stop\n\n| tokens | bytes | seconds | microseconds a token | peak memory, MB |\n|---|---|---|---|---|"
    )?;
    let folder = std::env::temp_dir().join(format!("chancery-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    for tokens in GROWTH {
        let words = ["the", "army", "of", "Iraq", "and", "rebels", "near", "Mosul", "fought", "over", "grey", "hills"];
        let text: Vec<&str> = words.iter().copied().cycle().take(tokens).collect();
        let file = folder.join(format!("{tokens}.txt"));
        std::fs::write(&file, text.join(" "))?;
        let bytes = std::fs::metadata(&file)?.len();
        let (seconds, memory) = time(binary, &["code", "--to", "jsonl", "--quiet", "--threads", "1"], &[file], 1)?;
        writeln!(page, "| {tokens} | {bytes} | {seconds:.2} | {:.1} | {memory:.0} |", seconds * 1e6 / tokens as f64)?;
    }
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

fn seconds(work: impl FnOnce()) -> f64 {
    let begin = Instant::now();
    work();
    begin.elapsed().as_secs_f64()
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// The day, from the system's clock.
fn today() -> String {
    let days = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs() / 86_400);
    jiff::civil::date(1970, 1, 1).saturating_add(jiff::Span::new().days(days as i64)).to_string()
}

/// Processor and cores, where the system tells them (Linux).
fn machine() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let field = |name: &str| {
        info.lines().find(|line| line.starts_with(name)).and_then(|line| line.split(": ").nth(1)).unwrap_or("unknown")
    };
    format!("Machine: {}, {} MHz, {} cores.", field("model name"), field("cpu MHz"), cores())
}

pub(crate) fn build() -> Result<PathBuf> {
    let status = Command::new("cargo").args(["build", "--release", "--package", "chancery-cli"]).current_dir(root()).status()?;
    if !status.success() {
        bail!("the release build failed");
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    Ok(target.join("release/chancery"))
}

/// The files that are named, those of folders that are named, or the samples.
fn files(paths: &[&String]) -> Result<Vec<PathBuf>> {
    let given: Vec<PathBuf> =
        if paths.is_empty() { vec![root().join("examples")] } else { paths.iter().map(PathBuf::from).collect() };
    let mut files = Vec::new();
    for path in given {
        if path.is_file() {
            files.push(path);
        } else {
            files.extend(reports_in(&path, &["txt", "jsonl"])?);
        }
    }
    Ok(files)
}

fn reports(files: &[PathBuf], chancery: &Chancery) -> Result<Vec<Report>> {
    let mut reports = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
        if file.extension().is_some_and(|extension| extension == "jsonl") {
            let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
            reports.extend(lines.filter_map(|(at, line)| read_line(at + 1, line.as_bytes(), chancery.rules()).ok()));
        } else {
            reports.push(chancery.report_from_text(&text, Given::default()));
        }
    }
    Ok(reports)
}

/// Wall seconds of the best of some runs, and the peak resident memory in MB where the system tells it.
fn time(binary: &Path, flags: &[&str], files: &[PathBuf], runs: usize) -> Result<(f64, f64)> {
    let (mut best, mut memory) = (f64::INFINITY, 0.0f64);
    for _ in 0..runs {
        let started = Instant::now();
        let quiet = || Stdio::null();
        let mut child = Command::new(binary).args(flags).args(files).stdin(quiet()).stdout(quiet()).stderr(quiet()).spawn()?;
        while child.try_wait()?.is_none() {
            memory = memory.max(resident(child.id(), "VmHWM:"));
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        best = best.min(started.elapsed().as_secs_f64());
    }
    Ok((best, memory))
}

/// Resident memory of a running process in MB, now (`VmRSS:`) or at its peak (`VmHWM:`) (Linux; 0 elsewhere).
pub(crate) fn resident(process: u32, which: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(which));
    let number = line.and_then(|rest| rest.split_whitespace().next()).and_then(|number| number.parse::<f64>().ok());
    number.map_or(0.0, |kb| kb / 1024.0)
}

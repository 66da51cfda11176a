//! `cargo xtask bench`: speed and memory of the release build of `chancery` over reports, as a table for `benches/runs/`.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, bail};

use crate::{reports_in, root};

pub(crate) fn run(arguments: &[String]) -> anyhow::Result<()> {
    let binary = build()?;
    let given = arguments.first().map_or_else(|| root().join("examples"), PathBuf::from);
    let files = files(&given)?;
    let (mut words, mut reports) = (0usize, 0usize);
    for file in &files {
        let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
        words += text.split_whitespace().count();
        reports += if file.extension().is_some_and(|extension| extension == "jsonl") { text.lines().count() } else { 1 };
    }
    if words == 0 {
        bail!("nothing to read in {}", given.display());
    }
    println!("chancery over {} ({reports} reports, {words} words)\n", given.display());
    println!("| threads | seconds | reports/s | words/s | peak memory, MB |\n|---|---|---|---|---|");
    let (start_up, memory) = time(&binary, &[], 1)?;
    println!("| start-up (no input) | {start_up:.3} | – | – | {memory:.0} |");
    for threads in [1, 2] {
        let (seconds, memory) = time(&binary, &files, threads)?;
        println!("| {threads} | {seconds:.3} | {:.1} | {:.0} | {memory:.0} |", reports as f64 / seconds, words as f64 / seconds);
    }
    Ok(())
}

fn build() -> anyhow::Result<PathBuf> {
    let status = Command::new("cargo").args(["build", "--release", "--package", "chancery-cli"]).current_dir(root()).status()?;
    if !status.success() {
        bail!("the release build failed");
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    Ok(target.join("release/chancery"))
}

fn files(given: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if given.is_file() {
        return Ok(vec![given.to_path_buf()]);
    }
    reports_in(given, &["txt", "jsonl"])
}

/// Wall seconds of the best of three runs, and the peak resident memory in MB where the system tells it.
fn time(binary: &PathBuf, files: &[PathBuf], threads: usize) -> anyhow::Result<(f64, f64)> {
    let mut best = f64::INFINITY;
    let mut memory = 0.0f64;
    for _ in 0..3 {
        let mut command = Command::new(binary);
        command.args(["code", "--to", "jsonl", "--quiet", "--threads", &threads.to_string()]);
        if files.is_empty() {
            command.arg("-");
        }
        let started = Instant::now();
        let mut child = command.args(files).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        while child.try_wait()?.is_none() {
            memory = memory.max(resident(child.id()));
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        best = best.min(started.elapsed().as_secs_f64());
    }
    Ok((best, memory))
}

/// Peak resident memory of a running process in MB (Linux; 0 elsewhere).
fn resident(process: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.split_whitespace().next())
        .and_then(|number| number.parse::<f64>().ok())
        .map_or(0.0, |kb| kb / 1024.0)
}

//! `cargo xtask runs [PAGES]`: a web archive of generated pages through `chancery code`: memory, whether all are found, and duplicates.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Result, bail};

use crate::bench::{build, resident};

#[path = "../../crates/report/tests/generated/mod.rs"]
mod generated;

use generated::{Dice, Story, daily};

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let most: usize = arguments.first().map_or(Ok(10_000), |n| n.parse())?;
    let binary = build()?;
    println!(
        "| pages | archive, MB | seconds | pages/s | peak memory, MB | records | copies | precision | recall |\n|---|---|---|---|---|---|---|---|---|"
    );
    let peaks = [most / 10, most].into_iter().map(|n| measure(&binary, n)).collect::<Result<Vec<f64>>>()?;
    let growth = peaks[1] / peaks[0] - 1.0;
    println!("\nPeak memory grows by {:.1} % from {} to {most} pages (bar: 15 %; under 400 MB).", growth * 100.0, most / 10);
    if growth > 0.15 || peaks[1] >= 400.0 { bail!("the bar for memory is missed") } else { Ok(()) }
}

/// One archive; its peak memory in MB.
fn measure(binary: &Path, n: usize) -> Result<f64> {
    let folder = std::env::temp_dir().join(format!("chancery-runs-{}-{n}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let (archive, out) = (folder.join("pages.warc"), folder.join("out.jsonl"));
    let truth = write(&archive, n)?;
    let size = std::fs::metadata(&archive)?.len() as f64 / 1e6;
    let started = Instant::now();
    let mut command = Command::new(binary);
    command.args(["code", "--quiet", "--out"]).arg(&out).arg(&archive);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
    let mut peak = 0.0f64;
    while child.try_wait()?.is_none() {
        peak = peak.max(resident(child.id(), "VmHWM:"));
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let seconds = started.elapsed().as_secs_f64();
    let (mut records, mut found, mut wrong) = (0, 0, 0);
    // Ids are those of the program: the first record of each address says which is which.
    let (mut address_of, mut linked) = (BTreeMap::new(), Vec::new());
    for line in BufReader::new(std::fs::File::open(&out)?).lines() {
        let record: serde_json::Value = serde_json::from_str(&line?)?;
        let head = &record["report"];
        let text = |name: &str| head[name].as_str().unwrap_or_default().to_owned();
        records += 1;
        address_of.entry(text("id")).or_insert_with(|| text("url"));
        if head["duplicate_of"].is_string() {
            linked.push((text("url"), text("duplicate_of")));
        }
    }
    for (url, first) in &linked {
        match truth.get(url) {
            Some(right) if address_of.get(first) == Some(right) => found += 1,
            _ => wrong += 1,
        }
    }
    let (precision, recall) = (found as f64 / (found + wrong).max(1) as f64, found as f64 / truth.len().max(1) as f64);
    println!(
        "| {n} | {size:.1} | {seconds:.1} | {:.0} | {peak:.0} | {records} | {} | {precision:.4} | {recall:.4} |",
        n as f64 / seconds,
        truth.len()
    );
    std::fs::remove_dir_all(&folder)?;
    if records != n {
        bail!("{records} records of {n} pages");
    }
    if precision < 0.95 || recall < 0.95 {
        bail!("the bar for duplicates is missed");
    }
    Ok(peak)
}

/// Writes the archive; the addresses of the copies with those of their firsts come back.
fn write(path: &Path, n: usize) -> Result<BTreeMap<String, String>> {
    let mut warc = BufWriter::new(std::fs::File::create(path)?);
    let (mut dice, mut stories, mut truth) = (Dice(42), Vec::<(String, Story)>::new(), BTreeMap::new());
    for at in 0..n {
        let url = format!("https://news.example/{at}");
        let (title, text) = match dice.below(10) {
            0..5 => {
                let story = Story::new(&mut dice);
                let parts = (story.headline.clone(), body(&story));
                stories.push((url.clone(), story));
                parts
            }
            5..8 if !stories.is_empty() => {
                let from = dice.below(stories.len());
                let (_, copy) = stories[from].1.copy(&mut dice);
                truth.insert(url.clone(), stories[from].0.clone());
                (copy.headline.clone(), body(&copy))
            }
            _ => {
                let kind = dice.below(4);
                let text = daily(&mut dice, kind);
                let (title, text) = text.split_once("\n\n").unwrap_or_default();
                (title.to_owned(), text.to_owned())
            }
        };
        let paragraphs: String = text.split("\n\n").map(|paragraph| format!("<p>{paragraph}</p>\n")).collect();
        let page = format!(
            "<!DOCTYPE html><html lang=\"en\"><head><title>{title} | News</title><meta property=\"og:title\" content=\"{title}\">\
             <link rel=\"canonical\" href=\"{url}\"></head><body><nav><a href=\"/\">Home</a> <a href=\"/world\">World</a></nav>\
             <article><h1>{title}</h1>\n{paragraphs}</article><footer>All rights reserved</footer></body></html>"
        );
        let http =
            format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\r\n{page}", page.len());
        write!(
            warc,
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-12T08:00:00Z\r\n\
             WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{at:012}>\r\nContent-Type: application/http; msgtype=response\r\n\
             Content-Length: {}\r\n\r\n{http}\r\n\r\n",
            http.len()
        )?;
    }
    warc.flush()?;
    Ok(truth)
}

fn body(story: &Story) -> String {
    let text = story.text();
    text.split_once("\n\n").map_or(text.clone(), |(_, body)| body.to_owned())
}

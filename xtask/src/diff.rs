//! `cargo xtask diff OLD NEW [FILE…]`: what two builds of `chancery` make of the same reports, as events gained, lost and changed.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, bail};
use serde_json::Value;

use crate::{reports_in, root};

/// Where an event stands (report, trigger), and what a user sees of it.
type Events = BTreeMap<(String, String), String>;

pub(crate) fn run(arguments: &[String]) -> anyhow::Result<()> {
    let [old, new, files @ ..] = arguments else { bail!("two builds are needed: cargo xtask diff OLD NEW [FILE…]") };
    let files: Vec<PathBuf> = if files.is_empty() {
        reports_in(&root().join("examples"), &["txt"])?
    } else {
        files.iter().map(PathBuf::from).collect()
    };
    let (before, after) = (events(old, &files)?, events(new, &files)?);
    let (mut gained, mut lost, mut changed) = (0, 0, 0);
    for (place, event) in &after {
        match before.get(place) {
            None => {
                gained += 1;
                println!("+ {} {}: {event}", place.0, place.1);
            }
            Some(earlier) if earlier != event => {
                changed += 1;
                println!("~ {} {}: {earlier}  =>  {event}", place.0, place.1);
            }
            Some(_) => {}
        }
    }
    for (place, event) in before.iter().filter(|(place, _)| !after.contains_key(*place)) {
        lost += 1;
        println!("- {} {}: {event}", place.0, place.1);
    }
    println!("{} events before, {} after: {gained} gained, {lost} lost, {changed} changed", before.len(), after.len());
    Ok(())
}

fn events(binary: &str, files: &[PathBuf]) -> anyhow::Result<Events> {
    let done = Command::new(binary)
        .args(["code", "--to", "jsonl"])
        .args(files)
        .output()
        .with_context(|| format!("cannot run {binary}"))?;
    if done.stdout.is_empty() {
        bail!("{binary} wrote nothing: {}", String::from_utf8_lossy(&done.stderr));
    }
    let mut found = Events::new();
    for line in String::from_utf8_lossy(&done.stdout).lines() {
        let record: Value = serde_json::from_str(line).context("a record")?;
        let id = record["report"]["id"].as_str().unwrap_or("?").to_owned();
        for event in record["events"].as_array().into_iter().flatten() {
            found.insert((id.clone(), event["trigger"].to_string()), summary(event));
        }
    }
    Ok(found)
}

/// "RETREAT withdraw: USA MIL > IRQ GOV, on the word of IRN GOV, future".
fn summary(event: &Value) -> String {
    let parties = |key: &str| {
        let party = |party: &Value| {
            let sectors: Vec<&str> = party["sectors"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            format!("{} {}", party["country"].as_str().unwrap_or("?"), sectors.join(" ")).trim_end().to_owned()
        };
        event[key].as_array().into_iter().flatten().map(party).collect::<Vec<_>>().join(" + ")
    };
    let modes: Vec<&str> = event["modes"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let mut text = format!(
        "{} {}: {} > {}",
        event["type"].as_str().unwrap_or("?"),
        modes.join(" "),
        parties("actors"),
        parties("recipients")
    );
    if event["according_to"].as_array().is_some_and(|sources| !sources.is_empty()) {
        text += &format!(", on the word of {}", parties("according_to"));
    }
    if let Some(aux) = event["aux"].as_str() {
        text += &format!(", {aux}");
    }
    text
}

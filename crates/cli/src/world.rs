//! `chancery world`: check a user's own entries, show what is known of a name, and import dictionaries of older coders.

use std::path::PathBuf;

use anyhow::{Context, bail};
use chancery::world::{EntryId, Held, World, petrarch};
use chancery::{Chancery, Day, Error};

use crate::args::{Dictionary, OwnData, WorldCommand};
use crate::outcome::{Finished, Outcome};
use crate::output::Output;
use crate::own;
use crate::sanitize::sanitize;

/// Runs one of the subcommands.
pub(crate) fn run(command: &WorldCommand, output: &mut Output) -> Finished {
    match command {
        WorldCommand::Check { files } => check(files, output),
        WorldCommand::Show { name, on, own } => show(name, *on, own, output),
        WorldCommand::Import { kind, files } => import(*kind, files, output),
    }
}

fn check(files: &[PathBuf], output: &mut Output) -> Finished {
    let mut outcome = Outcome::default();
    let texts = own::world(files)?;
    let mut problems = match Chancery::with(&own::joined(&Vec::new(), &texts)) {
        Ok(chancery) => chancery.world().problems(),
        Err(Error::Data(problems)) => problems,
        Err(other) => return Err(other.into()),
    };
    // A problem of the user's file is told by the name that the user gave it.
    problems.iter_mut().for_each(|problem| problem.file = problem.file.trim_start_matches(chancery::world::OWN).to_owned());
    for problem in &problems {
        output.line(&sanitize(&problem.to_string()))?;
    }
    outcome.n_taken = files.len();
    outcome.n_refused = problems.len();
    output.line(&if problems.is_empty() { "no faults".to_owned() } else { format!("{} faults", problems.len()) })?;
    Ok(outcome)
}

fn show(name: &str, on: Option<Day>, own: &OwnData, output: &mut Output) -> Finished {
    let chancery = own::load(own)?;
    let world = chancery.world();
    let found = world.named(name);
    for id in &found {
        for line in lines(world, *id, on) {
            output.line(&sanitize(&line))?;
        }
    }
    let towns = world.place_senses(name, &[]);
    for town in towns.iter().take(20) {
        let (lat, lon) = town.point.unwrap_or_default();
        let country = town.country.map_or(String::new(), |country| country.to_string());
        output.line(&sanitize(&format!(
            "{}  town in {} {country}  {lat} {lon}  {} inhabitants",
            town.name, town.admin1, town.population
        )))?;
    }
    let mut outcome = Outcome { n_taken: found.len() + towns.len(), ..Outcome::default() };
    if outcome.n_taken == 0 {
        output.say(&format!("nothing is known of {name:?}; write names as the news does, with capitals"));
        outcome.n_refused = 1;
    }
    Ok(outcome)
}

/// What is known of an entry: a line for itself, one for each office.
fn lines(world: &World, id: EntryId, on: Option<Day>) -> Vec<String> {
    let entry = world.entry(id);
    let country = entry.country.map_or_else(|| "–".to_owned(), |country| country.to_string());
    let sectors: Vec<String> = entry.sectors.iter().map(ToString::to_string).collect();
    let mut lines = vec![format!("{}  {:?}  {country} {}", entry.name, entry.kind, sectors.join(" ")).trim_end().to_owned()];
    lines.push(format!("    id {}  source: {}", entry.id(), world.source(id)));
    if let Some((lat, lon)) = entry.point {
        let inhabitants = if entry.population > 0 { format!("  {} inhabitants", entry.population) } else { String::new() };
        lines.push(format!("    at {lat} {lon}{inhabitants}"));
    }
    for tenure in world.offices_on(id, on) {
        let day = |day: Option<Day>| day.map_or_else(|| "…".to_owned(), |day| day.to_string());
        let held = match (on, tenure.held) {
            (None, _) => "",
            (_, Held::Now) => "  in office on that day",
            (_, Held::Former) => "  former on that day",
            (_, Held::NotYet) => "  not yet on that day",
            (_, Held::Unknown) => "",
        };
        let country = tenure.country.map_or(String::new(), |country| country.to_string());
        lines.push(format!(
            "    {} {country}  {} – {}{held}",
            world.office_name(tenure.office),
            day(tenure.first),
            day(tenure.last)
        ));
    }
    lines
}

fn import(kind: Dictionary, files: &[PathBuf], output: &mut Output) -> Finished {
    let mut outcome = Outcome::default();
    if files.is_empty() {
        bail!("name the dictionary files to import");
    }
    for path in files {
        let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let (name, text) = (path.display().to_string(), String::from_utf8_lossy(&bytes));
        let (toml, problems) = match kind {
            Dictionary::Actors => petrarch::actors(&name, &text),
            Dictionary::Agents => petrarch::agents(&name, &text),
        };
        output.line(&toml)?;
        problems.iter().for_each(|problem| output.say(&sanitize(&problem.to_string())));
        outcome.n_taken += 1;
        outcome.n_refused += problems.len();
    }
    Ok(outcome)
}

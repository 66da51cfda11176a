//! The field's layouts: events of a store are written in them, and files in them are checked (`chancery validate`).

use std::io::{Read, Write};
use std::path::Path;

use anyhow::Context;
use chancery::record::layout::{Crosswalk, Row, Told, check, gdelt, icews, phoenix, plover, polecat, sidecar, sidecar_header};
use chancery_store::{Filter, Store};
use clap::ValueEnum;

use crate::code::refuse;
use crate::input::open;
use crate::outcome::{Finished, Outcome};
use crate::output::Output;
use crate::query_args::QueryTo;
use crate::sanitize::{harmless, sanitize};
use crate::store_args::Validate;

/// The layouts that can be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Checked {
    /// PLOVER 0.8 JSON lines.
    Plover,
    /// GDELT 2.0 events.
    Gdelt,
    /// GDELT 2.0 mentions.
    GdeltMentions,
    /// ICEWS.
    Icews,
    /// POLECAT.
    Polecat,
    /// Phoenix.
    Phoenix,
}

/// The tables inside the program.
fn crosswalk() -> Crosswalk {
    let mut files = chancery_data::texts("ontology/");
    files.extend(chancery_data::texts("world/countries.csv"));
    Crosswalk::read(&files)
}

/// Checks files.
pub(crate) fn run(args: &Validate, output: &mut Output) -> Finished {
    let crosswalk = crosswalk();
    let mut outcome = Outcome::default();
    for file in &args.files {
        let mut opened = match open(file) {
            Ok(opened) => opened,
            Err(refusal) => {
                refuse(&refusal, &mut outcome, output);
                continue;
            }
        };
        let mut bytes = Vec::new();
        opened.reader.read_to_end(&mut bytes).with_context(|| format!("cannot read {}", opened.name))?;
        // Some published files are not UTF-8: what is no character is shown as a sign, and the fields are checked all the same.
        let text = String::from_utf8_lossy(&bytes);
        let layout = match args.layout {
            Checked::Plover => check::Layout::Plover,
            Checked::Gdelt => check::Layout::Gdelt,
            Checked::GdeltMentions => check::Layout::GdeltMentions,
            Checked::Icews => check::Layout::Icews,
            Checked::Polecat => check::Layout::Polecat,
            Checked::Phoenix => check::Layout::Phoenix,
        };
        let problems = check::check(&opened.name, &text, layout, &crosswalk);
        problems.iter().try_for_each(|problem| output.line(&sanitize(&problem.to_string())))?;
        outcome.n_taken += 1;
        outcome.n_refused += usize::from(!problems.is_empty());
        output.say(&format!("{}: {} problems", opened.name, problems.len()));
    }
    Ok(outcome)
}

/// Writes the events that are asked for in a layout, and which rows come from one event into the sidecar.
pub(crate) fn export(
    store: &Store,
    filter: &Filter,
    layout: QueryTo,
    side: Option<&Path>,
    output: &mut Output,
) -> anyhow::Result<()> {
    let crosswalk = crosswalk();
    let now = jiff::Timestamp::now().strftime("%Y%m%d%H%M%S").to_string();
    let mut sidecar_file = match side {
        Some(path) => {
            let file = std::fs::File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
            let mut file = std::io::BufWriter::new(file);
            writeln!(file, "{}", sidecar_header())?;
            Some(file)
        }
        None => None,
    };
    match layout {
        QueryTo::Icews => output.line(&icews::COLUMNS.join("\t"))?,
        QueryTo::Polecat => output.line(&polecat::COLUMNS.join("\t"))?,
        _ => {}
    }
    let (mut n_events, mut n_rows) = (0, 0);
    crate::query::each(store, filter, output, |found, output| {
        let told = Told {
            head: &found.record.report,
            event: found.event(),
            happening: &found.happening,
            n_reports: found.n_reports,
            n_outlets: found.n_outlets,
            now: &now,
        };
        let rows: Vec<Row> = match layout {
            QueryTo::Gdelt => gdelt::rows(&told, &crosswalk),
            QueryTo::GdeltMentions => gdelt::mentions(&told),
            QueryTo::Icews => icews::rows(&told, &crosswalk),
            QueryTo::Polecat => polecat::rows(&told, &crosswalk),
            QueryTo::Phoenix => phoenix::rows(&told, &crosswalk),
            _ => plover::rows(&told),
        };
        n_events += 1;
        n_rows += rows.len();
        for row in rows {
            let is_terminal = output.is_terminal;
            let shown = row.line.chars().map(|c| if is_terminal && c != '\t' { harmless(c) } else { c });
            let shown: String = shown.collect();
            output.line(&shown)?;
            if let Some(file) = &mut sidecar_file {
                writeln!(file, "{}", sidecar(&row, &told))?;
            }
        }
        Ok(())
    })?;
    if let Some(mut file) = sidecar_file {
        file.flush()?;
    } else if n_rows > n_events {
        output.say(&format!("{n_events} events became {n_rows} rows; --sidecar FILE tells which belong together"));
    }
    Ok(())
}

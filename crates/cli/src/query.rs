//! `chancery query`: events, counts, happenings and answers to SQL, in the layout that is asked for.

use std::io::Write;
use std::time::Duration;

use chancery::record::{Record, codes, csv_header, csv_rows, to_jsonl};
use chancery_store::{Allowance, Answer, By, Filter, Found, Group, Store};
use serde_json::{Map, Value, json};

use crate::code::json_line;
use crate::outcome::{Finished, Outcome};
use crate::output::Output;
use crate::query_args::{Query, QueryTo};
use crate::sanitize::sanitize;
use crate::table::table;

/// Events on a terminal when no limit is given.
const PAGE: usize = 50;

/// Answers the question.
pub(crate) fn run(args: &Query, output: &mut Output) -> Finished {
    let mut store = Store::open_to_read(&args.store.file)?;
    let to = args.to.unwrap_or(if output.is_terminal { QueryTo::Table } else { QueryTo::Jsonl });
    let mut filter = args.filter();
    if let Some(sql) = &args.sql {
        let allowance = Allowance { time: Duration::from_secs(args.sql_seconds), rows: args.limit.unwrap_or(100_000) };
        let answer = store.ask(sql, allowance)?;
        if answer.cut {
            output.say(&format!("there are more rows than {}; --limit allows more", answer.rows.len()));
        }
        rows(&answer, to, output)?;
    } else if !args.by.is_empty() {
        counts(&store.aggregate(&filter, &args.by)?, &args.by, to, output)?;
    } else if let (Some(name), QueryTo::Table) = (&args.happening, to) {
        happening(&store, name, output)?;
    } else {
        if to == QueryTo::Table && filter.limit.is_none() {
            filter.limit = Some(PAGE);
        }
        match to {
            QueryTo::Table => listing(&store, &filter, output)?,
            QueryTo::Jsonl => each(&store, &filter, output, |found, output| {
                output.line(&json_line(&found.line().to_json(), output.is_terminal))
            })?,
            QueryTo::Records => records(&store, &filter)?
                .iter()
                .try_for_each(|record| output.line(&json_line(&to_jsonl(record), output.is_terminal)))?,
            QueryTo::Csv => {
                output.out.write_all(csv_header().as_bytes())?;
                each(&store, &filter, output, |found, output| {
                    let mut one = Record::new(found.record.report.clone());
                    one.events.push(found.event().clone());
                    let rows = csv_rows(&one);
                    let shown = if output.is_terminal { sanitize(rows.trim_end()) + "\n" } else { rows };
                    output.out.write_all(shown.as_bytes())
                })?;
            }
            QueryTo::Parquet => {
                if output.is_terminal {
                    anyhow::bail!("Parquet is not for a terminal; send it into a file: > events.parquet");
                }
                let records = records(&store, &filter)?;
                let bytes = chancery_columns::write(&records)?;
                // Past the stream that takes colours out of text: these are no characters.
                output.out.flush()?;
                std::io::stdout().lock().write_all(&bytes)?;
            }
            layout => crate::validate::export(&store, &filter, layout, args.sidecar.as_deref(), output)?,
        }
    }
    output.out.flush()?;
    Ok(Outcome { n_taken: 1, ..Outcome::default() })
}

/// Writes every event that is found; a reader that has enough ends it.
pub(crate) fn each(
    store: &Store,
    filter: &Filter,
    output: &mut Output,
    mut write: impl FnMut(Found, &mut Output) -> std::io::Result<()>,
) -> anyhow::Result<()> {
    let mut failed = None;
    store.each(filter, |found| match write(found, output) {
        Ok(()) => true,
        Err(error) => {
            failed = Some(error);
            false
        }
    })?;
    failed.map_or(Ok(()), |error| Err(error.into()))
}

/// The records that tell wanted events, whole, in the order of their ids; with nothing asked, all.
fn records(store: &Store, filter: &Filter) -> anyhow::Result<Vec<Record>> {
    let mut records = std::collections::BTreeMap::new();
    if filter.is_empty() {
        store.each_record(|record| {
            records.insert(record.report.id.clone(), record);
            true
        })?;
    } else {
        store.each(filter, |found| {
            records.entry(found.record.report.id.clone()).or_insert_with(|| (*found.record).clone());
            true
        })?;
    }
    Ok(records.into_values().collect())
}

fn listing(store: &Store, filter: &Filter, output: &mut Output) -> anyhow::Result<()> {
    let found = store.find(filter)?;
    let rows: Vec<Vec<String>> = found.iter().map(listed).collect();
    let heads = ["date", "type", "actor", "recipient", "place", "outlets", "conf.", "event", "said by · evidence"];
    write!(output.out, "{}", table(&heads, &rows, output.width()))?;
    let n_all = if found.len() < filter.limit.unwrap_or(usize::MAX) { found.len() } else { store.count(filter)? };
    output.say(&format!("{} of {n_all} events; ~ before a date: the day of publication, the text tells none", found.len()));
    Ok(())
}

fn listed(found: &Found) -> Vec<String> {
    let (event, head) = (found.event(), &found.record.report);
    let date = match (event.date, head.published) {
        (Some(range), _) => range.first.to_string(),
        (None, Some(day)) => format!("~{day}"),
        (None, None) => String::new(),
    };
    let mut kind = vec![event.kind.clone()];
    kind.extend(event.modes.iter().cloned());
    kind.extend(event.aux.map(|aux| format!("({})", aux.as_str())));
    let parties = |parties: &[chancery::record::Party]| {
        let named = parties.iter().map(|party| {
            let codes = codes(party.country, &party.sectors);
            if codes.is_empty() { party.text.clone() } else { codes }
        });
        let mut named: Vec<String> = named.collect();
        named.dedup();
        named.join(", ")
    };
    let said: Vec<String> = event.according_to.iter().map(|source| codes(source.country, &source.sectors)).collect();
    let said = if said.is_empty() { String::new() } else { format!("{} · ", said.join(", ")) };
    vec![
        date,
        kind.join(" "),
        parties(&event.actors),
        parties(&event.recipients),
        event.place.as_ref().map_or_else(String::new, |place| place.name.clone().unwrap_or_else(|| place.text.clone())),
        found.n_outlets.to_string(),
        format!("{:.2}", event.confidence),
        format!("{}:{}", head.id, event.id),
        said + &event.text,
    ]
}

fn counts(groups: &[Group], by: &[By], to: QueryTo, output: &mut Output) -> anyhow::Result<()> {
    let columns: Vec<&str> = by
        .iter()
        .map(|by| by.name())
        .chain(["events", "happenings", "mean_scale", "mean_goldstein", "net_cooperation"])
        .collect();
    let answer = Answer {
        columns: columns.iter().map(|name| (*name).to_owned()).collect(),
        rows: groups
            .iter()
            .map(|group| {
                let names = group.values.iter().map(|value| Value::from(value.as_str()));
                let numbers = [
                    json!(group.n_events),
                    json!(group.n_happenings),
                    json!(round(group.mean_scale)),
                    json!(group.mean_goldstein.map(round)),
                    json!(group.net_cooperation),
                ];
                names.chain(numbers).collect()
            })
            .collect(),
        cut: false,
    };
    rows(&answer, to, output)
}

fn round(mean: f64) -> f64 {
    (mean * 1e4).round() / 1e4
}

/// A table of values as a table, objects or CSV.
fn rows(answer: &Answer, to: QueryTo, output: &mut Output) -> anyhow::Result<()> {
    let cell = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match to {
        QueryTo::Table => {
            let heads: Vec<&str> = answer.columns.iter().map(String::as_str).collect();
            let cells: Vec<Vec<String>> = answer.rows.iter().map(|row| row.iter().map(cell).collect()).collect();
            write!(output.out, "{}", table(&heads, &cells, output.width()))?;
        }
        QueryTo::Jsonl => {
            for row in &answer.rows {
                let object: Map<String, Value> = answer.columns.iter().cloned().zip(row.iter().cloned()).collect();
                output.line(&json_line(&Value::Object(object).to_string(), output.is_terminal))?;
            }
        }
        QueryTo::Csv => {
            let rows =
                std::iter::once(answer.columns.clone()).chain(answer.rows.iter().map(|row| row.iter().map(cell).collect()));
            output.out.write_all(chancery::record::csv_table(rows).as_bytes())?;
        }
        _ => anyhow::bail!("counts and answers to SQL can be written as table, jsonl or csv"),
    }
    Ok(())
}

fn happening(store: &Store, name: &str, output: &mut Output) -> anyhow::Result<()> {
    let Some(one) = store.happening(name)? else { anyhow::bail!("no current record tells {name}") };
    let listed = |names: &std::collections::BTreeSet<String>| names.iter().cloned().collect::<Vec<_>>().join(", ");
    let days = one.days.clone().map_or_else(
        || "day not known".to_owned(),
        |(first, last)| if first == last { first } else { format!("{first} to {last}") },
    );
    let mut lines = vec![
        format!("{name} · {} · {days}", one.kind),
        format!("{} reports, {} independent outlets, score {:.2}", one.n_reports, one.n_outlets, one.score),
        format!("told by {}", listed(&one.asserted_by)),
    ];
    if !one.denied_by.is_empty() {
        lines.push(format!("denied by {}", listed(&one.denied_by)));
    }
    if let (Some(first), Some(last)) = (&one.first_told, &one.last_told) {
        lines.push(format!("first told {first}, last told {last}"));
    }
    for telling in &one.tellings {
        let published = telling.published.as_deref().unwrap_or("day not known");
        let outlet = telling.source.as_deref().unwrap_or("outlet not known");
        lines.push(String::new());
        lines.push(format!("{published} · {outlet} (voice {}) · {}:{}", telling.voice, telling.report, telling.event));
        lines.push(format!("  {}", telling.text));
        lines.extend(telling.changes.iter().map(|change| format!("  changed: {change}")));
        if let Some([parties, date, place, words, kind]) = telling.parts {
            let sum = parties + date + place + words + kind;
            lines.push(format!("  score with the first {sum:.2}: parties {parties:.2}, date {date:.2}, place {place:.2}, words {words:.2}, kind {kind:.2}"));
        }
    }
    lines.iter().try_for_each(|line| output.line(&sanitize(line)))?;
    Ok(())
}

//! One happening as people see it: who tells it, who denies it, when it was told first and last, and how the telling changed.

use std::collections::BTreeSet;

use chancery_record::{Aux, Event, codes};
use serde::Serialize;

use crate::cluster::{Member, order};
use crate::days::from_number;
use crate::filter::Filter;
use crate::link::voices;
use crate::query::{Found, happening_number};
use crate::score::compare;
use crate::sketch::Sketch;
use crate::{Error, Result, Store};

/// A happening with all its tellings.
#[derive(Clone, Debug, Serialize)]
pub struct Happening {
    /// Its name.
    pub happening: String,
    /// Event type.
    #[serde(rename = "type")]
    pub kind: String,
    /// First and last day told.
    pub days: Option<(String, String)>,
    /// Reports that tell it.
    pub n_reports: usize,
    /// Independent outlets: copies of one text are one voice.
    pub n_outlets: usize,
    /// Who tells it as a fact or on somebody's word; "outlet" is the outlet's own voice.
    pub asserted_by: BTreeSet<String>,
    /// On whose word it is said that it did not happen.
    pub denied_by: BTreeSet<String>,
    /// Day of the first report.
    pub first_told: Option<String>,
    /// Day of the last report.
    pub last_told: Option<String>,
    /// Mean score of all pairs; 1 where only one record tells it.
    pub score: f32,
    /// The tellings, oldest first.
    pub tellings: Vec<Telling>,
}

/// One record of a happening.
#[derive(Clone, Debug, Serialize)]
pub struct Telling {
    /// The report.
    pub report: String,
    /// The event in its record.
    pub event: String,
    /// The outlet.
    pub source: Option<String>,
    /// Day of publication.
    pub published: Option<String>,
    /// Which voice it is: tellings of one number are not independent.
    pub voice: usize,
    /// The words.
    pub text: String,
    /// What is told otherwise than in the telling before, in words.
    pub changes: Vec<String>,
    /// Score with the first telling, part by part: parties, date, place, words, kind.
    pub parts: Option<[f32; 5]>,
}

impl Store {
    /// A happening by its name; none where no current record tells it.
    pub fn happening(&self, name: &str) -> Result<Option<Happening>> {
        let hid = happening_number(name)
            .ok_or_else(|| Error::new(format!("{name} names no happening; names are as H0123456789abcde")))?;
        let found = self.find(&Filter { happenings: vec![hid], ..Filter::default() })?;
        let mut pairs: Vec<(Member, Found)> = found.into_iter().map(|found| (member(&found, hid), found)).collect();
        if pairs.is_empty() {
            return Ok(None);
        }
        let mut members: Vec<Member> = pairs.iter().map(|(member, _)| member.clone()).collect();
        order(&mut members);
        let place = |member: &Member| members.iter().position(|one| one.report == member.report && one.event == member.event);
        pairs.sort_by_key(|(member, _)| place(member));
        let references: Vec<&Member> = members.iter().collect();
        let voices = voices(&references);
        let voice = |at: usize| voices.iter().position(|voice| voice.contains(&at)).map_or(0, |at| at + 1);
        let mut tellings = Vec::new();
        for (at, (member, found)) in pairs.iter().enumerate() {
            let (head, event) = (&found.record.report, found.event());
            let before = at.checked_sub(1).map(|before| pairs[before].1.event());
            let parts = (at > 0).then(|| compare(&members[0].sketch, &member.sketch));
            tellings.push(Telling {
                report: head.id.clone(),
                event: event.id.clone(),
                source: head.source.clone(),
                published: head.published.map(|day| day.to_string()),
                voice: voice(at),
                text: event.text.clone(),
                changes: before.map(|before| changes(before, event)).unwrap_or_default(),
                parts: parts.map(|parts| [parts.parties, parts.date, parts.place, parts.words, parts.kind]),
            });
        }
        let told: Vec<String> = pairs.iter().filter_map(|(_, found)| Some(found.record.report.published?.to_string())).collect();
        let by = |denied: bool| -> BTreeSet<String> {
            let of = pairs.iter().map(|(_, found)| found).filter(|found| (found.event().aux == Some(Aux::Negation)) == denied);
            of.flat_map(|found| speakers(found.event())).collect()
        };
        let (first, last) = day_range(&members);
        let score: Option<f64> = rusqlite::OptionalExtension::optional(self.db.query_row(
            "SELECT score FROM happening WHERE hid = ?1",
            [hid],
            |row| row.get(0),
        ))?;
        Ok(Some(Happening {
            happening: name.to_owned(),
            kind: members[0].kind.clone(),
            days: first.zip(last),
            n_reports: members.iter().map(|member| &member.report).collect::<BTreeSet<_>>().len(),
            n_outlets: voices.len(),
            asserted_by: by(false),
            denied_by: by(true),
            first_told: told.iter().min().cloned(),
            last_told: told.iter().max().cloned(),
            score: score.unwrap_or(1.0) as f32,
            tellings,
        }))
    }
}

fn member(found: &Found, hid: i64) -> Member {
    Member {
        eid: 0,
        report: found.record.report.id.clone(),
        event: found.event().id.clone(),
        kind: found.event().kind.clone(),
        sketch: Sketch::new(&found.record.report, found.event()),
        hid,
    }
}

/// The days told by the texts, else those of publication.
fn day_range(members: &[Member]) -> (Option<String>, Option<String>) {
    let dated = members.iter().any(|member| member.sketch.dated);
    let of = || members.iter().map(|member| &member.sketch).filter(|sketch| !dated || sketch.dated);
    let written = |day: Option<i32>| day.and_then(from_number).map(|day| day.to_string());
    (written(of().map(|sketch| sketch.day).min()), written(of().map(|sketch| sketch.last).max()))
}

/// On whose word: the codes of the outermost speaker, else the outlet itself.
fn speakers(event: &Event) -> Vec<String> {
    let named = event.according_to.first().map(|source| {
        let code = codes(source.country, &source.sectors);
        if code.is_empty() { source.text.clone() } else { code }
    });
    vec![named.unwrap_or_else(|| "outlet".to_owned())]
}

/// What a telling says otherwise than the one before it.
fn changes(before: &Event, now: &Event) -> Vec<String> {
    let day = |event: &Event| {
        event.date.map_or("no day".to_owned(), |range| match range.first == range.last {
            true => range.first.to_string(),
            false => format!("{} to {}", range.first, range.last),
        })
    };
    let place = |event: &Event| {
        event.place.as_ref().map_or("no place".to_owned(), |place| place.name.clone().unwrap_or(place.text.clone()))
    };
    let parties = |parties: &[chancery_record::Party]| {
        let listed: Vec<String> = parties.iter().map(|party| codes(party.country, &party.sectors)).collect();
        if listed.is_empty() { "nobody".to_owned() } else { listed.join(", ") }
    };
    let aux = |event: &Event| event.aux.map_or("happened", Aux::as_str).to_owned();
    let modes = |event: &Event| if event.modes.is_empty() { "none".to_owned() } else { event.modes.join(", ") };
    let numbers = |event: &Event| {
        let words = event.text.split(|c: char| !c.is_alphanumeric());
        let found: Vec<&str> = words.filter(|word| word.chars().all(|c| c.is_ascii_digit()) && !word.is_empty()).collect();
        if found.is_empty() { "none".to_owned() } else { found.join(", ") }
    };
    let told = [
        ("aux", aux(before), aux(now)),
        ("modes", modes(before), modes(now)),
        ("day", day(before), day(now)),
        ("place", place(before), place(now)),
        ("actors", parties(&before.actors), parties(&now.actors)),
        ("recipients", parties(&before.recipients), parties(&now.recipients)),
        ("on the word of", speakers(before).join(", "), speakers(now).join(", ")),
        ("numbers", numbers(before), numbers(now)),
    ];
    told.into_iter().filter(|(_, old, new)| old != new).map(|(what, old, new)| format!("{what}: {old} → {new}")).collect()
}

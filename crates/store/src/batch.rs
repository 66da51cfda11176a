//! Changes to the store: reports come, are replaced, are withdrawn. A report is in the store whole or not at all.

use std::collections::BTreeSet;

use chancery_record::{AccordingTo, Event, Party, Record, to_jsonl};
use rusqlite::{OptionalExtension, Transaction};

use crate::days::{NO_DAY, to_number};
use crate::pack::{Packer, digest, unpack_record};
use crate::sketch::{Sketch, duplicate_of, sides};
use crate::tally::Tally;
use crate::{Error, Result, link, withheld};

/// Positions of events below this number have room in an event's id.
pub(crate) const EVENTS: i64 = 1 << 16;

/// The kinds of rows in `facet`.
pub(crate) mod facet {
    pub(crate) const ALL: i64 = 0;
    pub(crate) const ACTOR: i64 = 1;
    pub(crate) const RECIPIENT: i64 = 2;
    pub(crate) const SAID_BY: i64 = 3;
    pub(crate) const PLACE: i64 = 4;
    pub(crate) const DYAD: i64 = 5;
    pub(crate) const TYPE: i64 = 6;
    pub(crate) const KEY: i64 = 7;
}

/// What became of a report that was to be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is new.
    New,
    /// The store has it already, now or in its history: nothing changed.
    Unchanged,
    /// It took the place of an older version, which stays in the history.
    Replaced,
    /// It was withdrawn and stays so.
    Withdrawn,
}

/// How a report is to be kept.
#[derive(Clone, Copy, Debug, Default)]
pub struct Keeping<'a> {
    /// The report's text, where it is at hand.
    pub text: Option<&'a str>,
    /// Whether all words of the report are left out: offsets and digests stay.
    pub no_text: bool,
    /// The version of Chancery that coded it, where that is known.
    pub coder: Option<&'a str>,
}

/// A batch of changes, kept as a whole by [`Batch::commit`]; dropped without it, nothing changes.
pub struct Batch<'a> {
    pub(crate) change: Transaction<'a>,
    pub(crate) now: String,
    pub(crate) packer: Packer,
    pub(crate) tally: Tally,
    /// Components whose happenings must be found anew.
    pub(crate) stirred: BTreeSet<i64>,
}

impl<'a> Batch<'a> {
    pub(crate) fn new(change: Transaction<'a>, now: &str) -> Result<Self> {
        Ok(Batch { change, now: now.to_owned(), packer: Packer::new()?, tally: Tally::default(), stirred: BTreeSet::new() })
    }

    /// Adds a report, or a newer version of one.
    pub fn add(&mut self, record: &Record, keeping: Keeping<'_>) -> Result<Added> {
        let json = to_jsonl(record);
        let own = digest(&[json.as_bytes()]);
        let id = &record.report.id;
        let (mut newest, mut current, mut withdrawn) = (0, None, false);
        {
            let mut known = self.change.prepare_cached("SELECT rid, version, state, digest FROM report WHERE id = ?1")?;
            let mut rows = known.query([id])?;
            while let Some(row) = rows.next()? {
                let (state, digest): (i64, Vec<u8>) = (row.get(2)?, row.get(3)?);
                newest = newest.max(row.get::<_, i64>(1)?);
                withdrawn |= state == 2;
                if state == 0 {
                    current = Some(row.get::<_, i64>(0)?);
                }
                if digest == own && state != 2 {
                    return Ok(Added::Unchanged);
                }
            }
        }
        if withdrawn {
            return Ok(Added::Withdrawn);
        }
        if record.events.len() as i64 >= EVENTS {
            return Err(Error::new(format!("report {id} has more than {EVENTS} events; split it")));
        }
        if let Some(rid) = current {
            self.remove(rid)?;
            let mut close = self.change.prepare_cached("UPDATE report SET state = 1, closed = ?2 WHERE rid = ?1")?;
            close.execute((rid, &self.now))?;
        }
        self.insert(record, json, own, newest + 1, keeping)?;
        Ok(if current.is_some() { Added::Replaced } else { Added::New })
    }

    fn insert(&mut self, record: &Record, json: String, own: Vec<u8>, version: i64, keeping: Keeping<'_>) -> Result<()> {
        let stripped = keeping.no_text.then(|| withheld::strip(record));
        let kept = stripped.as_ref().unwrap_or(record);
        let json = if keeping.no_text { to_jsonl(kept) } else { json };
        let text = keeping.text.filter(|_| !keeping.no_text);
        let packed_text = text.map(|text| self.packer.pack(text)).transpose()?;
        let head = &kept.report;
        self.change
            .prepare_cached(
                "INSERT INTO report (id, version, state, digest, source, url, title, language, published, duplicate_of, coder, added,
                     withheld, text_digest, text, record)
                 VALUES (?1, ?2, 0, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            )?
            .execute((
                &head.id,
                version,
                own,
                &head.source,
                &head.url,
                &head.title,
                &head.language,
                head.published.map(to_number),
                duplicate_of(head),
                keeping.coder,
                &self.now,
                keeping.no_text,
                keeping.text.map(|text| digest(&[text.as_bytes()])),
                packed_text,
                self.packer.pack(&json)?,
            ))?;
        let rid = self.change.last_insert_rowid();
        let title = head.title.as_deref().filter(|_| !keeping.no_text).unwrap_or("");
        if text.is_some() || !title.is_empty() {
            let mut index = self.change.prepare_cached("INSERT INTO report_text (rowid, title, text) VALUES (?1, ?2, ?3)")?;
            index.execute((rid, title, text.unwrap_or("")))?;
        }
        self.index(rid, record, keeping.no_text)
    }

    /// Puts the events of a report into all tables that are asked.
    fn index(&mut self, rid: i64, record: &Record, no_text: bool) -> Result<()> {
        for (at, event) in record.events.iter().enumerate() {
            let eid = rid * EVENTS + at as i64;
            // The sketch is made from the whole record: hashes of words are no words.
            let sketch = Sketch::new(&record.report, event);
            let hid = link::own_happening(&record.report.id, &event.id);
            self.event_row(eid, hid, event, &sketch, no_text)?;
            self.facets(eid, event, &sketch)?;
            if !event.text.is_empty() && !no_text {
                self.change.prepare_cached("INSERT INTO evidence (rowid, text) VALUES (?1, ?2)")?.execute((eid, &event.text))?;
            }
            self.tally.event(&event.kind, &sketch, 1);
            self.tally.happening([(event.kind.as_str(), &sketch)], 1);
            self.link(eid, &record.report.id, event, &sketch)?;
        }
        Ok(())
    }

    fn event_row(&self, eid: i64, hid: i64, event: &Event, sketch: &Sketch, no_text: bool) -> Result<()> {
        let day = |day: i32| (day != NO_DAY).then_some(day);
        let (actors, recipients) = sides(event);
        let place = event.place.as_ref();
        let mut insert = self.change.prepare_cached(
            "INSERT INTO event (eid, hid, day, last, dated, name, type, modes, aux, cameo, quad, scale, goldstein, actors, recipients,
                 said_by, place, place_name, lat, lon, confidence, words)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)",
        )?;
        insert.execute(rusqlite::params![
            eid,
            hid,
            day(sketch.day),
            day(sketch.last),
            sketch.dated,
            event.id,
            event.kind,
            event.modes.join(" "),
            event.aux.map_or("", chancery_record::Aux::as_str),
            event.cameo,
            event.quad,
            event.scale,
            event.goldstein,
            parties(actors),
            parties(recipients),
            speakers(&event.according_to),
            place.and_then(|place| place.country).map(|country| country.to_string()),
            place.and_then(|place| place.name.as_deref()),
            place.and_then(|place| place.lat),
            place.and_then(|place| place.lon),
            event.confidence,
            no_text.then(|| digest(&[event.text.as_bytes()])),
        ])?;
        Ok(())
    }

    fn facets(&self, eid: i64, event: &Event, sketch: &Sketch) -> Result<()> {
        let mut insert = self.change.prepare_cached("INSERT OR IGNORE INTO facet VALUES (?1, ?2, ?3, ?4)")?;
        for (kind, value) in facets(event, sketch) {
            insert.execute((kind, value, sketch.day, eid))?;
        }
        Ok(())
    }

    /// Takes the events of a report out of all tables that are asked; the record itself stays.
    pub(crate) fn remove(&mut self, rid: i64) -> Result<()> {
        let (record, no_text) = self.record(rid)?;
        for (at, event) in record.events.iter().enumerate() {
            let eid = rid * EVENTS + at as i64;
            self.unlink_event(eid)?;
            let sketch = self.sketch(eid)?;
            self.tally.event(&event.kind, &sketch, -1);
            let mut drop =
                self.change.prepare_cached("DELETE FROM facet WHERE kind = ?1 AND value = ?2 AND day = ?3 AND eid = ?4")?;
            for (kind, value) in facets(event, &sketch) {
                drop.execute((kind, value, sketch.day, eid))?;
            }
            if !no_text {
                self.change.prepare_cached("DELETE FROM evidence WHERE rowid = ?1")?.execute([eid])?;
            }
            for table in ["trace", "event"] {
                self.change.prepare_cached(&format!("DELETE FROM {table} WHERE eid = ?1"))?.execute([eid])?;
            }
        }
        self.change.prepare_cached("DELETE FROM report_text WHERE rowid = ?1")?.execute([rid])?;
        Ok(())
    }

    fn record(&self, rid: i64) -> Result<(Record, bool)> {
        let mut read = self.change.prepare_cached("SELECT record, withheld FROM report WHERE rid = ?1")?;
        let (bytes, no_text): (Vec<u8>, bool) = read.query_row([rid], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok((unpack_record(&bytes)?, no_text))
    }

    pub(crate) fn sketch(&self, eid: i64) -> Result<Sketch> {
        let mut read = self.change.prepare_cached("SELECT sketch FROM trace WHERE eid = ?1")?;
        let bytes: Vec<u8> = read.query_row([eid], |row| row.get(0))?;
        Sketch::from_bytes(&bytes)
    }

    /// Withdraws a report: its records leave the results and stay in the history. `false`: the store has no such report now.
    pub fn withdraw(&mut self, id: &str, why: &str) -> Result<bool> {
        let Some(rid) = self.current(id)? else { return Ok(false) };
        self.remove(rid)?;
        let close = "UPDATE report SET state = 2, closed = ?2, why = ?3 WHERE rid = ?1";
        self.change.execute(close, (rid, &self.now, why))?;
        Ok(true)
    }

    /// Takes a withdrawal back. `false`: there is none.
    pub fn restore(&mut self, id: &str) -> Result<bool> {
        let find = "SELECT rid FROM report WHERE id = ?1 AND state = 2 ORDER BY version DESC LIMIT 1";
        let Some(rid) = self.change.query_row(find, [id], |row| row.get::<_, i64>(0)).optional()? else { return Ok(false) };
        self.change.execute("UPDATE report SET state = 0, closed = NULL, why = NULL WHERE rid = ?1", [rid])?;
        let (record, no_text) = self.record(rid)?;
        let title = record.report.title.clone().unwrap_or_default();
        let text: Option<Vec<u8>> = self.change.query_row("SELECT text FROM report WHERE rid = ?1", [rid], |row| row.get(0))?;
        let text = text.map(|bytes| crate::pack::unpack(&bytes)).transpose()?;
        if !no_text {
            let mut index = self.change.prepare_cached("INSERT INTO report_text (rowid, title, text) VALUES (?1, ?2, ?3)")?;
            index.execute((rid, title, text.unwrap_or_default()))?;
        }
        self.index(rid, &record, no_text)?;
        Ok(true)
    }

    pub(crate) fn current(&self, id: &str) -> Result<Option<i64>> {
        let mut find = self.change.prepare_cached("SELECT rid FROM report WHERE id = ?1 AND state = 0")?;
        Ok(find.query_row([id], |row| row.get(0)).optional()?)
    }

    /// Keeps all changes of the batch.
    pub fn commit(mut self) -> Result<()> {
        self.settle()?;
        self.tally.write(&self.change)?;
        self.change.commit()?;
        Ok(())
    }
}

/// Where an event is found.
fn facets(event: &Event, sketch: &Sketch) -> BTreeSet<(i64, String)> {
    let mut found = BTreeSet::from([(facet::ALL, String::new()), (facet::TYPE, event.kind.clone())]);
    for side in &sketch.actors {
        found.insert((facet::ACTOR, side.code().to_owned()));
    }
    for side in &sketch.recipients {
        found.insert((facet::RECIPIENT, side.code().to_owned()));
    }
    for source in &event.according_to {
        found.insert((facet::SAID_BY, source.country.map(|country| country.to_string()).unwrap_or_default()));
    }
    if let Some(country) = event.place.as_ref().and_then(|place| place.country) {
        found.insert((facet::PLACE, country.to_string()));
    }
    found.extend(sketch.dyads().into_iter().map(|(actor, recipient)| (facet::DYAD, format!("{actor}>{recipient}"))));
    found.extend(sketch.keys().into_iter().map(|key| (facet::KEY, format!("{} {key}", event.kind))));
    found
}

fn parties(parties: &[Party]) -> String {
    listed(parties.iter().map(|party| (party.country, party.sectors.as_slice())))
}

fn speakers(speakers: &[AccordingTo]) -> String {
    listed(speakers.iter().map(|one| (one.country, one.sectors.as_slice())))
}

fn listed<'a>(parties: impl Iterator<Item = (Option<chancery_base::Country>, &'a [chancery_base::Sector])>) -> String {
    let mut list = String::from(";");
    for (country, sectors) in parties {
        list.push_str(country.as_ref().map_or("", |country| country.as_str()));
        for sector in sectors {
            list.push('/');
            list.push_str(sector.as_str());
        }
        list.push(';');
    }
    list
}

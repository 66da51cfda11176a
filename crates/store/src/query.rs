//! Finds events and hands them out one after the other, each with its report and its happening.

use std::collections::HashMap;
use std::sync::Arc;

use chancery_record::{EventLine, Record};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params_from_iter};

use crate::batch::EVENTS;
use crate::filter::{Filter, Start};
use crate::pack::unpack_record;
use crate::{Result, Store};

/// Rows that are counted to find where to begin; more are "many".
const MANY: i64 = 30_000;
/// Records kept unpacked: events of a report often lie near each other.
const KEPT: usize = 256;

/// An event that was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The whole record that tells it.
    pub record: Arc<Record>,
    /// Its position in the record's events.
    pub position: usize,
    /// The name of its happening.
    pub happening: String,
    /// How many reports tell the happening.
    pub n_reports: u32,
    /// How many independent outlets tell it.
    pub n_outlets: u32,
}

impl Found {
    /// The event.
    pub fn event(&self) -> &chancery_record::Event {
        &self.record.events[self.position]
    }

    /// Where the event stands in the order of days, for [`Filter::after`].
    pub fn place_in_order(&self) -> (i32, String, usize) {
        let day = self.event().date.map(|range| range.first).or(self.record.report.published);
        (day.map_or(crate::days::NO_DAY, crate::days::to_number), self.record.report.id.clone(), self.position)
    }

    /// The event with its report beside it.
    pub fn line(&self) -> EventLine {
        EventLine { report: self.record.report.clone(), happening: Some(self.happening.clone()), event: self.event().clone() }
    }
}

/// An event that is wanted, in its order: by day, report, position.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    day: i32,
    report: String,
    position: i64,
    eid: i64,
}

/// The name of a happening.
pub fn happening_name(hid: i64) -> String {
    format!("H{hid:015x}")
}

/// The number behind a happening's name.
pub fn happening_number(name: &str) -> Option<i64> {
    let digits = name.strip_prefix('H').filter(|digits| digits.len() == 15)?;
    i64::from_str_radix(digits, 16).ok()
}

impl Store {
    /// Hands out all wanted events in order: by day, then by report and position. `each` returns whether to go on.
    pub fn each(&self, filter: &Filter, mut each: impl FnMut(Found) -> bool) -> Result<usize> {
        let mut records: HashMap<i64, Arc<Record>> = HashMap::new();
        let mut n_found = 0;
        for key in self.keys(filter)? {
            let rid = key.eid / EVENTS;
            let record = match records.get(&rid) {
                Some(record) => record.clone(),
                None => {
                    if records.len() >= KEPT {
                        records.clear();
                    }
                    let record = Arc::new(self.record_of(rid)?);
                    records.insert(rid, record.clone());
                    record
                }
            };
            let position = (key.eid % EVENTS) as usize;
            if !filter.contexts.is_empty() {
                let event = &record.events[position];
                if !filter.contexts.iter().any(|context| event.contexts.contains(context)) {
                    continue;
                }
            }
            let hid: i64 =
                self.db.prepare_cached("SELECT hid FROM event WHERE eid = ?1")?.query_row([key.eid], |row| row.get(0))?;
            let mut told = self.db.prepare_cached("SELECT n_reports, n_outlets FROM happening WHERE hid = ?1")?;
            let told = told.query_row([hid], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
            let (n_reports, n_outlets) = told.unwrap_or((1, 1));
            n_found += 1;
            let more = each(Found { record, position, happening: happening_name(hid), n_reports, n_outlets });
            if !more || filter.limit == Some(n_found) {
                break;
            }
        }
        Ok(n_found)
    }

    /// The wanted events as a list.
    pub fn find(&self, filter: &Filter) -> Result<Vec<Found>> {
        let mut found = Vec::new();
        self.each(filter, |one| {
            found.push(one);
            true
        })?;
        Ok(found)
    }

    /// How many events are wanted, whatever the limit.
    pub fn count(&self, filter: &Filter) -> Result<usize> {
        if !filter.contexts.is_empty() {
            return self.each(&Filter { limit: None, ..filter.clone() }, |_| true);
        }
        Ok(self.keys(&Filter { limit: None, ..filter.clone() })?.len())
    }

    fn record_of(&self, rid: i64) -> Result<Record> {
        let mut read = self.db.prepare_cached("SELECT record FROM report WHERE rid = ?1")?;
        let bytes: Vec<u8> = read.query_row([rid], |row| row.get(0))?;
        unpack_record(&bytes)
    }

    fn keys(&self, filter: &Filter) -> Result<Vec<Key>> {
        let conditions = filter.conditions();
        // Contexts are looked for in the records, so that the limit cannot be applied here.
        let limit = filter.limit.filter(|_| filter.contexts.is_empty());
        let direction = if filter.newest { " DESC" } else { "" };
        let mut keys = Vec::new();
        for begin in self.shortest(filter.ways())? {
            let sql = format!(
                "SELECT e.day, r.id, e.eid FROM {} WHERE {} AND {} ORDER BY {}{direction}, r.id{direction}, e.eid & 65535{direction} LIMIT {}",
                begin.from,
                begin.condition,
                conditions.text(),
                begin.day,
                limit.map_or(-1, |limit| limit as i64)
            );
            let values: Vec<&Value> = begin.values.iter().chain(&conditions.values).collect();
            let mut select = self.db.prepare_cached(&sql)?;
            let mut rows = select.query(params_from_iter(values))?;
            while let Some(row) = rows.next()? {
                let eid: i64 = row.get(2)?;
                let day: Option<i32> = row.get(0)?;
                keys.push(Key { day: day.unwrap_or(crate::days::NO_DAY), report: row.get(1)?, position: eid % EVENTS, eid });
            }
        }
        keys.sort_unstable();
        // An event is reached twice where it has two of the wanted values.
        keys.dedup();
        if filter.newest {
            keys.reverse();
        }
        keys.truncate(limit.unwrap_or(usize::MAX));
        Ok(keys)
    }

    /// The way along the fewest rows.
    pub(crate) fn shortest(&self, ways: Vec<Vec<Start>>) -> Result<Vec<Start>> {
        if ways.len() == 1 {
            return Ok(ways.into_iter().flatten().collect());
        }
        let mut best: Option<(i64, Vec<Start>)> = None;
        for way in ways {
            let mut n_rows = 0;
            for begin in &way {
                let sql = format!("SELECT count(*) FROM (SELECT 1 FROM facet AS f WHERE {} LIMIT {MANY})", begin.condition);
                let mut count = self.db.prepare_cached(&sql)?;
                n_rows += count.query_row(params_from_iter(&begin.values), |row| row.get::<_, i64>(0))?;
            }
            if best.as_ref().is_none_or(|(fewest, _)| n_rows < *fewest) {
                best = Some((n_rows, way));
            }
        }
        Ok(best.map(|(_, way)| way).unwrap_or_default())
    }

    /// Hands out the whole record of every current report, in the order of their ids.
    pub fn each_record(&self, mut each: impl FnMut(Record) -> bool) -> Result<usize> {
        let mut select = self.db.prepare("SELECT record FROM report WHERE state = 0 ORDER BY id")?;
        let mut rows = select.query([])?;
        let mut n_records = 0;
        while let Some(row) = rows.next()? {
            n_records += 1;
            let bytes = row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?;
            if !each(unpack_record(bytes)?) {
                break;
            }
        }
        Ok(n_records)
    }
}

//! Looks a store through: the file, the counts, the links; and tells what is in it.

use crate::pack::unpack_record;
use crate::{Result, Store};

/// What is in a store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Info {
    /// Version of the tables.
    pub schema: i64,
    /// Reports that count now.
    pub n_reports: i64,
    /// Older versions in the history.
    pub n_replaced: i64,
    /// Withdrawn reports.
    pub n_withdrawn: i64,
    /// Reports kept without their text.
    pub n_withheld: i64,
    /// Events of current reports.
    pub n_events: i64,
    /// Happenings.
    pub n_happenings: i64,
    /// Happenings that several independent outlets tell.
    pub n_corroborated: i64,
    /// Decisions by hand.
    pub n_rulings: i64,
    /// Bytes of the file, without its log.
    pub n_bytes: i64,
    /// First and last day of events.
    pub days: Option<(i32, i32)>,
}

impl Store {
    /// Counts what is in the store.
    pub fn info(&self) -> Result<Info> {
        let one = |sql: &str| -> Result<i64> { Ok(self.db.query_row(sql, [], |row| row.get::<_, Option<i64>>(0))?.unwrap_or(0)) };
        let day = |which: &str| -> Result<Option<i32>> {
            let sql = format!("SELECT {which}(day) FROM facet WHERE kind = 0 AND value = '' AND day > -1000000");
            Ok(self.db.query_row(&sql, [], |row| row.get(0))?)
        };
        let n_events = one("SELECT count(*) FROM event")?;
        Ok(Info {
            schema: one("PRAGMA user_version")?,
            n_reports: one("SELECT count(*) FROM report WHERE state = 0")?,
            n_replaced: one("SELECT count(*) FROM report WHERE state = 1")?,
            n_withdrawn: one("SELECT count(*) FROM report WHERE state = 2")?,
            n_withheld: one("SELECT count(*) FROM report WHERE state = 0 AND withheld")?,
            n_events,
            n_happenings: n_events - one("SELECT sum(n_events - 1) FROM happening")?,
            n_corroborated: one("SELECT count(*) FROM happening WHERE n_outlets > 1")?,
            n_rulings: one("SELECT count(*) FROM ruling")?,
            n_bytes: one("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")?,
            days: day("min")?.zip(day("max")?),
        })
    }

    /// What is wrong with the store, a sentence each; empty where all is well.
    pub fn check(&self) -> Result<Vec<String>> {
        let mut faults = Vec::new();
        let mut integrity = self.db.prepare("PRAGMA integrity_check")?;
        let lines = integrity.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
        faults.extend(lines.into_iter().filter(|line| line != "ok"));
        let count = |sql: &str| -> Result<i64> { Ok(self.db.query_row(sql, [], |row| row.get(0))?) };
        for (sql, what) in [
            (
                "SELECT count(*) FROM event WHERE NOT EXISTS (SELECT 1 FROM report WHERE rid = eid >> 16 AND state = 0)",
                "events without a current report",
            ),
            (
                "SELECT count(*) FROM event WHERE NOT EXISTS (SELECT 1 FROM trace WHERE trace.eid = event.eid)",
                "events that linking does not know",
            ),
            (
                "SELECT count(*) FROM trace WHERE NOT EXISTS (SELECT 1 FROM event WHERE trace.eid = event.eid)",
                "traces without an event",
            ),
            (
                "SELECT count(*) FROM facet WHERE NOT EXISTS (SELECT 1 FROM event WHERE facet.eid = event.eid)",
                "facets without an event",
            ),
            (
                "SELECT count(*) FROM happening AS h WHERE n_events <> (SELECT count(*) FROM event AS e WHERE e.hid = h.hid)",
                "happenings with a wrong number of events",
            ),
            (
                "SELECT count(*) FROM (SELECT hid FROM event GROUP BY hid HAVING count(*) > 1) WHERE hid NOT IN (SELECT hid FROM happening)",
                "happenings that are not counted",
            ),
            (
                "SELECT count(*) FROM tally WHERE n_events < 0 OR n_happenings < 0 OR n_happenings > n_events",
                "counts that cannot be",
            ),
            (
                "SELECT abs((SELECT count(*) FROM facet WHERE kind = 5) - (SELECT coalesce(sum(n_events), 0) FROM tally WHERE aux = '*'))",
                "events too many or too few in the counts by month and dyad",
            ),
        ] {
            let n_wrong = count(sql)?;
            if n_wrong > 0 {
                faults.push(format!("{n_wrong} {what}"));
            }
        }
        let mut records = self.db.prepare("SELECT r.id, r.version, r.record, r.state, r.rid FROM report AS r")?;
        let mut rows = records.query([])?;
        let mut n_events = self.db.prepare("SELECT count(*) FROM event WHERE eid BETWEEN ?1 << 16 AND (?1 << 16) + 65535")?;
        while let Some(row) = rows.next()? {
            let (id, version): (String, i64) = (row.get(0)?, row.get(1)?);
            match unpack_record(row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?) {
                Err(error) => faults.push(format!("report {id}, version {version}: {error}")),
                Ok(record) => {
                    let found: i64 = n_events.query_row([row.get::<_, i64>(4)?], |row| row.get(0))?;
                    let due = if row.get::<_, i64>(3)? == 0 { record.events.len() as i64 } else { 0 };
                    if found != due {
                        faults.push(format!("report {id}, version {version}: {found} events are listed, the record has {due}"));
                    }
                }
            }
        }
        Ok(faults)
    }
}

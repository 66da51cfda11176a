//! Whole reports: one with its text, the newest ones, and those that hold some words.

use chancery_record::Record;
use rusqlite::{params_from_iter, types::Value};

use crate::pack::{unpack, unpack_record};
use crate::{Filter, Result, Store};

/// A report of the store as it counts now.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Its record.
    pub record: Record,
    /// Its text, where that is kept.
    pub text: Option<String>,
    /// When it was added.
    pub added: String,
    /// Which version it is, counted from 1.
    pub version: i64,
}

impl Store {
    /// A current report by its id.
    pub fn report(&self, id: &str) -> Result<Option<Kept>> {
        let mut find = self.db.prepare_cached("SELECT record, text, added, version FROM report WHERE id = ?1 AND state = 0")?;
        let mut rows = find.query([id])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let (record, text): (Vec<u8>, Option<Vec<u8>>) = (row.get(0)?, row.get(1)?);
        let text = text.map(|text| unpack(&text)).transpose()?;
        Ok(Some(Kept { record: unpack_record(&record)?, text, added: row.get(2)?, version: row.get(3)? }))
    }

    /// Current reports in the order of their ids, those after `after` only; with words, those whose title or text holds them all.
    pub fn reports(&self, words: &[String], after: Option<&str>, limit: usize) -> Result<Vec<Record>> {
        let mut sql = String::from("SELECT record FROM report WHERE state = 0");
        let mut values: Vec<Value> = Vec::new();
        if let Some(after) = after {
            sql.push_str(" AND id > ?");
            values.push(after.to_owned().into());
        }
        for words in words {
            sql.push_str(" AND rid IN (SELECT rowid FROM report_text WHERE report_text MATCH ?)");
            values.push(crate::filter::phrase(words).into());
        }
        sql.push_str(" ORDER BY id LIMIT ?");
        values.push((limit as i64).into());
        let mut select = self.db.prepare_cached(&sql)?;
        let mut rows = select.query(params_from_iter(values))?;
        let mut records = Vec::new();
        while let Some(row) = rows.next()? {
            records.push(unpack_record(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?);
        }
        Ok(records)
    }

    /// Happenings that more than one record tells, those of the most independent outlets and the latest days first.
    pub fn widely_told(&self, filter: &Filter, limit: usize) -> Result<Vec<String>> {
        let days = [filter.since, filter.until].map(|day| day.map(crate::days::to_number));
        let mut select = self.db.prepare_cached(
            "SELECT hid FROM happening WHERE (?1 IS NULL OR last_day >= ?1) AND (?2 IS NULL OR first_day <= ?2)
             ORDER BY n_outlets DESC, last_day DESC, hid LIMIT ?3",
        )?;
        let rows = select.query_map((days[0], days[1], limit as i64), |row| row.get(0))?;
        Ok(rows.map(|hid| hid.map(crate::happening_name)).collect::<rusqlite::Result<_>>()?)
    }
}

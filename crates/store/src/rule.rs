//! What people decide by hand: these two records tell one happening, or they do not.

use std::collections::BTreeSet;

use crate::batch::Batch;
use crate::{Error, Result};

/// A record by its report's id and its own name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventName {
    /// The report's id.
    pub report: String,
    /// The event's id in its record, as `V2`.
    pub event: String,
}

impl std::str::FromStr for EventName {
    type Err = String;

    fn from_str(written: &str) -> std::result::Result<Self, String> {
        match written.rsplit_once(':') {
            Some((report, event)) if !report.is_empty() && !event.is_empty() => {
                Ok(EventName { report: report.to_owned(), event: event.to_owned() })
            }
            _ => Err("write an event as REPORT:EVENT, as in reuters-17:V2".to_owned()),
        }
    }
}

impl std::fmt::Display for EventName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.report, self.event)
    }
}

impl Batch<'_> {
    /// Two records tell one happening, whatever their score.
    pub fn rule_together(&mut self, a: &EventName, b: &EventName) -> Result<()> {
        self.rule(1, a, Some(b))
    }

    /// Two records do not tell one happening; without the second, the first stands alone.
    pub fn rule_apart(&mut self, a: &EventName, b: Option<&EventName>) -> Result<()> {
        self.rule(2, a, b)
    }

    fn rule(&mut self, kind: i64, a: &EventName, b: Option<&EventName>) -> Result<()> {
        if Some(a) == b {
            return Err(Error::new(format!("{a} is one event; name two")));
        }
        let mut components = BTreeSet::new();
        for name in [Some(a), b].into_iter().flatten() {
            let eid = self.find_event(&name.report, &name.event)?;
            let eid =
                eid.ok_or_else(|| Error::new(format!("the store has no event {name}; `chancery query` shows their names")))?;
            components.extend(self.component(eid)?);
        }
        // A new ruling takes the place of the old one about the same two, and of "stands alone" where it joins.
        let alone = EventName { report: String::new(), event: String::new() };
        let (first, second) = match b {
            Some(b) => (a.min(b), a.max(b)),
            None => (a, &alone),
        };
        if kind == 1 {
            for name in [first, second] {
                self.change.execute(
                    "DELETE FROM ruling WHERE a_report = ?1 AND a_event = ?2 AND b_event = ''",
                    (&name.report, &name.event),
                )?;
            }
        }
        self.change.execute(
            "INSERT OR REPLACE INTO ruling VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            (kind, &first.report, &first.event, &second.report, &second.event, &self.now),
        )?;
        match kind {
            1 => self.join(&components),
            _ => {
                self.stirred.extend(components);
                Ok(())
            }
        }
    }

    /// Forgets what was decided about a record. The number of decisions that were taken back.
    pub fn forget_rulings(&mut self, name: &EventName) -> Result<usize> {
        let sql = "DELETE FROM ruling WHERE (a_report = ?1 AND a_event = ?2) OR (b_report = ?1 AND b_event = ?2)";
        let n_forgotten = self.change.execute(sql, (&name.report, &name.event))?;
        if let Some(eid) = self.find_event(&name.report, &name.event)? {
            self.relink(eid)?;
        }
        Ok(n_forgotten)
    }
}

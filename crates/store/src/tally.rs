//! Counts by month, dyad, type and aux, kept while records come and go: changes are gathered in memory and written with the batch.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use crate::Result;
use crate::days::month;
use crate::sketch::Sketch;

/// What stands for "any aux".
pub(crate) const ANY: &str = "*";

/// Month, actor, recipient, type, aux.
pub(crate) type Cell = (i32, String, String, String, String);

#[derive(Clone, Copy, Debug, Default)]
struct Change {
    n_events: i64,
    n_happenings: i64,
    n_coop: i64,
    scale: i64,
    n_goldstein: i64,
    goldstein: i64,
}

/// The changes of a batch.
#[derive(Debug, Default)]
pub(crate) struct Tally(BTreeMap<Cell, Change>);

/// The cells in which an event counts.
pub(crate) fn cells(kind: &str, sketch: &Sketch) -> impl Iterator<Item = Cell> + use<> {
    let aux = sketch.aux.map_or("", chancery_record::Aux::as_str);
    let month = month(sketch.day);
    let dyads: Vec<(String, String)> =
        sketch.dyads().into_iter().map(|(actor, recipient)| (actor.to_owned(), recipient.to_owned())).collect();
    let kind = kind.to_owned();
    dyads.into_iter().flat_map(move |(actor, recipient)| {
        [aux, ANY].map(|aux| (month, actor.clone(), recipient.clone(), kind.clone(), aux.to_owned()))
    })
}

impl Tally {
    /// An event comes (1) or goes (-1).
    pub(crate) fn event(&mut self, kind: &str, sketch: &Sketch, sign: i64) {
        for cell in cells(kind, sketch) {
            let change = self.0.entry(cell).or_default();
            change.n_events += sign;
            change.n_coop += sign * i64::from(sketch.coop);
            change.scale += sign * i64::from(sketch.scale);
            if let Some(goldstein) = sketch.goldstein {
                change.n_goldstein += sign;
                change.goldstein += sign * i64::from(goldstein);
            }
        }
    }

    /// A happening with these members comes or goes: it counts once in every cell that one of them is in.
    pub(crate) fn happening<'a>(&mut self, members: impl IntoIterator<Item = (&'a str, &'a Sketch)>, sign: i64) {
        let cells: BTreeSet<Cell> = members.into_iter().flat_map(|(kind, sketch)| cells(kind, sketch)).collect();
        for cell in cells {
            self.0.entry(cell).or_default().n_happenings += sign;
        }
    }

    /// Writes the changes, and forgets them.
    pub(crate) fn write(&mut self, db: &Connection) -> Result<()> {
        let mut add = db.prepare_cached(
            "INSERT INTO tally VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
             ON CONFLICT DO UPDATE SET n_events = n_events + ?6, n_happenings = n_happenings + ?7, n_coop = n_coop + ?8,
                 scale = scale + ?9, n_goldstein = n_goldstein + ?10, goldstein = goldstein + ?11",
        )?;
        let mut clear = db.prepare_cached(
            "DELETE FROM tally WHERE month = ?1 AND actor = ?2 AND recipient = ?3 AND type = ?4 AND aux = ?5 AND n_events = 0",
        )?;
        for ((month, actor, recipient, kind, aux), one) in std::mem::take(&mut self.0) {
            add.execute((
                month,
                &actor,
                &recipient,
                &kind,
                &aux,
                one.n_events,
                one.n_happenings,
                one.n_coop,
                one.scale,
                one.n_goldstein,
                one.goldstein,
            ))?;
            if one.n_events < 0 {
                clear.execute((month, &actor, &recipient, &kind, &aux))?;
            }
        }
        Ok(())
    }
}

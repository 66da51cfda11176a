//! Which reports tell the same as an earlier one: one pass in the order of the reports, with memory that does not grow.
//!
//! The fingerprint of each report that is new is kept, at most [`ROOM`] of them; the oldest goes when a new one comes. A table of fixed
//! size says which of them share a band of their fingerprints with the report at hand; those few are compared. A copy is linked to the
//! first report of its kind and is not kept itself, so a chain of small changes does not wander off from where it began.

use chancery_base::{Notice, NoticeCode};

use crate::Report;
use crate::fingerprint::{BANDS, Fingerprint, Taken, mix, take};

/// Reports that are remembered: some days of the world's news. With their table they take at most about 90 MB.
pub const ROOM: usize = 1 << 17;
/// Reports that one drawer of the table names; the newest push out the oldest.
const DRAWER: usize = 8;
/// Places in the table for each report that is remembered.
const SPREAD: usize = 64;

/// A report that is remembered.
struct Known {
    id: Box<str>,
    print: Fingerprint,
}

/// The reports seen so far, as far as they are remembered.
pub struct Duplicates {
    /// A ring: report number `n` stands at `n % room`.
    known: Vec<Known>,
    room: usize,
    /// Drawers of numbers, counted from 1; 0: free.
    table: Vec<u32>,
    /// Reports remembered so far, those that were dropped among them.
    count: u32,
}

impl Default for Duplicates {
    fn default() -> Self {
        Duplicates::with_room(ROOM)
    }
}

impl Duplicates {
    /// Remembers the last `room` reports that were new.
    pub fn with_room(room: usize) -> Self {
        let room = room.max(1);
        let drawers = (room * SPREAD / DRAWER).next_power_of_two();
        Duplicates { known: Vec::new(), room, table: vec![0; drawers * DRAWER], count: 0 }
    }

    /// Looks whether the report tells the same as an earlier one. If so, it is linked and gets a notice; if not, it is remembered.
    pub fn mark(&mut self, report: &mut Report) -> bool {
        let Some(taken) = take(report) else { return false };
        let Some(first) = self.find(&taken) else {
            self.remember(&report.id, taken);
            return false;
        };
        let id = self.known[first].id.to_string();
        let message = format!("The report tells the same in the same words as the earlier report {id}.");
        report.notices.push(Notice { code: NoticeCode::Duplicate, message, spans: Vec::new() });
        report.duplicate_of = Some(id);
        true
    }

    /// The position of the report that is most like this one, the earliest of several.
    fn find(&self, taken: &Taken) -> Option<usize> {
        let mut candidates: Vec<u32> = self.keys(taken).flat_map(|at| &self.table[at..at + DRAWER]).copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        let mut best: Option<(f64, usize)> = None;
        for number in candidates {
            let dropped = number == 0 || (self.count - number) as usize >= self.room;
            if dropped {
                continue;
            }
            let at = (number as usize - 1) % self.room;
            if let Some(like) = self.known[at].print.likeness(&taken.print)
                && best.is_none_or(|(most, _)| like > most)
            {
                best = Some((like, at));
            }
        }
        best.map(|(_, at)| at)
    }

    fn remember(&mut self, id: &str, taken: Taken) {
        // Four thousand million new reports in one run are not expected; after them, nothing more is remembered.
        let Some(count) = self.count.checked_add(1) else { return };
        self.count = count;
        let drawers: Vec<usize> = self.keys(&taken).collect();
        for at in drawers {
            let drawer = &mut self.table[at..at + DRAWER];
            drawer.rotate_right(1);
            drawer[0] = count;
        }
        let known = Known { id: id.into(), print: taken.print };
        let at = (count as usize - 1) % self.room;
        match self.known.get_mut(at) {
            Some(old) => *old = known,
            None => self.known.push(known),
        }
    }

    /// Where the drawers begin that may name a report like this one: one for each band, and one for the very same words.
    fn keys<'a>(&'a self, taken: &'a Taken) -> impl Iterator<Item = usize> + 'a {
        let drawers = self.table.len() / DRAWER;
        let exact = mix(taken.print.exact ^ BANDS as u64);
        taken.bands.iter().copied().chain([exact]).map(move |key| (key as usize & (drawers - 1)) * DRAWER)
    }
}

//! All entries, packed: their text in one long string, so that loading fifty thousand of them makes few allocations.

use chancery_base::{Country, Sector};

use crate::arena::{Arena, Piece};
use crate::entry::{Class, Entry, EntryId, EntryKind};

/// An entry as it is kept.
#[derive(Clone, Copy, Debug)]
struct Packed {
    class: Class,
    kind: EntryKind,
    country: Option<Country>,
    stem: Piece,
    name: Piece,
    admin1: Piece,
    sectors: u16,
    source: u16,
    point: Option<(f64, f64)>,
    /// 0 where there is none.
    geonameid: u32,
    population: u32,
}

/// An entry to be added.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Draft<'a> {
    pub(crate) entry: Entry<'a>,
    /// Where it comes from, as a position among the world's sources.
    pub(crate) source: u16,
}

/// All entries.
#[derive(Clone, Debug, Default)]
pub(crate) struct Store {
    text: Arena,
    rows: Vec<Packed>,
    /// The lists of sectors in use, each once.
    sectors: Vec<Vec<Sector>>,
}

impl Store {
    /// Makes room for tables of so many bytes, so that nothing is moved while it grows.
    pub(crate) fn reserve(&mut self, bytes: usize) {
        self.text.reserve(bytes / 2);
        self.rows.reserve(bytes / 80);
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn add(&mut self, draft: &Draft<'_>) -> EntryId {
        let packed = self.pack(draft);
        self.rows.push(packed);
        EntryId(self.rows.len() as u32 - 1)
    }

    /// Puts another entry in the place of a known one.
    pub(crate) fn replace(&mut self, id: EntryId, draft: &Draft<'_>) {
        self.rows[id.0 as usize] = self.pack(draft);
    }

    fn pack(&mut self, draft: &Draft<'_>) -> Packed {
        let entry = &draft.entry;
        // Neighbours in a table often have the same sectors and lie in one region.
        let last = self.rows.last().map(|row| usize::from(row.sectors)).filter(|last| self.sectors[*last] == entry.sectors);
        let known = last.or_else(|| self.sectors.iter().position(|known| known == entry.sectors));
        let sectors = known.unwrap_or_else(|| {
            self.sectors.push(entry.sectors.to_vec());
            self.sectors.len() - 1
        });
        let last = self.rows.last().map(|row| row.admin1).unwrap_or_default();
        let admin1 = if self.text.get(last) == entry.admin1 { last } else { self.text.push(entry.admin1) };
        Packed {
            class: entry.class,
            kind: entry.kind,
            country: entry.country,
            stem: self.text.push(entry.stem),
            name: self.text.push(entry.name),
            admin1,
            sectors: sectors as u16,
            source: draft.source,
            point: entry.point,
            geonameid: entry.geonameid.unwrap_or(0) as u32,
            population: entry.population.min(u64::from(u32::MAX)) as u32,
        }
    }

    pub(crate) fn get(&self, id: EntryId) -> Entry<'_> {
        let row = &self.rows[id.0 as usize];
        Entry {
            class: row.class,
            stem: self.text.get(row.stem),
            name: self.text.get(row.name),
            kind: row.kind,
            country: row.country,
            sectors: &self.sectors[usize::from(row.sectors)],
            point: row.point,
            geonameid: Some(u64::from(row.geonameid)).filter(|id| *id > 0),
            population: u64::from(row.population),
            admin1: self.text.get(row.admin1),
        }
    }

    /// Kind and inhabitants only: what sorting needs.
    pub(crate) fn rank(&self, id: EntryId) -> (EntryKind, u64) {
        let row = &self.rows[id.0 as usize];
        (row.kind, u64::from(row.population))
    }

    pub(crate) fn source(&self, id: EntryId) -> u16 {
        self.rows[id.0 as usize].source
    }
}

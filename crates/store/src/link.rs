//! Links records of different reports into happenings, as reports come and go.
//!
//! A new record looks for others of its type with the same pair of countries and a day near its own. Those that score enough are joined into
//! one component; every component that changed is parted anew at the end of the batch. The outcome depends on the records in the store, not
//! on the order in which they came.

use std::collections::{BTreeMap, BTreeSet};

use chancery_record::{Aux, Event};
use rusqlite::OptionalExtension;

use crate::Result;
use crate::batch::{Batch, EVENTS, facet};
use crate::cluster::{Member, Rulings, components, happenings, order};
use crate::days::NO_DAY;
use crate::pack::digest;
use crate::score::{LINKED, REACH, compare, is_copy};
use crate::sketch::{Sketch, hash};

/// The happening that a record tells when no other tells it: named after the record that leads it.
pub(crate) fn own_happening(report: &str, event: &str) -> i64 {
    let digest = digest(&[report.as_bytes(), event.as_bytes()]);
    let number = digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte));
    // 60 bits are 15 hexadecimal digits.
    (number >> 4) as i64
}

impl Batch<'_> {
    /// Finds what a new record may be linked with, and joins their components.
    pub(crate) fn link(&mut self, eid: i64, report: &str, event: &Event, sketch: &Sketch) -> Result<()> {
        let joined = self.near(eid, (report, &event.id), &event.kind, sketch)?;
        let mut insert = self.change.prepare_cached("INSERT INTO trace VALUES (?1, ?2, ?3)")?;
        insert.execute((eid, joined.first().copied().unwrap_or(eid), sketch.to_bytes()))?;
        drop(insert);
        self.join(&joined)
    }

    /// Looks anew for what a record may be linked with, after a decision that kept it apart was taken back.
    pub(crate) fn relink(&mut self, eid: i64) -> Result<()> {
        let names = "SELECT r.id, e.name, e.type FROM event AS e JOIN report AS r ON r.rid = e.eid >> 16 WHERE e.eid = ?1";
        let (report, event, kind): (String, String, String) =
            self.change.query_row(names, [eid], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let mut joined = self.near(eid, (&report, &event), &kind, &self.sketch(eid)?)?;
        joined.extend(self.component(eid)?);
        self.join(&joined)
    }

    /// The components that a record belongs to by its score with one of their records, or by a ruling.
    fn near(&self, eid: i64, (report, event): (&str, &str), kind: &str, sketch: &Sketch) -> Result<BTreeSet<i64>> {
        let mut joined = BTreeSet::new();
        if sketch.day != NO_DAY {
            let mut near = self.change.prepare_cached(
                "SELECT t.eid, t.component, t.sketch FROM facet AS f JOIN trace AS t ON t.eid = f.eid
                 WHERE f.kind = ?1 AND f.value = ?2 AND f.day BETWEEN ?3 AND ?4",
            )?;
            for key in sketch.keys() {
                let key = format!("{kind} {key}");
                let mut rows = near.query((facet::KEY, key, sketch.day - REACH, sketch.day + REACH))?;
                while let Some(row) = rows.next()? {
                    let (other, component): (i64, i64) = (row.get(0)?, row.get(1)?);
                    if other / EVENTS == eid / EVENTS || joined.contains(&component) {
                        continue;
                    }
                    let features = Sketch::from_bytes(row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?)?;
                    if compare(sketch, &features).sum() >= LINKED {
                        joined.insert(component);
                    }
                }
            }
        }
        for (other, other_event) in self.ruled_together(report, event)? {
            if let Some(other) = self.find_event(&other, &other_event)? {
                joined.extend(self.component(other)?);
            }
        }
        Ok(joined)
    }

    /// Makes one component of several.
    pub(crate) fn join(&mut self, joined: &BTreeSet<i64>) -> Result<()> {
        let Some(first) = joined.first() else { return Ok(()) };
        let mut rename = self.change.prepare_cached("UPDATE trace SET component = ?1 WHERE component = ?2")?;
        for other in joined.iter().skip(1) {
            rename.execute((first, other))?;
            self.stirred.remove(other);
        }
        self.stirred.insert(*first);
        Ok(())
    }

    pub(crate) fn component(&self, eid: i64) -> Result<Option<i64>> {
        let mut find = self.change.prepare_cached("SELECT component FROM trace WHERE eid = ?1")?;
        Ok(find.query_row([eid], |row| row.get(0)).optional()?)
    }

    /// The id of a current record: its report's id and its own name.
    pub(crate) fn find_event(&self, report: &str, event: &str) -> Result<Option<i64>> {
        let Some(rid) = self.current(report)? else { return Ok(None) };
        let mut find = self.change.prepare_cached("SELECT eid FROM event WHERE eid BETWEEN ?1 AND ?2 AND name = ?3")?;
        Ok(find.query_row((rid * EVENTS, rid * EVENTS + EVENTS - 1, event), |row| row.get(0)).optional()?)
    }

    fn ruled_together(&self, report: &str, event: &str) -> Result<Vec<(String, String)>> {
        let mut find = self.change.prepare_cached(
            "SELECT b_report, b_event FROM ruling WHERE a_report = ?1 AND a_event = ?2 AND kind = 1
             UNION SELECT a_report, a_event FROM ruling WHERE b_report = ?1 AND b_event = ?2 AND kind = 1",
        )?;
        let rows = find.query_map((report, event), |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Takes a record out of its component, and parts what is left anew.
    pub(crate) fn unlink_event(&mut self, eid: i64) -> Result<()> {
        let Some(component) = self.component(eid)? else { return Ok(()) };
        let members = self.members(component)?;
        self.dissolve(&members)?;
        self.stirred.remove(&component);
        self.part(members.into_iter().filter(|member| member.eid != eid).collect())
    }

    /// Parts every component that changed.
    pub(crate) fn settle(&mut self) -> Result<()> {
        for component in std::mem::take(&mut self.stirred) {
            let members = self.members(component)?;
            self.dissolve(&members)?;
            self.part(members)?;
        }
        Ok(())
    }

    fn members(&self, component: i64) -> Result<Vec<Member>> {
        let mut read = self.change.prepare_cached(
            "SELECT t.eid, r.id, e.name, e.type, t.sketch, e.hid FROM trace AS t JOIN event AS e ON e.eid = t.eid
             JOIN report AS r ON r.rid = t.eid >> 16 WHERE t.component = ?1",
        )?;
        let mut rows = read.query([component])?;
        let mut members = Vec::new();
        while let Some(row) = rows.next()? {
            let sketch = Sketch::from_bytes(row.get_ref(4)?.as_blob().map_err(rusqlite::Error::from)?)?;
            members.push(Member {
                eid: row.get(0)?,
                report: row.get(1)?,
                event: row.get(2)?,
                kind: row.get(3)?,
                sketch,
                hid: row.get(5)?,
            });
        }
        order(&mut members);
        Ok(members)
    }

    /// Takes the happenings of all members out of the counts.
    fn dissolve(&mut self, members: &[Member]) -> Result<()> {
        let mut groups: BTreeMap<i64, Vec<(&str, &Sketch)>> = BTreeMap::new();
        for member in members {
            groups.entry(member.hid).or_default().push((&member.kind, &member.sketch));
        }
        let mut drop = self.change.prepare_cached("DELETE FROM happening WHERE hid = ?1")?;
        for (hid, group) in groups {
            if group.len() > 1 {
                drop.execute([hid])?;
            }
            self.tally.happening(group, -1);
        }
        Ok(())
    }

    /// Finds the happenings of members that are in no count, and writes them.
    fn part(&mut self, members: Vec<Member>) -> Result<()> {
        let rulings = self.rulings(&members)?;
        for component in components(&members, &rulings, LINKED) {
            let label = component.iter().map(|at| members[*at].eid).min().unwrap_or(0);
            let mut name = self.change.prepare_cached("UPDATE trace SET component = ?2 WHERE eid = ?1 AND component <> ?2")?;
            for at in &component {
                name.execute((members[*at].eid, label))?;
            }
            for (group, score) in happenings(&members, &rulings, &component, LINKED) {
                let group: Vec<&Member> = group.iter().map(|at| &members[*at]).collect();
                let Some(lead) = group.first() else { continue };
                let hid = own_happening(&lead.report, &lead.event);
                let mut place = self.change.prepare_cached("UPDATE event SET hid = ?2 WHERE eid = ?1")?;
                for member in group.iter().filter(|member| member.hid != hid) {
                    place.execute((member.eid, hid))?;
                }
                self.tally.happening(group.iter().map(|member| (member.kind.as_str(), &member.sketch)), 1);
                if group.len() > 1 {
                    self.happening_row(hid, &group, score)?;
                }
            }
        }
        Ok(())
    }

    fn happening_row(&self, hid: i64, group: &[&Member], score: f32) -> Result<()> {
        let reports: BTreeSet<&str> = group.iter().map(|member| member.report.as_str()).collect();
        let known = |day: i32| (day != NO_DAY).then_some(day);
        // The days told by the texts, else those of publication.
        let dated = group.iter().any(|member| member.sketch.dated);
        let days = || group.iter().map(|member| &member.sketch).filter(|sketch| !dated || sketch.dated);
        let told = || group.iter().filter_map(|member| known(member.sketch.published));
        let mut insert = self
            .change
            .prepare_cached("INSERT OR REPLACE INTO happening VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")?;
        insert.execute((
            hid,
            &group[0].kind,
            group.len() as i64,
            reports.len() as i64,
            voices(group).len() as i64,
            group.iter().filter(|member| member.sketch.aux == Some(Aux::Negation)).count() as i64,
            days().filter_map(|sketch| known(sketch.day)).min(),
            days().filter_map(|sketch| known(sketch.last)).max(),
            told().min(),
            told().max(),
            // Rounded, so that the last bit of a sum does not make two stores differ.
            (f64::from(score) * 1000.0).round() / 1000.0,
        ))?;
        Ok(())
    }

    /// What people decided about these members.
    fn rulings(&self, members: &[Member]) -> Result<Rulings> {
        let mut rulings = Rulings::new();
        let any: bool = self.change.prepare_cached("SELECT EXISTS (SELECT 1 FROM ruling)")?.query_row([], |row| row.get(0))?;
        if !any {
            return Ok(rulings);
        }
        let names: BTreeMap<(&str, &str), usize> =
            members.iter().enumerate().map(|(at, member)| ((member.report.as_str(), member.event.as_str()), at)).collect();
        let mut read =
            self.change.prepare_cached("SELECT kind, b_report, b_event FROM ruling WHERE a_report = ?1 AND a_event = ?2")?;
        for (at, member) in members.iter().enumerate() {
            let mut rows = read.query((&member.report, &member.event))?;
            while let Some(row) = rows.next()? {
                let (kind, report, event): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
                let others = match names.get(&(report.as_str(), event.as_str())) {
                    Some(other) => vec![*other],
                    None if event.is_empty() => (0..members.len()).filter(|other| *other != at).collect(),
                    None => Vec::new(),
                };
                for other in others {
                    let pair = (at.min(other), at.max(other));
                    // Where one ruling joins and another one parts, they part.
                    rulings.entry(pair).and_modify(|same| *same &= kind == 1).or_insert(kind == 1);
                }
            }
        }
        Ok(rulings)
    }
}

/// The independent voices among members: lists of positions. One outlet is one voice, so is a text that several print, and so are all whose
/// outlet is not known.
pub(crate) fn voices(group: &[&Member]) -> Vec<Vec<usize>> {
    let mut voices: Vec<Vec<usize>> = Vec::new();
    let same = |a: &Member, b: &Member| {
        let (one, other) = (&a.sketch, &b.sketch);
        one.outlet == other.outlet
            || one.copy_of != 0 && (one.copy_of == other.copy_of || one.copy_of == hash(&b.report))
            || other.copy_of != 0 && other.copy_of == hash(&a.report)
            || is_copy(one, other)
    };
    for at in 0..group.len() {
        let (mut joined, apart): (Vec<_>, Vec<_>) =
            voices.into_iter().partition(|voice| voice.iter().any(|other| same(group[*other], group[at])));
        voices = apart;
        joined.push(vec![at]);
        voices.push(joined.concat());
    }
    voices
}

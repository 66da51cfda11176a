//! What is asked for, in the words people think in, and as SQL.

use chancery_base::Day;
use rusqlite::types::Value;

use crate::batch::facet;
use crate::days::to_number;

/// Which events are wanted. Every field narrows; what is left empty does not. Several values of one field: any of them.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Who did it: `IRN`, `IRN/GOV`, `/MIL`.
    pub actors: Vec<String>,
    /// To whom. Parties of talks without a host are each other's recipients.
    pub recipients: Vec<String>,
    /// On whose word.
    pub said_by: Vec<String>,
    /// Event types.
    pub kinds: Vec<String>,
    /// Modes.
    pub modes: Vec<String>,
    /// Contexts are not indexed; they are looked for in the records.
    pub contexts: Vec<String>,
    /// Quad classes.
    pub quads: Vec<u8>,
    /// First day. An event without a day of its own counts on the day its report was published.
    pub since: Option<Day>,
    /// Last day.
    pub until: Option<Day>,
    /// Only events whose text tells the day.
    pub dated: bool,
    /// Countries of the place.
    pub places: Vec<String>,
    /// `none`, `historical`, `future`, `hypothetical`, `negation`.
    pub aux: Vec<String>,
    /// Independent outlets that tell the happening.
    pub min_outlets: u32,
    /// Least confidence.
    pub min_confidence: Option<f64>,
    /// Words of the evidence, each entry a phrase; all of them.
    pub texts: Vec<String>,
    /// Words of the report or its title, each entry a phrase; all of them.
    pub report_texts: Vec<String>,
    /// Ids of reports.
    pub reports: Vec<String>,
    /// Outlets.
    pub sources: Vec<String>,
    /// Happenings.
    pub happenings: Vec<i64>,
    /// At most so many events.
    pub limit: Option<usize>,
    /// The newest first, not the oldest.
    pub newest: bool,
    /// Only events that come after this one in the order asked for: its day's number, report and position.
    pub after: Option<(i32, String, usize)>,
}

/// Where a search begins: the rows that SQL walks along, in the order of days.
#[derive(Clone, Debug)]
pub(crate) struct Start {
    /// The tables, joined as far as `event AS e` and `report AS r`.
    pub(crate) from: String,
    pub(crate) condition: String,
    pub(crate) values: Vec<Value>,
    pub(crate) day: &'static str,
}

/// Conditions on `e` and `r`, and the values for their question marks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Conditions {
    pub(crate) sql: Vec<String>,
    pub(crate) values: Vec<Value>,
}

impl Conditions {
    fn push(&mut self, sql: impl Into<String>, values: impl IntoIterator<Item = Value>) {
        self.sql.push(sql.into());
        self.values.extend(values);
    }

    /// The same test for each value, any of which will do.
    fn any<T: Clone + Into<Value>>(&mut self, test: &str, values: &[T]) {
        if !values.is_empty() {
            let tests = vec![test; values.len()].join(" OR ");
            self.push(format!("({tests})"), values.iter().cloned().map(Into::into));
        }
    }

    pub(crate) fn text(&self) -> String {
        if self.sql.is_empty() { "1".to_owned() } else { self.sql.join(" AND ") }
    }
}

/// A phrase in the language of the full-text index.
pub(crate) fn phrase(words: &str) -> String {
    format!("\"{}\"", words.replace('"', "\"\""))
}

fn country(party: &str) -> &str {
    party.split('/').next().unwrap_or("")
}

impl Filter {
    /// Whether all events are wanted.
    pub fn is_empty(&self) -> bool {
        self.conditions().sql.is_empty() && self.texts.is_empty() && self.contexts.is_empty() && self.limit.is_none()
    }

    /// The conditions that every event must fulfil.
    pub(crate) fn conditions(&self) -> Conditions {
        let mut all = Conditions::default();
        all.any("has_party(e.actors, ?)", &self.actors);
        all.any("has_party(e.recipients, ?)", &self.recipients);
        if !self.actors.is_empty() && !self.recipients.is_empty() {
            // Parties of talks are on both sides; one alone is not its own other side.
            all.push("(e.actors <> e.recipients OR length(e.actors) - length(replace(e.actors, ';', '')) > 2)", []);
        }
        all.any("has_party(e.said_by, ?)", &self.said_by);
        all.any("e.type = ?", &self.kinds);
        all.any("instr(' ' || e.modes || ' ', ' ' || ? || ' ') > 0", &self.modes);
        let quads: Vec<i64> = self.quads.iter().map(|quad| i64::from(*quad)).collect();
        all.any("e.quad = ?", &quads);
        all.any("e.place = ?", &self.places);
        let aux: Vec<String> = self.aux.iter().map(|aux| if aux == "none" { String::new() } else { aux.clone() }).collect();
        all.any("e.aux = ?", &aux);
        if let Some(day) = self.since {
            all.push("e.day >= ?", [Value::from(to_number(day))]);
        }
        if let Some(day) = self.until {
            all.push("e.day <= ?", [Value::from(to_number(day))]);
        }
        if self.dated {
            all.push("e.dated", []);
        }
        if self.min_outlets > 1 {
            let told = "EXISTS (SELECT 1 FROM happening AS h WHERE h.hid = e.hid AND h.n_outlets >= ?)";
            all.push(told, [Value::from(self.min_outlets)]);
        }
        if let Some(least) = self.min_confidence {
            all.push("e.confidence >= ?", [Value::from(least)]);
        }
        for words in &self.report_texts {
            let told = "(e.eid >> 16) IN (SELECT rowid FROM report_text WHERE report_text MATCH ?)";
            all.push(told, [Value::from(phrase(words))]);
        }
        if let Some((day, report, position)) = &self.after {
            let order = if self.newest { '<' } else { '>' };
            let later = format!("(coalesce(e.day, {}), r.id, e.eid & 65535) {order} (?, ?, ?)", crate::days::NO_DAY);
            all.push(later, [Value::from(*day), Value::from(report.clone()), Value::from(*position as i64)]);
        }
        all.any("r.source = ?", &self.sources);
        all.any("r.id = ?", &self.reports);
        all.any("e.hid = ?", &self.happenings);
        all
    }

    /// The ways to begin, one of which is enough: each a list of starts that together reach every wanted event.
    pub(crate) fn ways(&self) -> Vec<Vec<Start>> {
        if !self.texts.is_empty() {
            let words = self.texts.iter().map(|words| phrase(words)).collect::<Vec<_>>().join(" AND ");
            let from = "evidence AS v CROSS JOIN event AS e ON e.eid = v.rowid CROSS JOIN report AS r ON r.rid = e.eid >> 16";
            return vec![vec![start(from, "evidence MATCH ?", [words.into()], "e.day")]];
        }
        if !self.happenings.is_empty() {
            let from = "event AS e CROSS JOIN report AS r ON r.rid = e.eid >> 16";
            let one = |hid: &i64| start(from, "e.hid = ?", [(*hid).into()], "e.day");
            return vec![self.happenings.iter().map(one).collect()];
        }
        if !self.reports.is_empty() {
            let from = "report AS r CROSS JOIN event AS e ON e.eid BETWEEN r.rid << 16 AND (r.rid << 16) + 65535";
            let one = |id: &String| start(from, "r.id = ? AND r.state = 0", [id.clone().into()], "e.day");
            return vec![self.reports.iter().map(one).collect()];
        }
        let mut ways = Vec::new();
        let mut by = |kind: i64, values: Vec<String>| {
            // A party without a country is in no list by country.
            if !values.is_empty() && values.iter().all(|value| !value.is_empty()) {
                ways.push(values.into_iter().map(|value| self.along(kind, value)).collect());
            }
        };
        let countries = |parties: &[String]| -> Vec<String> {
            let mut all: Vec<String> = parties.iter().map(|party| country(party).to_owned()).collect();
            all.sort();
            all.dedup();
            all
        };
        let (actors, recipients) = (countries(&self.actors), countries(&self.recipients));
        if actors.iter().chain(&recipients).all(|one| !one.is_empty()) {
            let dyads = actors.iter().flat_map(|actor| recipients.iter().map(move |recipient| format!("{actor}>{recipient}")));
            by(facet::DYAD, dyads.collect());
        }
        by(facet::ACTOR, actors);
        by(facet::RECIPIENT, recipients);
        by(facet::SAID_BY, countries(&self.said_by));
        by(facet::PLACE, self.places.clone());
        by(facet::TYPE, self.kinds.clone());
        ways.push(vec![self.along(facet::ALL, String::new())]);
        ways
    }

    fn along(&self, kind: i64, value: String) -> Start {
        let from = "facet AS f CROSS JOIN event AS e ON e.eid = f.eid CROSS JOIN report AS r ON r.rid = e.eid >> 16";
        let mut begin = start(from, "f.kind = ? AND f.value = ?", [kind.into(), value.into()], "f.day");
        for (day, test) in [(self.since, " AND f.day >= ?"), (self.until, " AND f.day <= ?")] {
            if let Some(day) = day {
                begin.condition.push_str(test);
                begin.values.push(to_number(day).into());
            }
        }
        if let Some((day, ..)) = self.after {
            begin.condition.push_str(if self.newest { " AND f.day <= ?" } else { " AND f.day >= ?" });
            begin.values.push(day.into());
        }
        begin
    }
}

fn start<const N: usize>(from: &str, condition: &str, values: [Value; N], day: &'static str) -> Start {
    Start { from: from.to_owned(), condition: condition.to_owned(), values: values.to_vec(), day }
}

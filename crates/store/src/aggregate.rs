//! Counts by month, dyad, type and the like, with mean scores and the balance of cooperation and conflict.

use rusqlite::params_from_iter;
use rusqlite::types::Value;

use crate::batch::facet;
use crate::days::{month, month_name, to_number};
use crate::filter::Filter;
use crate::{Error, Result, Store};

/// By what events are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// Year of the day.
    Year,
    /// Month of the day.
    Month,
    /// The day.
    Day,
    /// Actor's and recipient's country, as `IRN>IRQ`; an event of many countries counts in each of its dyads.
    Dyad,
    /// Actor's country.
    Actor,
    /// Recipient's country.
    Recipient,
    /// Country of whoever is quoted for it.
    SaidBy,
    /// Event type.
    Type,
    /// Quad class.
    Quad,
    /// Country of the place.
    Place,
    /// Outlet.
    Source,
    /// Negation, future and the like.
    Aux,
}

impl By {
    /// All, with their names.
    pub const ALL: [(By, &'static str); 12] = [
        (By::Year, "year"),
        (By::Month, "month"),
        (By::Day, "day"),
        (By::Dyad, "dyad"),
        (By::Actor, "actor"),
        (By::Recipient, "recipient"),
        (By::SaidBy, "said-by"),
        (By::Type, "type"),
        (By::Quad, "quad"),
        (By::Place, "place"),
        (By::Source, "source"),
        (By::Aux, "aux"),
    ];

    /// The name, as in `--by`.
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The facet that is joined, where an event may have several values.
    fn facet(self) -> Option<i64> {
        match self {
            By::Dyad => Some(facet::DYAD),
            By::Actor => Some(facet::ACTOR),
            By::Recipient => Some(facet::RECIPIENT),
            By::SaidBy => Some(facet::SAID_BY),
            _ => None,
        }
    }

    fn sql(self) -> &'static str {
        match self {
            By::Year => "strftime('%Y', e.day * 86400, 'unixepoch')",
            By::Month => "strftime('%Y-%m', e.day * 86400, 'unixepoch')",
            By::Day => "date(e.day * 86400, 'unixepoch')",
            By::Dyad | By::Actor | By::Recipient | By::SaidBy => "g.value",
            By::Type => "e.type",
            By::Quad => "CAST(e.quad AS TEXT)",
            By::Place => "e.place",
            By::Source => "r.source",
            By::Aux => "e.aux",
        }
    }
}

impl std::str::FromStr for By {
    type Err = String;

    fn from_str(name: &str) -> std::result::Result<Self, String> {
        let known = By::ALL.iter().find(|(_, known)| *known == name).map(|(by, _)| *by);
        known.ok_or_else(|| {
            let names: Vec<&str> = By::ALL.iter().map(|(_, name)| *name).collect();
            format!("choose among {}", names.join(", "))
        })
    }
}

/// One row of counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The values, in the order asked; empty where not known.
    pub values: Vec<String>,
    /// Events.
    pub n_events: i64,
    /// Happenings: events that tell the same are one.
    pub n_happenings: i64,
    /// Mean of the PLOVER score.
    pub mean_scale: f64,
    /// Mean of the Goldstein score, of those that have one.
    pub mean_goldstein: Option<f64>,
    /// Events of cooperation (quad 1 and 2) less those of conflict (3 and 4).
    pub net_cooperation: i64,
}

impl Store {
    /// Counts the wanted events by some of their properties, in the order of the values.
    pub fn aggregate(&self, filter: &Filter, by: &[By]) -> Result<Vec<Group>> {
        if by.is_empty() {
            return Err(Error::new("say by what to count, as month,dyad"));
        }
        if !filter.contexts.is_empty() {
            return Err(Error::new("events cannot be counted by a filter of contexts; list them instead"));
        }
        match self.prepared(filter, by)? {
            Some(groups) => Ok(groups),
            None => self.counted(filter, by),
        }
    }

    /// From the counts that are kept ready, where the question fits them.
    fn prepared(&self, filter: &Filter, by: &[By]) -> Result<Option<Vec<Group>>> {
        let fits = by.contains(&By::Month)
            && (by.contains(&By::Dyad))
            && by.iter().all(|by| matches!(by, By::Month | By::Dyad | By::Type))
            && filter.since.is_none_or(|day| day.day() == 1)
            && filter.until.is_none_or(|day| day == day.last_of_month())
            && filter.aux.len() <= 1
            && filter.actors.iter().chain(&filter.recipients).all(|party| party.len() == 3);
        // Whatever else is asked is not in the counts.
        let plain = Filter {
            actors: vec![],
            recipients: vec![],
            kinds: vec![],
            since: None,
            until: None,
            aux: vec![],
            limit: None,
            newest: false,
            ..filter.clone()
        };
        // With both sides asked, an event of many countries is counted by the dyads that were asked for only here.
        let one_sided = filter.actors.is_empty() && filter.recipients.is_empty();
        if !fits || !one_sided || !plain.conditions().sql.is_empty() || !plain.texts.is_empty() {
            return Ok(None);
        }
        let aux = match filter.aux.first().map(String::as_str) {
            None => crate::tally::ANY,
            Some("none") => "",
            Some(other) => other,
        };
        let mut sql = String::from(" FROM tally WHERE aux = ? AND n_events > 0");
        let mut values = vec![Value::from(aux.to_owned())];
        if let Some(day) = filter.since {
            sql.push_str(" AND month >= ?");
            values.push(month(to_number(day)).into());
        }
        if let Some(day) = filter.until {
            sql.push_str(" AND month <= ?");
            values.push(month(to_number(day)).into());
        }
        if !filter.kinds.is_empty() {
            sql.push_str(&format!(" AND type IN ({})", vec!["?"; filter.kinds.len()].join(", ")));
            values.extend(filter.kinds.iter().cloned().map(Value::from));
        }
        let by_type = by.contains(&By::Type);
        let columns = "sum(n_events), sum(n_happenings), sum(scale), sum(n_goldstein), sum(goldstein), sum(n_coop)";
        let sql = match by_type {
            true => format!(
                "SELECT month, actor, recipient, type, n_events, n_happenings, scale, n_goldstein, goldstein, n_coop{sql}
                 ORDER BY month, actor, recipient, type"
            ),
            false => format!("SELECT month, actor, recipient, '', {columns}{sql} GROUP BY month, actor, recipient"),
        };
        let mut select = self.db.prepare_cached(&sql)?;
        let mut rows = select.query(params_from_iter(values))?;
        let mut groups = Vec::new();
        while let Some(row) = rows.next()? {
            let (month, actor, recipient): (i32, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let kind: String = row.get(3)?;
            let value = |by: &By| match by {
                By::Month if month == 0 => String::new(),
                By::Month => month_name(month),
                By::Dyad => format!("{actor}>{recipient}"),
                _ => kind.clone(),
            };
            let numbers = [row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?, row.get(8)?, row.get(9)?];
            groups.push(group(by.iter().map(value).collect(), numbers));
        }
        if by.first() != Some(&By::Month) || by.get(1) != Some(&By::Dyad) {
            groups.sort_by(|one, other| one.values.cmp(&other.values));
        }
        groups.truncate(filter.limit.unwrap_or(usize::MAX));
        Ok(Some(groups))
    }

    /// Counted now, event by event.
    fn counted(&self, filter: &Filter, by: &[By]) -> Result<Vec<Group>> {
        let facets: Vec<i64> = by.iter().filter_map(|by| by.facet()).collect();
        if facets.len() > 1 {
            return Err(Error::new("count by one of dyad, actor, recipient and said-by at a time"));
        }
        let conditions = filter.conditions();
        let starts = self.shortest(filter.ways())?;
        let mut keys: Vec<String> = Vec::new();
        for (at, by) in by.iter().enumerate() {
            keys.push(format!("coalesce({}, '') AS k{at}", by.sql()));
        }
        let names: Vec<String> = (0..by.len()).map(|at| format!("k{at}")).collect();
        // The wanted events are gathered once, so that one with two wanted values counts once.
        let mut values: Vec<&Value> = Vec::new();
        let mut unions = Vec::new();
        for begin in &starts {
            unions.push(format!("SELECT e.eid FROM {} WHERE {} AND {}", begin.from, begin.condition, conditions.text()));
            values.extend(begin.values.iter().chain(&conditions.values));
        }
        // A row of `facet` is found by its value first: for each event its values are few, for each value its events many.
        let joined = match facets.first() {
            Some(kind) => format!(
                "facet AS g CROSS JOIN event AS e ON e.eid = g.eid CROSS JOIN report AS r ON r.rid = e.eid >> 16
                 WHERE g.kind = {kind} AND e.eid IN (SELECT eid FROM wanted)"
            ),
            None => "wanted AS w CROSS JOIN event AS e ON e.eid = w.eid CROSS JOIN report AS r ON r.rid = e.eid >> 16 WHERE 1"
                .to_owned(),
        };
        let sql = format!(
            "WITH wanted (eid) AS ({})
             SELECT {}, count(*), count(DISTINCT e.hid), sum(CAST(round(e.scale * 1000) AS INTEGER)), count(e.goldstein),
                 coalesce(sum(CAST(round(e.goldstein * 1000) AS INTEGER)), 0), sum(e.quad <= 2)
             FROM {joined} GROUP BY {} ORDER BY {} LIMIT {}",
            unions.join(" UNION "),
            keys.join(", "),
            names.join(", "),
            names.join(", "),
            filter.limit.map_or(-1, |limit| limit as i64)
        );
        let mut select = self.db.prepare_cached(&sql)?;
        let mut rows = select.query(params_from_iter(values))?;
        let mut groups = Vec::new();
        let n = by.len();
        while let Some(row) = rows.next()? {
            let names = (0..n).map(|at| row.get(at)).collect::<rusqlite::Result<Vec<String>>>()?;
            let numbers = [row.get(n)?, row.get(n + 1)?, row.get(n + 2)?, row.get(n + 3)?, row.get(n + 4)?, row.get(n + 5)?];
            groups.push(group(names, numbers));
        }
        Ok(groups)
    }
}

fn group(values: Vec<String>, [n_events, n_happenings, scale, n_goldstein, goldstein, n_coop]: [i64; 6]) -> Group {
    Group {
        values,
        n_events,
        n_happenings,
        mean_scale: scale as f64 / 1000.0 / n_events.max(1) as f64,
        mean_goldstein: (n_goldstein > 0).then(|| goldstein as f64 / 1000.0 / n_goldstein as f64),
        net_cooperation: n_coop - (n_events - n_coop),
    }
}

//! Towns and counties: a large sorted table that is searched where it lies, so that loading it costs nothing.

use std::str::FromStr;

use chancery_base::{Country, Problem};

use crate::entry::EntryKind;
use crate::place::PlaceSense;

/// The head of the table.
pub(crate) const HEAD: &str = "name,kind,country,admin1,lat,lon,population";

/// The text of `towns.csv`: rows sorted by name, bytewise.
#[derive(Clone, Debug, Default)]
pub(crate) struct Towns {
    rows: String,
}

impl Towns {
    /// Takes the text over; only its head is looked at ([`Towns::problems`] checks the rows).
    pub(crate) fn read(file: &str, text: &str, problems: &mut Vec<Problem>) -> Towns {
        match text.split_once('\n') {
            Some((head, rows)) if head.trim_end() == HEAD => Towns { rows: rows.to_owned() },
            _ => {
                problems.push(Problem::new(file, 1, "the head is not that of a table of towns").hint(HEAD));
                Towns::default()
            }
        }
    }

    /// All faults of the rows.
    pub(crate) fn problems(&self, file: &str) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut before = "";
        for (at, line) in self.rows.lines().enumerate() {
            let name = line.split(',').next().unwrap_or("");
            if sense(line).is_none() {
                problems.push(Problem::new(file, at + 2, "no row of a town").hint(HEAD));
            }
            if name < before {
                problems.push(
                    Problem::new(file, at + 2, format!("{name:?} stands behind {before:?}"))
                        .hint("sort the rows by name, bytewise"),
                );
            }
            before = name;
        }
        problems
    }

    /// The towns of a name as the table spells it.
    pub(crate) fn find(&self, name: &str) -> Vec<PlaceSense<'_>> {
        if name.is_empty() || name.contains([',', '\n']) {
            return Vec::new();
        }
        // The first line that does not sort before the name, by halving the text.
        let (mut low, mut high) = (0, self.rows.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let start = self.rows.as_bytes()[..middle].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1).max(low);
            let end =
                self.rows.as_bytes()[start..].iter().position(|byte| *byte == b'\n').map_or(self.rows.len(), |at| start + at + 1);
            let here = self.rows.as_bytes()[start..end].split(|byte| *byte == b',').next().unwrap_or_default();
            if here < name.as_bytes() {
                low = end;
            } else {
                high = start;
            }
        }
        let lines = self.rows.get(low..).unwrap_or("").lines();
        lines.take_while(|line| line.split(',').next() == Some(name)).filter_map(sense).collect()
    }
}

fn sense(line: &str) -> Option<PlaceSense<'_>> {
    let mut cells = line.split(',');
    let mut next = || cells.next();
    let (name, kind, country, admin1) = (next()?, next()?, next()?, next()?);
    let (lat, lon, population): (f64, f64, u64) = (next()?.parse().ok()?, next()?.parse().ok()?, next()?.trim().parse().ok()?);
    if !matches!(kind, "town" | "county") || lat.abs() > 90.0 || lon.abs() > 180.0 {
        return None;
    }
    let kind = if kind == "county" { EntryKind::Region } else { EntryKind::City };
    let country = Some(Country::from_str(country).ok()?);
    Some(PlaceSense {
        name,
        kind,
        country,
        admin1,
        point: Some((lat, lon)),
        population,
        geonameid: None,
        is_county: kind == EntryKind::Region,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "name,kind,country,admin1,lat,lon,population
Ames,town,USA,Iowa,42.035,-93.62,66427
Paris,town,USA,Texas,33.661,-95.556,24699
Paris,town,USA,Tennessee,36.302,-88.327,10187
Walker County,county,USA,Georgia,34.736,-85.301,0
Zeven,town,DEU,Lower Saxony,53.3,9.28,13550
";

    #[test]
    fn every_town_is_found_by_its_name() {
        let mut problems = Vec::new();
        let towns = Towns::read("towns.csv", TABLE, &mut problems);
        assert_eq!((problems.len(), towns.problems("towns.csv").len()), (0, 0));
        for (name, regions) in [
            ("Ames", &["Iowa"][..]),
            ("Paris", &["Texas", "Tennessee"]),
            ("Walker County", &["Georgia"]),
            ("Zeven", &["Lower Saxony"]),
            ("Aachen", &[]),
            ("Walker", &[]),
            ("Zz", &[]),
            ("", &[]),
        ] {
            assert_eq!(towns.find(name).iter().map(|town| town.admin1).collect::<Vec<_>>(), regions, "{name}");
        }
    }

    #[test]
    fn faults_are_told_with_their_line() {
        let mut problems = Vec::new();
        let towns =
            Towns::read("towns.csv", &(TABLE.to_owned() + "Abo,town,FIN,,60.4,22.2,5\nZz,hut,FIN,,60.4,22.2,5\n"), &mut problems);
        let lines: Vec<usize> = towns.problems("towns.csv").iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [7, 8]);
        Towns::read("towns.csv", "name\n", &mut problems);
        assert_eq!(problems.len(), 1);
    }
}

//! One table of `data/world`: CSV with a head, whose cells are asked for by the name of their column.

use chancery_base::{Country, Problem, Sector};

/// A table in memory; it keeps its cells in one run of text a row.
pub(crate) struct Table<'a> {
    file: &'a str,
    head: csv::StringRecord,
    rows: Vec<(usize, csv::StringRecord)>,
}

/// One row with the place it came from.
#[derive(Clone, Copy)]
pub(crate) struct Row<'t> {
    file: &'t str,
    line: usize,
    head: &'t csv::StringRecord,
    cells: &'t csv::StringRecord,
}

impl<'a> Table<'a> {
    /// Reads a table into memory; rows of another width than the head are reported and left out.
    pub(crate) fn read(file: &'a str, text: &str, columns: &[&str], problems: &mut Vec<Problem>) -> Table<'a> {
        let mut rows = Vec::new();
        let mut head = csv::StringRecord::new();
        Table::each(file, text, columns, problems, |row| {
            head.clone_from(row.head);
            rows.push((row.line, row.cells.clone()));
        });
        Table { file, head, rows }
    }

    /// Hands over each row of a table, without keeping it.
    pub(crate) fn each(file: &str, text: &str, columns: &[&str], problems: &mut Vec<Problem>, mut each: impl FnMut(Row<'_>)) {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let head = match reader.headers() {
            Ok(head) => head.clone(),
            Err(fault) => {
                problems.push(Problem::new(file, 1, fault.to_string()));
                return;
            }
        };
        for column in columns.iter().filter(|column| !head.iter().any(|cell| cell == **column)) {
            problems.push(Problem::new(file, 1, format!("the head has no column {column:?}")).hint(columns.join(",")));
        }
        for cell in head.iter().filter(|cell| !columns.contains(cell)) {
            problems.push(Problem::new(file, 1, format!("unknown column {cell:?}")).hint(columns.join(",")));
        }
        let mut cells = csv::StringRecord::new();
        loop {
            match reader.read_record(&mut cells) {
                Ok(false) => return,
                Ok(true) => {
                    let line = cells.position().map_or(0, |position| position.line() as usize);
                    if cells.len() == head.len() {
                        each(Row { file, line, head: &head, cells: &cells });
                    } else {
                        let message = format!("{} cells, but the head names {}", cells.len(), head.len());
                        problems.push(Problem::new(file, line, message).hint("quote cells that hold a comma"));
                    }
                }
                Err(fault) => {
                    let line = fault.position().map_or(0, |position| position.line() as usize);
                    problems.push(Problem::new(file, line, fault.to_string()));
                }
            }
        }
    }

    /// A table of rows that come from elsewhere, each with its line.
    pub(crate) fn of(file: &'a str, columns: &[&str], rows: impl Iterator<Item = (usize, Vec<String>)>) -> Table<'a> {
        let rows = rows.map(|(line, cells)| (line, csv::StringRecord::from(cells))).collect();
        Table { file, head: csv::StringRecord::from(columns.to_vec()), rows }
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, cells)| Row { file: self.file, line: *line, head: &self.head, cells })
    }
}

impl<'t> Row<'t> {
    /// The cell below a column's name; empty where there is none.
    pub(crate) fn get(&self, column: &str) -> &'t str {
        self.head.iter().position(|cell| cell == column).and_then(|at| self.cells.get(at)).map_or("", str::trim)
    }

    /// The items of a cell, which `|` separates.
    pub(crate) fn list(&self, column: &str) -> Vec<&'t str> {
        self.get(column).split('|').map(str::trim).filter(|item| !item.is_empty()).collect()
    }

    /// The file that the row stands in.
    pub(crate) fn file(&self) -> &'t str {
        self.file
    }

    pub(crate) fn problem(&self, message: impl Into<String>) -> Problem {
        Problem::new(self.file, self.line, message)
    }

    /// The country code in a column, or none where the cell is empty.
    pub(crate) fn country(&self, column: &str, problems: &mut Vec<Problem>) -> Option<Country> {
        let code = self.get(column);
        if code.is_empty() {
            return None;
        }
        code.parse().map_err(|_| problems.push(self.problem(format!("{code:?} is no country code")).hint("three capitals"))).ok()
    }

    /// Several country codes in one cell, with bars between.
    pub(crate) fn countries(&self, column: &str, problems: &mut Vec<Problem>) -> Vec<Country> {
        let codes = self.get(column).split('|');
        codes
            .filter_map(|code| {
                let refused = |_| problems.push(self.problem(format!("{code:?} is no country code")).hint("three capitals"));
                code.parse().map_err(refused).ok()
            })
            .collect()
    }

    /// The sectors of the row, the main one first.
    pub(crate) fn sectors(&self, problems: &mut Vec<Problem>) -> Vec<Sector> {
        let codes = self.get("sectors").split([' ', '|']).filter(|code| !code.is_empty());
        codes
            .filter_map(|code| {
                let hint = "PLOVER's three letters, with spaces between";
                code.parse().map_err(|_| problems.push(self.problem(format!("{code:?} is no sector")).hint(hint))).ok()
            })
            .collect()
    }

    /// A point on the globe from two columns, or none where both are empty.
    pub(crate) fn point(&self, lat: &str, lon: &str, problems: &mut Vec<Problem>) -> Option<(f64, f64)> {
        let (lat, lon) = (self.get(lat), self.get(lon));
        if lat.is_empty() && lon.is_empty() {
            return None;
        }
        match (lat.parse::<f64>(), lon.parse::<f64>()) {
            (Ok(north), Ok(east)) if north.abs() <= 90.0 && east.abs() <= 180.0 => Some((north, east)),
            _ => {
                problems.push(self.problem(format!("{lat:?}, {lon:?} is no point")).hint("degrees north, degrees east"));
                None
            }
        }
    }

    /// A number, or none where the cell is empty.
    pub(crate) fn number(&self, column: &str, problems: &mut Vec<Problem>) -> Option<u64> {
        let cell = self.get(column);
        if cell.is_empty() {
            return None;
        }
        cell.parse().map_err(|_| problems.push(self.problem(format!("{cell:?} in {column} is no number")))).ok()
    }
}

//! Checks files in the layouts of the field, own and others': each problem with its line and what would be right.

use chancery_base::{Day, Problem};
use serde_json::Value;

use super::{Crosswalk, icews, polecat};

/// The layouts that can be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// PLOVER JSON lines.
    Plover,
    /// GDELT 2.0 events.
    Gdelt,
    /// GDELT 2.0 mentions.
    GdeltMentions,
    /// ICEWS.
    Icews,
    /// POLECAT.
    Polecat,
    /// Phoenix.
    Phoenix,
}

/// What a field must be.
#[derive(Clone, Copy)]
enum Must {
    Whole,
    Number,
    Date,
    Code,
    Among(&'static [&'static str]),
    Degrees(f64),
    Filled,
}

/// Position (from 1), name, demand, and whether it may be missing.
type Demand = (usize, &'static str, Must, bool);

const GEO: [&str; 6] = ["0", "1", "2", "3", "4", "5"];
const GDELT: [Demand; 22] = [
    (1, "GLOBALEVENTID", Must::Whole, false),
    (2, "SQLDATE", Must::Date, false),
    (3, "MonthYear", Must::Whole, false),
    (4, "Year", Must::Whole, false),
    (5, "FractionDate", Must::Number, false),
    (26, "IsRootEvent", Must::Among(&["0", "1"]), false),
    (27, "EventCode", Must::Code, false),
    (28, "EventBaseCode", Must::Code, false),
    (29, "EventRootCode", Must::Code, false),
    (30, "QuadClass", Must::Among(&["1", "2", "3", "4"]), false),
    (31, "GoldsteinScale", Must::Number, true),
    (32, "NumMentions", Must::Whole, false),
    (33, "NumSources", Must::Whole, false),
    (34, "NumArticles", Must::Whole, false),
    (35, "AvgTone", Must::Number, false),
    (36, "Actor1Geo_Type", Must::Among(&GEO), false),
    (44, "Actor2Geo_Type", Must::Among(&GEO), false),
    (52, "ActionGeo_Type", Must::Among(&GEO), false),
    (57, "ActionGeo_Lat", Must::Degrees(90.0), true),
    (58, "ActionGeo_Long", Must::Degrees(180.0), true),
    (60, "DATEADDED", Must::Whole, false),
    (61, "SOURCEURL", Must::Filled, false),
];
const MENTIONS: [Demand; 10] = [
    (1, "GLOBALEVENTID", Must::Whole, false),
    (2, "EventTimeDate", Must::Whole, false),
    (3, "MentionTimeDate", Must::Whole, false),
    (4, "MentionType", Must::Among(&["1", "2", "3", "4", "5", "6"]), false),
    (6, "MentionIdentifier", Must::Filled, false),
    (7, "SentenceID", Must::Whole, false),
    (10, "ActionCharOffset", Must::Number, false),
    (11, "InRawText", Must::Among(&["0", "1"]), false),
    (12, "Confidence", Must::Among(&["10", "20", "30", "40", "50", "60", "70", "80", "90", "100"]), false),
    (14, "MentionDocTone", Must::Number, false),
];
const ICEWS: [Demand; 6] = [
    (1, "Event ID", Must::Whole, false),
    (2, "Event Date", Must::Date, false),
    (7, "CAMEO Code", Must::Code, false),
    (8, "Intensity", Must::Number, true),
    (19, "Latitude", Must::Degrees(90.0), true),
    (20, "Longitude", Must::Degrees(180.0), true),
];
const QUADS: [&str; 4] = ["VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT"];
const POLECAT: [Demand; 7] = [
    (1, "Event ID", Must::Filled, false),
    (2, "Event Date", Must::Date, false),
    (3, "Event Type", Must::Filled, false),
    (5, "Event Intensity", Must::Number, false),
    (6, "Quad Code", Must::Among(&QUADS), false),
    (29, "Latitude", Must::Degrees(90.0), true),
    (30, "Longitude", Must::Degrees(180.0), true),
];
const PHOENIX: [Demand; 6] = [
    (1, "EventID", Must::Filled, false),
    (2, "Date", Must::Date, false),
    (14, "EventCode", Must::Code, false),
    (16, "PentaClass", Must::Among(&["0", "1", "2", "3", "4"]), false),
    (17, "GoldsteinScore", Must::Number, true),
    (19, "Lat", Must::Degrees(90.0), true),
];

/// The problems of a file in a layout; empty where it fits.
pub fn check(name: &str, text: &str, layout: Layout, crosswalk: &Crosswalk) -> Vec<Problem> {
    let header: Option<&[&str]> = match layout {
        Layout::Icews => Some(&icews::COLUMNS),
        Layout::Polecat => Some(&polecat::COLUMNS),
        _ => None,
    };
    let mut problems = Vec::new();
    for (at, line) in text.split('\n').enumerate() {
        let line_no = at + 1;
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.is_empty() {
            continue;
        }
        let mut say = |message: String, hint: &str| problems.push(Problem::new(name, line_no, message).hint(hint));
        if layout == Layout::Plover {
            plover(line, &mut say);
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        if let Some(columns) = header.filter(|_| line_no == 1) {
            let wrong = columns.iter().zip(&fields).find(|(due, found)| due != found);
            if let Some((due, found)) = wrong {
                say(format!("the header has {found:?} where {due:?} should be"), "keep the header of the data set");
            }
        }
        let due = match layout {
            Layout::Gdelt => 61,
            Layout::GdeltMentions => 16,
            Layout::Phoenix => 26,
            _ => header.map_or(0, <[_]>::len),
        };
        if fields.len() != due {
            say(format!("{} fields, there should be {due}", fields.len()), "fields are parted by tabs, without quotation marks");
            continue;
        }
        if header.is_some() && line_no == 1 {
            continue;
        }
        let demands: &[Demand] = match layout {
            Layout::Gdelt => &GDELT,
            Layout::GdeltMentions => &MENTIONS,
            Layout::Icews => &ICEWS,
            Layout::Polecat => &POLECAT,
            _ => &PHOENIX,
        };
        for (position, column, must, optional) in demands {
            let value = fields[position - 1];
            let is_missing = value.is_empty() || layout == Layout::Polecat && value == "None";
            if !(is_missing && *optional)
                && let Some((what, hint)) = fault(value, *must, crosswalk)
            {
                say(format!("field {position}, {column}: {value:?} {what}"), hint);
            }
        }
    }
    problems
}

fn fault(value: &str, must: Must, crosswalk: &Crosswalk) -> Option<(String, &'static str)> {
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let (fits, what, hint) = match must {
        Must::Whole => (digits(value), "is no whole number".to_owned(), ""),
        Must::Number => (value.parse::<f64>().is_ok_and(f64::is_finite), "is no number".to_owned(), ""),
        Must::Filled => (!value.trim().is_empty() && value != "None", "is empty".to_owned(), ""),
        Must::Among(values) => (values.contains(&value), format!("is none of {}", values.join(", ")), ""),
        Must::Degrees(most) => {
            (value.parse::<f64>().is_ok_and(|degrees| degrees.abs() <= most), format!("is no number from -{most} to {most}"), "")
        }
        Must::Date => {
            let dashed = if value.len() == 8 && digits(value) {
                format!("{}-{}-{}", &value[..4], &value[4..6], &value[6..])
            } else {
                value.to_owned()
            };
            (
                dashed.len() == 10 && dashed.parse::<Day>().is_ok(),
                "is no day".to_owned(),
                "write YYYYMMDD, in ICEWS and POLECAT YYYY-MM-DD",
            )
        }
        Must::Code => {
            (crosswalk.has_code(value), "is no CAMEO code".to_owned(), "codes are text: 010 is not 10, keep the leading zero")
        }
    };
    (!fits).then_some((what, hint))
}

/// One PLOVER record.
fn plover(line: &str, say: &mut impl FnMut(String, &str)) {
    let record: Value = match serde_json::from_str(line) {
        Ok(record) => record,
        Err(error) => return say(format!("not JSON: {error}"), "one object a line"),
    };
    for field in ["id", "date"] {
        if !record.get(field).is_some_and(Value::is_string) {
            say(format!("{field} is missing or no string"), "PLOVER wants id, date, actor and event");
        }
    }
    if let Some(date) = record.get("date").and_then(Value::as_str)
        && (date.len() != 10 || date.parse::<Day>().is_err())
    {
        say(format!("date: {date:?} is no day"), "write YYYY-MM-DD");
    }
    for field in ["actor", "event"] {
        if !record.get(field).is_some_and(Value::is_array) {
            say(format!("{field} is missing or no list"), "PLOVER wants id, date, actor and event");
        }
    }
    if let Some(quad) = record.get("quad_code")
        && !quad.as_i64().is_some_and(|quad| (1..=4).contains(&quad))
    {
        say(format!("quad_code: {quad} is not 1 to 4"), "");
    }
}

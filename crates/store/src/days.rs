//! Days as the store counts them: from 1970-01-01; months as year * 12 + month - 1.

use chancery_base::Day;

/// In the place of a day that is not known, where a key must have one.
pub(crate) const NO_DAY: i32 = -1_000_000;

const EPOCH: Day = jiff::civil::date(1970, 1, 1);

/// The number of a day.
pub fn to_number(day: Day) -> i32 {
    day.duration_since(EPOCH).as_hours().div_euclid(24) as i32
}

/// The day of a number; none where no calendar has it.
pub fn from_number(number: i32) -> Option<Day> {
    EPOCH.checked_add(jiff::Span::new().try_days(i64::from(number)).ok()?).ok()
}

/// The month of a day's number.
pub(crate) fn month(number: i32) -> i32 {
    from_number(number).map_or(0, |day| i32::from(day.year()) * 12 + i32::from(day.month()) - 1)
}

/// A month as people write it.
pub(crate) fn month_name(month: i32) -> String {
    format!("{:04}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_months_are_counted() {
        for (written, number, name) in
            [("1970-01-01", 0, "1970-01"), ("2026-01-18", 20471, "2026-01"), ("1969-12-31", -1, "1969-12")]
        {
            let day: Day = written.parse().unwrap();
            assert_eq!(to_number(day), number);
            assert_eq!(from_number(number), Some(day));
            assert_eq!(month_name(month(number)), name);
        }
        assert_eq!(from_number(i32::MAX), None);
    }
}

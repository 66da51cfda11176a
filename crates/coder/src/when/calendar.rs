//! Days reckoned: weekdays, weeks, months and years around a day.

use chancery_base::{Day, DayRange};
use chancery_lexicon::{Direction, Unit};
use jiff::Span;

/// The day so many days later; none beyond the calendar.
pub(crate) fn shift(day: Day, days: i64) -> Option<Day> {
    day.checked_add(Span::new().try_days(days).ok()?).ok()
}

fn shift_months(day: Day, months: i64) -> Option<Day> {
    day.checked_add(Span::new().try_months(months).ok()?).ok()
}

/// 1 for Monday.
pub(crate) fn weekday_of(day: Day) -> i8 {
    day.weekday().to_monday_one_offset()
}

/// A whole month.
pub(crate) fn month(year: i16, month: i8) -> Option<DayRange> {
    let first = Day::new(year, month, 1).ok()?;
    Some(DayRange::new(first, first.last_of_month()))
}

/// A whole year.
pub(crate) fn year(year: i16) -> Option<DayRange> {
    Some(DayRange::new(Day::new(year, 1, 1).ok()?, Day::new(year, 12, 31).ok()?))
}

/// The nearest such weekday up to and including the day; `strictly` leaves the day itself out; `coming` looks ahead.
pub(crate) fn weekday_near(day: Day, weekday: i8, coming: bool, strictly: bool) -> Option<Day> {
    let back = i64::from((weekday_of(day) - weekday).rem_euclid(7));
    let ahead = i64::from((weekday - weekday_of(day)).rem_euclid(7));
    match (coming, strictly) {
        (false, true) if back == 0 => shift(day, -7),
        (false, _) => shift(day, -back),
        (true, true) if ahead == 0 => shift(day, 7),
        (true, _) => shift(day, ahead),
    }
}

/// The calendar unit before, around or after a day: "last week", "this month", "next year".
pub(crate) fn unit_near(day: Day, unit: Unit, direction: Direction) -> Option<DayRange> {
    let step = match direction {
        Direction::Back => -1,
        Direction::This => 0,
        Direction::Forward => 1,
    };
    match unit {
        Unit::Hour => Some(DayRange::day(day)),
        Unit::Day => shift(day, step).map(DayRange::day),
        Unit::Weekend => {
            // Up to the day: the Saturday before or the day itself; "next" is the one to come.
            let saturday = weekday_near(day, 6, direction == Direction::Forward, direction == Direction::Forward)?;
            let running = shift(saturday, 1).is_some_and(|sunday| sunday >= day);
            let back = if direction == Direction::Back && running { -7 } else { 0 };
            let saturday = shift(saturday, back)?;
            Some(DayRange::new(saturday, shift(saturday, 1)?))
        }
        Unit::Week => {
            let monday = shift(day, 1 - i64::from(weekday_of(day)) + 7 * step)?;
            Some(DayRange::new(monday, shift(monday, 6)?))
        }
        Unit::Month => {
            let there = shift_months(day, step)?;
            month(there.year(), there.month())
        }
        Unit::Year => year(day.year().checked_add(step as i16)?),
        Unit::Decade | Unit::Century => None,
    }
}

/// What a length of time before (or after) a day leads to: exact for days, a week, month or year around for the rest.
pub(crate) fn ago(day: Day, count: i64, unit: Unit, sign: i64) -> Option<DayRange> {
    match unit {
        Unit::Hour => Some(DayRange::day(day)),
        Unit::Day => shift(day, sign * count).map(DayRange::day),
        Unit::Weekend | Unit::Week => {
            let there = shift(day, sign * 7 * count)?;
            unit_near(there, Unit::Week, Direction::This)
        }
        Unit::Month => {
            let there = shift_months(day, sign * count)?;
            month(there.year(), there.month())
        }
        Unit::Year => year(i16::try_from(i64::from(day.year()) + sign * count).ok()?),
        Unit::Decade => year_range(day, sign * 10 * count, 5),
        Unit::Century => year_range(day, sign * 100 * count, 50),
    }
}

/// So many units after (or, with a sign, before) what was named before: to the day where that was a day or a week away.
pub(crate) fn later(than: DayRange, count: i64, unit: Unit, sign: i64) -> Option<DayRange> {
    let both = |moved: &dyn Fn(Day) -> Option<Day>| Some(DayRange::new(moved(than.first)?, moved(than.last)?));
    match unit {
        Unit::Hour => Some(than),
        Unit::Day => both(&|day| shift(day, sign * count)),
        Unit::Weekend | Unit::Week => both(&|day| shift(day, sign * 7 * count)),
        Unit::Month | Unit::Year | Unit::Decade | Unit::Century => ago(than.first, count, unit, sign),
    }
}

fn year_range(day: Day, distance: i64, around: i64) -> Option<DayRange> {
    let there = i64::from(day.year()) + distance;
    let from = year(i16::try_from(there - around).ok()?)?;
    let to = year(i16::try_from(there + around).ok()?)?;
    Some(DayRange::new(from.first, to.last))
}

/// From so many units before a day to that day: "the past two weeks".
pub(crate) fn past(day: Day, count: i64, unit: Unit) -> Option<DayRange> {
    let first = match unit {
        Unit::Hour => shift(day, -((count + 23) / 24)),
        Unit::Day => shift(day, -count),
        Unit::Weekend | Unit::Week => shift(day, -7 * count),
        Unit::Month => shift_months(day, -count),
        Unit::Year => shift_months(day, -12 * count),
        Unit::Decade => shift_months(day, -120 * count),
        Unit::Century => shift_months(day, -1200 * count),
    };
    first.map(|first| DayRange::new(first, day))
}

/// A day of a month without a year: the nearest up to the day, or, told as coming, from it on.
pub(crate) fn day_of_month(near: Day, month: i8, day: i8, coming: bool) -> Option<Day> {
    let in_year = |year: i16| Day::new(year, month, day).ok();
    let years = if coming { [near.year(), near.year() + 1] } else { [near.year(), near.year() - 1] };
    years.into_iter().filter_map(in_year).find(|found| if coming { *found >= near } else { *found <= near })
}

/// A month without a year, the same.
pub(crate) fn month_near(near: Day, wanted: i8, coming: bool) -> Option<DayRange> {
    let years = if coming { [near.year(), near.year() + 1] } else { [near.year(), near.year() - 1] };
    years
        .into_iter()
        .filter_map(|year| month(year, wanted))
        .find(|found| if coming { found.last >= near } else { found.first <= near })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn weekdays_lie_up_to_the_day_unless_they_are_coming() {
        // 18 January 2026 is a Sunday.
        let sunday = day("2026-01-18");
        for (weekday, coming, strictly, wanted) in [
            (7, false, false, "2026-01-18"),
            (7, false, true, "2026-01-11"),
            (5, false, false, "2026-01-16"),
            (1, true, false, "2026-01-19"),
            (7, true, true, "2026-01-25"),
        ] {
            assert_eq!(weekday_near(sunday, weekday, coming, strictly), Some(day(wanted)));
        }
    }

    #[test]
    fn nothing_falls_off_the_calendar() {
        assert_eq!(ago(day("2026-01-18"), 99999, Unit::Year, -1), None);
        assert_eq!(ago(day("2026-01-18"), i64::from(u32::MAX), Unit::Century, -1), None);
        assert_eq!(past(day("2026-01-18"), i64::from(u32::MAX), Unit::Day), None);
    }
}

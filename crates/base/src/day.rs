//! Days and ranges of days: every question about the world names one.

/// A calendar day, without a zone: news reports tell days, not instants.
pub type Day = jiff::civil::Date;

/// The first and last day of something, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DayRange {
    /// First day.
    pub first: Day,
    /// Last day; never before the first.
    pub last: Day,
}

impl DayRange {
    /// One day only.
    pub fn day(day: Day) -> Self {
        DayRange { first: day, last: day }
    }

    /// From `first` to `last`, in either order.
    pub fn new(first: Day, last: Day) -> Self {
        DayRange { first: first.min(last), last: first.max(last) }
    }

    /// Whether the day lies in the range.
    pub fn contains(self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }
}

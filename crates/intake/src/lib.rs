//! Intake.
#![allow(missing_docs, dead_code)]
mod date;
pub mod page;

#[cfg(test)]
pub(crate) mod tests {
    use chancery_report::Rules;
    pub(crate) fn rules() -> Rules {
        Rules::read(&[
            ("data/text/calendar.csv", include_str!("../../../data/text/calendar.csv")),
            ("data/text/outlets.csv", include_str!("../../../data/text/outlets.csv")),
            ("data/text/layout.csv", include_str!("../../../data/text/layout.csv")),
        ])
        .unwrap()
    }
}

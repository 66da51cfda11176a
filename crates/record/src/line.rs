//! One event a line, with its report beside it: what a query gives, and what becomes a table again.

use serde::{Deserialize, Serialize};

use crate::{Event, ReportHead};

/// An event that stands alone: its own fields, those of its report under `report`, and the happening it tells, where it is linked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventLine {
    /// The report that tells it.
    pub report: ReportHead,
    /// The happening, as the store names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub happening: Option<String>,
    /// The event, its fields beside `report`.
    #[serde(flatten)]
    pub event: Event,
}

impl EventLine {
    /// The line, without its end.
    pub fn to_json(&self) -> String {
        // Strings, numbers and lists only: JSON has a form for each of them.
        serde_json::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Span;

    #[test]
    fn an_event_with_its_report_is_read_back_equal() {
        let mut event = Event::new("V1", "AID", Span(1, 2), Span(0, 9));
        event.scale = 0.1 + 0.2;
        event.confidence = 0.123_456_789_012_345_68;
        event.aux = Some(crate::Aux::Negation);
        let line = EventLine { report: ReportHead::new("a"), happening: Some("H1".to_owned()), event };
        let json = line.to_json();
        assert!(json.contains(r#""report":{"id":"a""#) && json.contains(r#""type":"AID""#), "{json}");
        assert_eq!(serde_json::from_str::<EventLine>(&json).unwrap(), line);
    }
}

//! Records of licensed reports: every word of the report is left out, codes, names from the knowledge base, offsets and digests stay.

use chancery_record::{Place, Record};

/// The record without the report's words.
pub(crate) fn strip(record: &Record) -> Record {
    let mut kept = record.clone();
    kept.report.title = None;
    kept.report.extra.insert("text_withheld".to_owned(), true.into());
    for notice in &mut kept.report.notices {
        // The sentence for people quotes the report; the code says what it is about.
        notice.message = notice.code.clone();
    }
    for entity in &mut kept.entities {
        // The name of somebody unknown is what the report calls him.
        if entity.known_as.is_none() {
            entity.name = String::new();
        }
    }
    for event in &mut kept.events {
        event.text = String::new();
        event.actors.iter_mut().chain(&mut event.recipients).for_each(|party| party.text = String::new());
        event.according_to.iter_mut().for_each(|source| source.text = String::new());
        event.place.iter_mut().for_each(strip_place);
    }
    kept.places.iter_mut().for_each(strip_place);
    kept
}

fn strip_place(place: &mut Place) {
    place.text = String::new();
}

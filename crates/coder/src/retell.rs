//! One act told twice in a report becomes one event: headline and body, quotation and paraphrase, verb and noun.

use std::collections::BTreeSet;

use chancery_base::{Country, Span};
use chancery_lexicon::Lexicon;
use chancery_text::{Analysis, Rel};

use crate::event::{Aux, Event, Participant};

/// Joins retellings. `lesser` are stretches that only announce what the body tells (headline, deck, caption).
pub(crate) fn join(lexicon: &Lexicon, analysis: &Analysis, events: Vec<Event>, lesser: &[Span]) -> Vec<Event> {
    let mut kept: Vec<Event> = Vec::new();
    for event in events {
        let announces = |one: &Event| lesser.iter().any(|span| span.contains(one.trigger));
        let same = kept.iter().position(|earlier| {
            let one_file = lexicon.frame(earlier.frame).file == lexicon.frame(event.frame).file;
            // Acts of two families ("ready to cooperate", "will hold talks") are two, though both are agreements; but a headline says
            // in other words what the body tells.
            let may_be_one = one_file || announces(earlier) != announces(&event);
            may_be_one && same_act(earlier, &event) || same_clause(lexicon, analysis, earlier, &event)
        });
        match same {
            Some(at) => {
                let (better, other) = if worth(analysis, &event, lesser) > worth(analysis, &kept[at], lesser) {
                    (event, kept[at].clone())
                } else {
                    (kept[at].clone(), event)
                };
                kept[at] = together(better, other);
            }
            None => kept.push(event),
        }
    }
    kept.sort_by_key(|event| (event.trigger.start, event.trigger.end));
    kept
}

fn countries(list: &[Participant]) -> BTreeSet<Country> {
    list.iter().filter_map(|participant| participant.country).collect()
}

/// The same type, and nothing that tells the two apart.
fn same_act(a: &Event, b: &Event) -> bool {
    let (actors, other_actors) = (countries(&a.actors), countries(&b.actors));
    let (recipients, other_recipients) = (countries(&a.recipients), countries(&b.recipients));
    let all: BTreeSet<Country> = actors.union(&recipients).copied().collect();
    let other_all: BTreeSet<Country> = other_actors.union(&other_recipients).copied().collect();
    let parties = actors == other_actors
        && (recipients == other_recipients || recipients.is_empty() || other_recipients.is_empty())
        || all == other_all && all.len() > 1
        || (all.is_subset(&other_all) || other_all.is_subset(&all)) && !all.is_empty() && !other_all.is_empty()
        || actors.is_empty() && !recipients.is_empty() && recipients == other_recipients
        || other_actors.is_empty() && !recipients.is_empty() && recipients == other_recipients;
    let modes = a.modes == b.modes || a.modes.is_empty() || b.modes.is_empty();
    let days = match (a.date, b.date) {
        (Some(one), Some(other)) => one.contains(other.first) || other.contains(one.first),
        _ => true,
    };
    let places = match (&a.place, &b.place) {
        // "in Iraq" and "at Ain al-Asad" may be one place, two towns are two.
        (Some(one), Some(other)) => {
            one.name == other.name || one.country == other.country && (one.precision == "country" || other.precision == "country")
        }
        _ => true,
    };
    a.event_type == b.event_type && same_reality(a, b) && parties && modes && days && places && !apart(a, b)
}

/// Real both; or an old act by its date, that another sentence tells without one.
fn same_reality(a: &Event, b: &Event) -> bool {
    let old = |one: &Event, other: &Event| {
        one.aux == Some(Aux::Historical)
            && one.date.is_some()
            && other.aux.is_none()
            && other.date.is_none()
            && one.evidence != other.evidence
    };
    let there = |event: &Event| event.place.as_ref().and_then(|place| place.country);
    a.aux == b.aux || there(a).is_some() && there(a) == there(b) && (old(a, b) || old(b, a))
}

/// Two acts of one sentence by different verbs are two, unless they share all parties; and so are acts of different kinds towards
/// different parties of one country (going to Tehran, being received by its minister).
fn apart(a: &Event, b: &Event) -> bool {
    let entities = |event: &Event| event.recipients.iter().map(|one| one.entity).collect::<BTreeSet<_>>();
    let (one, other) = (entities(a), entities(b));
    let towards_others = a.cameo != b.cameo && !one.is_empty() && !other.is_empty() && one.is_disjoint(&other);
    a.evidence == b.evidence && a.frame != b.frame && a.modes != b.modes || towards_others
}

/// An event that is only a part of another in the same sentence: the noun below the verb of the same type, or a type that belongs to it.
fn same_clause(lexicon: &Lexicon, analysis: &Analysis, a: &Event, b: &Event) -> bool {
    if a.evidence != b.evidence || a.aux == Some(Aux::Negation) && b.aux.is_none() {
        return false;
    }
    // "agreed to allow trade, *and will hold* a summit": coordinated clauses tell two acts.
    let is_own = |one: &Event| !matches!(analysis.rel(one.head), Rel::Conj | Rel::Parataxis);
    let hangs = |lower: &Event, upper: &Event| is_own(lower) && analysis.head(lower.head) == Some(upper.head);
    let lies_below = |lower: &Event, upper: &Event| is_own(lower) && analysis.is_below(lower.head, upper.head);
    let direct = hangs(a, b) || hangs(b, a);
    let below = lies_below(a, b) || lies_below(b, a);
    if a.event_type == b.event_type {
        let bare = |event: &Event| event.actors.is_empty() || event.recipients.is_empty();
        return shares_party(a, b) && (direct || below && (bare(a) || bare(b)));
    }
    let part_of = |whole: &Event, part: &Event| lexicon.ontology.get(whole.event_type).parts.contains(&part.event_type);
    below && shares_party(a, b) && (part_of(a, b) || part_of(b, a))
}

fn shares_party(a: &Event, b: &Event) -> bool {
    let of = |event: &Event| {
        let mut all = countries(&event.actors);
        all.extend(countries(&event.recipients));
        all
    };
    let (one, other) = (of(a), of(b));
    one.is_empty() || other.is_empty() || one.intersection(&other).next().is_some()
}

/// How much an event tells; body text before headlines, clauses before phrases.
fn worth(analysis: &Analysis, event: &Event, lesser: &[Span]) -> usize {
    let body = !lesser.iter().any(|span| span.contains(event.trigger));
    let filled = [!event.actors.is_empty(), !event.recipients.is_empty(), event.place.is_some(), event.date.is_some()];
    // "*strengthened* their cooperation" tells it, "a sign of *strengthening* cooperation" only speaks of it.
    let in_phrase = matches!(analysis.rel(event.head), Rel::Nmod | Rel::Obl | Rel::Acl | Rel::Amod | Rel::Compound);
    usize::from(body) * 16 + filled.into_iter().filter(|filled| *filled).count() * 2 + usize::from(!in_phrase)
}

fn together(mut better: Event, other: Event) -> Event {
    if better.actors.is_empty() {
        better.actors = other.actors;
    }
    if better.recipients.is_empty() {
        let actors = &better.actors;
        better.recipients =
            other.recipients.into_iter().filter(|one| !actors.iter().any(|actor| actor.entity == one.entity)).collect();
    }
    if better.modes.is_empty() {
        better.modes = other.modes;
    }
    if better.date.is_none() && better.evidence == other.evidence {
        (better.date, better.date_span) = (other.date, other.date_span);
    }
    if better.date.is_none() && better.aux.is_none() && other.aux == Some(Aux::Historical) {
        (better.date, better.date_span, better.aux) = (other.date, other.date_span, other.aux);
    }
    // A town says more than its country.
    let finer = better.place.as_ref().zip(other.place.as_ref()).is_some_and(|(wide, close)| {
        wide.precision == "country" && close.precision != "country" && wide.country == close.country
    });
    if finer {
        better.place = other.place.clone();
    }
    if better.place.is_none() && better.evidence == other.evidence {
        better.place = other.place;
    }
    better.retold.push(other.trigger);
    better.retold.extend(other.retold);
    better.retold.sort();
    better
}

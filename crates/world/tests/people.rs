//! People and their offices, day by day.

mod shared;

use chancery_base::{Country, Day};
use chancery_world::{EntryId, Held, World};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn person(world: &World, name: &str) -> EntryId {
    let words: Vec<&str> = name.split(' ').collect();
    let found = world.longest(&words).unwrap_or_else(|| panic!("no {name}"));
    assert_eq!(found.words, words.len(), "{name}");
    found.senses[0]
}

#[test]
fn an_office_is_held_on_its_days_only() {
    let world = shared::world();
    for (name, on, office, held) in [
        ("Abbas Araghchi", "2026-01-18", "foreign-minister", Held::Now),
        ("Abbas Araghchi", "2020-01-18", "foreign-minister", Held::NotYet),
        ("Barack Obama", "2012-05-01", "president", Held::Now),
        ("Barack Obama", "2022-05-01", "president", Held::Former),
        ("Abdel Fattah al-Sisi", "2024-05-01", "president", Held::Now),
        ("Vladimir Putin", "2010-05-01", "prime-minister", Held::Now),
    ] {
        let offices = world.offices_on(person(&world, name), Some(day(on)));
        let found = offices.iter().any(|tenure| tenure.office == office && tenure.held == held);
        assert!(found, "{name} on {on}: {offices:?}");
    }
}

#[test]
fn offices_come_held_first_then_former_then_later_ones() {
    let world = shared::world();
    for (id, _) in world.entries() {
        let held: Vec<Held> = world.offices_on(id, Some(day("2015-06-01"))).iter().map(|tenure| tenure.held).collect();
        assert!(held.is_sorted(), "{:?}: {held:?}", world.entry(id).id());
    }
}

#[test]
fn holders_and_surnames_depend_on_the_day() {
    let world = shared::world();
    let usa: Country = "USA".parse().unwrap();
    let holders = |on: &str| world.holders(usa, "president", Some(day(on)));
    assert_eq!(holders("2012-05-01"), [person(&world, "Barack Obama")]);
    assert_eq!(holders("2022-05-01"), [person(&world, "Joe Biden")]);
    assert!(world.surname("Obama", Some(day("2012-05-01"))).contains(&person(&world, "Barack Obama")));
    assert!(!world.surname("Obama", Some(day("1999-05-01"))).contains(&person(&world, "Barack Obama")));
    assert!(world.surname("Nobody", None).is_empty());
    assert!(world.surname("OBAMA", Some(day("2012-05-01"))).contains(&person(&world, "Barack Obama")));
}

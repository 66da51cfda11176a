//! Names of the news and what they mean; near misses that mean nothing.

mod shared;

use chancery_base::Country;
use chancery_world::{EntryKind, PlaceContext, PlaceSense, World, fit};

/// "words | how many of them | id of the first sense", or "words | 0 |" where no name begins.
const NAMES: &str = "
    Iraq | 1 | state:IRQ
    IRAQ | 1 | state:IRQ
    Iraqi troops | 1 | people:IRQ
    Iraqis | 1 | people:IRQ
    U.S. forces | 1 | state:USA
    US - backed | 1 | state:USA
    US forces | 1 | state:USA
    USA | 1 | state:USA
    United States of America | 4 | state:USA
    us | 0 |
    Us | 0 |
    Turkey | 1 | state:TUR
    TURKEY | 1 | state:TUR
    turkey | 0 |
    Türkiye | 1 | state:TUR
    Turkiye | 1 | state:TUR
    Jordan | 1 | state:JOR
    Jordanian king | 1 | people:JOR
    jordan | 0 |
    South Korean | 2 | people:KOR
    North Korea 's | 2 | state:PRK
    Guinea - Bissau | 3 | state:GNB
    Guinea-Bissau | 1 | state:GNB
    Guinea | 1 | state:GIN
    Papua New Guinea | 3 | state:PNG
    Côte d’Ivoire | 2 | state:CIV
    Ivory Coast | 2 | state:CIV
    Democratic Republic of the Congo | 5 | state:COD
    Burma | 1 | state:MMR
    Zaire | 1 | state:COD
    Soviet Union | 2 | state:RUS
    Britain | 1 | state:GBR
    Frenchmen | 1 | people:FRA
    Kyiv | 1 | capital:UKR
    Kiev | 1 | capital:UKR
    the Hague | 2 | capital:NLD
    Ain al-Asad | 2 | place:ain-al-asad-air-base
    Ain al - Asad airbase | 5 | place:ain-al-asad-air-base
    AIN AL-ASAD | 2 | place:ain-al-asad-air-base
    al-Hol camp | 2 | place:al-hol
    Cox 's Bazar | 3 | place:cox's-bazar
    Incirlik Air Base | 3 | place:incirlik-air-base
    West Bank | 2 | place:west-bank
    west bank | 0 |
    Strait of Hormuz | 3 | place:strait-of-hormuz
    The Post | 2 | body:the-post
    the Post | 0 |
    troops | 0 |
    Reading | 0 |
    Mobile | 0 |
";

#[test]
fn names_of_the_news_are_found() {
    let world = shared::world();
    let mut wrong = Vec::new();
    for line in NAMES.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let words: Vec<&str> = cells[0].split(' ').collect();
        let found = world.longest(&words);
        let got = found.as_ref().map_or((0, String::new()), |found| (found.words, world.entry(found.senses[0]).id()));
        if (got.0.to_string().as_str(), got.1.as_str()) != (cells[1], cells[2]) {
            wrong.push(format!("{line}: got {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn country(code: &str) -> Country {
    code.parse().unwrap()
}

fn resolved(world: &World, name: &str, context: &[&str]) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    let countries: Vec<Country> = context.iter().map(|code| country(code)).collect();
    let shares = countries.iter().map(|country| (*country, 0.5)).collect();
    let context = PlaceContext { countries, shares, ..PlaceContext::default() };
    let found = world.longest(&words).unwrap_or_else(|| panic!("no {name}"));
    let senses = world.place_senses(name, found.senses);
    let best = |a: &&PlaceSense<'_>, b: &&PlaceSense<'_>| fit(a, &[], &context).total_cmp(&fit(b, &[], &context));
    let place = senses.iter().max_by(best).unwrap_or_else(|| panic!("{name} is no place"));
    format!(
        "{:?} {}",
        place.kind,
        place.country.map_or("", |country| if country == self::country("USA") { "USA" } else { "other" })
    )
}

#[test]
fn the_context_decides_between_places_of_one_name() {
    let world = shared::world();
    for (name, context, wanted) in [
        ("Georgia", &[][..], "State other"),
        ("Georgia", &["USA"], "Region USA"),
        ("Georgia", &["USA", "GEO"], "State other"),
        ("Paris", &["USA"], "Capital other"),
        ("Birmingham", &[], "City other"),
        ("Birmingham", &["USA"], "City USA"),
        ("Tripoli", &["LBN"], "City other"),
        ("Tripoli", &["LBN", "LBY"], "Capital other"),
        ("Washington", &["IRN"], "Capital USA"),
        ("Hyderabad", &["PAK"], "City other"),
    ] {
        assert_eq!(resolved(&world, name, context), wanted, "{name} in {context:?}");
    }
}

#[test]
fn an_ambiguous_name_has_all_its_senses() {
    let world = shared::world();
    let senses = world.longest(&["Georgia"]).unwrap().senses;
    let kinds: Vec<EntryKind> = senses.iter().map(|id| world.entry(*id).kind).collect();
    assert!(kinds.contains(&EntryKind::State) && kinds.contains(&EntryKind::Region), "{kinds:?}");
}

#[test]
fn roles_take_the_longest_compound_and_offices_the_longest_title() {
    let world = shared::world();
    for (words, sector) in [
        ("soldier", "MIL"),
        ("riot police", "COP"),
        ("military police", "MIL"),
        ("rebel leader", "REB"),
        ("intelligence official", "SPY"),
        ("drug cartel", "CRM"),
        ("trade union", "LAB"),
        ("state media", "GOV"),
        ("security forces", "MIL"),
        ("human rights group", "SOC"),
        ("opposition leader", "OPP"),
        ("warplane", "MIL"),
        ("human right group", "SOC"),
        ("armed force", "MIL"),
        ("health authority", "GOV"),
        ("women 's rights activist", "SOC"),
        ("new agency", "GOV"),
        ("news agency", "JRN"),
    ] {
        let words: Vec<&str> = words.split(' ').collect();
        let role = world.role(&words).unwrap_or_else(|| panic!("{words:?}"));
        assert_eq!(role.sectors[0].as_str(), sector, "{words:?}");
    }
    assert!(world.role(&["banana"]).is_none());
    for (words, code, office, taken) in [
        ("foreign minister abbas araghchi", "IRN", "foreign-minister", 2),
        ("secretary of state", "USA", "foreign-minister", 3),
        ("minister of foreign affairs", "IRQ", "foreign-minister", 4),
        ("minister of foreign affair", "IRQ", "foreign-minister", 4),
        ("prime minister", "IND", "prime-minister", 2),
        ("chancellor", "DEU", "prime-minister", 1),
        ("chancellor of the exchequer", "GBR", "finance-minister", 4),
        ("supreme leader", "IRN", "supreme-leader", 2),
        ("chief of staff", "ISR", "chief-of-staff", 3),
    ] {
        let words: Vec<&str> = words.split(' ').collect();
        let found = world.office(&words, Some(country(code))).unwrap_or_else(|| panic!("{words:?}"));
        assert_eq!((found.office, found.words), (office, taken), "{words:?}");
    }
    assert!(world.office(&["secretary", "of", "state"], Some(country("GBR"))).is_none());
}

#[test]
fn a_nationality_beside_a_name_decides_between_its_senses() {
    let world = shared::world();
    let senses = world.longest(&["Senate"]).unwrap().senses;
    let of = |code: &str| world.agreeing(senses, country(code)).len();
    assert!(of("USA") > 0);
    assert_eq!(of("ISL"), 0);
}

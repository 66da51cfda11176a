//! The tables themselves: in normal form, complete where they promise to be, and quick to read.

mod shared;

use std::collections::BTreeSet;

use chancery_base::Country;
use chancery_world::{EntryKind, World};

/// The members of the United Nations and the further states that PLOVER has codes for.
const MEMBERS: &str = "
    AFG AGO ALB AND ARE ARG ARM ATG AUS AUT AZE BDI BEL BEN BFA BGD BGR BHR BHS BIH BLR BLZ BOL BRA BRB BRN BTN BWA CAF CAN CHE CHL CHN
    CIV CMR COD COG COL COM CPV CRI CUB CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESP EST ETH FIN FJI FRA FSM GAB GBR GEO GHA GIN GMB
    GNB GNQ GRC GRD GTM GUY HND HRV HTI HUN IDN IND IRL IRN IRQ ISL ISR ITA JAM JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY
    LCA LIE LKA LSO LTU LUX LVA MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MOZ MRT MUS MWI MYS NAM NER NGA NIC NLD NOR NPL NRU
    NZL OMN PAK PAN PER PHL PLW PNG POL PRK PRT PRY QAT ROU RUS RWA SAU SDN SEN SGP SLB SLE SLV SMR SOM SRB SSD STP SUR SVK SVN SWE SWZ
    SYC SYR TCD TGO THA TJK TKM TLS TON TTO TUN TUR TUV TZA UGA UKR URY USA UZB VCT VEN VNM VUT WSM YEM ZAF ZMB ZWE XKX PSE HKG TWN";

#[test]
fn every_state_has_a_nationality_a_capital_and_coordinates() {
    let world = shared::world();
    let nationalities: BTreeSet<Country> = world
        .entries()
        .filter(|(_, entry)| entry.kind == EntryKind::Nationality)
        .filter_map(|(_, entry)| entry.country)
        .collect();
    let mut missing = Vec::new();
    let members: Vec<Country> = MEMBERS.split_whitespace().map(|code| code.parse().unwrap()).collect();
    assert_eq!(members.len(), 193 + 4);
    for code in members {
        let capital = world.capital_of(code).is_some_and(|capital| capital.point.is_some());
        let codes = world.codes(code).is_some_and(|codes| !codes.iso2.is_empty() && !codes.fips.is_empty());
        if !(capital && codes && world.country_point(code).is_some() && nationalities.contains(&code)) {
            missing.push(code);
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
    for code in ["UNO", "EUR"] {
        assert!(world.state(code.parse().unwrap()).is_some(), "{code}");
    }
}

#[test]
fn the_tables_are_sorted_and_name_their_sources() {
    let mut faults = Vec::new();
    // Towns have an order of their own, and all one source.
    assert_eq!(shared::world().problems(), []);
    for (name, text) in shared::tables().into_iter().filter(|(name, _)| !name.ends_with("towns.csv")) {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        for pair in rows.windows(2) {
            if pair[0].iter().gt(pair[1].iter()) {
                faults.push(format!("{name}: {:?} must stand before {:?}", &pair[1][0], &pair[0][0]));
            }
            if pair[0] == pair[1] {
                faults.push(format!("{name}: {:?} stands twice", &pair[0][0]));
            }
        }
        let unsourced = rows.iter().filter(|row| row.iter().next_back().is_none_or(str::is_empty));
        faults.extend(unsourced.map(|row| format!("{name}: {:?} has no source", &row[0])));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_fault_in_a_table_is_told_with_its_line_and_a_hint() {
    let head = "person,country,office,first,last,source\n";
    for (file, text, line, message) in [
        ("world/tenures.csv", format!("{head}nobody,IRQ,president,2001,,own knowledge\n"), 2, "nobody in people.csv"),
        ("world/tenures.csv", "person,office\n".to_owned(), 1, "no column \"country\""),
        ("world/roles.csv", "term,sectors,kind,source\nsoldier,MILL,person,x\n".to_owned(), 2, "\"MILL\" is no sector"),
        ("world/roles.csv", "term,sectors,kind,source\nsoldier,MIL,human,x\n".to_owned(), 2, "\"human\" is no kind"),
        ("world/roles.csv", "term,sectors,kind,source\nsoldier,MIL\n".to_owned(), 2, "2 cells"),
        ("world/modifiers.csv", "word,effect,sectors,source\nlate,gone,,x\n".to_owned(), 2, "\"gone\" is no effect"),
        (
            "world/bodies.csv",
            "id,name,aliases,kind,country,sectors,source\nx,X,,ngo,usa,SOC,x\n".to_owned(),
            2,
            "\"usa\" is no country",
        ),
        (
            "world/places.csv",
            "name,aliases,kind,country,admin1,lat,lon,population,geonameid,source\nX,,city,USA,,91,0,,,x\n".to_owned(),
            2,
            "no point",
        ),
    ] {
        let problems = World::read(&[(file, &text)]).unwrap_err();
        assert!(problems.iter().any(|problem| problem.line == line && problem.message.contains(message)), "{text}: {problems:?}");
    }
}

#[test]
fn the_same_tables_give_the_same_world() {
    let (one, two) = (shared::world(), shared::world());
    assert!(one.entries().eq(two.entries()));
    for name in ["Georgia", "Paris", "Gaza", "Washington"] {
        assert_eq!(one.longest(&[name]), two.longest(&[name]));
    }
}

//! How much of the world's government is known: on four days, for every member of the United Nations.

mod shared;

use chancery_base::{Country, Day};

/// The members of the United Nations in 2025.
const MEMBERS: &str = "AFG ALB DZA AND AGO ATG ARG ARM AUS AUT AZE BHS BHR BGD BRB BLR BEL BLZ BEN BTN BOL BIH BWA BRA BRN BGR BFA BDI CPV
KHM CMR CAN CAF TCD CHL CHN COL COM COG COD CRI CIV HRV CUB CYP CZE DNK DJI DMA DOM ECU EGY SLV GNQ ERI EST SWZ ETH FJI FIN FRA GAB GMB GEO
DEU GHA GRC GRD GTM GIN GNB GUY HTI HND HUN ISL IND IDN IRN IRQ IRL ISR ITA JAM JPN JOR KAZ KEN KIR PRK KOR KWT KGZ LAO LVA LBN LSO LBR LBY
LIE LTU LUX MDG MWI MYS MDV MLI MLT MHL MRT MUS MEX FSM MDA MCO MNG MNE MAR MOZ MMR NAM NRU NPL NLD NZL NIC NER NGA MKD NOR OMN PAK PLW PAN
PNG PRY PER PHL POL PRT QAT ROU RUS RWA KNA LCA VCT WSM SMR STP SAU SEN SRB SYC SLE SGP SVK SVN SLB SOM ZAF SSD ESP LKA SDN SUR SWE CHE SYR
TJK TZA THA TLS TGO TON TTO TUN TUR TKM TUV UGA UKR ARE GBR USA URY UZB VUT VEN VNM YEM ZMB ZWE";

/// States that came to be after a day are not asked for before it.
const YOUNGER: [(&str, &str); 3] = [("MNE", "2006-06-03"), ("SSD", "2011-07-09"), ("TLS", "2002-05-20")];

#[test]
fn heads_of_state_and_government_and_foreign_ministers_are_known() {
    let world = shared::world();
    let members: Vec<&str> = MEMBERS.split_whitespace().collect();
    assert_eq!(members.len(), 193);
    let mut short = Vec::new();
    for written in ["1995-01-01", "2005-01-01", "2015-01-01", "2025-01-01"] {
        let day: Day = written.parse().unwrap();
        let existing: Vec<Country> = members
            .iter()
            .filter(|code| !YOUNGER.iter().any(|(young, since)| young == *code && *since > written))
            .map(|code| code.parse().unwrap())
            .collect();
        let holds = |country: &Country, offices: &[&str]| {
            offices.iter().any(|office| !world.holders(*country, office, Some(day)).is_empty())
        };
        // Where a president governs, there is no prime minister to be known.
        for (what, offices, share) in [
            ("head of state", &["president", "monarch", "head-of-state"][..], 0.95),
            ("head of government", &["prime-minister", "president", "monarch", "head-of-state"], 0.90),
            ("foreign minister", &["foreign-minister"], 0.85),
        ] {
            let missing: Vec<String> =
                existing.iter().filter(|country| !holds(country, offices)).map(ToString::to_string).collect();
            let known = 1.0 - missing.len() as f64 / existing.len() as f64;
            if known < share {
                short.push(format!("{what} on {written}: {known:.3}; missing {}", missing.join(" ")));
            }
        }
    }
    assert!(short.is_empty(), "{}", short.join("\n"));
}

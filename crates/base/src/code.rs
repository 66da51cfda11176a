//! Codes of countries and sectors as PLOVER 0.8 has them.

use std::fmt;
use std::str::FromStr;

/// Why a string is no code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadCode(pub String);

impl fmt::Display for BadCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not a code", self.0)
    }
}

impl std::error::Error for BadCode {}

/// ISO 3166-1 alpha-3 code of a state, or PLOVER's code of an entity above states (UNO, EUR, IGO, NGO, ISM, IMG, MNC).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 3]);

impl Country {
    /// The three capital letters.
    pub fn as_str(&self) -> &str {
        // The bytes are ASCII capitals by construction.
        std::str::from_utf8(&self.0).unwrap_or("")
    }

    /// Whether the code stands for something above or beside states.
    pub fn is_supranational(&self) -> bool {
        matches!(&self.0, b"UNO" | b"EUR" | b"IGO" | b"NGO" | b"ISM" | b"IMG" | b"MNC")
    }
}

impl FromStr for Country {
    type Err = BadCode;

    fn from_str(code: &str) -> Result<Self, BadCode> {
        match code.as_bytes() {
            &[a, b, c] if [a, b, c].iter().all(u8::is_ascii_uppercase) => Ok(Country([a, b, c])),
            _ => Err(BadCode(code.to_owned())),
        }
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What part of society an actor belongs to (PLOVER 0.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sector {
    /// Police.
    Cop,
    /// Executive and its agencies.
    Gov,
    /// Courts.
    Jud,
    /// Parliaments.
    Leg,
    /// State military.
    Mil,
    /// Pro-government paramilitaries.
    Prm,
    /// Political parties.
    Pty,
    /// Armed opposition.
    Reb,
    /// Intelligence.
    Spy,
    /// Unidentified armed.
    Uaf,
    /// Unidentified.
    Unk,
    /// Peasants.
    Agr,
    /// Business.
    Bus,
    /// Criminals.
    Crm,
    /// Civilians, protesters.
    Cvl,
    /// Education.
    Edu,
    /// Former officials and their families.
    Eli,
    /// Press.
    Jrn,
    /// Organised labour.
    Lab,
    /// Health.
    Med,
    /// Refugees.
    Ref,
    /// Political opposition, usually a second code.
    Opp,
    /// Partially recognised authorities.
    Pre,
    /// Religious.
    Rel,
    /// Civil society.
    Soc,
}

const SECTORS: [(Sector, &str); 25] = [
    (Sector::Cop, "COP"),
    (Sector::Gov, "GOV"),
    (Sector::Jud, "JUD"),
    (Sector::Leg, "LEG"),
    (Sector::Mil, "MIL"),
    (Sector::Prm, "PRM"),
    (Sector::Pty, "PTY"),
    (Sector::Reb, "REB"),
    (Sector::Spy, "SPY"),
    (Sector::Uaf, "UAF"),
    (Sector::Unk, "UNK"),
    (Sector::Agr, "AGR"),
    (Sector::Bus, "BUS"),
    (Sector::Crm, "CRM"),
    (Sector::Cvl, "CVL"),
    (Sector::Edu, "EDU"),
    (Sector::Eli, "ELI"),
    (Sector::Jrn, "JRN"),
    (Sector::Lab, "LAB"),
    (Sector::Med, "MED"),
    (Sector::Ref, "REF"),
    (Sector::Opp, "OPP"),
    (Sector::Pre, "PRE"),
    (Sector::Rel, "REL"),
    (Sector::Soc, "SOC"),
];

impl Sector {
    /// The three capital letters.
    pub fn as_str(self) -> &'static str {
        SECTORS[self as usize].1
    }
}

impl FromStr for Sector {
    type Err = BadCode;

    fn from_str(code: &str) -> Result<Self, BadCode> {
        SECTORS.iter().find(|(_, name)| *name == code).map(|(sector, _)| *sector).ok_or_else(|| BadCode(code.to_owned()))
    }
}

impl fmt::Display for Sector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sector_is_read_back_from_its_code() {
        for (sector, code) in SECTORS {
            assert_eq!(code.parse(), Ok(sector));
            assert_eq!(sector.as_str(), code);
        }
        assert!("XYZ".parse::<Sector>().is_err());
    }

    #[test]
    fn a_country_is_three_capitals() {
        assert_eq!("IRQ".parse::<Country>().unwrap().to_string(), "IRQ");
        for bad in ["", "irq", "IR", "IRQQ", "ÉÉ"] {
            assert!(bad.parse::<Country>().is_err(), "{bad}");
        }
    }
}

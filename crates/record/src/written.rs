//! How codes, days and ranges are written in a record: as the strings of the contract, and refused when they are none.

use std::fmt::Display;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serializer, de::Error};

fn parse<T: FromStr, E: Error>(text: &str) -> Result<T, E>
where
    T::Err: Display,
{
    text.parse().map_err(|error| E::custom(format!("{text:?}: {error}")))
}

/// One code or day, or `null`.
pub(crate) mod maybe {
    use super::*;

    pub(crate) fn serialize<T: Display, S: Serializer>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => serializer.collect_str(value),
            None => serializer.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, T: FromStr, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error>
    where
        T::Err: Display,
    {
        Option::<String>::deserialize(deserializer)?.map(|text| parse(&text)).transpose()
    }
}

/// A list of codes.
pub(crate) mod list {
    use super::*;

    pub(crate) fn serialize<T: Display, S: Serializer>(values: &[T], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(values.iter().map(ToString::to_string))
    }

    pub(crate) fn deserialize<'de, T: FromStr, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error>
    where
        T::Err: Display,
    {
        Vec::<String>::deserialize(deserializer)?.iter().map(|text| parse(text)).collect()
    }
}

/// The first and the last day as a pair, or `null`.
pub(crate) mod days {
    use chancery_base::{Day, DayRange};

    use super::*;

    pub(crate) fn serialize<S: Serializer>(range: &Option<DayRange>, serializer: S) -> Result<S::Ok, S::Error> {
        match range {
            Some(range) => serializer.collect_seq([range.first.to_string(), range.last.to_string()]),
            None => serializer.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DayRange>, D::Error> {
        let Some([first, last]) = Option::<[String; 2]>::deserialize(deserializer)? else { return Ok(None) };
        let (first, last): (Day, Day) = (parse(&first)?, parse(&last)?);
        if first > last {
            return Err(D::Error::custom(format!("the last day {last} comes before the first {first}")));
        }
        Ok(Some(DayRange { first, last }))
    }
}

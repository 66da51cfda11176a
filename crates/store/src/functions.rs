//! Functions that SQL can call: does a list of parties hold one with this country and this sector?

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;

use crate::Result;

/// Registers `has_party(list, 'IRN/GOV')`.
pub(crate) fn register(db: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    db.create_scalar_function("has_party", 2, flags, |context| {
        let (list, wanted) = (context.get_raw(0).as_str()?, context.get_raw(1).as_str()?);
        Ok(has_party(list, wanted))
    })?;
    Ok(())
}

/// Whether a list like `;IRN/GOV;USA/MIL/GOV;` holds a party with all the codes of `wanted`; `/GOV` is any country's government.
pub(crate) fn has_party(list: &str, wanted: &str) -> bool {
    let mut codes = wanted.split('/');
    let country = codes.next().unwrap_or("");
    let sectors: Vec<&str> = codes.collect();
    list.split(';').filter(|party| !party.is_empty()).any(|party| {
        let mut own = party.split('/');
        let same = own.next() == Some(country) || country.is_empty();
        let own: Vec<&str> = own.collect();
        same && sectors.iter().all(|sector| own.contains(sector))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_party_has_all_its_codes_itself() {
        let list = ";IRN/GOV;USA/MIL/GOV;/CVL;";
        for (wanted, holds) in [
            ("IRN", true),
            ("IRN/GOV", true),
            ("IRN/MIL", false),
            ("USA/GOV/MIL", true),
            ("/CVL", true),
            ("IRQ", false),
            ("/JUD", false),
        ] {
            assert_eq!(has_party(list, wanted), holds, "{wanted}");
        }
        assert!(!has_party(";", "IRN") && !has_party("", ""));
    }
}

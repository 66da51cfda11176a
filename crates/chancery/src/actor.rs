//! The answer to "who is this?": what `chancery actor` writes.

use chancery_base::{Country, Sector};
use chancery_coder::Referent;

/// Who a phrase stands for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ActorAnswer {
    /// Its country.
    pub country: Option<Country>,
    /// Its sectors, the main one first.
    pub sectors: Vec<Sector>,
    /// Its name, where it has one.
    pub name: Option<String>,
    /// The office it holds, by id.
    pub office: Option<String>,
    /// What decided.
    pub why: String,
}

pub(crate) fn answer(referent: Option<Referent>) -> ActorAnswer {
    let Some(referent) = referent else { return ActorAnswer::default() };
    ActorAnswer {
        country: referent.country,
        sectors: referent.sectors,
        name: referent.name,
        office: referent.office,
        why: referent.why,
    }
}

//! An actor: a state or body by its code, or somebody of the world: offices with days, what it does, what it says, what is said of it.

use axum::extract::{Path, State};
use axum::response::Response;
use chancery::Country;
use chancery_store::{By, Filter};
use maud::html;

use super::{layout, parts};
use crate::asking::Asking;
use crate::{Problem, Shared};

/// Events of each kind.
const LISTED: usize = 8;

/// `/actors/{id}`: a code as IRQ, or an id of the world as `person:abbas-araghchi`.
pub(crate) async fn page(State(room): State<Shared>, Path(id): Path<String>) -> Result<Response, Problem> {
    let world = room.chancery.world();
    let country = id.strip_prefix("state:").unwrap_or(&id).parse::<Country>().ok();
    let entry = country.map_or_else(|| room.entry(&id), |country| world.state(country));
    if country.is_none() && entry.is_none() {
        return Err(Problem::not_found(format!("nobody is known as {id}; give a code as IRQ, or search for a name")));
    }
    let entry = entry.map(|at| (at, world.entry(at)));
    let name = entry.map_or_else(|| id.clone(), |(_, entry)| entry.name.to_owned());
    let asking = |actor: bool, recipient: bool, said: bool| match country {
        Some(country) => Asking {
            actor: actor.then(|| country.to_string()),
            recipient: recipient.then(|| country.to_string()),
            said_by: said.then(|| country.to_string()),
            ..Asking::default()
        },
        // Events are found by codes; somebody without one, by the words of the sentence.
        None => Asking { text: Some(name.clone()), ..Asking::default() },
    };
    let mut lists = Vec::new();
    let wanted: &[(&str, [bool; 3])] = match country {
        Some(_) => &[
            ("What it does", [true, false, false]),
            ("What is done to it", [false, true, false]),
            ("What it says", [false, false, true]),
        ],
        None => &[("Sentences that name it", [false; 3])],
    };
    for (words, [actor, recipient, said]) in wanted {
        let asking = asking(*actor, *recipient, *said);
        let filter = asking.filter()?;
        let n_events = room.shelf.count(&filter).await?;
        lists.push((*words, asking, n_events, room.shelf.find(Filter { limit: Some(LISTED), ..filter }).await?));
    }
    let mut partners = match country {
        Some(country) => room
            .shelf
            .groups(&Filter { actors: vec![country.to_string()], ..Filter::default() }, &[By::Recipient])
            .await?
            .to_vec(),
        None => Vec::new(),
    };
    partners
        .retain(|group| group.values[0].len() == 3 && Some(group.values[0].as_str()) != country.as_ref().map(Country::as_str));
    partners.sort_by_key(|group| std::cmp::Reverse(group.n_events));
    let offices = entry.map(|(at, _)| world.offices_on(at, None)).unwrap_or_default();
    Ok(layout::page(
        &name,
        "",
        html! {
            h1 { (name) }
            p.lead { code { (id) } @if let Some((_, entry)) = entry {
                @if let Some(home) = entry.country.filter(|home| Some(*home) != country) { " · " a href={ "/actors/" (home) } { (room.country_name(home.as_str())) } }
                @if !entry.sectors.is_empty() { " · " (entry.sectors.iter().map(|sector| sector.as_str()).collect::<Vec<_>>().join(" ")) }
            } }
            @if !offices.is_empty() { section aria-labelledby="offices" {
                h2 id="offices" { "Offices" }
                table { caption.hidden { "Offices with their days" }
                    thead { tr { th scope="col" { "Office" } th scope="col" { "Country" } th scope="col" { "From" } th scope="col" { "To" } } }
                    tbody { @for office in &offices { tr {
                        th scope="row" { (world.office_name(office.office)) }
                        td { (office.country.map(|country| country.to_string()).unwrap_or_default()) }
                        td { (office.first.map_or("not known".to_owned(), |day| day.to_string())) }
                        td { (office.last.map_or("as far as known".to_owned(), |day| day.to_string())) }
                    } } } }
            } }
            @if !partners.is_empty() { section aria-labelledby="towards" {
                h2 id="towards" { "Towards whom" }
                ul.pairs { @for group in partners.iter().take(16) { li {
                    a href={ "/dyads/" (country.map(|country| country.to_string()).unwrap_or_default()) "/" (group.values[0]) } { (room.country_name(&group.values[0])) } " " span.quiet { (group.n_events) }
                } } }
            } }
            @for (words, asking, n_events, found) in &lists { section {
                h2 { (words) " " span.quiet { (n_events) } }
                @if found.is_empty() { p.quiet { "Nothing is told." } }
                (parts::events(found))
                @if *n_events > found.len() as i64 { p { a href={ "/events" (asking.query()) } { "All " (n_events) } } }
            } }
            @if let Some((_, asking, ..)) = lists.first() { (parts::downloads(asking)) }
        },
    ))
}

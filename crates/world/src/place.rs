//! Chooses among places of one name: what stands beside it ("Paris, Texas"), the states and regions that the text names, what lies near,
//! the place's rank and its size.

use chancery_base::Country;

use crate::entry::{Entry, EntryKind};

/// A place that a name may mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlaceSense<'w> {
    /// Its name in the gazetteer.
    pub name: &'w str,
    /// State, capital, region, city or other place.
    pub kind: EntryKind,
    /// Country it lies in.
    pub country: Option<Country>,
    /// First-level region it lies in; empty where unknown.
    pub admin1: &'w str,
    /// Latitude and longitude in degrees.
    pub point: Option<(f64, f64)>,
    /// Inhabitants; 0 where unknown.
    pub population: u64,
    /// Id in GeoNames.
    pub geonameid: Option<u64>,
    /// Whether it is a second-level region.
    pub is_county: bool,
}

impl<'w> PlaceSense<'w> {
    /// An entry of the world as a place.
    pub(crate) fn of(entry: Entry<'w>) -> PlaceSense<'w> {
        PlaceSense {
            name: entry.name,
            kind: entry.kind,
            country: entry.country,
            admin1: entry.admin1,
            point: entry.point,
            population: entry.population,
            geonameid: entry.geonameid,
            is_county: false,
        }
    }

    /// What its point is the middle of: "country", "region", "county", "city", "place".
    pub fn precision(&self) -> &'static str {
        match self.kind {
            EntryKind::State => "country",
            EntryKind::Region if self.is_county => "county",
            EntryKind::Region => "region",
            EntryKind::City | EntryKind::Capital => "city",
            _ => "place",
        }
    }

    /// The first-level region that it lies in or is.
    pub fn region(&self) -> &'w str {
        if self.admin1.is_empty() && self.kind == EntryKind::Region { self.name } else { self.admin1 }
    }

    /// Whether this place lies in the other: a state, or a region of the same state.
    fn lies_in(&self, container: &PlaceSense<'_>) -> bool {
        match container.kind {
            EntryKind::State => self.country == container.country && self.kind != EntryKind::State,
            EntryKind::Region => self.country == container.country && !container.is_county && self.admin1 == container.region(),
            _ => false,
        }
    }
}

/// What a text tells about where it happens.
#[derive(Clone, Debug, Default)]
pub struct PlaceContext<'w> {
    /// States that it names, by any name or nationality.
    pub countries: Vec<Country>,
    /// Share of its places that lie in each state, as far as they are certain.
    pub shares: Vec<(Country, f64)>,
    /// Regions that it names, or that its places lie in: state and name.
    pub regions: Vec<(Country, &'w str)>,
    /// Points of places that are certain, with the names they are called by.
    pub points: Vec<(&'w str, (f64, f64))>,
}

/// Weights of the evidence, in powers of ten of inhabitants; chosen on the development texts.
mod weight {
    /// The name of the place's state or region stands behind it.
    pub(super) const CONTAINED: f64 = 5.0;
    /// Another state or region stands behind it.
    pub(super) const OUTSIDE: f64 = -4.0;
    /// The text names its state.
    pub(super) const COUNTRY: f64 = 2.3;
    /// All certain places of the text lie in its state.
    pub(super) const SHARE: f64 = 2.0;
    /// The text names its region.
    pub(super) const REGION: f64 = 2.5;
    /// A place that is certain lies at no distance; less with distance.
    pub(super) const NEAR: f64 = 2.5;
    /// Kilometres in which nearness falls to a third.
    pub(super) const REACH: f64 = 150.0;
}

/// How likely a name means the place, all else equal.
fn prior(sense: &PlaceSense<'_>) -> f64 {
    match sense.kind {
        EntryKind::State => 8.8,
        EntryKind::Capital => 2.0 + (sense.population.max(300_000) as f64).log10(),
        EntryKind::Region if sense.is_county => 4.0,
        EntryKind::Region => 6.6,
        EntryKind::City => (sense.population as f64 + 10.0).log10(),
        _ => 7.0,
    }
}

/// How well a sense fits: its prior and the evidence of the text. `containers` are what the place behind the name may mean.
pub fn fit(sense: &PlaceSense<'_>, containers: &[PlaceSense<'_>], context: &PlaceContext<'_>) -> f64 {
    let mut score = prior(sense);
    let outer = containers.iter().filter(|other| matches!(other.kind, EntryKind::State | EntryKind::Region) && !other.is_county);
    let mut outer = outer.peekable();
    if outer.peek().is_some() {
        score += if outer.any(|other| sense.lies_in(other)) { weight::CONTAINED } else { weight::OUTSIDE };
    }
    if let Some(country) = sense.country {
        if context.countries.contains(&country) {
            score += weight::COUNTRY;
        }
        let share = context.shares.iter().find(|(other, _)| *other == country).map_or(0.0, |(_, share)| *share);
        score += weight::SHARE * share;
        if !sense.admin1.is_empty() && context.regions.contains(&(country, sense.admin1)) {
            score += weight::REGION;
        }
    }
    if let Some(point) = sense.point.filter(|_| sense.kind != EntryKind::State) {
        let others = context.points.iter().filter(|(name, _)| *name != sense.name);
        let near = others.map(|(_, other)| kilometres(point, *other)).fold(f64::INFINITY, f64::min);
        score += weight::NEAR * (-near / weight::REACH).exp();
    }
    score
}

/// Distance over the globe (haversine; radius 6,371 km).
pub fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let half = |x: f64| (x.to_radians() / 2.0).sin().powi(2);
    let chord = half(b.0 - a.0) + a.0.to_radians().cos() * b.0.to_radians().cos() * half(b.1 - a.1);
    2.0 * 6371.0 * chord.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(
        name: &'static str,
        kind: EntryKind,
        country: &str,
        admin1: &'static str,
        point: (f64, f64),
        population: u64,
    ) -> PlaceSense<'static> {
        let country = Some(country.parse().unwrap());
        PlaceSense { name, kind, country, admin1, point: Some(point), population, geonameid: None, is_county: false }
    }

    #[test]
    fn the_text_decides_between_places_of_one_name() {
        let big = place("Paris", EntryKind::Capital, "FRA", "", (48.85, 2.35), 2_138_551);
        let small = place("Paris", EntryKind::City, "USA", "Texas", (33.66, -95.56), 24_699);
        let texas = place("Texas", EntryKind::Region, "USA", "", (31.25, -99.25), 0);
        let usa = "USA".parse().unwrap();
        let prefers = |containers: &[PlaceSense<'_>], context: &PlaceContext<'_>| {
            fit(&small, containers, context) > fit(&big, containers, context)
        };
        assert!(!prefers(&[], &PlaceContext::default()));
        let named = PlaceContext { countries: vec![usa], ..PlaceContext::default() };
        assert!(!prefers(&[], &named), "the text names the United States");
        assert!(prefers(&[texas], &PlaceContext::default()), "Paris, Texas");
        let texan =
            PlaceContext { countries: vec![usa], regions: vec![(usa, "Texas")], points: vec![("Reno", (33.7, -95.5))], ..named };
        assert!(prefers(&[], &texan), "a Texan text");
    }

    #[test]
    fn distances_are_those_of_the_globe() {
        assert!((kilometres((0.0, 0.0), (0.0, 180.0)) - 20_015.0).abs() < 1.0);
        assert!((kilometres((51.5, -0.13), (48.86, 2.35)) - 343.0).abs() < 5.0);
    }
}

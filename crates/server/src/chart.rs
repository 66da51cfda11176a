//! Charts as SVG, drawn here: bars stacked by month, a line of scores, sparklines. Every mark has its words.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, PreEscaped, html};

/// The address behind the bar of a month and a series.
pub(crate) type Link<'a> = Box<dyn Fn(&str, &str) -> String + Send + Sync + 'a>;

/// One stacked chart: for each month and series a number.
pub(crate) struct Stacked<'a> {
    /// What it shows, for people who do not see it.
    pub(crate) title: &'a str,
    /// Series: name as in the data, words, class.
    pub(crate) series: Vec<(String, String, String)>,
    /// Numbers by month and series.
    pub(crate) cells: BTreeMap<(String, String), i64>,
    /// Where a bar leads.
    pub(crate) link: Link<'a>,
}

/// Colours for charts that stand alone; in pages the style sheet decides.
pub(crate) const COLOURS: [&str; 8] = ["#2f6f62", "#7fb3a3", "#d9a441", "#a5432f", "#5b6f9b", "#8c6d9c", "#6b6b6b", "#b98b73"];
const WIDTH: f64 = 900.0;
const HEIGHT: f64 = 240.0;
const LEFT: f64 = 44.0;
const BOTTOM: f64 = 26.0;
const TOP: f64 = 10.0;

/// Every month from the first to the last, at most the latest 120.
pub(crate) fn months<'a>(known: impl Iterator<Item = &'a str>) -> Vec<String> {
    let known: BTreeSet<i32> = known.filter_map(number).collect();
    let (Some(first), Some(last)) = (known.first(), known.last()) else { return Vec::new() };
    // A lone year of long ago would press all else together.
    let first = (*first).max(last - 119);
    (first..=*last).map(|at| format!("{:04}-{:02}", at / 12, at % 12 + 1)).collect()
}

fn number(month: &str) -> Option<i32> {
    let (year, month) = month.split_once('-')?;
    Some(year.parse::<i32>().ok()? * 12 + month.parse::<i32>().ok()? - 1)
}

/// A number for the top of the axis: round, not below `most`, and in four whole parts where it is 4 or more.
fn round_up(most: f64) -> f64 {
    let step = 10f64.powf(most.max(1.0).log10().floor());
    let mut rounds = [1.0, 1.2, 1.6, 2.0, 2.4, 3.2, 4.0, 6.0, 8.0, 10.0].iter().map(|times| times * step);
    rounds.find(|round| *round >= most && (*round < 4.0 || round % 4.0 == 0.0)).unwrap_or((most / 4.0).ceil() * 4.0)
}

impl Stacked<'_> {
    fn months(&self) -> Vec<String> {
        months(self.cells.keys().map(|(month, _)| month.as_str()))
    }

    fn of(&self, month: &str, series: &str) -> i64 {
        self.cells.get(&(month.to_owned(), series.to_owned())).copied().unwrap_or(0)
    }

    /// The drawing alone.
    pub(crate) fn svg(&self) -> Markup {
        let months = self.months();
        let total = |month: &String| self.series.iter().map(|(name, ..)| self.of(month, name)).sum::<i64>() as f64;
        let most = round_up(months.iter().map(total).fold(1.0, f64::max));
        let (inner, tall) = (WIDTH - LEFT - 4.0, HEIGHT - BOTTOM - TOP);
        let step = inner / months.len().max(6) as f64;
        let bar = (step * 0.8).min(56.0);
        let y = |n: f64| TOP + tall * (1.0 - n / most);
        html! {
            svg xmlns="http://www.w3.org/2000/svg" viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) role="group" aria-label=(self.title) class="chart" font-family="system-ui, sans-serif" font-size="12" {
                @for part in 0..=4 {
                    @let n = most * f64::from(part) / 4.0;
                    @if most >= 4.0 || part % 4 == 0 {
                        line class="grid" x1=(LEFT) x2=(WIDTH) y1=(px(y(n))) y2=(px(y(n))) stroke="#8884" {}
                        text class="tick" x=(LEFT - 8.0) y=(px(y(n) + 4.0)) text-anchor="end" fill="#777" { (short(n)) }
                    }
                }
                @for (at, month) in months.iter().enumerate() {
                    @let x = LEFT + step * at as f64;
                    @let mut below = 0.0;
                    @for (order, (name, words, class)) in self.series.iter().enumerate() {
                        @let n = self.of(month, name) as f64;
                        @if n > 0.0 {
                            a href=((self.link)(month, name)) aria-label=(format!("{words}, {month}: {n}")) {
                                rect class=(class) fill=(COLOURS[order % COLOURS.len()]) x=(px(x + (step - bar) / 2.0)) width=(px(bar)) y=(px(y(below + n))) height=(px(tall * n / most)) {
                                    title { (words) ", " (month) ": " (n) }
                                }
                            }
                            (rise(&mut below, n))
                        }
                    }
                    @if at % (months.len() / 10 + 1) == 0 {
                        text class="tick" x=(px(x + step / 2.0)) y=(HEIGHT - 8.0) text-anchor="middle" fill="#777" { (month) }
                    }
                }
            }
        }
    }

    /// The drawing with its key, its numbers as a table and its download.
    pub(crate) fn figure(&self, download: &str) -> Markup {
        let months = self.months();
        if months.is_empty() {
            return html! { p.quiet { "Nothing is dated here, so that there is no chart." } };
        }
        html! {
            figure {
                div.scroll { (self.svg()) }
                figcaption {
                    ul.key { @for (at, (_, words, class)) in self.series.iter().enumerate() {
                        li { svg.swatch viewBox="0 0 10 10" aria-hidden="true" { rect class=(class) fill=(COLOURS[at % COLOURS.len()]) width="10" height="10" {} } (words) }
                    } }
                    a href=(download) download { "SVG" }
                }
                details {
                    summary { "The numbers" }
                    div.scroll tabindex="0" role="region" aria-label="The numbers of the chart" { table {
                        caption { (self.title) }
                        thead { tr { th scope="col" { "Month" } @for (_, words, _) in &self.series { th.n scope="col" { (words) } } } }
                        tbody { @for month in &months { tr {
                            th scope="row" { (month) }
                            @for (name, ..) in &self.series { td.n { (self.of(month, name)) } }
                        } } }
                    } }
                }
            }
        }
    }
}

fn rise(below: &mut f64, n: f64) -> &'static str {
    *below += n;
    ""
}

/// A coordinate: a tenth is enough.
pub(crate) fn px(n: f64) -> String {
    format!("{n:.1}")
}

fn short(n: f64) -> String {
    match n {
        n if n >= 1e6 => format!("{:.1} M", n / 1e6),
        n if n >= 1e4 => format!("{:.0} k", n / 1e3),
        n => format!("{n:.0}"),
    }
}

/// Mean score by month: above the middle cooperation, below it conflict.
pub(crate) fn score(points: &BTreeMap<String, f64>) -> Markup {
    let months = months(points.keys().map(String::as_str));
    let (wide, tall) = (WIDTH - LEFT - 4.0, 120.0);
    let step = wide / months.len().max(6) as f64;
    let y = |score: f64| 10.0 + (tall - 20.0) * (10.0 - score) / 20.0;
    let known: Vec<(f64, f64, &String, f64)> = months
        .iter()
        .enumerate()
        .filter_map(|(at, month)| points.get(month).map(|score| (LEFT + step * (at as f64 + 0.5), y(*score), month, *score)))
        .collect();
    let line: Vec<String> = known.iter().map(|(x, y, ..)| format!("{},{}", px(*x), px(*y))).collect();
    html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox=(format!("0 0 {WIDTH} {tall}")) role="img" aria-label="Mean score by month, from -10 (conflict) to 10 (cooperation)" class="chart" font-family="system-ui, sans-serif" font-size="12" {
            @for score in [10.0, 0.0, -10.0] {
                line class="grid" x1=(LEFT) x2=(WIDTH) y1=(px(y(score))) y2=(px(y(score))) stroke="#8884" {}
                text class="tick" x=(LEFT - 8.0) y=(px(y(score) + 4.0)) text-anchor="end" fill="#777" { (score) }
            }
            polyline class="line" points=(line.join(" ")) fill="none" stroke="#2f6f62" stroke-width="2" {}
            @for (x, y, month, score) in &known {
                circle class="dot" cx=(px(*x)) cy=(px(*y)) r="3" fill="#2f6f62" { title { (month) ": " (format!("{score:.1}")) } }
            }
        }
    }
}

/// A line without axes, for a row of a table.
pub(crate) fn spark(numbers: &[i64]) -> Markup {
    let most = numbers.iter().copied().max().unwrap_or(1).max(1) as f64;
    let step = 100.0 / numbers.len().max(1) as f64;
    html! {
        svg.spark viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true" {
            @for (at, n) in numbers.iter().enumerate() {
                @let tall = 20.0 * *n as f64 / most;
                rect x=(px(step * at as f64)) width=(px((step * 0.8).max(0.5))) y=(px(20.0 - tall)) height=(px(tall)) {}
            }
        }
    }
}

/// Paths that this program drew itself.
pub(crate) fn drawn(path: &str) -> PreEscaped<&str> {
    PreEscaped(path)
}

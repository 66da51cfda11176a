//! Invented news by the thousand, with copies and look-alikes whose truth is known: for tests and for `cargo xtask runs`.
//!
//! All names of people are invented. Nothing is random: a seed gives the same reports on every machine.

/// A generator of numbers (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let number = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        number ^ (number >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.roll() % end as u64) as usize
    }

    /// One of some words.
    pub fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

const TOWNS: &[&str] = &[
    "Mosul", "Basra", "Kirkuk", "Nairobi", "Mombasa", "Khartoum", "Juba", "Lagos", "Abuja", "Kano", "Dhaka", "Sylhet", "Lahore",
    "Quetta", "Kabul", "Herat", "Tbilisi", "Yerevan", "Baku", "Minsk", "Warsaw", "Vilnius", "Riga", "Lima", "Bogota", "Quito",
    "La Paz", "Manila", "Davao", "Hanoi", "Jakarta", "Surabaya", "Tunis", "Tripoli", "Benghazi", "Algiers", "Oran", "Dakar",
    "Bamako", "Accra",
];
const LANDS: &[&str] = &[
    "Iraq",
    "Kenya",
    "Sudan",
    "Nigeria",
    "Bangladesh",
    "Pakistan",
    "Afghanistan",
    "Georgia",
    "Armenia",
    "Belarus",
    "Poland",
    "Latvia",
    "Peru",
    "Colombia",
    "Ecuador",
    "Bolivia",
    "Vietnam",
    "Indonesia",
    "Tunisia",
    "Libya",
    "Algeria",
    "Senegal",
    "Mali",
    "Ghana",
];
const NAMES: &[&str] = &[
    "Adeyo Marbank",
    "Iryna Holtz",
    "Samir Kadoun",
    "Petra Vasilko",
    "Omondi Kware",
    "Lucia Ferradas",
    "Tahir Nuruddin",
    "Mei Santoval",
    "Jonas Brekke",
    "Amara Dissou",
    "Karim Belhadi",
    "Nadia Orlova",
    "Farid Zemmour",
    "Grace Atieno",
    "Rafael Quispe",
    "Anh Tran Bui",
];
const BODIES: &[&str] = &[
    "the Interior Ministry",
    "the Foreign Ministry",
    "the Health Ministry",
    "the army",
    "the national police",
    "the opposition alliance",
    "the election commission",
    "the teachers' union",
    "the Red Cross",
    "the port authority",
    "the central bank",
    "the governor's office",
];
const DAYS: &[&str] = &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const ACTS: &[&str] = &[
    "detained",
    "questioned",
    "released",
    "wounded",
    "expelled",
    "praised",
    "criticised",
    "accused",
    "met",
    "welcomed",
    "sued",
    "warned",
];
const GROUPS: &[&str] = &[
    "demonstrators",
    "students",
    "soldiers",
    "fishermen",
    "miners",
    "smugglers",
    "farmers",
    "nurses",
    "truck drivers",
    "rebels",
    "traders",
];
const MATTERS: &[&str] = &[
    "a border dispute",
    "fuel prices",
    "a new security law",
    "prisoner exchanges",
    "water rights",
    "the delayed election",
    "unpaid wages",
    "a fishing agreement",
    "grain exports",
    "the reopening of a crossing",
    "aid deliveries",
    "a mining licence",
];

/// One sentence of news.
fn sentence(dice: &mut Dice) -> String {
    let (town, land, other) = (dice.of(TOWNS), dice.of(LANDS), dice.of(LANDS));
    let (name, body, day) = (dice.of(NAMES), dice.of(BODIES), dice.of(DAYS));
    let (act, group, matter) = (dice.of(ACTS), dice.of(GROUPS), dice.of(MATTERS));
    let (few, many) = (dice.below(90) + 3, dice.below(9000) + 120);
    match dice.below(18) {
        0 => format!("Officers in {town} {act} {few} {group} on {day} after a march against {matter}."),
        1 => format!("Talks between {land} and {other} on {matter} opened in {town} with {few} delegates at the table."),
        2 => format!("{name}, who speaks for {body}, said that {land} would not give way on {matter}."),
        3 => format!("At least {few} {group} were {act} near {town}, and {many} people left their homes."),
        4 => format!("\"We have waited long enough,\" {name} told a crowd of {many} in {town} on {day}."),
        5 => format!("It was the second time in {few} days that {body} had {act} {group} over {matter}."),
        6 => format!("In {town}, shops stayed shut while {group} blocked the road to the airport."),
        7 => format!("A spokeswoman for {body} confirmed that {few} {group} had been {act} but gave no names."),
        8 => format!("The government of {land} put the damage at {many} million and asked {other} for help."),
        9 => format!("{name} and {} are to meet again in {town} next week to go over {matter}.", dice.of(NAMES)),
        10 => format!("Doctors at the main hospital of {town} treated {few} {group}, some of them with burns."),
        11 => format!("Nobody in {land} had expected {body} to move so quickly on {matter}."),
        12 => format!("Under the plan, {other} would send {few} observers to {town} and {many} tons of flour."),
        13 => format!("Witnesses said that {group} threw stones at {body} before dawn on {day}."),
        14 => format!("The quarrel over {matter} goes back to a treaty that {land} and {other} signed {few} years ago."),
        15 => format!("{body} rejected the figures and accused {name} of stirring up {group} in {town}."),
        16 => format!("For the {group} of {town}, little has changed since {name} came to power in {land}."),
        _ => format!("By evening {many} {group} had gathered outside the offices of {body}, and {name} came out to them."),
    }
}

/// A report in pieces, so that copies can be made of it.
#[derive(Clone)]
pub struct Story {
    /// What stands above it.
    pub headline: String,
    /// Who wrote it, and where it was sent from.
    pub byline: String,
    /// Where it was sent from, by which outlet.
    pub dateline: String,
    /// Its paragraphs, each of some sentences.
    pub paragraphs: Vec<Vec<String>>,
}

fn headline(dice: &mut Dice) -> String {
    format!("{} in {} over {}", dice.of(&["Unrest", "Talks", "Anger", "Relief", "Standoff"]), dice.of(TOWNS), dice.of(MATTERS))
}

impl Story {
    /// A story of its own.
    pub fn new(dice: &mut Dice) -> Story {
        let paragraphs = 4 + dice.below(6);
        Story {
            headline: headline(dice),
            byline: format!("By {}", dice.of(NAMES)),
            dateline: format!("{}, {} May 2024 (AFP) – ", dice.of(TOWNS).to_uppercase(), dice.below(28) + 1),
            paragraphs: (0..paragraphs).map(|_| (0..2 + dice.below(2)).map(|_| sentence(dice)).collect()).collect(),
        }
    }

    /// The same news from another outlet, changed in one of the ways of newsrooms; the name of the way comes with it.
    pub fn copy(&self, dice: &mut Dice) -> (&'static str, Story) {
        let mut copy = self.clone();
        let way = dice.below(8);
        if way > 0 {
            copy.headline = headline(dice);
            copy.byline = format!("By {}", dice.of(NAMES));
        }
        let name = match way {
            0 => "the very same",
            1 => "another headline and byline",
            2 => {
                copy.dateline = format!("{} (Reuters) – ", dice.of(TOWNS).to_uppercase());
                "another dateline"
            }
            3 => {
                let kept = copy.paragraphs.len().div_ceil(2).max(3);
                copy.paragraphs.truncate(kept);
                "a trimmed ending"
            }
            4 => {
                let half = copy.paragraphs.len() / 2;
                copy.paragraphs.rotate_left(half);
                "paragraphs in another order"
            }
            5 => {
                for _ in 0..1 + copy.paragraphs.len() / 4 {
                    let at = dice.below(copy.paragraphs.len());
                    copy.paragraphs[at].push(sentence(dice));
                }
                "inserted sentences"
            }
            6 => {
                copy.paragraphs.insert(0, vec![sentence(dice)]);
                copy.paragraphs.pop();
                "an update: a new first paragraph, the last one gone"
            }
            _ => {
                let at = dice.below(copy.paragraphs.len());
                let old = copy.paragraphs[at].pop().unwrap_or_default();
                copy.paragraphs[at].push(old.replace(" said", " told reporters").replace(" on ", " late on "));
                copy.paragraphs.pop();
                "light editing, a shorter ending"
            }
        };
        (name, copy)
    }

    /// As a page of text.
    pub fn text(&self) -> String {
        let body: Vec<String> = self.paragraphs.iter().map(|paragraph| paragraph.join(" ")).collect();
        format!("{}\n\n{}\n\n{}{}", self.headline, self.byline, self.dateline, body.join("\n\n"))
    }
}

/// A report of the daily kind: the same words each day, other figures or places.
pub fn daily(dice: &mut Dice, kind: usize) -> String {
    let (town, land, day) = (dice.of(TOWNS), dice.of(LANDS), dice.of(DAYS));
    let mut n = |end: usize| dice.below(end) + 1;
    match kind {
        0 => format!(
            "Shares close on {day}\n\nThe main index of the exchange in {town} closed on {day} at {},{}.{} points, {}.{} percent from the day before, in \
             trading that dealers called thin. Of the companies on the list, {} gained and {} lost, while {} stood where they were.\n\n\
             Turnover came to {}.{} million shares. Dealers said that buyers were waiting for the central bank, which sets its rate next \
             week. The currency was traded at {}.{} to the dollar in the afternoon.\n\nBrent crude for delivery next month cost {}.{} dollars \
             a barrel. An ounce of gold cost {},{}.{} dollars, and wheat was quoted at {}.{} dollars a bushel.",
            n(40),
            n(899) + 100,
            n(98),
            n(4),
            n(98),
            n(200),
            n(200),
            n(60),
            n(300),
            n(98),
            n(400),
            n(98),
            n(60) + 50,
            n(98),
            n(3),
            n(899) + 100,
            n(98),
            n(8),
            n(98)
        ),
        1 => format!(
            "Earthquake shakes {land}\n\nAn earthquake of magnitude {}.{} shook {land} on {day}, the country's seismological service said. Its centre \
             lay {} kilometres from {town} at a depth of {} kilometres. There were no reports of damage or of people hurt, and no \
             warning of a flood wave was given.\n\nThe tremor was felt for {} seconds. {land} lies where plates of the earth's crust meet, \
             and tremors are common there. The service counted {} aftershocks, the strongest of them of magnitude {}.{}.",
            n(4) + 3,
            n(9),
            n(240),
            n(180),
            n(90),
            n(60),
            n(3) + 1,
            n(9)
        ),
        2 => format!(
            "Weather for {town}\n\nIn {town} the day begins with fog in the valleys, which the sun will have driven off by noon. Highs will reach {} degrees \
             in town and {} on the coast. A light wind from the {} brings clouds in the evening, and the chance of rain is {} percent. \
             Lows at night will be near {} degrees.\n\nThe outlook for the days after {day}: more sun than clouds, with highs near {} degrees. \
             The sun rises at {}:{} and sets at {}:{}.",
            n(40),
            n(35),
            ["north", "south", "east", "west"][n(4) - 1],
            n(99),
            n(25),
            n(40),
            n(3) + 4,
            n(48) + 10,
            n(3) + 17,
            n(48) + 10
        ),
        _ => format!(
            "Virus figures for {land}\n\nThe Health Ministry of {land} counted {},{} new infections on {day} and {} deaths, it said in its daily report. \
             Of those tested, {}.{} percent were found to have the virus. In hospitals {} people are being treated, {} of them in intensive \
             care.\n\nSince the outbreak began, {},{} people have died. The ministry again asked people to wear masks in shops and buses \
             and to stay at home when they feel ill. In {town}, {} new infections were counted.",
            n(20),
            n(899) + 100,
            n(300),
            n(30),
            n(98),
            n(9000),
            n(900),
            n(90),
            n(899) + 100,
            n(2000)
        ),
    }
}

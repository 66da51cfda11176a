//! Importers: actor and agent dictionaries of PETRARCH and its kin as a user's own world, in TOML.
//!
//! Actor files: a line a name (`_` for blanks), codes in brackets behind it or indented below it, other names of the same actor on lines that
//! begin with `+`. A code is a country and roles of three letters each, dated `100101-121231`, `<100101` or `>121231` (YYMMDD or YYYYMMDD).
//! Agent files: `POLICEMAN {POLICEMEN} [~COP]`.

use std::fmt::Write;

use chancery_base::{Country, Problem, Sector};

/// CAMEO's roles that PLOVER writes otherwise; all others keep their letters.
const ROLES: [(&str, &str); 6] = [("MED", "JRN"), ("HRI", "NGO"), ("INS", "REB"), ("SEP", "REB"), ("RAD", "REB"), ("SET", "CVL")];

/// An actor as it is read.
#[derive(Default)]
struct Actor {
    name: String,
    aliases: Vec<String>,
    codes: Vec<Code>,
}

/// One code with its days, as the dictionary writes them.
struct Code {
    country: Option<Country>,
    sectors: Vec<Sector>,
    first: String,
    last: String,
}

/// An actor dictionary as TOML; lines that cannot be used are told and left out.
pub fn actors(file: &str, text: &str) -> (String, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut toml = head(file);
    let mut actor = Actor::default();
    for (at, line) in text.lines().enumerate() {
        let bare = line.split(['#', ';']).next().unwrap_or("").trim_end();
        if bare.trim().is_empty() || line.starts_with("<!--") {
            continue;
        }
        let (words, codes) = bare.split_once('[').map_or((bare, ""), |(words, rest)| (words, rest));
        if let Some(alias) = words.strip_prefix('+') {
            actor.aliases.push(name(alias));
        } else if !bare.starts_with([' ', '\t', '[']) {
            write_actor(&std::mem::take(&mut actor), &mut toml);
            actor.name = name(words);
        }
        for code in codes.split('[').filter(|_| bare.contains('[')) {
            match read_code(code.split(']').next().unwrap_or("")) {
                Some(code) => actor.codes.push(code),
                None => problems.push(
                    Problem::new(file, at + 1, format!("{:?} is no code with dates", code.trim()))
                        .hint("[LBYGOV 690901-111020], [LBYELI >111020]"),
                ),
            }
        }
    }
    write_actor(&actor, &mut toml);
    (toml, problems)
}

/// An agent dictionary as TOML.
pub fn agents(file: &str, text: &str) -> (String, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut toml = head(file);
    for (at, line) in text.lines().enumerate() {
        let bare = line.split('#').next().unwrap_or("").trim();
        if bare.is_empty() || bare.starts_with(['<', '!']) {
            continue;
        }
        let code = bare.split_once('[').and_then(|(words, rest)| Some((words, rest.split(']').next()?.trim_start_matches('~'))));
        let Some((words, Some(sectors))) = code.map(|(words, code)| (words, sectors(code))) else {
            problems.push(Problem::new(file, at + 1, "no agent with a code").hint("POLICEMAN {POLICEMEN} [~COP]"));
            continue;
        };
        let term = name(words.split('{').next().unwrap_or("")).to_lowercase();
        let codes: Vec<String> = sectors.iter().map(|sector| quoted(sector.as_str())).collect();
        // Writing to a string cannot fail.
        let _ = write!(toml, "\n[[role]]\nterm = {}\nsectors = [{}]\nkind = \"person\"\n", quoted(&term), codes.join(", "));
    }
    (toml, problems)
}

fn head(file: &str) -> String {
    format!("# Made by `chancery world import` from {}.\n", file.replace(['\n', '\r'], " "))
}

/// "MUAMMAR_GADDAFI_" → "Muammar Gaddafi"; the name's capitals are lost in the dictionary.
fn name(written: &str) -> String {
    let words = written.split(['_', ' ', '\t']).filter(|word| !word.is_empty()).map(|word| {
        // Two letters, or none that could be spoken, are an acronym.
        if word.chars().count() <= 2 || !word.contains(['A', 'E', 'I', 'O', 'U', 'Y', '.']) {
            return word.to_owned();
        }
        let mut chars = word.chars();
        chars.next().map_or_else(String::new, |first| first.to_string() + &chars.as_str().to_lowercase())
    });
    words.collect::<Vec<_>>().join(" ")
}

/// "LBYGOV 690901-111020", "LBYELI >111020", "LBY".
fn read_code(written: &str) -> Option<Code> {
    let mut words = written.split_whitespace();
    let (code, dates) = (words.next()?, words.next());
    let own = code.get(..3)?;
    let is_role = sectors(own).is_some_and(|sectors| !sectors.is_empty());
    let country = own.parse::<Country>().ok().filter(|_| !is_role);
    let sectors = sectors(if country.is_some() { code.get(3..)? } else { code })?;
    let (first, last) = match dates {
        None => (String::new(), String::new()),
        Some(dates) => match (dates.strip_prefix('<'), dates.strip_prefix('>')) {
            (Some(end), _) => (String::new(), day(end)?),
            (_, Some(start)) => (day(start)?, String::new()),
            _ => dates.split_once('-').and_then(|(start, end)| Some((day(start)?, day(end)?)))?,
        },
    };
    Some(Code { country, sectors, first, last })
}

/// The sectors of a run of three letters each; roles without a sector in PLOVER fall out.
fn sectors(code: &str) -> Option<Vec<Sector>> {
    if !code.len().is_multiple_of(3) || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let triples = (0..code.len() / 3).map(|at| &code[3 * at..3 * at + 3]);
    let plover = triples.map(|role| ROLES.iter().find(|(cameo, _)| *cameo == role).map_or(role, |(_, plover)| plover));
    Some(plover.filter_map(|role| role.parse().ok()).collect())
}

/// "690901" → "1969-09-01": two digits of a year from 30 on are of the last century.
fn day(written: &str) -> Option<String> {
    let digits = written.trim();
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (year, rest) = match digits.len() {
        6 => digits.split_at(2),
        8 => digits.split_at(4),
        _ => return None,
    };
    let century = match year.parse::<u32>().ok()? {
        _ if year.len() == 4 => "",
        30.. => "19",
        _ => "20",
    };
    Some(format!("{century}{year}-{}-{}", &rest[..2], &rest[2..]))
}

fn write_actor(actor: &Actor, toml: &mut String) {
    if actor.name.is_empty() || actor.codes.is_empty() {
        return;
    }
    let aliases: Vec<String> = actor.aliases.iter().map(|alias| quoted(alias)).collect();
    let country = actor.codes.iter().find_map(|code| code.country).map_or(String::new(), |country| country.to_string());
    let _ = write!(
        toml,
        "\n[[person]]\nname = {}\naliases = [{}]\ncountry = {}\noffices = [\n",
        quoted(&actor.name),
        aliases.join(", "),
        quoted(&country)
    );
    for code in &actor.codes {
        let sectors: Vec<String> = code.sectors.iter().map(ToString::to_string).collect();
        let _ = writeln!(
            toml,
            "    {{ office = {}, first = {}, last = {} }},",
            quoted(&sectors.join(" ")),
            quoted(&code.first),
            quoted(&code.last)
        );
    }
    toml.push_str("]\n");
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actors_keep_their_dated_codes() {
        let text = "# Libya\nMUAMMAR_GADDAFI_ [LBYGOV 690901-111020]\n+COLONEL_GADDAFI_\n\t[LBYELI >111020]\nNEWS_AGENCY_ [MED] ; press\nBAD [x]\n";
        let (toml, problems) = actors("libya.txt", text);
        for part in [
            "name = \"Muammar Gaddafi\"",
            "aliases = [\"Colonel Gaddafi\"]",
            "country = \"LBY\"",
            "{ office = \"GOV\", first = \"1969-09-01\", last = \"2011-10-20\" }",
            "{ office = \"ELI\", first = \"2011-10-20\", last = \"\" }",
            "{ office = \"JRN\", first = \"\", last = \"\" }",
        ] {
            assert!(toml.contains(part), "{part} is not in {toml}");
        }
        assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [6]);
    }

    #[test]
    fn agents_become_roles() {
        let (toml, problems) = agents("agents.txt", "POLICEMAN {POLICEMEN} [~COP]\n!PERSON! = MAN\nNOTHING\n");
        assert!(toml.contains("term = \"policeman\"\nsectors = [\"COP\"]\nkind = \"person\""), "{toml}");
        assert_eq!(problems.len(), 1);
    }
}

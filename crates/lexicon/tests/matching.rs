//! Frames against hand-made trees: voices, relative clauses, control, coordination, light verbs, slots, content, conditions.

use chancery_base::{Sector, Span};
use chancery_lexicon::{AskKind, Kind, Kinds, Lexicon, Match, Matches, Ontology};
use chancery_text::{Analysis, Label, NameTag, Rel, Sentence, Upos, Word, WordIdx};

const TYPES: &str = "[[type]]\nname = \"COERCE\"\nquad = 4\nscore = -7.0\ncameo = \"17\"\nmodes = { arrest = -7.0 }\n\
                     [[type]]\nname = \"REQUEST\"\nquad = 3\nscore = 0.0\ncameo = \"10\"\n\
                     [[type]]\nname = \"CONSULT\"\nquad = 1\nscore = 2.5\ncameo = \"04\"\n";

const ARREST: &str = r#"
type = "COERCE"
modes = ["arrest"]
about = "arrests"
[[frame]]
id = "coerce.arrest.detain"
verbs = ["detain", "take into {custody}", "round up"]
nouns = ["arrest"]
actor = ["subj", "by"]
recipient = ["obj", "of"]
bar = { obj = ["{attention}"] }
[[example]]
text = "The film detained nobody."
"#;

const DEMAND: &str = r#"
type = "REQUEST"
about = "demands"
[[frame]]
id = "request.demand.urge"
verbs = ["urge"]
actor = ["subj"]
recipient = ["obj"]
content = ["content"]
need = { content = ["clause"] }
[[example]]
text = "It was urgent."
"#;

const TALKS: &str = r#"
type = "CONSULT"
about = "talks"
[[frame]]
id = "consult.meet.talks"
verbs = ["hold {talk|meeting}"]
nouns = ["talk"]
actor = ["subj"]
reciprocal = ["with"]
[[example]]
text = "Small talk."
"#;

const GRAMMAR: &str = r#"
[grammar]
agent = ["by"]
of = ["of"]
belonging = ["in"]
place = ["in"]
within = ["in"]
subject_control = []
partitive = ["dozen"]
part = []
"#;

fn lexicon() -> Lexicon {
    let ontology = Ontology::read(("types.toml", TYPES), ("cameo.tsv", "")).unwrap();
    let light = "[light]\nverbs = [\"make\"]\n";
    let files = [
        ("coerce/arrest.toml", ARREST),
        ("consult/talks.toml", TALKS),
        ("request/demand.toml", DEMAND),
        ("shared/grammar.toml", GRAMMAR),
        ("shared/light.toml", light),
    ];
    Lexicon::read(ontology, &files).unwrap()
}

/// A tree from lines "form lemma UPOS head rel [feats]"; heads count from 1, 0 is the root.
fn tree(lines: &str) -> Analysis {
    let rows: Vec<Vec<&str>> =
        lines.lines().map(|line| line.split_whitespace().collect::<Vec<_>>()).filter(|row| !row.is_empty()).collect();
    let (mut text, mut words) = (String::new(), Vec::new());
    for row in &rows {
        let start = text.len();
        text += row[0];
        let head: u32 = row[3].parse().unwrap();
        words.push(Word {
            span: Span::new(start, text.len()),
            continues: false,
            lemma: row[1].into(),
            upos: Upos::parse(row[2]),
            xpos: Label::NONE,
            feats: Label::new(row.get(5).copied().unwrap_or("_")),
            head: head.checked_sub(1).map(WordIdx),
            rel: Rel::parse(row[4]),
            name: NameTag::Outside,
        });
        text.push(' ');
    }
    let sentence = Sentence { span: Span::new(0, text.trim_end().len()), words: 0..words.len() };
    Analysis::new(text, vec![sentence], words)
}

/// Capitalised words are actors, and so are a few nouns.
struct Asked<'a>(&'a Analysis);

impl AskKind for Asked<'_> {
    fn are_same(&self, one: WordIdx, other: WordIdx) -> bool {
        one == other
    }

    fn kinds(&self, word: WordIdx) -> Kinds {
        let form = self.0.form(word);
        match form {
            "demonstrators" | "police" | "troops" => {
                Kinds::default().with(Kind::Group).with(Kind::Actor).with(Kind::Sector(Sector::Cvl))
            }
            _ if form.chars().next().is_some_and(char::is_uppercase) => Kinds::default().with(Kind::State).with(Kind::Actor),
            _ => Kinds::default().with(Kind::Thing),
        }
    }

    fn is_political(&self, word: WordIdx) -> bool {
        self.kinds(word).has(Kind::Actor)
    }
}

fn found(lines: &str) -> (Analysis, Matches) {
    let analysis = tree(lines);
    let matches = lexicon().matches(&analysis, &Asked(&analysis));
    (analysis, matches)
}

/// "actors > recipients" of the only match.
fn roles(lines: &str) -> String {
    let (analysis, matches) = found(lines);
    let words = |one: &Match, actors: bool| {
        let fillers = if actors { &one.actors } else { &one.recipients };
        fillers.iter().map(|filler| analysis.form(filler.word)).collect::<Vec<_>>().join("+")
    };
    let own: Vec<&Match> = matches.fitting.iter().filter(|one| one.inside.is_none()).collect();
    assert_eq!(own.len(), 1, "{matches:?}");
    format!("{} > {}", words(own[0], true), words(own[0], false))
}

#[test]
fn active_and_passive_tell_the_same() {
    assert_eq!(
        roles("police police NOUN 2 nsubj\ndetained detain VERB 0 root\ndemonstrators demonstrator NOUN 2 obj"),
        "police > demonstrators"
    );
    let passive = "demonstrators demonstrator NOUN 3 nsubj:pass\nwere be AUX 3 aux:pass\ndetained detain VERB 0 root\nby by ADP 5 case\npolice police NOUN 3 obl:agent";
    assert_eq!(roles(passive), "police > demonstrators");
}

#[test]
fn a_relative_clause_finds_its_noun() {
    let subject = "police police NOUN 0 root\nwho who PRON 3 nsubj PronType=Rel\ndetained detain VERB 1 acl:relcl\ndemonstrators demonstrator NOUN 3 obj";
    assert_eq!(roles(subject), "police > demonstrators");
    let object = "demonstrators demonstrator NOUN 0 root\nthat that PRON 4 obj PronType=Rel\npolice police NOUN 4 nsubj\ndetained detain VERB 1 acl:relcl";
    assert_eq!(roles(object), "police > demonstrators");
    let reduced = "demonstrators demonstrator NOUN 0 root\ndetained detain VERB 1 acl Tense=Past|VerbForm=Part\nby by ADP 4 case\npolice police NOUN 2 obl:agent";
    assert_eq!(roles(reduced), "police > demonstrators");
}

#[test]
fn control_and_coordination_share_the_subject() {
    let control = "Mali Mali PROPN 2 nsubj\nbegan begin VERB 0 root\nto to PART 4 mark\ndetain detain VERB 2 xcomp VerbForm=Inf\ndemonstrators demonstrator NOUN 4 obj";
    assert_eq!(roles(control), "Mali > demonstrators");
    let coordination = "police police NOUN 2 nsubj\ncame come VERB 0 root\nand and CCONJ 4 cc\ndetained detain VERB 2 conj\ndemonstrators demonstrator NOUN 4 obj";
    assert_eq!(roles(coordination), "police > demonstrators");
    let parties = "Mali Mali PROPN 4 nsubj\nand and CCONJ 3 cc\nNiger Niger PROPN 1 conj\ndetained detain VERB 0 root\ndemonstrators demonstrator NOUN 4 obj";
    assert_eq!(roles(parties), "Mali+Niger > demonstrators");
}

#[test]
fn nouns_take_owners_and_the_subject_of_their_light_verb() {
    let owner = "Mali Mali PROPN 3 nmod:poss\n's 's PART 1 case\narrest arrest NOUN 0 root\nof of ADP 5 case\ndemonstrators demonstrator NOUN 3 nmod";
    assert_eq!(roles(owner), "Mali > demonstrators");
    let light = "Mali Mali PROPN 2 nsubj\nmade make VERB 0 root\narrests arrest NOUN 2 obj\nof of ADP 5 case\ndemonstrators demonstrator NOUN 3 nmod";
    assert_eq!(roles(light), "Mali > demonstrators");
}

#[test]
fn counting_nouns_give_what_they_count() {
    let dozens = "police police NOUN 2 nsubj\ndetained detain VERB 0 root\ndozens dozen NOUN 2 obj\nof of ADP 5 case\ndemonstrators demonstrator NOUN 3 nmod";
    assert_eq!(roles(dozens), "police > demonstrators");
}

#[test]
fn a_noun_in_braces_belongs_to_its_verb() {
    let (analysis, matches) = found(
        "Mali Mali PROPN 2 nsubj\nheld hold VERB 0 root\ntalks talk NOUN 2 obj\nwith with ADP 5 case\nNiger Niger PROPN 3 nmod",
    );
    assert_eq!(matches.fitting.len(), 1, "the noun is no second event");
    let forms: Vec<&str> = matches.fitting[0].actors.iter().map(|filler| analysis.form(filler.word)).collect();
    assert_eq!(forms, ["Mali", "Niger"]);
}

#[test]
fn what_is_urged_is_no_event_of_its_own() {
    let urged = "France France PROPN 2 nsubj\nurged urge VERB 0 root\nMali Mali PROPN 2 obj\nto to PART 5 mark\ndetain detain VERB 2 xcomp VerbForm=Inf\ndemonstrators demonstrator NOUN 5 obj";
    assert_eq!(roles(urged), "France > Mali");
    let (_, matches) = found(urged);
    assert_eq!(matches.fitting.iter().filter(|one| one.inside.is_some()).count(), 1);
}

#[test]
fn a_barred_object_is_a_near_miss_with_its_reason() {
    let (_, matches) = found("Mali Mali PROPN 2 nsubj\ndetained detain VERB 0 root\nattention attention NOUN 2 obj");
    assert!(matches.fitting.is_empty());
    assert!(lexicon().why(&matches.near[0]).contains("must not have {attention} at obj"), "{:?}", matches.near);
}

#[test]
fn faults_of_frame_files_are_all_reported_with_their_line() {
    let ontology = Ontology::read(("types.toml", TYPES), ("cameo.tsv", "")).unwrap();
    let bad = "type = \"COERCE\"\nmodes = [\"dance\"]\nabout = \"x\"\n[[frame]]\nid = \"a.b.c\"\nverbs = [\"hold {talk\"]\n[[frame]]\nid = \"a.b.c\"\nverbs = [\"run\"]\n\
               need = { obj = [\"unicorn\"] }\n[[example]]\ntext = \"x\"\nevents = [{}]\n";
    let unknown = "type = \"COERCE\"\nabout = \"x\"\ncolour = \"red\"\nframe = []\nexample = []\n";
    let problems = Lexicon::read(ontology, &[("coerce/a.toml", bad), ("coerce/b.toml", unknown)]).unwrap_err();
    let text: Vec<String> = problems.iter().map(ToString::to_string).collect();
    for expected in [
        "no near miss",
        "no mode \"dance\"",
        "braces do not match",
        "already",
        "\"unicorn\" is no kind",
        "coerce/b.toml:3: unknown field",
    ] {
        assert!(text.iter().any(|line| line.contains(expected)), "{expected} not in {text:#?}");
    }
}

//! Loads everything once: trained model, text rules, world, lexicon.

use chancery_base::{Day, Span};
use chancery_coder::{Coder, Coding};
use chancery_lexicon::{Cues, Lexicon, Ontology};
use chancery_record::Record;
use chancery_report::{Given, Report};
use chancery_text::{Analyser, Analysis, Model};
use chancery_world::World;

use crate::error::Error;
use crate::{actor, convert};

/// The data files to load, each as name below `data/` and text.
#[derive(Clone, Debug, Default)]
pub struct Files<'a> {
    /// Frame files and shared word lists ("lexicon/…").
    pub lexicon: Vec<(&'a str, &'a str)>,
    /// Tables of the world ("world/…").
    pub world: Vec<(&'a str, &'a str)>,
    /// Lists for tokens and report layout ("text/…").
    pub text: Vec<(&'a str, &'a str)>,
    /// Event types ("ontology/types.toml") and CAMEO codes ("ontology/cameo.tsv").
    pub ontology: Vec<(&'a str, &'a str)>,
}

impl Files<'static> {
    /// The files inside the program.
    pub fn bundled() -> Self {
        Files {
            lexicon: chancery_data::texts("lexicon/"),
            world: chancery_data::texts("world/"),
            text: chancery_data::texts("text/"),
            ontology: chancery_data::texts("ontology/"),
        }
    }
}

/// The whole program as a value: load it once, share it between threads.
pub struct Chancery {
    pub(crate) analyser: Analyser,
    pub(crate) coder: Coder,
    rules: chancery_report::Rules,
}

impl Chancery {
    /// With the data inside the program.
    pub fn bundled() -> Result<Chancery, Error> {
        Chancery::with(&Files::bundled())
    }

    /// With other lexicon, world or text files.
    pub fn with(files: &Files<'_>) -> Result<Chancery, Error> {
        let ontology_file = |name: &str| {
            let found = files.ontology.iter().rev().find(|(file, _)| file.ends_with(name)).copied();
            found.unwrap_or(("ontology", ""))
        };
        // The three large parts are loaded side by side.
        let (analyser, world, lexicon) = std::thread::scope(|scope| {
            let analyser = scope.spawn(|| analyser(&files.text));
            let world = scope.spawn(|| World::read(&files.world));
            let ontology = Ontology::read(ontology_file("types.toml"), ontology_file("cameo.tsv"));
            let lexicon = ontology.and_then(|ontology| Lexicon::read(ontology, &files.lexicon));
            (join(analyser), join(world), lexicon)
        });
        let coder = Coder { world: world?, cues: Cues::read(&files.lexicon)?, lexicon: lexicon? };
        let mut analyser = analyser?;
        analyser.know_verbs(coder.lexicon.verbs());
        Ok(Chancery { analyser, coder, rules: chancery_report::Rules::read(&files.text)? })
    }

    /// How news reports look: what the readers of reports need.
    pub fn rules(&self) -> &chancery_report::Rules {
        &self.rules
    }

    /// The frames.
    pub fn lexicon(&self) -> &Lexicon {
        &self.coder.lexicon
    }

    /// The word lists that show who says something, how real it is, when it was and what it is about.
    pub fn cues(&self) -> &Cues {
        &self.coder.cues
    }

    /// What is known of the world.
    pub fn world(&self) -> &World {
        &self.coder.world
    }

    /// The language core.
    pub fn analyser(&self) -> &Analyser {
        &self.analyser
    }

    /// A text as a report.
    pub fn report_from_text(&self, text: &str, given: Given) -> Report {
        Report::from_text(text, given, &self.rules)
    }

    /// Codes one report.
    pub fn code(&self, report: &Report) -> Record {
        let (analysis, coding) = self.coding(report);
        convert::record(report, &analysis, &coding, &self.coder)
    }

    /// A record that tells which report it is and nothing else: for reports that are passed over.
    pub fn head(&self, report: &Report) -> Record {
        Record::new(convert::head(report, None, &[]))
    }

    /// The analysis and coding behind a record.
    pub(crate) fn coding(&self, report: &Report) -> (Analysis, Coding) {
        let segments: Vec<Span> = report.segments().into_iter().map(|(_, span)| span).collect();
        let analysis = self.analyser.analyse(&report.text, &segments);
        let coding = self.coder.code(report, &analysis);
        (analysis, coding)
    }

    /// Who a phrase stands for on a day.
    pub fn actor(&self, phrase: &str, day: Option<Day>) -> actor::ActorAnswer {
        let analysis = self.analyser.analyse_text(phrase);
        actor::answer(self.coder.actor(&analysis, day))
    }
}

/// The language core with these word lists.
fn analyser(text: &[(&str, &str)]) -> Result<Analyser, Error> {
    let bytes = chancery_data::file("models/english.model").ok_or_else(|| Error::Model("it is not in the bundle".into()))?;
    let model = Model::load(bytes).map_err(|why| Error::Model(why.to_string()))?;
    Ok(Analyser::new(model, chancery_text::Rules::read(text)?))
}

/// What a thread has made; its panic goes on here.
fn join<T>(thread: std::thread::ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

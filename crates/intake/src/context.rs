//! What every reader knows: how the input is named, what the user says of it, and how its reports and refusals are made.

use std::sync::Arc;

use chancery_base::{Day, Notice, NoticeCode};
use chancery_report::{Given, Published, PublishedBasis, Report, Rules, language_of};

use crate::page::Page;
use crate::refusal::Refusal;
use crate::sniff::Kind;
use crate::table::Columns;

/// What the user says about the inputs.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What they are; without it, they are recognised. Compression and archives are always recognised.
    pub from: Option<Kind>,
    /// Day of publication of reports that do not come with one.
    pub date: Option<Day>,
    /// Outlet of reports that do not come with one.
    pub source: Option<String>,
    /// Which columns of tables hold what.
    pub columns: Columns,
    /// Whether the title of pages and of items of feeds is put above their text, so that it is coded as a headline.
    pub headline: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { from: None, date: None, source: None, columns: Columns::default(), headline: true }
    }
}

/// The surroundings of a reader.
#[derive(Clone)]
pub(crate) struct Context<'a> {
    /// How messages name the input.
    pub(crate) name: String,
    /// The file that the report comes from, where it holds only this one.
    pub(crate) file: Option<String>,
    pub(crate) settings: Arc<Settings>,
    pub(crate) rules: &'a Rules,
    /// How many archives and compressed streams are around.
    pub(crate) layer: usize,
}

impl Context<'_> {
    /// A refusal of the whole input.
    pub(crate) fn refuse(&self, what: impl Into<String>, remedy: impl Into<String>) -> Refusal {
        Refusal::new(&self.name, what, remedy)
    }

    /// What the flags say of a report.
    pub(crate) fn given(&self) -> Given {
        let mut given = Given { date: self.settings.date, source: self.settings.source.clone(), ..Given::default() };
        if let Some(file) = &self.file {
            given.extra.insert("file".to_owned(), file.clone().into());
        }
        given
    }

    /// What the flags say holds where the report says nothing.
    pub(crate) fn completed(&self, mut report: Report) -> Report {
        let unsure = report.published.is_none_or(|published| published.basis == PublishedBasis::Text);
        if let Some(day) = self.settings.date.filter(|_| unsure) {
            report.published = Some(Published { day, basis: PublishedBasis::Given, span: None });
        }
        report.source = report.source.or_else(|| self.settings.source.clone());
        report
    }

    /// The report of a page. `given` says what is known from around it.
    pub(crate) fn page(&self, page: Page, mut given: Given, broken: bool) -> Report {
        let Page { metadata, body, stub } = page;
        if let Some(day) = metadata.published {
            (given.date, given.date_basis) = (Some(day), PublishedBasis::Metadata);
        }
        given.source = metadata.outlet.or(given.source);
        given.url = metadata.url.or(given.url);
        given.title = metadata.title.or(given.title);
        for (name, value) in [("author", metadata.author), ("section", metadata.section)] {
            if let Some(value) = value {
                given.extra.insert(name.to_owned(), value.into());
            }
        }
        let mut report = self.titled(given, body, metadata.language.as_deref());
        if let Some(stub) = stub {
            report.notices.push(notice(NoticeCode::Stub, stub.message()));
        }
        if broken {
            report.notices.push(notice(
                NoticeCode::BadEncoding,
                "Some bytes of the page mean no letters in its encoding and were replaced.",
            ));
        }
        report
    }

    /// A report with its title above the text, where that is wanted. The language that a page or feed names is often that of a template:
    /// it counts only where the words do not tell.
    pub(crate) fn titled(&self, mut given: Given, body: String, declared: Option<&str>) -> Report {
        given.language = language_of(&body, self.rules).map(str::to_owned).or_else(|| declared.map(str::to_owned));
        let text = match &given.title {
            Some(title) if self.settings.headline && !body.is_empty() => format!("{title}\n\n{body}"),
            _ => body,
        };
        Report::from_text(text, given, self.rules)
    }
}

fn notice(code: NoticeCode, message: &str) -> Notice {
    Notice { code, message: message.to_owned(), spans: Vec::new() }
}

//! Invented quotes, and an index of them in a folder of its own.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, TimeZone, Utc};
use onrecord_model::{
    ArticleId, ArticleSummary, CodePointSpan, Confidence, DatabaseId, Kind, Manner, Primary, Quote,
    QuoteId, ResolutionRule, Sequence, SpeakerId, SpeakerKind, SpeakerSummary, Why,
};
use onrecord_search::{Facts, Found, Index, Opened, Query, Search, Tail, Writer};
use tempfile::TempDir;
use uuid::Uuid;

pub(crate) const DATABASE: DatabaseId = DatabaseId(Uuid::from_u128(77));

/// An article with its quotes, as the index is fed.
pub(crate) type Put = (ArticleId, Vec<Quote>);

pub(crate) fn article(number: u64) -> ArticleId {
    ArticleId(Uuid::from_u64_pair(0xA, number))
}

pub(crate) fn quote_id(number: u64) -> QuoteId {
    QuoteId(Uuid::from_u64_pair(0x9, number))
}

pub(crate) fn speaker(number: u64) -> SpeakerId {
    SpeakerId(Uuid::from_u64_pair(0x5, number))
}

pub(crate) fn day(day: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2031, 5, day, 9, 30, 0)
        .single()
        .expect("a day in May")
}

/// A direct quote with nothing known but its words.
pub(crate) fn quote(number: u64, text: &str) -> Quote {
    Quote {
        id: quote_id(number),
        article: ArticleSummary {
            id: article(number),
            title: None,
            outlet: None,
            published: None,
            url: None,
            language: None,
        },
        version: 1,
        kind: Kind::Direct,
        text: text.to_owned(),
        source: Vec::new(),
        cue: Vec::new(),
        content: vec![CodePointSpan { start: 0, end: 1 }],
        manner: Manner::default(),
        inside: None,
        mention: None,
        cue_text: None,
        speaker: None,
        filed_under: None,
        statement: None,
        wording: None,
        confidence: Confidence::new(1.0),
        rule: "test".into(),
        why: Why {
            rule: ResolutionRule::FullName,
            confidence: Confidence::new(1.0),
            chain: Vec::new(),
            candidates: Vec::new(),
            reasons: Vec::new(),
        },
        decision: None,
        extractor: "test".into(),
        primary: None,
    }
}

/// Whatever else is known of a quote.
pub(crate) trait With: Sized {
    fn said_by(self, number: u64, name: &str) -> Self;
    fn mentioned(self, mention: &str) -> Self;
    fn titled(self, title: &str) -> Self;
    fn in_outlet(self, outlet: &str) -> Self;
    fn of_kind(self, kind: Kind) -> Self;
    fn in_manner(self, manner: Manner) -> Self;
    fn in_source(self, position: u32) -> Self;
    fn on(self, published: DateTime<Utc>) -> Self;
}

impl With for Quote {
    fn said_by(mut self, number: u64, name: &str) -> Self {
        self.filed_under = Some(speaker(number));
        self.speaker = Some(SpeakerSummary {
            id: speaker(number),
            name: name.to_owned(),
            kind: SpeakerKind::Person,
            wikidata: None,
        });
        self
    }

    fn mentioned(mut self, mention: &str) -> Self {
        self.mention = Some(mention.to_owned());
        self
    }

    fn titled(mut self, title: &str) -> Self {
        self.article.title = Some(title.to_owned());
        self
    }

    fn in_outlet(mut self, outlet: &str) -> Self {
        self.article.outlet = Some(outlet.to_owned());
        self
    }

    fn in_manner(mut self, manner: Manner) -> Self {
        self.manner = manner;
        self
    }

    fn of_kind(mut self, kind: Kind) -> Self {
        self.kind = kind;
        self
    }

    fn in_source(mut self, position: u32) -> Self {
        self.primary = Some(Primary {
            position,
            reference: None,
        });
        self
    }

    fn on(mut self, published: DateTime<Utc>) -> Self {
        self.article.published = Some(published);
        self
    }
}

/// Each quote in an article of its own, numbered as the quote.
pub(crate) fn apart(quotes: impl IntoIterator<Item = Quote>) -> Vec<Put> {
    quotes
        .into_iter()
        .map(|quote| (quote.article.id, vec![quote]))
        .collect()
}

/// An index on disk that goes when this does.
pub(crate) struct Bench {
    pub(crate) writer: Writer,
    pub(crate) index: Index,
    folder: TempDir,
}

impl Bench {
    /// An index that was built from `articles`, at position 1.
    pub(crate) fn of(articles: &[Put]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("index");
        let mut writer = Writer::acquire(&path, DATABASE)
            .expect("the folder can be written")
            .expect("nobody else writes");
        writer.begin_rebuild().expect("a rebuild begins");
        // Each article once, as it was last: that is what a rebuild is given.
        let last: BTreeMap<_, _> = articles.iter().map(|(id, quotes)| (id, quotes)).collect();
        for (article, quotes) in last {
            writer.put(*article, quotes).expect("an article is put");
        }
        writer.finish_rebuild(Sequence(1)).expect("a rebuild ends");
        let index = open(&path);
        Self {
            writer,
            index,
            folder,
        }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("index")
    }

    /// Commits `articles` and brings them into view.
    pub(crate) fn commit(&mut self, articles: &[Put], through: i64) {
        for (article, quotes) in articles {
            self.writer
                .put(*article, quotes)
                .expect("an article is put");
        }
        self.writer
            .commit(Sequence(through))
            .expect("what was put is committed");
        self.index.reload().expect("the index is reloaded");
    }

    pub(crate) fn found(&self, search: &Search) -> Found {
        self.index
            .search(search, &no_facts(), None)
            .expect("a search is answered")
    }

    /// Numbers of the quotes found, in order.
    pub(crate) fn numbers(&self, search: &Search) -> Vec<u64> {
        numbers(&self.found(search))
    }

    /// Ends the writer and lets nothing go but that.
    pub(crate) fn stop(self) -> TempDir {
        self.writer.close().expect("the writer ends");
        self.folder
    }
}

pub(crate) fn open(path: &std::path::Path) -> Index {
    match Index::open(path, DATABASE).expect("the index is opened") {
        Opened::Ready(index) => index,
        Opened::Rebuild(reason) => panic!("the index is not ready: {reason}"),
    }
}

pub(crate) fn tail(after: i64, articles: &[Put], through: i64) -> Tail {
    Tail::build(Sequence(after), articles, Sequence(through)).expect("a tail is built")
}

pub(crate) fn numbers(found: &Found) -> Vec<u64> {
    found
        .hits
        .iter()
        .map(|hit| hit.quote.0.as_u64_pair().1)
        .collect()
}

pub(crate) fn sorted(mut numbers: Vec<u64>) -> Vec<u64> {
    numbers.sort_unstable();
    numbers
}

/// What somebody typed, read.
pub(crate) fn read(query: &str) -> Option<Query> {
    Query::parse(query).expect("a query is read")
}

/// Where `text` holds what somebody typed; what cannot be read marks nothing.
pub(crate) fn highlights(query: &str, text: &str) -> Vec<CodePointSpan> {
    match Query::parse(query) {
        Ok(Some(query)) => query.highlights(text),
        Ok(None) | Err(_) => Vec::new(),
    }
}

/// The first hundred that match what somebody typed.
pub(crate) fn typed(query: &str) -> Search {
    Search {
        query: read(query),
        limit: 100,
        ..Search::default()
    }
}

/// The first hundred of all.
pub(crate) fn all() -> Search {
    Search {
        limit: 100,
        ..Search::default()
    }
}

/// Nobody merged, nothing joined, rated or copied.
pub(crate) fn no_facts() -> Arc<Facts> {
    Arc::default()
}

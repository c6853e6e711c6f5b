//! The index against a search by hand through all quotes.

use std::collections::BTreeMap;

use onrecord_model::{ArticleId, Kind, Quote, QuoteId};
use onrecord_search::{Index, Search, Sort, Tail};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::corpus::{
    Bench, Put, With, article, day, highlights, no_facts, quote, read, speaker, tail,
};

/// Words without inflection or accents, so that what matches is plain to see.
const WORDS: [&str; 6] = ["harbor", "bridge", "tunnel", "canal", "ferry", "pilot"];

#[derive(Debug, Clone)]
enum Wanted {
    Word(usize),
    Phrase(Vec<usize>),
    All(Vec<Wanted>),
    Any(Vec<Wanted>),
    Not(Box<Wanted>),
}

impl Wanted {
    fn typed(&self) -> String {
        let join = |parts: &[Self], between: &str| {
            let parts: Vec<String> = parts.iter().map(Self::typed).collect();
            format!("({})", parts.join(between))
        };
        match self {
            Self::Word(word) => WORDS[*word].to_owned(),
            Self::Phrase(words) => format!("\"{}\"", spelled(words)),
            Self::All(parts) => join(parts, " "),
            Self::Any(parts) => join(parts, " OR "),
            Self::Not(part) => format!("-({})", part.typed()),
        }
    }

    fn matches(&self, quote: &Quote) -> bool {
        let fields = [
            Some(quote.text.as_str()),
            quote.speaker.as_ref().map(|speaker| speaker.name.as_str()),
            quote.mention.as_deref(),
            quote.article.title.as_deref(),
        ];
        let has = |words: &str| {
            let wanted = format!(" {words} ");
            fields
                .iter()
                .flatten()
                .any(|field| format!(" {field} ").contains(&wanted))
        };
        match self {
            Self::Word(word) => has(WORDS[*word]),
            Self::Phrase(words) => has(&spelled(words)),
            Self::All(parts) => parts.iter().all(|part| part.matches(quote)),
            Self::Any(parts) => parts.iter().any(|part| part.matches(quote)),
            Self::Not(part) => !part.matches(quote),
        }
    }
}

fn spelled(words: &[usize]) -> String {
    words
        .iter()
        .map(|word| WORDS[*word])
        .collect::<Vec<_>>()
        .join(" ")
}

fn any_words(
    length: impl Into<proptest::collection::SizeRange>,
) -> impl Strategy<Value = Vec<usize>> {
    vec(0..WORDS.len(), length)
}

fn any_wanted() -> impl Strategy<Value = Wanted> {
    let leaf = prop_oneof![
        3 => (0..WORDS.len()).prop_map(Wanted::Word),
        1 => any_words(1..4).prop_map(Wanted::Phrase),
    ];
    leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 1..4).prop_map(Wanted::All),
            vec(inner.clone(), 1..4).prop_map(Wanted::Any),
            inner.prop_map(|part| Wanted::Not(Box::new(part))),
        ]
    })
}

#[derive(Debug, Clone)]
struct Said {
    words: Vec<usize>,
    speaker: Option<u64>,
    mention: Option<Vec<usize>>,
    kind: usize,
}

#[derive(Debug, Clone)]
struct Reported {
    article: u64,
    title: Option<Vec<usize>>,
    outlet: Option<usize>,
    day: Option<u32>,
    said: Vec<Said>,
}

const OUTLETS: [&str; 2] = ["The Ledger", "Vellmar Post"];

fn any_reported() -> impl Strategy<Value = Reported> {
    let said = (
        any_words(0..7),
        option::of(0..3_u64),
        option::of(any_words(1..3)),
        0..3_usize,
    )
        .prop_map(|(words, speaker, mention, kind)| Said {
            words,
            speaker,
            mention,
            kind,
        });
    (
        0..8_u64,
        option::of(any_words(1..4)),
        option::of(0..OUTLETS.len()),
        option::of(1..4_u32),
        vec(said, 0..4),
    )
        .prop_map(|(article, title, outlet, day, said)| Reported {
            article,
            title,
            outlet,
            day,
            said,
        })
}

/// Quotes get ids in no order, and the same ids when an article comes again.
fn put(reported: &Reported) -> Put {
    let id = article(reported.article);
    let quotes = reported.said.iter().enumerate().map(|(index, said)| {
        let number = (reported.article * 8 + index as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut quote = quote(number, &spelled(&said.words)).of_kind(Kind::ALL[said.kind]);
        quote.article.id = id;
        quote.article.title = reported.title.as_deref().map(spelled);
        quote.article.outlet = reported.outlet.map(|outlet| OUTLETS[outlet].to_owned());
        quote.article.published = reported.day.map(day);
        quote.mention = said.mention.as_deref().map(spelled);
        match said.speaker {
            Some(number) => quote.said_by(number, WORDS[number as usize]),
            None => quote,
        }
    });
    (id, quotes.collect())
}

#[derive(Debug, Clone)]
struct Asked {
    wanted: Option<Wanted>,
    speakers: Option<Vec<u64>>,
    outlet: Option<usize>,
    kind: Option<usize>,
    article: Option<u64>,
    from: Option<u32>,
    to: Option<u32>,
    limit: usize,
}

fn any_asked() -> impl Strategy<Value = Asked> {
    let rarely = |value| option::weighted(0.2, value);
    (
        option::weighted(0.8, any_wanted()),
        option::weighted(0.2, vec(0..4_u64, 0..3)),
        rarely(0..2_usize),
        rarely(0..3_usize),
        option::weighted(0.1, 0..8_u64),
        option::weighted(0.2, 1..4_u32),
        option::weighted(0.2, 1..5_u32),
        1..6_usize,
    )
        .prop_map(
            |(wanted, speakers, outlet, kind, article, from, to, limit)| Asked {
                wanted,
                speakers,
                outlet,
                kind,
                article,
                from,
                to,
                limit,
            },
        )
}

impl Asked {
    fn search(&self, sort: Sort) -> Search {
        Search {
            query: self
                .wanted
                .as_ref()
                .and_then(|wanted| read(&wanted.typed())),
            speakers: self
                .speakers
                .as_ref()
                .map(|numbers| numbers.iter().copied().map(speaker).collect()),
            outlet: self.outlet.map(|outlet| OUTLETS[outlet].to_lowercase()),
            kind: self.kind.map(|kind| Kind::ALL[kind]),
            article: self.article.map(article),
            from: self.from.map(day),
            to: self.to.map(day),
            sort,
            limit: self.limit,
            ..Search::default()
        }
    }

    fn matches(&self, quote: &Quote) -> bool {
        let search = self.search(Sort::Relevance);
        let published = quote.article.published;
        self.wanted
            .as_ref()
            .is_none_or(|wanted| wanted.matches(quote))
            && search.speakers.is_none_or(|speakers| {
                quote
                    .speaker
                    .as_ref()
                    .is_some_and(|speaker| speakers.contains(&speaker.id))
            })
            && self
                .outlet
                .is_none_or(|outlet| quote.article.outlet.as_deref() == Some(OUTLETS[outlet]))
            && search.kind.is_none_or(|kind| quote.kind == kind)
            && search
                .article
                .is_none_or(|article| quote.article.id == article)
            && search
                .from
                .is_none_or(|from| published.is_some_and(|published| published >= from))
            && search
                .to
                .is_none_or(|to| published.is_some_and(|published| published < to))
    }

    /// What matches, in the order of ids.
    fn by_hand(&self, record: &BTreeMap<ArticleId, Vec<Quote>>) -> Vec<Quote> {
        let mut found: Vec<Quote> = record
            .values()
            .flatten()
            .filter(|quote| self.matches(quote))
            .cloned()
            .collect();
        found.sort_by_key(|quote| quote.id);
        found
    }
}

/// All pages of a search, and the scores.
fn walk(
    index: &Index,
    tail: Option<&Tail>,
    asked: &Asked,
    sort: Sort,
    total: usize,
) -> Vec<(QuoteId, f32)> {
    let snapshot = index.snapshot();
    let mut search = asked.search(sort);
    let mut hits = Vec::new();
    loop {
        let found = snapshot
            .search(&search, &no_facts(), tail)
            .expect("a search is answered");
        assert_eq!(found.total, total as u64, "total of {search:?}");
        assert!(found.hits.len() <= asked.limit);
        assert!(found.next.is_none() || found.hits.len() == asked.limit);
        hits.extend(found.hits.iter().map(|hit| (hit.quote, hit.score)));
        assert!(hits.len() <= total, "a hit comes twice: {search:?}");
        match found.next {
            Some(next) => search.after = Some(next),
            None => return hits,
        }
    }
}

fn check(
    index: &Index,
    tail: Option<&Tail>,
    asked: &Asked,
    record: &BTreeMap<ArticleId, Vec<Quote>>,
) {
    let expected = asked.by_hand(record);
    let ids = |quotes: &[Quote]| quotes.iter().map(|quote| quote.id).collect::<Vec<_>>();
    let published = |id: QuoteId| {
        expected
            .iter()
            .find(|quote| quote.id == id)
            .and_then(|quote| quote.article.published)
    };

    let mut newest = expected.clone();
    newest.sort_by_key(|quote| std::cmp::Reverse(quote.article.published));
    let found = walk(index, tail, asked, Sort::Newest, expected.len());
    assert_eq!(
        found.iter().map(|hit| hit.0).collect::<Vec<_>>(),
        ids(&newest)
    );

    let mut oldest = expected.clone();
    oldest.sort_by_key(|quote| (quote.article.published.is_none(), quote.article.published));
    let found = walk(index, tail, asked, Sort::Oldest, expected.len());
    assert_eq!(
        found.iter().map(|hit| hit.0).collect::<Vec<_>>(),
        ids(&oldest)
    );

    let found = walk(index, tail, asked, Sort::Relevance, expected.len());
    let mut set: Vec<QuoteId> = found.iter().map(|hit| hit.0).collect();
    set.sort_unstable();
    assert_eq!(set, ids(&expected));
    for pair in found.windows(2) {
        let [(before, high), (behind, low)] = pair else {
            continue;
        };
        assert!(high >= low, "the better hit comes later");
        if high == low {
            let (newer, older) = (published(*before), published(*behind));
            assert!(
                newer > older || (newer == older && before < behind),
                "equal hits out of order"
            );
        }
    }
}

/// Articles as they come in, the later ones replacing the earlier.
fn any_puts(number: impl Into<proptest::collection::SizeRange>) -> impl Strategy<Value = Vec<Put>> {
    vec(any_reported().prop_map(|reported| put(&reported)), number)
}

/// The language of queries, filters and pages, in memory over an index that holds nothing.
#[test]
fn a_tail_answers_like_a_search_by_hand() {
    let bench = Bench::of(&[]);
    let mut runner = TestRunner::new(ProptestConfig::with_cases(150));
    let cases = (any_puts(0..8), vec(any_asked(), 1..8));
    let checked = runner.run(&cases, |(puts, questions)| {
        let record: BTreeMap<ArticleId, Vec<Quote>> = puts.iter().cloned().collect();
        let tail = tail(1, &puts, 2);
        for asked in &questions {
            check(&bench.index, Some(&tail), asked, &record);
        }
        Ok(())
    });
    checked.expect("every case holds");
}

proptest! {
    // Each case waits for the disk some dozen times.
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn index_and_tail_answer_like_a_search_by_hand(
        built in any_puts(0..8),
        committed in any_puts(0..6),
        fresh in any_puts(0..6),
        questions in vec(any_asked(), 6..14),
    ) {
        let mut bench = Bench::of(&built);
        bench.commit(&committed, 2);
        let mut record: BTreeMap<ArticleId, Vec<Quote>> = built.into_iter().chain(committed).collect();
        for asked in &questions {
            check(&bench.index, None, asked, &record);
        }
        record.extend(fresh.iter().cloned());
        let with_tail = tail(2, &fresh, 3);
        for asked in &questions {
            check(&bench.index, Some(&with_tail), asked, &record);
        }
        bench.commit(&fresh, 3);
        for asked in &questions {
            check(&bench.index, None, asked, &record);
        }
        let mut ids: Vec<QuoteId> = record.values().flatten().map(|quote| quote.id).collect();
        ids.sort_unstable();
        prop_assert_eq!(bench.index.all_quote_ids().expect("ids"), ids);
    }
}

proptest! {
    #[test]
    fn whatever_is_typed_is_answered_or_refused(
        typed in "[ab\"“”()\\-OR .…’]{0,40}",
        text in "\\PC{0,60}",
    ) {
        let _read = onrecord_search::Query::parse(&typed);
        let length = text.chars().count() as u32;
        for query in [&typed, &text] {
            for span in highlights(query, &text) {
                prop_assert!(span.start < span.end && span.end <= length);
            }
        }
    }
}

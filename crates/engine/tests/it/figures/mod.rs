//! Facets, histograms and statistics are what counting one by one comes to, on any record and with any filter.

mod oracle;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{NaiveDate, TimeDelta};
use onrecord_engine::{
    Bucket, DeskWish, Dimension, EngineError, Expected, FacetRequest, MatchCounts, Notice,
    Proportion, SearchRequest, StatisticsRequest, Wish, WishedLink,
};
use onrecord_model::{
    Action, ClaimId, ClaimText, Colour, CueClass, DeskAction, Kind, Manner, Polarity, Publication,
    Quote, Rating, Review, Reviewer, SpeakerId, Timestamp,
};
use onrecord_store::NewArticle;
use proptest::prelude::*;

use crate::grouping::{FERRY, MIXED, Place, QUOTA, article, day, on_both};
use oracle::{Key, Shown, counts, key, speaker, step};

const ALTERED: &str = "This quota will empty every harbour on the north coast";
const PIERS: &str =
    "We will mend the old piers, the new piers and every harbour on the north coast";

const SPEAKERS: [&str; 3] = ["Tove Brandt", "Nils Harbury", "Aron Lund"];
const WORDS: [(Kind, &str); 5] = [
    (Kind::Direct, QUOTA),
    (Kind::Direct, ALTERED),
    (Kind::Mixed, MIXED),
    (Kind::Direct, FERRY),
    (Kind::Indirect, PIERS),
];
const OUTLETS: [Option<&str>; 4] = [
    Some("North Courier"),
    Some("NORTH  Courier"),
    Some("Halden Wire"),
    None,
];

/// What is asked for in words; [`Shown`] knows what they mean.
const QUERIES: [Option<&str>; 8] = [
    None,
    Some("harbour"),
    Some("ferry OR (piers -kind:direct)"),
    Some("-speaker:none kind:direct"),
    Some("verdict:\"mostly FALSE\""),
    Some("verdict:none -ferry"),
    Some("date:[2025-04-01 TO *] harbour"),
    Some("outlet:\"north  courier\""),
];

/// One quote: whose, which words, how reported.
type Saying = (Option<usize>, usize, usize);

#[derive(Debug, Clone)]
struct Told {
    url: usize,
    outlet: usize,
    on: Option<i64>,
    said: Vec<Saying>,
}

#[derive(Debug, Clone)]
struct World {
    articles: Vec<Told>,
    /// For each claim the quote whose statement makes it, by number, and its verdict.
    claims: Vec<(usize, Option<usize>)>,
    /// Whether two speakers turn out to be one.
    merged: bool,
    /// After how many articles the index is brought up; what comes then is searched in memory.
    indexed: usize,
}

#[derive(Debug, Clone)]
struct Asked {
    query: usize,
    speaker: Option<usize>,
    outlet: Option<usize>,
    kind: Option<Kind>,
    from: Option<i64>,
    to: Option<i64>,
    without_copies: bool,
}

const VERDICTS: [&str; 3] = ["Mostly false", "MOSTLY false", "True"];

fn world() -> impl Strategy<Value = World> {
    let saying = (
        proptest::option::weighted(0.8, 0..SPEAKERS.len()),
        0..WORDS.len(),
        0..4_usize,
    );
    let said = proptest::collection::vec(saying, 0..5);
    let told = (
        0..6_usize,
        0..OUTLETS.len(),
        proptest::option::weighted(0.8, 0..400_i64),
        said,
    )
        .prop_map(|(url, outlet, on, said)| Told {
            url,
            outlet,
            on,
            said,
        });
    let claim = (
        0..30_usize,
        proptest::option::weighted(0.7, 0..VERDICTS.len()),
    );
    (
        proptest::collection::vec(told, 1..10),
        proptest::collection::vec(claim, 0..4),
        any::<bool>(),
        0..10_usize,
    )
        .prop_map(|(articles, claims, merged, indexed)| World {
            articles,
            claims,
            merged,
            indexed,
        })
}

fn asked() -> impl Strategy<Value = Asked> {
    let seldom = |range: std::ops::Range<usize>| proptest::option::weighted(0.2, range);
    let kind = proptest::option::weighted(0.2, proptest::sample::select(Kind::ALL.to_vec()));
    (
        0..QUERIES.len(),
        seldom(0..SPEAKERS.len()),
        seldom(0..3),
        kind,
        proptest::option::weighted(0.3, 0..200_i64),
        proptest::option::weighted(0.3, 200..420_i64),
        proptest::bool::weighted(0.3),
    )
        .prop_map(
            |(query, speaker, outlet, kind, from, to, without_copies)| Asked {
                query,
                speaker,
                outlet,
                kind,
                from,
                to,
                without_copies,
            },
        )
}

fn new_article(told: &Told) -> NewArticle {
    let said: Vec<(&str, Kind, &str)> = told
        .said
        .iter()
        .map(|(speaker, words, _)| {
            let (kind, words) = WORDS[*words];
            (
                speaker.map_or("somebody", |speaker| SPEAKERS[speaker]),
                kind,
                words,
            )
        })
        .collect();
    let mut new = article(&format!("a{}", told.url), told.on, &said);
    new.article.outlet = OUTLETS[told.outlet].map(str::to_owned);
    for (quote, (speaker, _, manner)) in new.quotes.iter_mut().zip(&told.said) {
        if speaker.is_none() {
            quote.speaker = None;
        }
        quote.manner = [
            Manner::default(),
            Manner {
                class: Some(CueClass::Promise),
                ..Manner::default()
            },
            Manner {
                colour: Colour::Doubting,
                ..Manner::default()
            },
            Manner {
                polarity: Polarity::Negated,
                ..Manner::default()
            },
        ][*manner]
            .clone();
    }
    new
}

/// Puts a world on record; gives its claims.
async fn play(place: &Place, world: &World) -> Vec<ClaimId> {
    play_at(place, world, 0, "claim").await
}

/// The same on a day, with claims that are called so.
async fn play_at(place: &Place, world: &World, on: i64, called: &str) -> Vec<ClaimId> {
    for (number, told) in world.articles.iter().enumerate() {
        if number == world.indexed {
            place.group().await;
            place.engine.catch_up().await.expect("indexed");
        }
        let mut new = new_article(told);
        new.taken_in = day(on);
        place.put(&new).await;
    }
    if world.indexed >= world.articles.len() {
        place.engine.catch_up().await.expect("indexed");
    }
    place.group().await;
    let shown = Shown::read(place, &[]).await;
    if world.merged {
        merge(place, &shown.quotes).await;
    }
    let statements: Vec<_> = shown
        .quotes
        .iter()
        .filter_map(|quote| quote.wording)
        .collect();
    let mut claims = Vec::new();
    for (number, (quote, verdict)) in world.claims.iter().enumerate() {
        let statement = match statements.is_empty() {
            true => Vec::new(),
            false => vec![WishedLink {
                statement: statements[quote % statements.len()],
                part: None,
                suggested: None,
            }],
        };
        let wish = DeskWish::MakeClaim {
            text: Box::new(ClaimText {
                text: format!("Claim number {number}."),
                reference: Some(format!("{called}-{number}")),
                ..ClaimText::default()
            }),
            statements: statement,
            reviews: verdict
                .map(|verdict| review(VERDICTS[verdict]))
                .into_iter()
                .collect(),
        };
        let wish = Wish::Desk {
            wish,
            expected: Expected::Anything,
        };
        let done = place.engine.correct("Ines Roth", wish).await.expect("done");
        match done.action {
            Action::Desk(DeskAction::MakeClaim { claim, .. }) => claims.push(claim),
            other => panic!("{other:?}"),
        }
    }
    place.group().await;
    claims
}

async fn merge(place: &Place, quotes: &[Quote]) {
    let by_name = |name: &str| -> Option<SpeakerId> {
        let mut speakers = quotes.iter().filter_map(|quote| quote.speaker.as_ref());
        speakers.find(|one| one.name == name).map(|one| one.id)
    };
    if let (Some(speaker), Some(into)) = (by_name("Nils Harbury"), by_name("Tove Brandt")) {
        let wish = Wish::Merge {
            speaker,
            into,
            expected: Expected::Anything,
        };
        place
            .engine
            .correct("Ines Roth", wish)
            .await
            .expect("merged");
    }
}

fn review(rating: &str) -> Review {
    Review {
        rating: Rating {
            name: rating.to_owned(),
            ..Rating::default()
        },
        author: Reviewer {
            name: "Halden Check".to_owned(),
            ..Reviewer::default()
        },
        date: day(1),
        title: None,
        rationale: None,
        evidence: Vec::new(),
        language: None,
        url: None,
        publication: Publication::Published,
        is_imported: false,
    }
}

fn request(asked: &Asked, shown: &Shown) -> SearchRequest {
    let speaker = asked.speaker.and_then(|speaker| {
        let quotes = shown
            .quotes
            .iter()
            .filter_map(|quote| quote.speaker.as_ref());
        let mut named = quotes.filter(|one| one.name == SPEAKERS[speaker]);
        named.next().map(|speaker| speaker.id.to_string())
    });
    SearchRequest {
        query: QUERIES[asked.query].map(str::to_owned),
        exact: true,
        speaker,
        outlet: asked
            .outlet
            .and_then(|outlet| OUTLETS[outlet])
            .map(str::to_owned),
        kind: asked.kind,
        from: asked.from.map(day),
        to: asked.to.map(|to| day(to) + TimeDelta::hours(5)),
        without_copies: asked.without_copies,
        ..SearchRequest::default()
    }
}

async fn check_facets(place: &Place, shown: &Shown, request: &SearchRequest, bucket: Bucket) {
    let matching = shown.matching(request);
    let asked = SearchRequest {
        facets: Dimension::ALL
            .iter()
            .map(|by| FacetRequest {
                limit: FacetRequest::MOST_VALUES,
                ..FacetRequest::of(*by)
            })
            .collect(),
        histogram: Some(bucket),
        limit: SearchRequest::LARGEST_PAGE,
        ..request.clone()
    };
    let page = place.engine.search(&asked).await.expect("answers");
    assert!(page.is_complete);
    assert_eq!(page.counts, counts(matching.iter().copied()), "{request:?}");
    assert_eq!(page.total, page.counts.quotes);
    let found: BTreeSet<_> = page.hits.iter().map(|hit| hit.quote.id).collect();
    let expected: BTreeSet<_> = matching.iter().map(|quote| quote.id).collect();
    assert_eq!(found, expected, "{request:?}");
    for facet in &page.facets {
        let mut expected: BTreeMap<Key, Vec<&Quote>> = BTreeMap::new();
        for quote in &matching {
            for value in shown.values(facet.by, quote) {
                expected.entry(value).or_default().push(quote);
            }
        }
        let expected: BTreeMap<Key, MatchCounts> = expected
            .into_iter()
            .map(|(value, quotes)| (value, counts(quotes)))
            .collect();
        let found: BTreeMap<Key, MatchCounts> = facet
            .values
            .iter()
            .map(|value| (key(&value.label), value.counts))
            .collect();
        assert_eq!(found, expected, "{:?} {request:?}", facet.by);
        let values = expected.keys().filter(|(is_value, _)| *is_value).count();
        assert_eq!(facet.values_in_all, values as u64);
        assert_eq!(facet.rest, MatchCounts::default());
        let numbers: Vec<u64> = facet
            .values
            .iter()
            .map(|value| value.counts.quotes)
            .collect();
        assert!(numbers.is_sorted_by(|one, next| one >= next), "{numbers:?}");
        for value in &facet.values {
            let Some(condition) = &value.query else {
                continue;
            };
            // What is told to narrow the search down to a value does.
            let narrowed = SearchRequest {
                query: Some(match &request.query {
                    Some(query) => format!("({query}) {condition}"),
                    None => condition.clone(),
                }),
                ..request.clone()
            };
            let page = place.engine.search(&narrowed).await.expect("answers");
            assert_eq!(page.total, value.counts.quotes, "{:?}", narrowed.query);
        }
    }
    let histogram = page.histogram.expect("asked for");
    let mut expected: BTreeMap<NaiveDate, Vec<&Quote>> = BTreeMap::new();
    for quote in &matching {
        if let Some(at) = quote.article.published {
            expected.entry(step(bucket, at)).or_default().push(quote);
        }
    }
    let undated = matching
        .iter()
        .filter(|quote| quote.article.published.is_none());
    assert_eq!(histogram.undated, counts(undated.copied()));
    let days: Vec<NaiveDate> = histogram.steps.iter().map(|step| step.day).collect();
    assert_eq!(days.first(), expected.keys().next());
    assert_eq!(days.last(), expected.keys().next_back());
    assert!(days.is_sorted_by(|one, next| one < next));
    for step in &histogram.steps {
        let quotes = expected.remove(&step.day).unwrap_or_default();
        assert_eq!(step.counts, counts(quotes), "{:?}", step.day);
    }
    assert!(expected.is_empty(), "{expected:?}");
}

async fn check_statistics(
    place: &Place,
    shown: &Shown,
    search: &SearchRequest,
    by: &[Dimension],
    over: Option<Bucket>,
) {
    let request = StatisticsRequest {
        search: search.clone(),
        by: by.to_vec(),
        over,
        limit: Some(StatisticsRequest::MOST_VALUES),
    };
    let statistics = place.engine.statistics(&request).await.expect("answers");
    let matching = shown.matching(search);
    let mut cells: BTreeMap<(Vec<Key>, Option<NaiveDate>), Vec<&Quote>> = BTreeMap::new();
    let of_day = |quote: &Quote| over.and_then(|over| Some(step(over, quote.article.published?)));
    for quote in &matching {
        let mut rows = vec![Vec::new()];
        for by in by {
            rows = rows
                .into_iter()
                .flat_map(|row: Vec<Key>| {
                    shown.values(*by, quote).into_iter().map(move |value| {
                        let mut row = row.clone();
                        row.push(value);
                        row
                    })
                })
                .collect();
        }
        for row in rows {
            cells.entry((row, of_day(quote))).or_default().push(quote);
        }
    }
    assert_eq!(
        statistics.total,
        counts(matching.iter().copied()),
        "{request:?}"
    );
    assert_eq!(
        statistics.rows.len(),
        cells.len(),
        "{statistics:#?} {cells:#?}"
    );
    // Rates are told where the outlet and the dates asked for are those of articles.
    let asked = match search.query.as_deref() {
        Some("date:[2025-04-01 TO *] harbour") => SearchRequest {
            from: search.from.max("2025-04-01T00:00:00Z".parse().ok()),
            ..search.clone()
        },
        _ => search.clone(),
    };
    let only = match search.query.as_deref() {
        Some("outlet:\"north  courier\"") => Some("north courier"),
        _ => None,
    };
    let ingested = |is_of: &dyn Fn(Option<&str>, Option<NaiveDate>) -> bool| {
        shown.ingested(&asked, |outlet, date| {
            (only.is_none() || outlet == only) && is_of(outlet, date)
        })
    };
    assert_eq!(statistics.articles_ingested, Some(ingested(&|_, _| true)));
    for row in &statistics.rows {
        let values: Vec<Key> = row.values.iter().map(key).collect();
        let quotes = cells
            .remove(&(values.clone(), row.from))
            .unwrap_or_default();
        let expected = counts(quotes);
        assert_eq!(
            row.counts, expected,
            "{values:?} {:?} {request:?}",
            row.from
        );
        let whole = matching
            .iter()
            .filter(|quote| of_day(quote) == row.from)
            .count();
        assert_eq!(row.share, Proportion::of(expected.quotes, whole as u64));
        let articles = ingested(&|outlet, date| {
            let is_of_step = over.is_none_or(|over| {
                let at = date.map(|date| date.and_time(chrono::NaiveTime::MIN).and_utc());
                at.map(|at| step(over, at)) == row.from
            });
            let is_of_value = by.iter().zip(&values).all(|(by, (is_value, value))| {
                use chrono::Datelike;
                let own = match by {
                    Dimension::Outlet => outlet.map(str::to_owned),
                    Dimension::Year => date.map(|date| date.year().to_string()),
                    _ => return true,
                };
                own == is_value.then(|| value.clone())
            });
            is_of_step && is_of_value
        });
        assert_eq!(
            row.articles_ingested,
            Some(articles),
            "{values:?} {request:?}"
        );
        assert_eq!(
            row.of_articles,
            Some(Proportion::of(expected.articles, articles))
        );
    }
}

async fn check_beside(place: &Place, shown: &Shown, search: &SearchRequest) {
    let Some(asked) = shown.quotes.iter().find_map(speaker) else {
        return;
    };
    let search = SearchRequest {
        speaker: None,
        ..search.clone()
    };
    let of_articles = SearchRequest {
        query: None,
        kind: None,
        ..search.clone()
    };
    let theirs: BTreeSet<_> = shown
        .matching(&of_articles)
        .into_iter()
        .filter(|quote| speaker(quote) == Some(asked))
        .map(|quote| quote.article.id)
        .collect();
    let mut expected: BTreeMap<SpeakerId, Vec<&Quote>> = BTreeMap::new();
    for quote in shown.matching(&search) {
        if let Some(other) = speaker(quote).filter(|other| *other != asked)
            && theirs.contains(&quote.article.id)
        {
            expected.entry(other).or_default().push(quote);
        }
    }
    let quoted = place
        .engine
        .co_quoted(&asked.to_string(), &search, 100)
        .await;
    let quoted = quoted.expect("answers");
    assert_eq!(quoted.of, [asked]);
    assert_eq!(quoted.articles, theirs.len() as u64);
    assert_eq!(quoted.speakers_in_all, expected.len() as u64);
    assert_eq!(quoted.speakers.len(), expected.len());
    for one in quoted.speakers {
        let id = one.label.key.parse().expect("an id");
        let quotes = expected.remove(&id).expect("somebody who is quoted there");
        assert_eq!(one.counts, counts(quotes));
        let share = Proportion::of(one.counts.articles, theirs.len() as u64);
        assert_eq!(one.share, share);
    }
}

async fn check_claims(place: &Place, shown: &Shown, search: &SearchRequest) {
    let repeated = place
        .engine
        .repeated_claims(search, 100)
        .await
        .expect("answers");
    let mut expected: BTreeMap<String, Vec<&Quote>> = BTreeMap::new();
    for quote in shown.matching(search) {
        for (is_value, claim) in shown.values(Dimension::Claim, quote) {
            if is_value {
                expected.entry(claim).or_default().push(quote);
            }
        }
    }
    assert_eq!(repeated.claims.len(), expected.len());
    for claim in repeated.claims {
        let quotes = expected.remove(&claim.claim.to_string()).expect("a claim");
        let speakers: BTreeSet<_> = quotes.iter().filter_map(|quote| speaker(quote)).collect();
        assert_eq!(claim.speakers, speakers.len() as u64);
        assert_eq!(claim.counts, counts(quotes));
        assert_eq!(claim.verdicts, shown.claims[&claim.claim].1);
    }
}

async fn check_mix(place: &Place, shown: &Shown, search: &SearchRequest) {
    let mix = place.engine.mix(search).await.expect("answers");
    let matching = shown.matching(search);
    let total = counts(matching.iter().copied());
    assert_eq!(mix.counts, total);
    for (kind, found) in [
        (Kind::Direct, mix.direct),
        (Kind::Mixed, mix.mixed),
        (Kind::Indirect, mix.indirect),
    ] {
        let part = matching.iter().filter(|quote| quote.kind == kind).count();
        assert_eq!(found, Proportion::of(part as u64, total.quotes));
    }
    let unnamed = matching
        .iter()
        .filter(|quote| quote.speaker.is_none())
        .count();
    assert_eq!(
        mix.unknown_speaker,
        Proportion::of(unnamed as u64, total.quotes)
    );
    let rated = |quote: &&&Quote| shown.values(Dimension::Verdict, quote)[0].0;
    let rated = counts(matching.iter().filter(rated).copied()).statements;
    assert_eq!(mix.rated, Proportion::of(rated, total.statements));
    assert!(
        mix.verdicts
            .iter()
            .all(|verdict| verdict.share.whole == rated)
    );
}

const BUCKETS: [Bucket; 5] = [
    Bucket::Day,
    Bucket::Week,
    Bucket::Month,
    Bucket::Quarter,
    Bucket::Year,
];

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 16,
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_is_counted_is_what_there_is(
        world in world(),
        asked in proptest::collection::vec(asked(), 3),
        by in proptest::sample::subsequence(Dimension::ALL.to_vec(), 0..=2),
        bucket in proptest::sample::select(BUCKETS.to_vec()),
        is_over_time in any::<bool>(),
    ) {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let place = Place::sqlite().await;
            let claims = play(&place, &world).await;
            let shown = Shown::read(&place, &claims).await;
            for asked in &asked {
                let request = request(asked, &shown);
                check_facets(&place, &shown, &request, bucket).await;
                let over = is_over_time.then_some(bucket);
                check_statistics(&place, &shown, &request, &by, over).await;
                check_beside(&place, &shown, &request).await;
                check_claims(&place, &shown, &request).await;
                check_mix(&place, &shown, &request).await;
            }
        });
    }
}

/// Three articles of two outlets in two months; one repeats another.
async fn small(place: &Place) {
    let told = |url, outlet, on, said: &[Saying]| {
        new_article(&Told {
            url,
            outlet,
            on,
            said: said.to_vec(),
        })
    };
    for article in [
        told(0, 0, Some(0), &[(Some(0), 0, 0), (Some(1), 3, 0)]),
        told(1, 2, Some(33), &[(Some(0), 0, 0), (Some(0), 4, 1)]),
        told(2, 2, None, &[(None, 3, 0)]),
    ] {
        place.put(&article).await;
    }
    place.group().await;
}

#[test]
fn both_databases_count_alike() {
    on_both(async |place| {
        small(place).await;
        place.engine.catch_up().await.expect("indexed");
        let shown = Shown::read(place, &[]).await;
        let all = SearchRequest::default();
        check_facets(place, &shown, &all, Bucket::Month).await;
        let by = [Dimension::Outlet, Dimension::Year];
        check_statistics(place, &shown, &all, &by, Some(Bucket::Month)).await;
        check_mix(place, &shown, &all).await;
    });
}

#[test]
fn what_is_not_told_by_itself_comes_together() {
    on_both(async |place| {
        small(place).await;
        place.engine.catch_up().await.expect("indexed");
        let request = SearchRequest {
            facets: vec![FacetRequest {
                limit: 1,
                ..FacetRequest::of(Dimension::Speaker)
            }],
            ..SearchRequest::default()
        };
        let page = place.engine.search(&request).await.expect("answers");
        let facet = &page.facets[0];
        assert_eq!(facet.values[0].label.name, "Tove Brandt");
        assert_eq!(facet.values[0].counts.quotes, 3);
        assert_eq!(facet.values[0].counts.statements, 2);
        assert_eq!(facet.values_in_all, 2);
        let told: u64 = facet.values.iter().map(|value| value.counts.quotes).sum();
        assert_eq!(told + facet.rest.quotes, 5);
        assert_eq!(page.counts.statements, 3);
    });
}

#[test]
fn a_value_is_found_by_part_of_its_name() {
    on_both(async |place| {
        small(place).await;
        place.engine.catch_up().await.expect("indexed");
        for (by, find, expected) in [
            (Dimension::Speaker, "brand", &["Tove Brandt"][..]),
            (Dimension::Outlet, "COURIER", &["North Courier"]),
            (Dimension::Kind, "dir", &["direct", "indirect"]),
            (Dimension::Year, "20", &["2025"]),
            (Dimension::Class, "promise", &["promise"]),
            (Dimension::Verdict, "true", &[]),
        ] {
            let request = SearchRequest {
                facets: vec![FacetRequest {
                    find: Some(find.to_owned()),
                    ..FacetRequest::of(by)
                }],
                ..SearchRequest::default()
            };
            let page = place.engine.search(&request).await.expect("answers");
            let values = page.facets[0].values.iter();
            let mut names: Vec<&str> = values.map(|value| value.label.name.as_str()).collect();
            names.sort_unstable();
            assert_eq!(names, expected, "{by:?} {find}");
        }
    });
}

#[test]
fn the_most_quoted_are_told_against_the_month_before() {
    on_both(async |place| {
        small(place).await;
        place.engine.catch_up().await.expect("indexed");
        let at = |text: &str| text.parse().ok();
        let april = SearchRequest {
            from: at("2025-04-01T00:00:00Z"),
            to: at("2025-05-01T00:00:00Z"),
            ..SearchRequest::default()
        };
        let top = place.engine.top_speakers(&april, 5).await.expect("answers");
        let before = top.before.as_ref().expect("a period before");
        assert_eq!(Some(before.from), at("2025-03-01T00:00:00Z"));
        assert_eq!(Some(before.to), at("2025-04-01T00:00:00Z"));
        assert_eq!((top.total.quotes, before.total.quotes), (2, 2));
        let first = &top.speakers[0];
        assert_eq!(
            (first.label.name.as_str(), first.counts.quotes),
            ("Tove Brandt", 2)
        );
        assert_eq!(first.change(), Some(1));
        assert_eq!(top.speakers.len(), 1);
        let always = SearchRequest::default();
        let top = place
            .engine
            .top_speakers(&always, 1)
            .await
            .expect("answers");
        assert!(top.before.is_none() && top.speakers[0].change().is_none());
        assert_eq!((top.speakers.len(), top.speakers_in_all), (1, 2));
    });
}

#[test]
fn what_cannot_be_counted_is_refused_by_name() {
    on_both(async |place| {
        small(place).await;
        place.engine.catch_up().await.expect("indexed");
        let refused =
            async |request: StatisticsRequest| match place.engine.statistics(&request).await {
                Err(EngineError::Request { field, .. }) => field,
                other => panic!("{other:?}"),
            };
        let by = |by: &[Dimension]| StatisticsRequest {
            by: by.to_vec(),
            ..StatisticsRequest::default()
        };
        assert_eq!(refused(by(&[Dimension::Kind, Dimension::Kind])).await, "by");
        assert_eq!(refused(by(&Dimension::ALL[..3])).await, "by");
        let none = StatisticsRequest {
            limit: Some(0),
            ..StatisticsRequest::default()
        };
        assert_eq!(refused(none).await, "limit");
        // A query that narrows articles down in another way than by one outlet and one period has no rate.
        let request = StatisticsRequest {
            search: SearchRequest {
                query: Some("ferry OR date:2024".to_owned()),
                ..SearchRequest::default()
            },
            ..StatisticsRequest::default()
        };
        let statistics = place.engine.statistics(&request).await.expect("answers");
        assert_eq!(statistics.articles_ingested, None);
        assert!(
            statistics
                .basis
                .notices
                .contains(&Notice::NoRate { primary: 0 })
        );
    });
}

#[test]
fn more_steps_than_anybody_looks_at_are_refused_with_longer_ones() {
    on_both(async |place| {
        for (url, on) in [(0, 0), (1, -365 * 9)] {
            let told = Told {
                url,
                outlet: 0,
                on: Some(on),
                said: vec![(Some(0), 0, 0)],
            };
            place.put(&new_article(&told)).await;
        }
        place.engine.catch_up().await.expect("indexed");
        let by_day = SearchRequest {
            histogram: Some(Bucket::Day),
            ..SearchRequest::default()
        };
        match place.engine.search(&by_day).await {
            Err(EngineError::TooManySteps { coarser, .. }) => {
                assert_eq!(coarser, Some(Bucket::Week));
            }
            other => panic!("{other:?}"),
        }
    });
}

#[test]
fn a_share_stays_within_its_bounds() {
    // R: prop.test(…, correct = FALSE) and binom::binom.wilson give these.
    for (part, whole, low, high) in [
        (0, 10, 0.0, 0.277_532_8),
        (1, 10, 0.017_876_2, 0.404_150_0),
        (5, 10, 0.236_593_1, 0.763_406_9),
        (50, 100, 0.403_831_5, 0.596_168_5),
        (10, 10, 0.722_467_2, 1.0),
    ] {
        let share = Proportion::of(part, whole);
        assert!((share.low - low).abs() < 1e-6, "{share:?} {low}");
        assert!((share.high - high).abs() < 1e-6, "{share:?} {high}");
    }
    let nothing = Proportion::of(0, 0);
    assert_eq!(
        (nothing.low, nothing.high, nothing.value()),
        (0.0, 1.0, None)
    );
}

/// What is told of a record, whole: hits, facets and figures.
async fn told(place: &Place, as_of: Option<Timestamp>) -> (BTreeSet<String>, Vec<String>) {
    let request = SearchRequest {
        as_of,
        facets: [
            Dimension::Speaker,
            Dimension::Outlet,
            Dimension::Verdict,
            Dimension::Year,
        ]
        .map(FacetRequest::of)
        .to_vec(),
        histogram: Some(Bucket::Month),
        limit: SearchRequest::LARGEST_PAGE,
        ..SearchRequest::default()
    };
    let page = place.engine.search(&request).await.expect("answers");
    assert_eq!(page.as_of, as_of);
    let quote = |quote: &Quote| {
        let speaker = quote.speaker.as_ref().map(|speaker| speaker.id);
        format!(
            "{} {:?} {:?} {}",
            quote.id, speaker, quote.statement, quote.text
        )
    };
    let hits = page.hits.iter().map(|hit| quote(&hit.quote)).collect();
    let collapsed = SearchRequest {
        as_of,
        without_copies: true,
        ..SearchRequest::default()
    };
    let statistics = StatisticsRequest {
        search: collapsed.clone(),
        by: vec![Dimension::Outlet],
        ..StatisticsRequest::default()
    };
    let statistics = place.engine.statistics(&statistics).await.expect("answers");
    let mix = place.engine.mix(&collapsed).await.expect("answers");
    let figures = vec![
        format!("{:?} {:?} {:?}", page.counts, page.facets, page.histogram),
        format!("{:?} {:?}", statistics.rows, statistics.total),
        format!(
            "{:?} {:?} {:?}",
            mix.rated, mix.unknown_speaker, mix.verdicts
        ),
    ];
    (hits, figures)
}

/// Now, as the test has it; it goes on when it is told to.
static NOW: AtomicI64 = AtomicI64::new(0);

fn clock() -> Timestamp {
    day(NOW.load(Ordering::SeqCst))
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 8,
        ..ProptestConfig::default()
    })]

    /// Numbers that were published are found again, whatever has been done since.
    #[test]
    fn yesterdays_numbers_are_found_again(
        before in world(),
        after in world(),
        is_indexed_between in any::<bool>(),
    ) {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let place = Place::sqlite_with(clock).await;
            let put = |world: &World, on: i64| {
                NOW.store(on, Ordering::SeqCst);
                let mut world = world.clone();
                world.claims.truncate(2);
                world
            };
            play_at(&place, &put(&before, 1_000), 1_000, "before").await;
            place.engine.catch_up().await.expect("indexed");
            let then = told(&place, None).await;
            play_at(&place, &put(&after, 2_000), 2_000, "after").await;
            if is_indexed_between {
                place.engine.catch_up().await.expect("indexed");
            }
            let now = told(&place, None).await;
            for _ in 0..2 {
                assert_eq!(told(&place, Some(day(1_500))).await, then);
                assert_eq!(told(&place, Some(day(2_500))).await, now);
                place.engine.catch_up().await.expect("indexed");
            }
            let nothing = told(&place, Some(day(500))).await;
            assert!(nothing.0.is_empty());
        });
    }
}

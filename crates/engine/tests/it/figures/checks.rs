//! What the engine counts, held against what there is.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use onrecord_engine::{
    Bucket, Dimension, FacetRequest, MatchCounts, Proportion, SearchRequest, StatisticsRequest,
};
use onrecord_model::{Kind, Quote, SpeakerId, Timestamp};

use super::oracle::{Key, Shown, counts, key, speaker, step};
use crate::grouping::Place;

pub(super) async fn check_facets(
    place: &Place,
    shown: &Shown,
    request: &SearchRequest,
    bucket: Bucket,
) {
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
    let told = |quote: &Quote| (quote.id, quote.statement);
    let found: BTreeSet<_> = page.hits.iter().map(|hit| told(&hit.quote)).collect();
    let expected: BTreeSet<_> = matching.iter().copied().map(told).collect();
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

pub(super) async fn check_statistics(
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

pub(super) async fn check_beside(place: &Place, shown: &Shown, search: &SearchRequest) {
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

pub(super) async fn check_claims(place: &Place, shown: &Shown, search: &SearchRequest) {
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

pub(super) async fn check_mix(place: &Place, shown: &Shown, search: &SearchRequest) {
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

/// What is told of a record, whole: hits, facets and figures.
pub(super) async fn told(
    place: &Place,
    as_of: Option<Timestamp>,
) -> (BTreeSet<String>, Vec<String>) {
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

//! Facets, histograms and statistics are what counting one by one comes to, on any record and with any filter.

mod checks;
mod oracle;
mod world;

use std::sync::atomic::{AtomicI64, Ordering};

use onrecord_engine::{
    Bucket, Dimension, EngineError, FacetRequest, Notice, Proportion, SearchRequest,
    StatisticsRequest,
};
use onrecord_model::Timestamp;
use proptest::prelude::*;

use crate::grouping::{Place, day, on_both};
use checks::{check_beside, check_claims, check_facets, check_mix, check_statistics, told};
use oracle::Shown;
use world::{Saying, Told, World, asked, new_article, play, play_at, read_again, request, world};

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
        for (url, on) in [(0, 0), (1, -365 * 60)] {
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
        seed in 0..3_usize,
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
            NOW.store(2_000, Ordering::SeqCst);
            read_again(&place, seed, day(2_000)).await;
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

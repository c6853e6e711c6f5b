use onrecord_model::Sequence;
use onrecord_search::{Search, SearchError, Sort};

use crate::corpus::{
    Bench, Put, With, all, apart, article, day, no_facts, numbers, quote, sorted, tail, typed,
};

fn base() -> Vec<Put> {
    let mut articles = apart([
        quote(1, "alpha one").on(day(1)),
        quote(2, "alpha two").on(day(2)),
        quote(3, "alpha three").on(day(3)),
    ]);
    articles[0].1.push(quote(11, "alpha eleven").on(day(1)));
    articles
}

#[test]
fn what_is_new_is_found_at_once() {
    let bench = Bench::of(&base());
    let tail = tail(1, &apart([quote(4, "alpha four").on(day(4))]), 2);
    let found = bench
        .index
        .search(&typed("four"), &no_facts(), Some(&tail))
        .expect("found");
    assert_eq!(numbers(&found), [4]);
    let newest = Search {
        sort: Sort::Newest,
        ..typed("alpha")
    };
    let found = bench
        .index
        .search(&newest, &no_facts(), Some(&tail))
        .expect("found");
    assert_eq!(numbers(&found), [4, 3, 2, 1, 11]);
    assert_eq!(found.total, 5);
    assert_eq!(
        (tail.after(), tail.through(), tail.count()),
        (Sequence(1), Sequence(2), 1)
    );
}

#[test]
fn what_was_changed_is_found_as_it_is_now_only() {
    let bench = Bench::of(&base());
    let tail = tail(1, &[(article(1), vec![quote(1, "beta one")])], 2);
    let with = |query: &str| {
        let found = bench
            .index
            .search(&typed(query), &no_facts(), Some(&tail))
            .expect("found");
        (sorted(numbers(&found)), found.total)
    };
    assert_eq!(with("one"), (vec![1], 1));
    assert_eq!(with("beta"), (vec![1], 1));
    assert_eq!(with("eleven"), (vec![], 0));
    assert_eq!(with("alpha"), (vec![2, 3], 2));
    // The index itself is as it was, and another snapshot does not get in the way.
    assert_eq!(bench.numbers(&typed("eleven")), [11]);
}

#[test]
fn what_is_gone_is_gone() {
    let bench = Bench::of(&base());
    let tail = tail(1, &[(article(1), vec![]), (article(99), vec![])], 3);
    let found = bench
        .index
        .search(&all(), &no_facts(), Some(&tail))
        .expect("found");
    assert_eq!(numbers(&found), [3, 2]);
    assert_eq!(found.total, 2);
}

#[test]
fn an_article_that_comes_twice_counts_as_it_came_last() {
    let bench = Bench::of(&[]);
    let puts = [
        (article(1), vec![quote(1, "alpha")]),
        (article(1), vec![quote(2, "beta")]),
    ];
    let tail = tail(1, &puts, 3);
    let found = bench
        .index
        .search(&all(), &no_facts(), Some(&tail))
        .expect("found");
    assert_eq!(numbers(&found), [2]);
}

#[test]
fn a_tail_serves_an_index_that_moved_on() {
    let mut bench = Bench::of(&base());
    let changed = [(article(1), vec![quote(1, "beta one")])];
    let tail = tail(1, &changed, 2);
    let check = |bench: &Bench| {
        let found = bench
            .index
            .search(&typed("one"), &no_facts(), Some(&tail))
            .expect("found");
        assert_eq!((numbers(&found), found.total), (vec![1], 1));
    };
    check(&bench);
    bench.commit(&changed, 2);
    check(&bench);
    bench.commit(&apart([quote(7, "seven")]), 3);
    check(&bench);
}

#[test]
fn a_tail_that_begins_behind_the_index_is_refused() {
    let bench = Bench::of(&base());
    let tail = tail(5, &[], 6);
    let error = bench
        .index
        .search(&all(), &no_facts(), Some(&tail))
        .expect_err("changes are missing");
    assert!(matches!(
        error,
        SearchError::Gap {
            index: Sequence(1),
            tail: Sequence(5)
        }
    ));
}

#[test]
fn equal_hits_score_equally_on_both_sides() {
    let bench = Bench::of(&apart(
        (1..=20).map(|number| quote(number, "alpha beta gamma")),
    ));
    let tail = tail(
        1,
        &apart((21..=30).map(|number| quote(number, "alpha beta gamma"))),
        2,
    );
    let found = bench
        .index
        .search(&typed("gamma alpha"), &no_facts(), Some(&tail))
        .expect("found");
    assert_eq!(numbers(&found), (1..=30).collect::<Vec<u64>>());
    assert!(
        found
            .hits
            .iter()
            .all(|hit| hit.score == found.hits[0].score)
    );
}

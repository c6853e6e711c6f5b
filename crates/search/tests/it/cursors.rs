use onrecord_search::{Cursor, CursorError, Search, SearchError, Sort};

use crate::corpus::{Bench, With, apart, article, day, no_facts, numbers, quote, read};

fn bench() -> Bench {
    Bench::of(&apart((1..=9).map(|number| {
        quote(number, "alpha beta").on(day(1 + (number % 3) as u32))
    })))
}

fn page(bench: &Bench, search: &Search, after: Option<Cursor>) -> (Vec<u64>, Option<Cursor>) {
    let search = Search {
        after,
        ..search.clone()
    };
    let found = bench.found(&search);
    assert_eq!(found.total, 9, "the total is that of all pages");
    (numbers(&found), found.next)
}

#[test]
fn pages_follow_each_other_and_end() {
    let bench = bench();
    let search = Search {
        sort: Sort::Newest,
        limit: 4,
        ..Search::default()
    };
    let (first, next) = page(&bench, &search, None);
    assert_eq!(first, [2, 5, 8, 1]);
    let (second, next) = page(&bench, &search, next);
    assert_eq!(second, [4, 7, 3, 6]);
    let (third, next) = page(&bench, &search, next);
    assert_eq!(third, [9]);
    assert_eq!(next, None);
}

#[test]
fn a_page_that_ends_with_the_hits_has_no_next() {
    let bench = bench();
    for limit in [9, 10, usize::MAX] {
        let search = Search {
            limit,
            ..Search::default()
        };
        assert_eq!(page(&bench, &search, None).1, None, "limit {limit}");
    }
    let counted = Search::default();
    assert_eq!(page(&bench, &counted, None), (Vec::new(), None));
}

#[test]
fn a_cursor_survives_as_text() {
    let bench = bench();
    for sort in [Sort::Relevance, Sort::Newest, Sort::Oldest] {
        let search = Search {
            query: read("alpha"),
            sort,
            limit: 2,
            ..Search::default()
        };
        let next = bench.found(&search).next.expect("there are more");
        let text = next.to_string();
        assert!(
            text.bytes().all(|byte| byte.is_ascii_alphanumeric()),
            "{text}"
        );
        assert_eq!(text.parse(), Ok(next));
    }
}

#[test]
fn whatever_comes_before_it_meanwhile_a_page_goes_on_behind_its_cursor() {
    let mut bench = bench();
    let search = Search {
        sort: Sort::Newest,
        limit: 4,
        ..Search::default()
    };
    let (_, next) = page(&bench, &search, None);
    // The hit the cursor stands on goes, and a newer one comes.
    bench.commit(
        &[
            (article(1), Vec::new()),
            (article(99), vec![quote(99, "gamma").on(day(20))]),
        ],
        2,
    );
    assert_eq!(page(&bench, &search, next).0, [4, 7, 3, 6]);
}

#[test]
fn a_cursor_of_another_search_is_refused() {
    let bench = bench();
    let search = |query: &str, sort, after| Search {
        query: read(query),
        sort,
        limit: 2,
        after,
        ..Search::default()
    };
    let next = bench.found(&search("alpha", Sort::Relevance, None)).next;
    let foreign = |search| {
        matches!(
            bench.index.search(&search, &no_facts(), None),
            Err(SearchError::Cursor(CursorError::Foreign(_)))
        )
    };
    assert!(foreign(search("alpha", Sort::Newest, next)));
    assert!(foreign(search("beta", Sort::Relevance, next)));
    assert!(!foreign(search(" alpha ", Sort::Relevance, next)));
    let next = bench.found(&search("alpha", Sort::Newest, None)).next;
    assert!(foreign(search("alpha", Sort::Oldest, next)));
    assert!(
        !foreign(search("beta", Sort::Newest, next)),
        "a date is a date"
    );
}

#[test]
fn what_is_no_cursor_is_refused_by_name() {
    let bench = bench();
    let search = Search {
        limit: 2,
        ..Search::default()
    };
    let good = bench
        .found(&search)
        .next
        .expect("there are more")
        .to_string();
    let check = |text: &str| {
        assert!(
            matches!(text.parse::<Cursor>(), Err(CursorError::Malformed(_))),
            "{text:?} is taken for a cursor"
        );
    };
    for place in 0..good.len() {
        let mut bytes = good.clone().into_bytes();
        bytes[place] = if bytes[place] == b'0' { b'1' } else { b'0' };
        check(std::str::from_utf8(&bytes).expect("digits are text"));
    }
    check("");
    check(&good[1..]);
    check(&format!("{good}0"));
    check(
        &good
            .to_uppercase()
            .replace(|c: char| c.is_ascii_digit(), "é"),
    );
    check(&"é".repeat(good.len() / 2));
    check(&"x".repeat(1_000_000));
    assert_eq!(
        "5 OR 1=1"
            .parse::<Cursor>()
            .map_err(|error| error.to_string()),
        Err("\"5 OR 1=1\" is not a cursor".to_owned())
    );
}

use onrecord_model::Quote;
use onrecord_search::{Query, Search, Sort};

use crate::corpus::{Bench, With, apart, day, quote, sorted, typed};

fn said() -> Bench {
    Bench::of(&apart([
        quote(1, "We need robust security guarantees for the harbour")
            .said_by(1, "Ilse Marchetti")
            .titled("Harbour talks resume in Vellmar"),
        quote(2, "Security is robust, whatever the critics say")
            .said_by(2, "Tomas Okoye-Brandt")
            .mentioned("the harbour master"),
        quote(3, "To be or not to be: that is the question").titled("A night at the theatre"),
        quote(4, "The café’s owner conceded nothing").mentioned("José Łuczak"),
        quote(
            5,
            "They were conceding 1,000 seats in the U.S. Senate, 3.5% of COVID-19 aid",
        )
        .titled("Robust growth"),
        quote(6, "Nothing of the sort … will ever happen here"),
        quote(7, "A truce by winter, or a ceasefire by spring").said_by(1, "Ilse Marchetti"),
    ]))
}

fn check(bench: &Bench, query: &str, expected: &[u64]) {
    assert_eq!(
        sorted(bench.numbers(&typed(query))),
        expected,
        "quotes that match {query:?}"
    );
    let counted = Search {
        limit: 0,
        ..typed(query)
    };
    assert_eq!(bench.found(&counted).total, expected.len() as u64);
}

#[test]
fn every_word_must_match_wherever_it_stands() {
    let bench = said();
    check(&bench, "robust security", &[1, 2]);
    check(&bench, "robust marchetti", &[1]);
    check(&bench, "harbour", &[1, 2]);
    check(&bench, "marchetti vellmar guarantees", &[1]);
    check(&bench, "security senate", &[]);
}

#[test]
fn phrases_want_their_words_next_to_each_other() {
    let bench = said();
    check(&bench, "\"robust security\"", &[1]);
    check(&bench, "“robust security”", &[1]);
    check(&bench, "„robust security“", &[1]);
    check(&bench, "«robust security»", &[1]);
    check(&bench, "\"security robust\"", &[]);
    check(&bench, "\"ilse marchetti\" truce", &[7]);
    check(&bench, "\"robust growth\"", &[5]);
    check(&bench, "\"marchetti robust\"", &[]);
}

#[test]
fn near_words_may_be_moved_by_so_many_places() {
    let bench = said();
    check(&bench, "\"robust guarantees\"", &[]);
    check(&bench, "\"robust guarantees\"~1", &[1]);
    check(&bench, "\"security robust\"~0", &[]);
    check(&bench, "\"security robust\"~1", &[2]);
    check(&bench, "\"security robust\"~2", &[1, 2]);
    check(&bench, "“need harbour”~5", &[1]);
    check(&bench, "\"need harbour\"~4", &[]);
    check(&bench, "\"to be be\"~3", &[3]);
    check(&bench, "\"question question\"~100", &[]);
    check(&bench, "robust -\"robust guarantees\"~1", &[2, 5]);
    check(&bench, "\"ilse harbour\"~100", &[]);
}

#[test]
fn words_are_looked_for_where_they_are_asked_for() {
    let bench = said();
    check(&bench, "title:robust", &[5]);
    check(&bench, "said:robust", &[1, 2]);
    check(&bench, "said:marchetti", &[]);
    check(&bench, "title:\"harbour talks\"", &[1]);
    check(&bench, "title:\"talks harbour\"", &[]);
    check(&bench, "title:\"talks harbour\"~2", &[1]);
    check(&bench, "harbour -title:harbour", &[2]);
    check(&bench, "Title:Robust OR SAID:truce", &[5, 7]);
}

#[test]
fn a_colon_among_words_is_no_field() {
    let bench = said();
    check(&bench, "question: truce", &[]);
    check(&bench, "security: robust", &[1, 2]);
    check(&bench, "(robust security:)", &[1, 2]);
    check(&bench, "3:5", &[]);
    check(&bench, "http://robust.example/security", &[]);
    check(&bench, "said: robust", &[]);
}

#[test]
fn read_plainly_nothing_has_a_meaning() {
    let bench = said();
    let check = |typed: &str, expected: &[u64]| {
        let query = Query::plain(typed).expect("words are read");
        let search = Search {
            query,
            limit: 100,
            ..Search::default()
        };
        assert_eq!(sorted(bench.numbers(&search)), expected, "{typed:?}");
    };
    check("(robust OR security", &[]);
    check("-robust: \"security*", &[1, 2]);
    check("okoye-brandt)", &[2]);
    check("said:robust", &[]);
    check("  ", &[1, 2, 3, 4, 5, 6, 7]);
}

#[test]
fn a_phrase_does_not_reach_across_a_gap() {
    let bench = said();
    check(&bench, "\"nothing of the sort\"", &[6]);
    check(&bench, "\"the sort will ever\"", &[]);
    check(&bench, "\"the sort … will ever\"", &[6]);
}

#[test]
fn or_binds_closer_than_the_space() {
    let bench = said();
    check(&bench, "truce OR question", &[3, 7]);
    check(&bench, "truce OR question marchetti", &[7]);
    check(&bench, "(truce winter) OR question", &[3, 7]);
    check(&bench, "truce OR question OR senate", &[3, 5, 7]);
    check(&bench, "or", &[3, 7]);
    check(&bench, "\"OR\"", &[3, 7]);
    check(&bench, "(truce OR question) AND marchetti", &[7]);
    check(&bench, "truce AND marchetti winter", &[7]);
    check(&bench, "truce AND question", &[]);
}

#[test]
fn a_hyphen_excludes() {
    let bench = said();
    check(&bench, "robust -security", &[5]);
    check(&bench, "robust -\"security guarantees\"", &[2, 5]);
    check(&bench, "-robust", &[3, 4, 6, 7]);
    check(&bench, "robust -(growth OR critics)", &[1]);
    check(&bench, "truce OR -robust", &[3, 4, 6, 7]);
    check(&bench, "(-robust) truce", &[7]);
    check(&bench, "okoye-brandt", &[2]);
    check(&bench, "truce — winter", &[7]);
    check(&bench, "robust NOT security", &[5]);
    check(&bench, "robust AND NOT (growth OR critics)", &[1]);
}

#[test]
fn case_accents_marks_and_inflection_do_not_matter() {
    let bench = said();
    check(&bench, "CAFE", &[4]);
    check(&bench, "café's", &[4]);
    check(&bench, "jose luczak", &[4]);
    check(&bench, "JOSÉ ŁUCZAK", &[4]);
    check(&bench, "concede", &[4, 5]);
    check(&bench, "guarantee", &[1]);
    check(&bench, "us senate", &[5]);
    check(&bench, "U.S.", &[5]);
    check(&bench, "1000 seats", &[5]);
    check(&bench, "3.5", &[5]);
    check(&bench, "covid", &[5]);
    check(&bench, "covid-19", &[5]);
}

#[test]
fn common_words_count_like_all_others() {
    let bench = said();
    check(&bench, "to be or not to be", &[3]);
    check(&bench, "\"to be or not to be\"", &[3]);
    check(&bench, "the", &[1, 2, 3, 4, 5, 6]);
}

#[test]
fn signs_without_a_word_are_passed_over() {
    let bench = said();
    check(&bench, "robust !!! security", &[1, 2]);
    check(&bench, "robust / security …", &[1, 2]);
    check(&bench, "(robust ?) & security", &[1, 2]);
}

#[test]
fn blank_is_no_query() {
    let bench = said();
    check(&bench, "", &[1, 2, 3, 4, 5, 6, 7]);
    check(&bench, " \t ", &[1, 2, 3, 4, 5, 6, 7]);
}

#[test]
fn syntax_of_the_engine_below_means_nothing() {
    let bench = said();
    check(&bench, "[a TO z]", &[]);
    check(&bench, "/rob.t/", &[]);
    check(&bench, "robust^3 security", &[]);
    check(&bench, "+robust +security", &[1, 2]);
}

#[test]
fn words_said_outweigh_the_title_and_ties_go_to_the_newest() {
    let bench = Bench::of(&apart([
        quote(1, "Something else entirely").titled("The tunnel"),
        quote(2, "The tunnel something").titled("Something"),
        quote(3, "Older words about a ferry").on(day(1)),
        quote(4, "Newer words about a ferry").on(day(9)),
        quote(5, "Other words about a ferry"),
    ]));
    assert_eq!(bench.numbers(&typed("tunnel")), [2, 1]);
    assert_eq!(bench.numbers(&typed("ferry")), [4, 3, 5]);
    let found = bench.found(&typed("tunnel"));
    assert!(found.hits[0].score > found.hits[1].score);
    assert!(found.hits[1].score > 0.0);
}

#[test]
fn without_a_query_relevance_is_newest() {
    let quotes: Vec<Quote> = vec![
        quote(1, "one").on(day(2)),
        quote(2, "two"),
        quote(3, "three").on(day(3)),
    ];
    let bench = Bench::of(&apart(quotes));
    for (sort, expected) in [
        (Sort::Relevance, [3, 1, 2]),
        (Sort::Newest, [3, 1, 2]),
        (Sort::Oldest, [1, 3, 2]),
    ] {
        let search = Search {
            sort,
            ..crate::corpus::all()
        };
        assert_eq!(bench.numbers(&search), expected, "{sort:?}");
    }
}

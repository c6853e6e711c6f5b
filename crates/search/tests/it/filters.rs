use chrono::{TimeDelta, Utc};
use onrecord_model::{Colour, CueClass, Kind, Manner, Polarity, SpeakerId};
use onrecord_search::{Origin, Search};

use crate::corpus::{Bench, With, all, apart, article, day, numbers, quote, read, sorted, speaker};

fn bench() -> Bench {
    let mut articles = apart([
        quote(1, "alpha")
            .said_by(1, "Ilse Marchetti")
            .in_outlet("The Vellmar Ledger")
            .on(day(1)),
        quote(2, "beta")
            .said_by(2, "Tomas Okoye")
            .in_outlet("the  VELLMAR ledger ")
            .of_kind(Kind::Mixed)
            .on(day(2)),
        quote(3, "gamma")
            .in_outlet("Ledger")
            .of_kind(Kind::Indirect)
            .in_source(0),
        quote(4, "delta").said_by(1, "Ilse Marchetti").on(day(3)),
    ]);
    articles[0].1.push(quote(5, "epsilon").on(day(1)));
    Bench::of(&articles)
}

fn check(bench: &Bench, search: Search, expected: &[u64]) {
    let found = bench.found(&search);
    assert_eq!(sorted(numbers(&found)), expected, "{search:?}");
    assert_eq!(found.total, expected.len() as u64);
}

#[test]
fn by_speaker_any_of_them() {
    let bench = bench();
    let said_by = |speakers: &[SpeakerId]| Search {
        speakers: Some(speakers.to_vec()),
        ..all()
    };
    check(&bench, said_by(&[speaker(1)]), &[1, 4]);
    check(&bench, said_by(&[speaker(2)]), &[2]);
    check(
        &bench,
        said_by(&[speaker(1), speaker(2), speaker(1)]),
        &[1, 2, 4],
    );
    check(&bench, said_by(&[speaker(3)]), &[]);
    check(&bench, said_by(&[]), &[]);
}

#[test]
fn by_outlet_case_and_white_space_aside_but_whole() {
    let bench = bench();
    let in_outlet = |outlet: &str| Search {
        outlet: Some(outlet.to_owned()),
        ..all()
    };
    check(&bench, in_outlet("The Vellmar Ledger"), &[1, 2]);
    check(&bench, in_outlet(" THE VELLMAR LEDGER"), &[1, 2]);
    check(&bench, in_outlet("ledger"), &[3]);
    check(&bench, in_outlet("Vellmar"), &[]);
    check(&bench, in_outlet(&"x".repeat(100_000)), &[]);
}

#[test]
fn by_origin() {
    let bench = bench();
    let of_origin = |origin| Search {
        origin: Some(origin),
        ..all()
    };
    check(&bench, of_origin(Origin::Primary), &[3]);
    check(&bench, of_origin(Origin::Report), &[1, 2, 4, 5]);
}

#[test]
fn by_kind_and_article() {
    let bench = bench();
    let of_kind = |kind| Search {
        kind: Some(kind),
        ..all()
    };
    check(&bench, of_kind(Kind::Direct), &[1, 4, 5]);
    check(&bench, of_kind(Kind::Mixed), &[2]);
    check(&bench, of_kind(Kind::Indirect), &[3]);
    let in_article = |number| Search {
        article: Some(article(number)),
        ..all()
    };
    check(&bench, in_article(1), &[1, 5]);
    check(&bench, in_article(9), &[]);
}

#[test]
fn by_date_from_included_to_excluded() {
    let bench = bench();
    let between = |from, to| Search { from, to, ..all() };
    check(&bench, between(Some(day(1)), Some(day(3))), &[1, 2, 5]);
    check(&bench, between(Some(day(2)), None), &[2, 4]);
    check(&bench, between(None, Some(day(2))), &[1, 5]);
    check(&bench, between(Some(day(3)), Some(day(1))), &[]);
    check(
        &bench,
        between(
            Some(chrono::DateTime::<Utc>::MIN_UTC),
            Some(chrono::DateTime::<Utc>::MAX_UTC),
        ),
        &[1, 2, 4, 5],
    );
    let nanosecond = TimeDelta::nanoseconds(1);
    check(&bench, between(Some(day(2) + nanosecond), None), &[4]);
    check(&bench, between(None, Some(day(2) + nanosecond)), &[1, 2, 5]);
}

#[test]
fn without_any_date_in_the_index_a_range_matches_nothing() {
    let bench = Bench::of(&apart([quote(1, "alpha")]));
    let search = Search {
        from: Some(day(1)),
        ..all()
    };
    assert_eq!(bench.found(&search).total, 0);
}

#[test]
fn all_conditions_hold_together() {
    let bench = bench();
    check(
        &bench,
        Search {
            query: read("alpha OR beta OR delta"),
            speakers: Some(vec![speaker(1)]),
            outlet: Some("the vellmar ledger".to_owned()),
            kind: Some(Kind::Direct),
            from: Some(day(1)),
            ..all()
        },
        &[1],
    );
}

#[test]
fn filters_leave_scores_alone() {
    let bench = bench();
    let free = bench.found(&crate::corpus::typed("alpha"));
    let filtered = bench.found(&Search {
        speakers: Some(vec![speaker(1), speaker(2)]),
        kind: Some(Kind::Direct),
        from: Some(day(1)),
        ..crate::corpus::typed("alpha")
    });
    assert_eq!(free.hits, filtered.hits);
}

#[test]
fn by_what_the_cue_tells() {
    let manner = |class, colour, polarity| Manner {
        class,
        colour,
        polarity,
    };
    let bench = Bench::of(&apart([
        quote(1, "alpha").in_manner(manner(
            Some(CueClass::Promise),
            Colour::Neutral,
            Polarity::Negated,
        )),
        quote(2, "beta").in_manner(manner(
            Some(CueClass::Statement),
            Colour::Doubting,
            Polarity::Asserted,
        )),
        quote(3, "gamma"),
    ]));
    let class = |class| Search {
        class: Some(class),
        ..all()
    };
    check(&bench, class(CueClass::Promise), &[1]);
    check(&bench, class(CueClass::Statement), &[2]);
    check(&bench, class(CueClass::Belief), &[]);
    let colour = |colour| Search {
        colour: Some(colour),
        ..all()
    };
    check(&bench, colour(Colour::Neutral), &[1, 3]);
    check(&bench, colour(Colour::Doubting), &[2]);
    let polarity = |polarity| Search {
        polarity: Some(polarity),
        ..all()
    };
    check(&bench, polarity(Polarity::Negated), &[1]);
    check(&bench, polarity(Polarity::Asserted), &[2, 3]);
    check(&bench, polarity(Polarity::Hypothetical), &[]);
    let both = Search {
        class: Some(CueClass::Statement),
        ..polarity(Polarity::Negated)
    };
    check(&bench, both, &[]);
}

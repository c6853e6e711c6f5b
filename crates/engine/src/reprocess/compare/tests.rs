//! Each line is a quote: `speaker: begin..end`, and behind it what holds it or what it stands inside.

use onrecord_model::{
    ArticleId, ArticleSummary, CorrectionId, Decision, Manner, SpeakerIdentity, SpeakerKind,
    Timestamp, Why,
};
use uuid::Uuid;

use super::*;

const WORDS: &str = "the old bridge over the narrow river will be closed in spring for a year";

fn words(begin: u32, end: u32) -> String {
    WORDS[begin as usize..end as usize].to_owned()
}

fn person(name: &str) -> Option<SpeakerIdentity> {
    (name != "nobody").then(|| SpeakerIdentity {
        key: format!("name:person:{name}"),
        name: name.to_owned(),
        kind: SpeakerKind::Person,
        wikidata: None,
        aliases: Vec::new(),
        roles: Vec::new(),
    })
}

/// Speaker, span, and what is said behind it.
fn line(line: &str) -> (&str, u32, u32, Vec<&str>) {
    let (speaker, rest) = line.split_once(": ").expect("a speaker");
    let mut rest = rest.split(' ');
    let (begin, end) = rest
        .next()
        .and_then(|span| span.split_once(".."))
        .expect("a span");
    let number = |digits: &str| digits.parse().expect("a number");
    (speaker, number(begin), number(end), rest.collect())
}

fn new(told: &str) -> NewQuote {
    let (speaker, begin, end, rest) = line(told);
    let text = words(begin, end);
    NewQuote {
        kind: Kind::Indirect,
        fingerprint: statement_fingerprint(&text),
        text,
        source: Vec::new(),
        cue: Vec::new(),
        content: vec![CodePointSpan { start: begin, end }],
        manner: Manner::default(),
        inside: rest
            .iter()
            .find_map(|word| word.strip_prefix('@')?.parse().ok()),
        mention: None,
        cue_text: None,
        speaker: person(speaker),
        confidence: Confidence::new(0.75),
        rule: "new".to_owned(),
        extractor: None,
        why: Why {
            rule: ResolutionRule::FullName,
            confidence: Confidence::new(0.5),
            chain: Vec::new(),
            candidates: Vec::new(),
            reasons: Vec::new(),
        },
    }
}

fn old(number: usize, told: &str) -> ReadQuote {
    let (_, _, _, rest) = line(told);
    let new = new(told);
    let id = |number: usize| QuoteId(Uuid::from_u128(number as u128 + 1));
    ReadQuote {
        found: new.speaker,
        is_held: rest.contains(&"decided") || rest.contains(&"linked"),
        quote: Quote {
            id: id(number),
            article: ArticleSummary {
                id: ArticleId(Uuid::nil()),
                title: None,
                outlet: None,
                published: None,
                url: None,
                language: None,
            },
            version: 1,
            kind: new.kind,
            text: new.text,
            source: new.source,
            cue: new.cue,
            content: new.content,
            manner: new.manner,
            inside: new.inside.map(id),
            mention: None,
            cue_text: None,
            speaker: None,
            filed_under: None,
            statement: None,
            wording: None,
            confidence: Confidence::new(0.5),
            rule: "old".to_owned(),
            why: new.why,
            decision: rest.contains(&"decided").then(|| Decision {
                correction: CorrectionId(Uuid::nil()),
                by: "Ida Desk".to_owned(),
                at: Timestamp::default(),
            }),
            extractor: "old 1".to_owned(),
            primary: None,
        },
    }
}

/// What becomes of each quote, and what is on record then: its speaker as found, its span, what it stands inside, and
/// whether it is the old one.
fn check(before: &[&str], after: &[&str], outcomes: &[&str], expected: &[&str]) {
    let before: Vec<ReadQuote> = before
        .iter()
        .enumerate()
        .map(|(number, told)| old(number, told))
        .collect();
    let after = after.iter().map(|told| new(told)).collect();
    let compared = compare(&before, after);
    let mut told: Vec<String> = compared
        .differences
        .iter()
        .map(|difference| {
            let span = |told: &Option<Told>| match told {
                None => "-".to_owned(),
                Some(told) => format!("{}..{}", told.content[0].start, told.content[0].end),
            };
            let (old, new) = (span(&difference.before), span(&difference.after));
            match &difference.outcome {
                Outcome::Gained => format!("gained {new}"),
                Outcome::Lost => format!("lost {old}"),
                Outcome::Kept => format!("kept {old} for {new}"),
                Outcome::Changed(aspects) => {
                    let aspects: Vec<&str> = aspects.iter().map(|one| one.as_str()).collect();
                    format!("changed {old} to {new} in {}", aspects.join("+"))
                }
            }
        })
        .collect();
    told.extend((compared.unchanged > 0).then(|| format!("unchanged {}", compared.unchanged)));
    assert_eq!(told, outcomes);
    let on_record: Vec<String> = compared
        .quotes
        .iter()
        .map(|quote| {
            let speaker = quote.speaker.as_ref();
            let span = quote.content[0];
            let mut told = format!(
                "{}: {}..{}",
                speaker.map_or("nobody", |speaker| speaker.name.as_str()),
                span.start,
                span.end
            );
            if let Some(outer) = quote.inside {
                told.push_str(&format!(" @{outer}"));
            }
            if let Some(extractor) = &quote.extractor {
                told.push_str(&format!(" by {extractor}"));
            }
            told
        })
        .collect();
    assert_eq!(on_record, expected);
}

#[test]
fn what_stands_at_the_same_place_is_the_same_quote() {
    check(
        &["roe: 0..20"],
        &["roe: 0..20"],
        &["unchanged 1"],
        &["roe: 0..20"],
    );
    check(
        &["roe: 0..20"],
        &["nobody: 0..20"],
        &["changed 0..20 to 0..20 in speaker"],
        &["nobody: 0..20"],
    );
}

#[test]
fn what_stands_mostly_there_is_if_it_is_told_alike() {
    check(
        &["roe: 0..20"],
        &["roe: 4..20"],
        &["changed 0..20 to 4..20 in words"],
        &["roe: 4..20"],
    );
    check(
        &["roe: 0..20"],
        &["poe: 4..20"],
        &["lost 0..20", "gained 4..20"],
        &["poe: 4..20"],
    );
    check(
        &["roe: 0..20"],
        &["roe: 12..40"],
        &["lost 0..20", "gained 12..40"],
        &["roe: 12..40"],
    );
}

#[test]
fn the_nearest_is_taken_first() {
    check(
        &["roe: 0..40", "roe: 10..40"],
        &["roe: 8..40", "roe: 0..40"],
        &["changed 10..40 to 8..40 in words", "unchanged 1"],
        &["roe: 8..40", "roe: 0..40"],
    );
}

#[test]
fn what_somebody_decided_on_stays_where_it_is() {
    let decided = ["roe: 0..20 decided"];
    check(&decided, &["poe: 0..20"], &["unchanged 1"], &["poe: 0..20"]);
    for after in [&["roe: 4..20"], &["poe: 4..20"]] {
        check(
            &decided,
            after,
            &["kept 0..20 for 4..20"],
            &["roe: 0..20 by old 1"],
        );
    }
    check(
        &decided,
        &[],
        &["kept 0..20 for -"],
        &["roe: 0..20 by old 1"],
    );
}

#[test]
fn what_is_linked_or_flagged_stays_with_its_speaker() {
    let linked = ["roe: 0..20 linked"];
    check(&linked, &["roe: 0..20"], &["unchanged 1"], &["roe: 0..20"]);
    check(
        &linked,
        &["poe: 0..20"],
        &["kept 0..20 for 0..20"],
        &["roe: 0..20 by old 1"],
    );
    // Whose it is was decided by a person, so that the machine's word does not count.
    check(
        &["roe: 0..20 linked decided"],
        &["poe: 0..20"],
        &["unchanged 1"],
        &["poe: 0..20"],
    );
}

#[test]
fn everything_that_would_stand_in_the_place_of_what_is_kept_is_left_out() {
    check(
        &["roe: 0..20 decided"],
        &["poe: 0..12", "doe: 2..20", "doe: 40..60"],
        &[
            "kept 0..20 for 0..12",
            "kept 0..20 for 2..20",
            "gained 40..60",
        ],
        &["doe: 40..60", "roe: 0..20 by old 1"],
    );
}

#[test]
fn what_is_inside_another_stays_inside_what_is_there() {
    // The outer one is kept as it was, and holds what is found in it.
    check(
        &["roe: 0..60 decided", "poe: 30..60 @0"],
        &["roe: 0..62", "poe: 30..60 @0"],
        &["kept 0..60 for 0..62", "unchanged 1"],
        &["poe: 30..60 @1", "roe: 0..60 by old 1"],
    );
    // The inner one is kept, inside what is found around it.
    check(
        &["roe: 0..60", "poe: 30..60 @0 decided"],
        &["roe: 0..62"],
        &["changed 0..60 to 0..62 in words", "kept 30..60 for -"],
        &["roe: 0..62", "poe: 30..60 @0 by old 1"],
    );
    // Nothing is found around it.
    check(
        &["roe: 0..60", "poe: 30..60 @0 decided"],
        &[],
        &["lost 0..60", "kept 30..60 for -"],
        &["poe: 30..60 by old 1"],
    );
    // What was kept does not hold all of what is found.
    check(
        &["roe: 0..60 decided"],
        &["roe: 0..70", "poe: 62..70 @0"],
        &["kept 0..60 for 0..70", "gained 62..70"],
        &["poe: 62..70", "roe: 0..60 by old 1"],
    );
}

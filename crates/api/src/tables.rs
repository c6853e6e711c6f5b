//! Figures as tables. A cell holds what the JSON of the same address holds.

use chrono::SecondsFormat;
use onrecord_engine::interchange::Cell;

use crate::json::{
    CoQuoted, Counts, Label, LabelKind, MatchCounts, Mix, Proportion, RepeatedClaims, Shared,
    TopSpeakers,
};

/// A table: its columns and its rows.
pub(crate) type Rows = (&'static [&'static str], Vec<Vec<Cell>>);

/// Columns of counts.
const COUNTS: &[&str] = &[
    "by",
    "is",
    "key",
    "name",
    "by_2",
    "is_2",
    "key_2",
    "name_2",
    "from",
    "to",
    "quotes",
    "statements",
    "articles",
    "share",
    "share_low",
    "share_high",
    "share_of",
    "articles_ingested",
    "of_articles",
    "of_articles_low",
    "of_articles_high",
    "per_thousand_articles",
];

pub(crate) fn counts(counts: &Counts) -> Rows {
    let row = |row: &crate::json::CountsRow| {
        let mut cells = Vec::with_capacity(COUNTS.len());
        for place in 0..2 {
            match (counts.by.get(place), row.values.get(place)) {
                (Some(by), Some(label)) => {
                    cells.push(Cell::Text(by.as_str().to_owned()));
                    cells.extend(labelled(label));
                }
                _ => cells.extend([Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty]),
            }
        }
        cells.push(some(row.from));
        cells.push(some(row.to));
        cells.extend(counted(&row.counts));
        cells.extend(shared(&row.share));
        cells.push(row.articles_ingested.map_or(Cell::Empty, whole));
        cells.extend(match &row.of_articles {
            Some(share) => interval(share),
            None => [Cell::Empty, Cell::Empty, Cell::Empty],
        });
        cells.push(
            row.per_thousand_articles
                .map_or(Cell::Empty, Cell::Fraction),
        );
        cells
    };
    (COUNTS, counts.rows.iter().map(row).collect())
}

/// Columns of a mix.
const MIX: &[&str] = &[
    "what",
    "is",
    "key",
    "name",
    "part",
    "whole",
    "share",
    "share_low",
    "share_high",
];

pub(crate) fn mix(mix: &Mix) -> Rows {
    let row = |what: &str, label: [Cell; 3], share: &Proportion| {
        let mut cells = vec![Cell::Text(what.to_owned())];
        cells.extend(label);
        cells.extend([whole(share.part), whole(share.whole)]);
        cells.extend(interval(share));
        cells
    };
    let none = || [Cell::Empty, Cell::Empty, Cell::Empty];
    let mut rows: Vec<Vec<Cell>> = [
        ("direct", &mix.direct),
        ("mixed", &mix.mixed),
        ("indirect", &mix.indirect),
        ("unknown_speaker", &mix.unknown_speaker),
        ("rated", &mix.rated),
        ("not_rated", &mix.not_rated),
    ]
    .into_iter()
    .map(|(what, share)| row(what, none(), share))
    .collect();
    for (what, all) in [
        ("class", &mix.classes),
        ("colour", &mix.colours),
        ("polarity", &mix.polarities),
        ("verdict", &mix.verdicts),
    ] {
        let all = all.iter();
        rows.extend(all.map(|one| row(what, labelled(&one.label), &one.share)));
    }
    (MIX, rows)
}

/// Columns of the most quoted.
const SPEAKERS: &[&str] = &[
    "is",
    "key",
    "name",
    "quotes",
    "statements",
    "articles",
    "share",
    "share_low",
    "share_high",
    "share_of",
    "quotes_before",
    "statements_before",
    "articles_before",
    "share_before",
    "share_before_low",
    "share_before_high",
    "share_before_of",
    "change",
    "from_before",
    "to_before",
];

pub(crate) fn speakers(top: &TopSpeakers) -> Rows {
    let row = |speaker: &crate::json::TopSpeaker| {
        let mut cells: Vec<Cell> = labelled(&speaker.label).into();
        cells.extend(counted(&speaker.counts));
        cells.extend(shared(&speaker.share));
        match (&speaker.before, &speaker.share_before) {
            (Some(before), Some(share)) => {
                cells.extend(counted(before));
                cells.extend(shared(share));
            }
            _ => cells.extend([const { Cell::Empty }; 7]),
        }
        cells.push(speaker.change.map_or(Cell::Empty, Cell::Whole));
        let before = top.before.as_ref();
        for instant in [
            before.map(|before| before.from),
            before.map(|before| before.to),
        ] {
            cells.push(some(instant.map(|instant| {
                instant.to_rfc3339_opts(SecondsFormat::AutoSi, true)
            })));
        }
        cells
    };
    (SPEAKERS, top.speakers.iter().map(row).collect())
}

/// Columns of who is quoted beside somebody.
const CO_QUOTED: &[&str] = &[
    "is",
    "key",
    "name",
    "quotes",
    "statements",
    "articles",
    "share",
    "share_low",
    "share_high",
    "share_of",
];

pub(crate) fn co_quoted(quoted: &CoQuoted) -> Rows {
    let row = |one: &Shared| {
        let mut cells: Vec<Cell> = labelled(&one.label).into();
        cells.extend(counted(&one.counts));
        cells.extend(shared(&one.share));
        cells
    };
    (CO_QUOTED, quoted.speakers.iter().map(row).collect())
}

/// Columns of claims.
const CLAIMS: &[&str] = &[
    "id",
    "claim",
    "verdicts",
    "quotes",
    "statements",
    "articles",
    "share",
    "share_low",
    "share_high",
    "share_of",
    "speakers",
];

pub(crate) fn claims(repeated: &RepeatedClaims) -> Rows {
    let row = |claim: &crate::json::RepeatedClaim| {
        let mut cells = vec![
            Cell::Text(claim.id.to_string()),
            Cell::Text(claim.text.clone()),
            Cell::Text(claim.verdicts.join("; ")),
        ];
        cells.extend(counted(&claim.counts));
        cells.extend(shared(&claim.share));
        cells.push(whole(claim.speakers));
        cells
    };
    (CLAIMS, repeated.claims.iter().map(row).collect())
}

fn labelled(label: &Label) -> [Cell; 3] {
    let is = match label.is {
        LabelKind::Value => "value",
        LabelKind::None => "none",
        LabelKind::Other => "other",
    };
    [
        Cell::Text(is.to_owned()),
        Cell::Text(label.key.clone()),
        Cell::Text(label.name.clone()),
    ]
}

fn counted(counts: &MatchCounts) -> [Cell; 3] {
    [counts.quotes, counts.statements, counts.articles].map(whole)
}

fn shared(share: &Proportion) -> [Cell; 4] {
    let [value, low, high] = interval(share);
    [value, low, high, whole(share.whole)]
}

fn interval(share: &Proportion) -> [Cell; 3] {
    [
        share.value.map_or(Cell::Empty, Cell::Fraction),
        Cell::Fraction(share.low),
        Cell::Fraction(share.high),
    ]
}

fn whole(number: u64) -> Cell {
    Cell::Whole(i64::try_from(number).unwrap_or(i64::MAX))
}

fn some(value: Option<impl ToString>) -> Cell {
    value.map_or(Cell::Empty, |value| Cell::Text(value.to_string()))
}

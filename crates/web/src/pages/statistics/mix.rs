//! Charts of shares: how quotes are told, whether somebody is named, how their claims were rated, and which were repeated.

use onrecord_engine::{
    Dimension, Label, LabelKind, Mix, Proportion, RepeatedClaims, SearchRequest,
};
use onrecord_model::Kind;

use super::asked::{Measure, StatsAsked};
use super::{counted_of, reading};
use crate::address;
use crate::card::shortened;
use crate::chart::{Bar, Bars, Cell, Chart, Plot, ShareRow, Shares, Size, Table};
use crate::pages::search::understood;
use crate::respond::Failure;
use crate::site::Site;
use crate::values;
use crate::wording::{counted, number};

/// Columns of every table of shares.
const KEYS: &[&str] = &["name", "part", "whole", "share", "share_low", "share_high"];
/// Characters of a claim beside its bar.
const CLAIM: usize = 200;

/// What there is among the quotes that match.
pub(crate) async fn mix(site: &Site, search: &SearchRequest) -> Result<Mix, Failure> {
    site.engine.mix(search).await.map_err(understood)
}

/// How they are told.
pub(super) fn kinds(asked: &StatsAsked, mix: &Mix) -> Chart {
    let of = |kind: Kind| {
        let kind = kind.as_str();
        asked.hits_of(Dimension::Kind, &label(LabelKind::Value, kind))
    };
    let rows = vec![
        row(
            "Direct: every word in quotation marks",
            &mix.direct,
            of(Kind::Direct),
        ),
        row(
            "Mixed: partly in quotation marks",
            &mix.mixed,
            of(Kind::Mixed),
        ),
        row(
            "Indirect: in the reporter’s words",
            &mix.indirect,
            of(Kind::Indirect),
        ),
        row(
            "Nobody named as the speaker",
            &mix.unknown_speaker,
            asked.hits_of(Dimension::Speaker, &label(LabelKind::None, Label::NONE)),
        ),
    ];
    chart(
        "kinds",
        "How quotes are told",
        reading(
            &format!(
                "Shares of the {} that match: the first three add up to all of them, the last is apart. {INTERVAL}",
                counted(mix.counts.quotes, "quote", "quotes")
            ),
            &mix.basis,
        ),
        rows,
    )
}

/// What a whisker on a bar means.
const INTERVAL: &str = "The line below each bar is the 95% interval (Wilson): how far off the share may be, were these drawn by chance from many more.";

/// How the claims in them were rated. `hits_of` leads to what has a verdict.
pub(crate) fn verdicts(mix: &Mix, hits_of: impl Fn(&Label) -> Option<String>) -> Chart {
    let rated = mix.rated;
    let mut rows = vec![
        row(
            "Not rated, of all statements",
            &mix.not_rated(),
            hits_of(&label(LabelKind::None, Label::NONE)),
        ),
        row("Rated, of all statements", &rated, None),
    ];
    rows.extend(mix.verdicts.iter().map(|verdict| {
        row(
            &format!(
                "“{}”, of those rated",
                values::value(Dimension::Verdict, &verdict.label)
            ),
            &verdict.share,
            hits_of(&verdict.label),
        )
    }));
    let n = counted(rated.part, "statement is", "statements are");
    chart(
        "verdicts",
        "How it was rated",
        reading(
            &format!(
                "{n} linked to a claim with a published verdict, of {}. Only what somebody chose to check is rated, so that \
                 shares of verdicts say nothing of the rest. A statement can have several verdicts. {INTERVAL}",
                number(rated.whole)
            ),
            &mix.basis,
        ),
        rows,
    )
}

fn label(kind: LabelKind, key: &str) -> Label {
    Label {
        kind,
        key: key.to_owned(),
        name: key.to_owned(),
    }
}

fn row(name: &str, share: &Proportion, address: Option<String>) -> ShareRow {
    ShareRow {
        name: name.to_owned(),
        part: share.part,
        whole: share.whole,
        low: share.low,
        high: share.high,
        address: address.filter(|_| share.part > 0),
    }
}

fn chart(name: &'static str, title: &str, reading: String, rows: Vec<ShareRow>) -> Chart {
    let cells = |row: &ShareRow| {
        let share = match row.whole {
            0 => Cell::empty(),
            whole => Cell::share(row.part as f64 / whole as f64),
        };
        vec![
            Cell::link(row.name.as_str(), row.address.clone()),
            Cell::number(row.part),
            Cell::number(row.whole),
            share,
            Cell::share(row.low),
            Cell::share(row.high),
        ]
    };
    Chart {
        name,
        title: title.to_owned(),
        reading,
        table: Table::new(
            KEYS,
            &["", "Of them", "Of", "Share", "95% from", "to"],
            rows.iter().map(cells).collect(),
        ),
        plot: match rows.first().is_none_or(|row| row.whole == 0) {
            true => Plot::Nothing("There is nothing to have a share of.".to_owned()),
            false => Plot::Shares(Shares { rows }),
        },
        size: Size::Half,
    }
}

/// The claims that were made most often.
pub(super) async fn claims(site: &Site, asked: &StatsAsked) -> Result<Chart, Failure> {
    let search = asked.request()?;
    let found = site.engine.repeated_claims(&search, asked.limit).await;
    Ok(claims_chart(asked.measure, &found.map_err(understood)?))
}

fn claims_chart(measure: Measure, found: &RepeatedClaims) -> Chart {
    let mut claims: Vec<_> = found.claims.iter().collect();
    claims.sort_by_key(|claim| std::cmp::Reverse(measure.of(claim.counts)));
    let rated = |verdicts: &[String]| match verdicts {
        [] => "not rated".to_owned(),
        verdicts => format!("rated {}", verdicts.join(", ")),
    };
    let bars: Vec<Bar> = claims
        .iter()
        .map(|claim| Bar {
            name: shortened(&claim.text, CLAIM),
            value: measure.of(claim.counts),
            note: Some(format!(
                "{}, {}",
                counted(claim.speakers, "speaker", "speakers"),
                rated(&claim.verdicts)
            )),
            before: None,
            address: Some(address::claim(claim.claim)),
        })
        .collect();
    let rows = claims.iter().map(|claim| {
        vec![
            Cell::link(claim.text.as_str(), Some(address::claim(claim.claim))),
            Cell::text(claim.claim.to_string()),
            Cell::text(claim.verdicts.join("; ")),
            Cell::number(claim.speakers),
            Cell::number(claim.counts.quotes),
            Cell::number(claim.counts.statements),
            Cell::number(claim.counts.articles),
            claim.share.value().map_or_else(Cell::empty, Cell::share),
            Cell::share(claim.share.low),
            Cell::share(claim.share.high),
        ]
    });
    Chart {
        name: "claims",
        title: measure.of_title("Claims made most often"),
        reading: reading(
            &format!(
                "Claims that people have linked to statements that match, {} in all; shares in the table are of {}. What \
                 nobody has linked to a claim is not here.",
                counted(found.claims_in_all, "claim", "claims"),
                counted_of(Measure::Quotes, &found.total),
            ),
            &found.basis,
        ),
        plot: match bars.is_empty() {
            true => Plot::Nothing("No claim is linked to anything that matches.".to_owned()),
            false => Plot::Bars(Bars {
                unit: measure.unit(),
                bars,
            }),
        },
        table: Table::new(
            &[
                "claim",
                "claim_id",
                "verdicts",
                "speakers",
                "quotes",
                "statements",
                "articles",
                "share",
                "share_low",
                "share_high",
            ],
            &[
                "Claim",
                "Id",
                "Verdicts",
                "Speakers",
                "Quotes",
                "Statements",
                "Articles that quote",
                "Share",
                "95% from",
                "to",
            ],
            rows.collect(),
        ),
        size: Size::Half,
    }
}

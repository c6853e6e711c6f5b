//! The chart of one's own: by one or two dimensions, over time or not.

use chrono::NaiveDate;
use onrecord_engine::{
    Bucket, Dimension, Label, LabelKind, Statistics, StatisticsRequest, StatisticsRow,
};

use super::asked::{Measure, StatsAsked};
use super::counts::{bars, count, share_cell};
use super::{counted_of, reading};
use crate::chart::{
    Cell, Chart, Height, Line, MOST_LINES, MOST_PARTS, Over, Plot, Size, Stack, Stacks, Table,
    TimeStep,
};
use crate::respond::Failure;
use crate::site::Site;
use crate::values;

/// What is counted as somebody chose; `None` where nothing was chosen.
pub(super) async fn own(site: &Site, asked: &StatsAsked) -> Result<Option<Chart>, Failure> {
    const NAME: &str = "counts";
    let counted = match (asked.by.as_slice(), asked.over) {
        ([], _) => return Ok(None),
        ([by], None) => {
            let chart = bars(site, asked, NAME, *by).await?;
            return Ok(Some(Chart {
                size: Size::Full,
                ..chart
            }));
        }
        (by, over) => {
            let request = StatisticsRequest {
                search: asked.request()?,
                by: by.to_vec(),
                over,
                limit: Some(asked.limit),
            };
            count(site, request).await?
        }
    };
    let plot = match (asked.by.as_slice(), asked.over) {
        ([by], Some(bucket)) => lines(asked, *by, bucket, &counted),
        ([first, second], None) => stacks(asked, *first, *second, &counted),
        _ => Plot::Nothing(
            "By two things and over time at once is too much for a drawing. The table has it."
                .to_owned(),
        ),
    };
    let by: Vec<String> = counted_by(asked);
    let drawn = match &plot {
        Plot::Over(over) if over.lines.len() == MOST_LINES => {
            format!(" At most {MOST_LINES} are drawn, those with most; the table has all.")
        }
        Plot::Stacks(stacks) if stacks.parts.len() == MOST_PARTS => {
            format!(" At most {MOST_PARTS} parts are drawn; the table has all.")
        }
        _ => String::new(),
    };
    Ok(Some(Chart {
        name: NAME,
        title: format!("{} by {}", asked.measure.title(), by.join(" and ")),
        reading: reading(
            &format!(
                "{} in all.{drawn} Shares in the table are of the quotes that match{}.",
                counted_of(asked.measure, &counted.total),
                if asked.over.is_some() {
                    " in the same step of time"
                } else {
                    ""
                },
            ),
            &counted.basis,
        ),
        plot,
        table: cells(asked, &counted),
        size: Size::Full,
    }))
}

fn counted_by(asked: &StatsAsked) -> Vec<String> {
    let dimensions = asked
        .by
        .iter()
        .map(|by| values::dimension(*by).to_lowercase());
    let over = asked.over.map(|over| over.to_string());
    dimensions.chain(over).collect()
}

/// A line for each of those with most.
fn lines(asked: &StatsAsked, by: Dimension, bucket: Bucket, counted: &Statistics) -> Plot {
    let mut names: Vec<&Label> = Vec::new();
    for label in counted.rows.iter().filter_map(|row| row.values.first()) {
        if label.kind != LabelKind::Other && !names.contains(&label) {
            names.push(label);
        }
    }
    let of = |label: &Label, from: Option<NaiveDate>| {
        let row = counted
            .rows
            .iter()
            .find(|row| row.values.first() == Some(label) && row.from == from);
        row.map_or(0, |row| asked.measure.of(row.counts))
    };
    let values_of = |label: &Label| -> Vec<u64> {
        let steps = counted.steps.iter();
        steps.map(|step| of(label, Some(step.from))).collect()
    };
    let mut lines: Vec<Line> = names
        .into_iter()
        .map(|label| Line {
            name: values::value(by, label),
            values: values_of(label),
        })
        .collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.values.iter().sum::<u64>()));
    lines.truncate(MOST_LINES);
    if lines.is_empty() || counted.steps.is_empty() {
        return Plot::Nothing("Nothing that matches has a date.".to_owned());
    }
    Plot::Over(Over {
        unit: asked.measure.unit(),
        height: Height::Usual,
        bucket,
        steps: counted
            .steps
            .iter()
            .map(|step| TimeStep {
                day: step.from,
                address: None,
            })
            .collect(),
        lines,
    })
}

/// A bar for each value of the first dimension, in parts by the second.
fn stacks(asked: &StatsAsked, first: Dimension, second: Dimension, counted: &Statistics) -> Plot {
    if asked.measure != Measure::Quotes {
        return Plot::Nothing(format!(
            "{} can fall under several parts at once, so that parts would not add up in a drawing. The table has the numbers.",
            asked.measure.title()
        ));
    }
    if matches!(second, Dimension::Verdict | Dimension::Claim) {
        return Plot::Nothing(format!(
            "A quote can have several {}, so that parts would not add up in a drawing. The table has the numbers.",
            values::several(second)
        ));
    }
    let mut parts: Vec<(&Label, u64)> = Vec::new();
    let mut wholes: Vec<&Label> = Vec::new();
    for row in &counted.rows {
        let [whole, part] = row.values.as_slice() else {
            continue;
        };
        match parts.iter_mut().find(|(known, _)| *known == part) {
            Some((_, quotes)) => *quotes += row.counts.quotes,
            None => parts.push((part, row.counts.quotes)),
        }
        if !wholes.contains(&whole) {
            wholes.push(whole);
        }
    }
    parts.sort_by_key(|(label, quotes)| {
        (label.kind == LabelKind::Other, std::cmp::Reverse(*quotes))
    });
    let is_cut = parts.len() > MOST_PARTS;
    let told = if is_cut { MOST_PARTS - 1 } else { parts.len() };
    let quotes = |whole: &Label, is_part: &dyn Fn(&Label) -> bool| -> u64 {
        counted
            .rows
            .iter()
            .filter(|row| {
                row.values.first() == Some(whole) && row.values.get(1).is_some_and(is_part)
            })
            .map(|row| row.counts.quotes)
            .sum()
    };
    let stacks: Vec<Stack> = wholes
        .into_iter()
        .map(|whole| {
            let mut parts_of: Vec<u64> = parts[..told]
                .iter()
                .map(|(part, _)| quotes(whole, &|label| label == *part))
                .collect();
            if is_cut {
                parts_of.push(quotes(whole, &|label| {
                    !parts[..told].iter().any(|(part, _)| *part == label)
                }));
            }
            Stack {
                name: values::value(first, whole),
                addresses: vec![None; parts_of.len()],
                values: parts_of,
            }
        })
        .collect();
    if stacks.is_empty() {
        return Plot::Nothing("Nothing matches.".to_owned());
    }
    let mut names: Vec<String> = parts[..told]
        .iter()
        .map(|(part, _)| values::value(second, part))
        .collect();
    names.extend(is_cut.then(|| values::others(second)));
    Plot::Stacks(Stacks {
        unit: Measure::Quotes.unit(),
        parts: names,
        stacks,
    })
}

/// Every row, with what it is counted by in columns of their own.
fn cells(asked: &StatsAsked, counted: &Statistics) -> Table {
    let name =
        |row: &StatisticsRow, index: usize| match (asked.by.get(index), row.values.get(index)) {
            (Some(by), Some(label)) => Cell::text(values::value(*by, label)),
            _ => Cell::text(""),
        };
    let key = |row: &StatisticsRow, index: usize| {
        Cell::text(row.values.get(index).map_or("", |label| label.key.as_str()))
    };
    let day = |day: Option<NaiveDate>| {
        day.map_or_else(|| Cell::text(""), |day| Cell::text(day.to_string()))
    };
    let rows = counted.rows.iter().map(|row| {
        vec![
            name(row, 0),
            key(row, 0),
            name(row, 1),
            key(row, 1),
            day(row.from),
            day(row.to),
            Cell::number(row.counts.quotes),
            Cell::number(row.counts.statements),
            Cell::number(row.counts.articles),
            share_cell(&row.share),
            Cell::share(row.share.low),
            Cell::share(row.share.high),
            row.articles_ingested.map_or_else(Cell::empty, Cell::number),
            row.per_thousand_articles
                .map_or_else(Cell::empty, Cell::fraction),
        ]
    });
    let dimension = |index: usize| asked.by.get(index).map_or("", |by| values::dimension(*by));
    Table::new(
        &[
            "name",
            "key",
            "and_name",
            "and_key",
            "from",
            "to",
            "quotes",
            "statements",
            "articles",
            "share",
            "share_low",
            "share_high",
            "articles_on_record",
            "quotes_per_1000_articles",
        ],
        &[
            dimension(0),
            "Key",
            dimension(1),
            "Key",
            "From",
            "To",
            "Quotes",
            "Statements",
            "Articles that quote",
            "Share",
            "95% from",
            "to",
            "Articles on record",
            "Quotes per 1,000 articles",
        ],
        rows.collect(),
    )
}

//! Charts of counts: over time, and by one dimension.

use chrono::NaiveDate;
use onrecord_engine::{
    Bucket, Dimension, LabelKind, Proportion, SearchRequest, Statistics, StatisticsRequest,
    StatisticsRow,
};

use super::asked::{Measure, StatsAsked};
use super::reading;
use crate::chart::{
    Bar, Bars, Cell, Chart, Height, Line, Over, Plot, Size, Table, TimeStep, step_label,
};
use crate::pages::search::understood;
use crate::respond::Failure;
use crate::site::Site;
use crate::values;

/// More months than this are shown as years where nobody said what to show.
const MOST_MONTHS: usize = 96;
/// Periods of at most so many days are shown by the day.
const MOST_DAYS: i64 = 62;

/// Everything that matches, counted.
pub(super) async fn count(site: &Site, request: StatisticsRequest) -> Result<Statistics, Failure> {
    let answer = site.engine.statistics(&request).await;
    answer.map_err(understood)
}

/// Counted over time, in the steps asked for or, where none were, in steps of which there are neither few nor many.
pub(super) async fn over_time(
    site: &Site,
    search: &SearchRequest,
    asked: Option<Bucket>,
) -> Result<Statistics, Failure> {
    let request = |over| StatisticsRequest {
        search: search.clone(),
        over: Some(over),
        ..StatisticsRequest::default()
    };
    if let Some(over) = asked {
        return count(site, request(over)).await;
    }
    let is_short = matches!(
        (search.from, search.to),
        (Some(from), Some(to)) if (to - from).num_days() <= MOST_DAYS
    );
    let usual = if is_short { Bucket::Day } else { Bucket::Month };
    match site.engine.statistics(&request(usual)).await {
        Ok(counted) if usual == Bucket::Month && counted.steps.len() > MOST_MONTHS => {
            count(site, request(Bucket::Year)).await
        }
        Ok(counted) => Ok(counted),
        Err(onrecord_engine::EngineError::TooManySteps {
            coarser: Some(coarser),
            ..
        }) => count(site, request(coarser)).await,
        Err(error) => Err(understood(error)),
    }
}

/// Counts of each step of time.
pub(super) fn over_time_chart(
    name: &'static str,
    measure: Measure,
    counted: &Statistics,
    leads_to: impl Fn(NaiveDate, NaiveDate) -> String,
) -> Chart {
    let bucket = counted.over.unwrap_or(Bucket::Month);
    let undated = counted.rows.iter().find(|row| row.from.is_none());
    let undated = match undated.map_or(0, |row| measure.of(row.counts)) {
        0 => String::new(),
        undated => format!(" {} without a date.", counted_is(measure, undated)),
    };
    let rate = |from: NaiveDate| {
        let row = counted.rows.iter().find(|row| row.from == Some(from));
        row.and_then(|row| row.per_thousand_articles)
    };
    let has_rates = counted
        .rows
        .iter()
        .any(|row| row.per_thousand_articles.is_some());
    let rates = if has_rates { ", and the rate" } else { "" };
    let rows = counted.steps.iter().map(|step| {
        let address = (step.counts.quotes > 0).then(|| leads_to(step.from, step.to));
        vec![
            Cell::named(step_label(step.from, bucket), step.from.to_string()).leading_to(address),
            Cell::text(step.to.to_string()),
            Cell::number(step.counts.quotes),
            Cell::number(step.counts.statements),
            Cell::number(step.counts.articles),
            step.articles_ingested
                .map_or_else(Cell::empty, Cell::number),
            rate(step.from).map_or_else(Cell::empty, Cell::fraction),
        ]
    });
    let table = Table::new(
        &[
            "from",
            "to",
            "quotes",
            "statements",
            "articles",
            "articles_on_record",
            "quotes_per_1000_articles",
        ],
        &[
            "Begins",
            "Last day",
            "Quotes",
            "Statements",
            "Articles that quote",
            "Articles on record",
            "Quotes per 1,000 articles",
        ],
        rows.collect(),
    );
    let steps: Vec<TimeStep> = counted
        .steps
        .iter()
        .map(|step| TimeStep {
            day: step.from,
            address: Some(leads_to(step.from, step.to)),
        })
        .collect();
    let plot = match steps.is_empty() {
        true => Plot::Nothing("Nothing that matches has a date.".to_owned()),
        false => Plot::Over(Over {
            unit: measure.unit(),
            height: Height::Usual,
            bucket,
            lines: vec![Line {
                name: measure.title().to_owned(),
                values: counted
                    .steps
                    .iter()
                    .map(|step| measure.of(step.counts))
                    .collect(),
            }],
            steps,
        }),
    };
    Chart {
        name,
        title: format!("{} by {bucket}", measure.title()),
        reading: reading(
            &format!(
                "{} that match, by {bucket} of publication (UTC); {} in all.{undated} How many there are follows from how \
                 many articles are on record: the table has both{rates}.",
                measure.title(),
                measure.unit().counted(measure.of(counted.total)),
            ),
            &counted.basis,
        ),
        plot,
        table,
        size: Size::Full,
    }
}

fn counted_is(measure: Measure, count: u64) -> String {
    let is = if count == 1 { "is" } else { "are" };
    format!("{} {is}", measure.unit().counted(count))
}

/// What is counted by one dimension, as bars.
pub(super) async fn bars(
    site: &Site,
    asked: &StatsAsked,
    name: &'static str,
    by: Dimension,
) -> Result<Chart, Failure> {
    let counted = count(
        site,
        StatisticsRequest {
            search: asked.request()?,
            by: vec![by],
            over: None,
            limit: Some(asked.limit),
        },
    )
    .await?;
    Ok(bars_chart(asked, name, by, &counted))
}

fn bars_chart(
    asked: &StatsAsked,
    name: &'static str,
    by: Dimension,
    counted: &Statistics,
) -> Chart {
    let measure = asked.measure;
    let rows = sorted(&counted.rows, measure);
    let leads_to = |row: &StatisticsRow| asked.hits_of(by, row.values.first()?);
    let shown = |row: &StatisticsRow| {
        row.values
            .first()
            .map_or_else(String::new, |label| values::value(by, label))
    };
    let bars: Vec<Bar> = rows
        .iter()
        // All others together would dwarf those that are told by themselves.
        .filter(|row| !is_other(row))
        .map(|row| Bar {
            name: shown(row),
            value: measure.of(row.counts),
            note: row
                .per_thousand_articles
                .filter(|_| by == Dimension::Outlet)
                .map(|rate| format!("{rate:.0} quotes per 1,000 articles")),
            before: None,
            address: leads_to(row),
        })
        .collect();
    let cells = |row: &&StatisticsRow| {
        let label = row.values.first();
        vec![
            Cell::link(shown(row), leads_to(row)),
            Cell::text(label.map_or("", |label| label.key.as_str())),
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
    };
    let several = match by {
        Dimension::Verdict | Dimension::Claim => {
            format!(
                " A quote can have several {}, and counts under each.",
                values::several(by)
            )
        }
        _ => String::new(),
    };
    Chart {
        name,
        title: format!(
            "{} by {}",
            measure.title(),
            values::dimension(by).to_lowercase()
        ),
        reading: reading(
            &format!(
                "{} that match, most first; {}, {} in all.{several} Shares in the table are of all quotes that match.",
                measure.title(),
                crate::wording::counted(
                    counted.values_in_all,
                    values::one(by),
                    values::several(by)
                ),
                measure.unit().counted(measure.of(counted.total)),
            ),
            &counted.basis,
        ),
        plot: match bars.is_empty() {
            true => Plot::Nothing("Nothing matches.".to_owned()),
            false => Plot::Bars(Bars {
                unit: measure.unit(),
                bars,
            }),
        },
        table: Table::new(
            &[
                "name",
                "key",
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
                values::dimension(by),
                "Key",
                "Quotes",
                "Statements",
                "Articles that quote",
                "Share",
                "95% from",
                "to",
                "Articles on record",
                "Quotes per 1,000 articles",
            ],
            rows.iter().map(cells).collect(),
        ),
        size: Size::Half,
    }
}

pub(super) fn share_cell(share: &Proportion) -> Cell {
    share.value().map_or_else(Cell::empty, Cell::share)
}

fn is_other(row: &StatisticsRow) -> bool {
    row.values
        .iter()
        .any(|label| label.kind == LabelKind::Other)
}

/// Rows with the largest first, all others together last.
fn sorted(rows: &[StatisticsRow], measure: Measure) -> Vec<&StatisticsRow> {
    let mut rows: Vec<&StatisticsRow> = rows.iter().collect();
    rows.sort_by_key(|row| (is_other(row), std::cmp::Reverse(measure.of(row.counts))));
    rows
}

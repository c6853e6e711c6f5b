//! What was found, as the page shows it.

use onrecord_engine::{Hit, Notice, QueryError, SearchPage, SearchRequest, Sort, Spelled};

use super::super::asked::{Asked, Field};
use super::chips::Chip;
use super::facets::{self, FacetView};
use super::over;
use crate::address;
use crate::card::Card;
use crate::chart::ChartView;
use crate::notice::{NoticeView, sentence};
use crate::respond::{Failure, Way};
use crate::site::Site;
use crate::wording::counted;

pub(crate) struct Answer {
    pub(crate) tally: String,
    pub(crate) order: Option<&'static str>,
    pub(crate) misread: Option<Misread>,
    pub(crate) spelling: Option<Spelling>,
    pub(crate) notices: Vec<NoticeView>,
    pub(crate) chart: Option<ChartView>,
    pub(crate) facets: Vec<FacetView>,
    pub(crate) found: Vec<FoundView>,
    /// What would be found without one condition each, most first; only where nothing is found with all.
    pub(crate) instead: Vec<Instead>,
    pub(crate) hint: &'static str,
    pub(crate) next: Option<String>,
    pub(crate) page: usize,
    /// The same search in other forms; none where it could not be read as typed.
    pub(crate) forms: Vec<Way>,
    /// The statistics of the same.
    pub(crate) statistics: String,
}

/// A query that could not be read, so that its words were searched for plainly.
pub(crate) struct Misread {
    pub(crate) why: String,
    /// What was typed, and below it a mark at the place.
    pub(crate) caret: Option<String>,
}

/// What words were taken for.
pub(crate) struct Spelling {
    pub(crate) instead: Option<Way>,
    /// "“harbor”: harbour, harbours".
    pub(crate) words: Vec<String>,
}

/// One hit.
pub(crate) struct FoundView {
    pub(crate) card: Card,
    /// How often its statement was found, and where all of them are.
    pub(crate) repeats: Option<Way>,
}

pub(crate) struct Instead {
    pub(crate) label: String,
    pub(crate) value: String,
    pub(crate) address: String,
    pub(crate) count: String,
}

impl From<&QueryError> for Misread {
    fn from(error: &QueryError) -> Self {
        Self {
            why: sentence(&error.to_string()),
            caret: error.caret(),
        }
    }
}

pub(super) fn answer(
    asked: &Asked,
    found: &SearchPage,
    misread: Option<Misread>,
    instead: Vec<Instead>,
) -> Answer {
    let is_read = misread.is_none();
    let histogram = found.histogram.as_ref();
    let chart = histogram.and_then(|histogram| over::chart(asked, histogram));
    Answer {
        tally: counted(found.total, "quote", "quotes"),
        order: (found.total > 1).then(|| order(asked)),
        spelling: found
            .spelling
            .as_ref()
            .map(|spelled| spelling(asked, spelled)),
        notices: notices(asked, found),
        chart: chart.map(|chart| ChartView::new(&chart, None)),
        facets: facets::views(asked, &found.facets, is_read),
        found: found.hits.iter().map(view).collect(),
        instead,
        hint: match asked.conditions() {
            0 => "The record holds no quote yet.",
            1 => "No quote on record holds this.",
            _ => "Nothing would be found without any one of the conditions either.",
        },
        next: found.next.as_ref().map(|cursor| {
            asked
                .with(Field::Cursor, &cursor.to_string())
                .address("/search")
        }),
        page: SearchRequest::USUAL_PAGE,
        forms: match is_read {
            true => forms(asked),
            false => Vec::new(),
        },
        statistics: asked.what().address("/stats"),
        misread,
    }
}

fn order(asked: &Asked) -> &'static str {
    match asked.sort() {
        Some(Sort::Oldest) => "oldest first",
        Some(Sort::Newest) => "newest first",
        Some(Sort::MostRepeated) => "most repeated first",
        Some(Sort::Relevance) | None if asked.get(Field::Words).is_some() => "best match first",
        Some(Sort::Relevance) | None => "newest first",
    }
}

fn view(hit: &Hit) -> FoundView {
    let statement = hit.quote.statement.filter(|_| hit.repeats > 1);
    FoundView {
        card: Card::new(&hit.quote, &hit.highlights).told_in(&hit.quote, hit.outer.as_ref()),
        repeats: statement.map(|statement| {
            Way::new(
                address::statement(statement),
                format!(
                    "{} of this statement match",
                    counted(hit.repeats, "quote", "quotes")
                ),
            )
        }),
    }
}

fn notices(asked: &Asked, found: &SearchPage) -> Vec<NoticeView> {
    found
        .notices
        .iter()
        // Words that are spelt alike have a place of their own.
        .filter(|notice| {
            !(matches!(notice, Notice::SimilarWords { .. }) && found.spelling.is_some())
        })
        .map(|notice| {
            NoticeView::new(notice, |name| {
                asked.with(Field::Speaker, name).address("/search")
            })
        })
        .collect()
}

fn spelling(asked: &Asked, spelled: &Spelled) -> Spelling {
    Spelling {
        instead: spelled.did_you_mean.as_ref().map(|query| {
            let address = asked.with(Field::Words, query).address("/search");
            Way::new(address, query)
        }),
        words: spelled
            .words
            .iter()
            .filter(|(_, near)| !near.is_empty())
            .map(|(word, near)| format!("“{word}”: {}", near.join(", ")))
            .collect(),
    }
}

/// The same search for programs and readers of feeds.
fn forms(asked: &Asked) -> Vec<Way> {
    let what = asked.without(Field::Cursor).for_api();
    let export = |format, label| {
        let address = what.address_with("/v1/export/quotes", &[("format", Some(format))]);
        Way::new(address, label)
    };
    let feed = |path, label| Way::new(asked.what().address(path), label);
    vec![
        export("csv", "CSV"),
        export("jsonl", "JSON Lines"),
        export("parquet", "Parquet"),
        feed("/v1/quotes/feed.atom", "Atom feed"),
        feed("/v1/quotes/feed.json", "JSON Feed"),
    ]
}

/// How much would be found without each of the conditions.
pub(super) async fn instead(site: &Site, chips: &[Chip]) -> Result<Vec<Instead>, Failure> {
    let mut counted_chips = Vec::new();
    for chip in chips {
        let Ok(request) = chip.without.request() else {
            continue;
        };
        let request = SearchRequest {
            limit: 1,
            ..request
        };
        // A query of exclusions only can become unanswerable without its other half; then it is no way out.
        match site
            .engine
            .search(&request)
            .await
            .map_err(super::understood)
        {
            Ok(found) if found.total == 0 => {}
            Ok(found) => counted_chips.push((found.total, chip)),
            Err(Failure::Malformed(_)) => {}
            Err(failure) => return Err(failure),
        }
    }
    counted_chips.sort_by_key(|(total, _)| std::cmp::Reverse(*total));
    Ok(counted_chips
        .into_iter()
        .map(|(total, chip)| Instead {
            label: chip.label.clone(),
            value: chip.value.clone(),
            address: chip.address.clone(),
            count: counted(total, "quote", "quotes"),
        })
        .collect())
}

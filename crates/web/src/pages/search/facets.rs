//! What everything that was found is made of, with links that narrow the search down or leave something out.

use onrecord_engine::{Dimension, Facet, FacetRequest, FacetValue, LabelKind};

use super::super::asked::{Asked, Field};
use crate::condition::{self, Condition};
use crate::values;
use crate::wording::number;

/// What is counted beside every search.
const SHOWN: [Dimension; 6] = [
    Dimension::Speaker,
    Dimension::Outlet,
    Dimension::Kind,
    Dimension::Class,
    Dimension::Verdict,
    Dimension::Year,
];

/// One list of values.
pub(crate) struct FacetView {
    pub(crate) key: &'static str,
    pub(crate) heading: &'static str,
    pub(crate) values: Vec<ValueView>,
    /// "and 120 more speakers".
    pub(crate) more: Option<String>,
    pub(crate) finder: Option<Finder>,
}

/// One value.
pub(crate) struct ValueView {
    pub(crate) name: String,
    pub(crate) quotes: String,
    pub(crate) statements: String,
    /// The same search with this value only.
    pub(crate) narrow: Option<String>,
    /// The same search without this value.
    pub(crate) leave_out: Option<String>,
    /// The same search without the condition, where it is set.
    pub(crate) remove: Option<String>,
}

/// A small form that looks for a value by name.
pub(crate) struct Finder {
    pub(crate) label: String,
    pub(crate) value: String,
    /// The search it keeps.
    pub(crate) kept: Vec<(&'static str, String)>,
    /// The same search without looking.
    pub(crate) all: Option<String>,
}

/// What to count, and of what only some values are wanted.
pub(crate) fn requests(asked: &Asked) -> Vec<FacetRequest> {
    SHOWN
        .into_iter()
        .map(|by| FacetRequest {
            find: sought(asked, by).map(str::to_owned),
            ..FacetRequest::of(by)
        })
        .collect()
}

/// What is looked for among the values of `by`.
fn sought(asked: &Asked, by: Dimension) -> Option<&str> {
    (asked.get(Field::FindIn) == Some(by.as_str()))
        .then(|| asked.get(Field::Find))
        .flatten()
}

/// The lists of an answer. Links change the query only where it could be read.
pub(crate) fn views(asked: &Asked, facets: &[Facet], is_read: bool) -> Vec<FacetView> {
    let typed = asked.get(Field::Words).unwrap_or_default();
    let set = condition::conditions(typed);
    facets
        .iter()
        .map(|facet| {
            let mut values: Vec<&FacetValue> = facet.values.iter().collect();
            if facet.by == Dimension::Year {
                values.sort_by(|one, other| other.label.key.cmp(&one.label.key));
            }
            let value = |value: &FacetValue| view(asked, facet.by, value, typed, &set, is_read);
            FacetView {
                key: facet.by.as_str(),
                heading: values::dimension(facet.by),
                more: more(facet),
                finder: finder(asked, facet),
                values: values.into_iter().map(value).collect(),
            }
        })
        .collect()
}

fn view(
    asked: &Asked,
    by: Dimension,
    value: &FacetValue,
    typed: &str,
    set: &[Condition],
    is_read: bool,
) -> ValueView {
    let with = |condition: &str| {
        let query = condition::with(typed, condition);
        asked.with(Field::Words, &query).address("/search")
    };
    let query = value.query.as_deref().filter(|_| is_read);
    let is_set = query.and_then(|query| set.iter().find(|known| known.is(typed, query)));
    let free = query.filter(|_| is_set.is_none());
    ValueView {
        name: values::value(by, &value.label),
        quotes: number(value.counts.quotes),
        statements: number(value.counts.statements),
        narrow: free.map(with),
        leave_out: free.map(|query| with(&format!("-{query}"))),
        remove: is_set.map(|known| {
            asked
                .with(Field::Words, &known.without(typed))
                .address("/search")
        }),
    }
}

fn more(facet: &Facet) -> Option<String> {
    let told = facet
        .values
        .iter()
        .filter(|value| value.label.kind == LabelKind::Value)
        .count() as u64;
    let more = facet.values_in_all.saturating_sub(told);
    (more > 0).then(|| {
        format!(
            "and {} more {}",
            number(more),
            if more == 1 {
                values::one(facet.by)
            } else {
                values::several(facet.by)
            }
        )
    })
}

fn finder(asked: &Asked, facet: &Facet) -> Option<Finder> {
    let sought = sought(asked, facet.by);
    let is_long = facet.values_in_all > facet.values.len() as u64;
    (is_long || sought.is_some()).then(|| Finder {
        label: format!("Find among {}", values::several(facet.by)),
        value: sought.unwrap_or_default().to_owned(),
        kept: asked.without(Field::Cursor).for_api().kept(),
        all: sought.map(|_| asked.without(Field::Cursor).for_api().address("/search")),
    })
}

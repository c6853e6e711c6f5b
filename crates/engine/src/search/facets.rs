//! Facets and histogram of a search, from what was counted.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use onrecord_model::{Colour, CueClass, Kind, Polarity};
use onrecord_search::{Bucket, Counts, Dimension, Found, Origin, Search, Tallied, Tally, Value};
use onrecord_store::SpeakerFilter;

use super::{Facet, FacetRequest, FacetValue, Histogram, Prepared, SearchRequest, Step};
use crate::steps::{coarser, day_of, next, steps_between};
use crate::{Engine, EngineError};

impl Engine {
    /// What is counted for the facets and the histogram asked for, in this order.
    pub(super) async fn tallies(
        &self,
        request: &SearchRequest,
        prepared: &Prepared,
    ) -> Result<Vec<Tally>, EngineError> {
        let mut tallies = Vec::new();
        for facet in &request.facets {
            let among = match facet.find.as_deref().map(str::trim) {
                Some(find) if !find.is_empty() => {
                    Some(self.values_named(facet, find, prepared).await?)
                }
                _ => None,
            };
            tallies.push(Tally {
                by: vec![facet.by],
                limit: facet.limit,
                among,
                ..everything()
            });
        }
        if request.histogram.is_some() {
            tallies.push(Tally {
                over: request.histogram,
                ..everything()
            });
        }
        Ok(tallies)
    }

    /// The facets and the histogram, from what was counted for [`Engine::tallies`].
    pub(super) async fn counted(
        &self,
        request: &SearchRequest,
        prepared: &Prepared,
        found: &Found,
    ) -> Result<(Vec<Facet>, Option<Histogram>), EngineError> {
        let values = found.tallies.iter().flat_map(|tallied| &tallied.rows);
        let labels = self
            .labels(prepared, values.flat_map(|row| &row.values))
            .await?;
        let facet = |(facet, tallied): (&FacetRequest, &Tallied)| {
            let value = |row: &onrecord_search::Row| {
                let value = row.values.first()?;
                let is_told = *value != Value::Other;
                is_told.then(|| FacetValue {
                    label: labels.label(facet.by, value),
                    counts: row.counts,
                    query: labels.condition(facet.by, value),
                })
            };
            let rest = tallied.rows.iter();
            let rest = rest.filter(|row| row.values.first() == Some(&Value::Other));
            Facet {
                by: facet.by,
                values: tallied.rows.iter().filter_map(value).collect(),
                values_in_all: tallied.values,
                rest: rest.map(|row| row.counts).next().unwrap_or_default(),
            }
        };
        let facets = request.facets.iter().zip(&found.tallies).map(facet);
        let histogram = match (request.histogram, found.tallies.get(request.facets.len())) {
            (Some(bucket), Some(tallied)) => Some(histogram("histogram", bucket, tallied)?),
            _ => None,
        };
        Ok((facets.collect(), histogram))
    }

    /// The values of a dimension whose name holds `find`, case aside; of speakers the most quoted.
    async fn values_named(
        &self,
        facet: &FacetRequest,
        find: &str,
        prepared: &Prepared,
    ) -> Result<Vec<Value>, EngineError> {
        let find_folded = find.to_lowercase();
        let holds = |name: &str| name.to_lowercase().contains(&find_folded);
        let facts = &prepared.known.facts;
        let values = match facet.by {
            Dimension::Speaker => {
                let filter = SpeakerFilter {
                    name_contains: Some(find.to_owned()),
                };
                let page = self
                    .store
                    .speakers(&filter, None, FacetRequest::MOST_VALUES as u16)
                    .await?;
                let ids = page.items.into_iter().map(|listing| listing.speaker.id);
                ids.map(Value::Speaker).collect()
            }
            Dimension::Outlet => self.outlets_named(&holds, prepared).await?,
            Dimension::Kind => of(&Kind::ALL, Kind::as_str, Value::Kind, holds),
            Dimension::Origin => of(Origin::ALL, Origin::as_str, Value::Origin, holds),
            Dimension::Class => of(CueClass::ALL, CueClass::as_str, Value::Class, holds),
            Dimension::Colour => of(Colour::ALL, Colour::as_str, Value::Colour, holds),
            Dimension::Polarity => of(Polarity::ALL, Polarity::as_str, Value::Polarity, holds),
            Dimension::Verdict => {
                let places = facts.verdicts.iter().zip(0..);
                let places = places.filter(|(name, _)| holds(name));
                places.map(|(_, place)| Value::Verdict(place)).collect()
            }
            Dimension::Claim => {
                let claims = prepared.known.claims.iter();
                let claims = claims.filter(|(_, claim)| {
                    holds(&claim.text) || claim.reference.as_deref().is_some_and(holds)
                });
                claims.map(|(id, _)| Value::Claim(*id)).collect()
            }
            Dimension::Language | Dimension::Year => {
                let all = self.all_values(facet.by, prepared).await?;
                let named = all.into_iter().filter(|value| match value {
                    Value::Language(language) => holds(language),
                    Value::Year(year) => holds(&year.to_string()),
                    _ => false,
                });
                named.collect()
            }
        };
        Ok(values)
    }

    async fn outlets_named(
        &self,
        holds: &impl Fn(&str) -> bool,
        prepared: &Prepared,
    ) -> Result<Vec<Value>, EngineError> {
        let all = self.all_values(Dimension::Outlet, prepared).await?;
        let keys: BTreeSet<&str> = all
            .iter()
            .filter_map(|value| match value {
                Value::Outlet(key) => Some(key.as_str()),
                _ => None,
            })
            .collect();
        // Keys are names with case and white space aside.
        let named = keys.into_iter().filter(|key| holds(key));
        Ok(named.map(|key| Value::Outlet(key.to_owned())).collect())
    }

    /// Every value that a dimension has among what matches.
    async fn all_values(
        &self,
        by: Dimension,
        prepared: &Prepared,
    ) -> Result<Vec<Value>, EngineError> {
        let search = Search {
            tallies: vec![Tally {
                by: vec![by],
                limit: usize::MAX,
                ..Tally::default()
            }],
            ..prepared.counting()
        };
        let found = prepared.run(search).await?;
        let rows = found.tallies.into_iter().flat_map(|tallied| tallied.rows);
        Ok(rows.flat_map(|row| row.values).collect())
    }
}

fn of<Word: Copy>(
    all: &[Word],
    name: fn(Word) -> &'static str,
    value: fn(Word) -> Value,
    holds: impl Fn(&str) -> bool,
) -> Vec<Value> {
    let named = all.iter().copied().filter(|word| holds(name(*word)));
    named.map(value).collect()
}

/// Everything that matches, all in one, with statements and articles.
pub(crate) fn everything() -> Tally {
    Tally {
        limit: usize::MAX,
        statements: true,
        articles: true,
        ..Tally::default()
    }
}

/// With every step from the first to the last.
pub(crate) fn histogram(
    field: &'static str,
    bucket: Bucket,
    tallied: &Tallied,
) -> Result<Histogram, EngineError> {
    let mut undated = Counts::default();
    let mut dated: HashMap<NaiveDate, Counts> = HashMap::new();
    for row in &tallied.rows {
        match row.day.and_then(day_of) {
            Some(day) => {
                dated.insert(day, row.counts);
            }
            None => undated = row.counts,
        }
    }
    let mut steps = Vec::new();
    if let (Some(first), Some(last)) = (dated.keys().min(), dated.keys().max()) {
        let number = steps_between(bucket, *first, *last);
        let most = Histogram::MOST_STEPS;
        if number > most {
            return Err(EngineError::TooManySteps {
                field,
                bucket,
                steps: number,
                most,
                coarser: coarser(bucket, *first, *last, most),
            });
        }
        let mut day = Some(*first);
        while let Some(this) = day.filter(|day| day <= last) {
            steps.push(Step {
                day: this,
                counts: dated.get(&this).copied().unwrap_or_default(),
            });
            day = next(bucket, this);
        }
    }
    Ok(Histogram {
        bucket,
        steps,
        undated,
    })
}

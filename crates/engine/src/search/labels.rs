//! What values are shown as, and the condition that asks for them.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use onrecord_model::{QuoteId, SpeakerId};
use onrecord_search::{Dimension, Search, Sort, Value};

use super::{Label, LabelKind, Prepared};
use crate::indexer::blocking;
use crate::{Engine, EngineError};

/// How outlets are written, by the key that they are told apart by: as the latest quote has it that was looked at.
#[derive(Default)]
pub(crate) struct OutletNames(Mutex<HashMap<String, String>>);

impl OutletNames {
    fn get(&self, keys: &BTreeSet<&str>) -> HashMap<String, String> {
        let names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = keys
            .iter()
            .filter_map(|key| Some(((*key).to_owned(), names.get(*key)?.clone())));
        known.collect()
    }

    fn put(&self, names: impl IntoIterator<Item = (String, String)>) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(names);
    }
}

/// What the values of one answer are shown as.
pub(crate) struct Labels<'prepared> {
    prepared: &'prepared Prepared,
    speakers: HashMap<SpeakerId, String>,
    outlets: HashMap<String, String>,
}

impl Engine {
    /// Reads the names of everything in `values`.
    pub(crate) async fn labels<'prepared>(
        &self,
        prepared: &'prepared Prepared,
        values: impl Iterator<Item = &Value> + Clone,
    ) -> Result<Labels<'prepared>, EngineError> {
        let ids: BTreeSet<SpeakerId> = values
            .clone()
            .filter_map(|value| match value {
                Value::Speaker(id) => Some(*id),
                _ => None,
            })
            .collect();
        let ids: Vec<SpeakerId> = ids.into_iter().collect();
        let speakers = self.store.speaker_summaries(&ids).await?.into_iter();
        let keys: BTreeSet<&str> = values
            .filter_map(|value| match value {
                Value::Outlet(key) => Some(key.as_str()),
                _ => None,
            })
            .collect();
        Ok(Labels {
            speakers: speakers.map(|speaker| (speaker.id, speaker.name)).collect(),
            outlets: self.outlet_names(prepared, &keys).await?,
            prepared,
        })
    }

    /// How these outlets are written. Who was asked for before is remembered; for the others a quote is looked at.
    pub(crate) async fn outlet_names(
        &self,
        prepared: &Prepared,
        keys: &BTreeSet<&str>,
    ) -> Result<HashMap<String, String>, EngineError> {
        let mut names = self.outlets.get(keys);
        let unknown: Vec<String> = keys
            .iter()
            .filter(|key| !names.contains_key(**key))
            .map(|key| (*key).to_owned())
            .collect();
        if unknown.is_empty() {
            return Ok(names);
        }
        let (snapshot, tail) = (prepared.scope.snapshot.clone(), prepared.scope.tail.clone());
        let facts = prepared.known.facts.clone();
        let found = blocking("looking for outlets", move || {
            let mut found: Vec<QuoteId> = Vec::with_capacity(unknown.len());
            for key in unknown {
                let search = Search {
                    outlet: Some(key),
                    sort: Sort::Newest,
                    limit: 1,
                    ..Search::default()
                };
                let hits = snapshot.search(&search, &facts, tail.as_deref())?.hits;
                found.extend(hits.iter().map(|hit| hit.quote));
            }
            Ok::<_, EngineError>(found)
        })
        .await??;
        let quotes = self.quotes_in(prepared, &found).await?;
        let outlets = quotes.into_iter().filter_map(|quote| quote.article.outlet);
        let new: Vec<(String, String)> = outlets
            .map(|outlet| (onrecord_search::outlet_key(&outlet), outlet))
            .collect();
        self.outlets.put(new.iter().cloned());
        names.extend(new);
        Ok(names)
    }
}

impl Labels<'_> {
    /// What `value` is shown as.
    pub(crate) fn label(&self, by: Dimension, value: &Value) -> Label {
        let kind = match value {
            Value::None => LabelKind::None,
            Value::Other => LabelKind::Other,
            _ => LabelKind::Value,
        };
        let (key, name) = match value {
            Value::Speaker(id) => {
                let id_text = id.to_string();
                let name = self.speakers.get(id).unwrap_or(&id_text).clone();
                (id_text, name)
            }
            Value::Outlet(key) => (key.clone(), self.outlets.get(key).unwrap_or(key).clone()),
            Value::Kind(kind) => word(kind.as_str()),
            Value::Origin(origin) => word(origin.as_str()),
            Value::Class(class) => word(class.as_str()),
            Value::Colour(colour) => word(colour.as_str()),
            Value::Polarity(polarity) => word(polarity.as_str()),
            Value::Verdict(place) => word(self.verdict(*place)),
            Value::Claim(id) => {
                let id_text = id.to_string();
                let claim = self.prepared.known.claims.get(*id);
                let name = claim.map_or_else(|| id_text.clone(), |claim| claim.text.clone());
                (id_text, name)
            }
            Value::Language(language) => word(language),
            Value::Year(year) => word(&year.to_string()),
            Value::None => (Label::NONE.to_owned(), nothing(by).to_owned()),
            Value::Other => (Label::OTHER.to_owned(), "all others".to_owned()),
        };
        Label { kind, key, name }
    }

    /// The condition of the query language that asks for `value`, where there is one.
    pub(crate) fn condition(&self, by: Dimension, value: &Value) -> Option<String> {
        let condition = match value {
            Value::Speaker(id) => format!("speaker:{id}"),
            Value::Outlet(key) => format!("outlet:{}", quoted(key)),
            Value::Kind(kind) => format!("kind:{kind}"),
            Value::Origin(origin) => format!("origin:{origin}"),
            Value::Class(class) => format!("class:{class}"),
            Value::Colour(colour) => format!("colour:{colour}"),
            Value::Polarity(polarity) => format!("polarity:{polarity}"),
            Value::Verdict(place) => format!("verdict:{}", quoted(self.verdict(*place))),
            Value::Claim(id) => format!("claim:{id}"),
            Value::Language(language) => format!("lang:{}", quoted(language)),
            Value::Year(year @ 0..=9_999) => format!("date:{year:04}"),
            Value::None => match by {
                Dimension::Speaker => "speaker:none".to_owned(),
                Dimension::Outlet => "outlet:none".to_owned(),
                Dimension::Class => "class:none".to_owned(),
                Dimension::Verdict => "verdict:none".to_owned(),
                Dimension::Claim => "claim:none".to_owned(),
                Dimension::Language => "lang:none".to_owned(),
                Dimension::Year => "date:none".to_owned(),
                Dimension::Kind | Dimension::Origin | Dimension::Colour | Dimension::Polarity => {
                    return None;
                }
            },
            Value::Year(_) | Value::Other => return None,
        };
        Some(condition)
    }

    fn verdict(&self, place: u16) -> &str {
        let verdicts = &self.prepared.known.facts.verdicts;
        verdicts
            .get(usize::from(place))
            .map_or(Label::OTHER, String::as_str)
    }
}

fn word(word: &str) -> (String, String) {
    (word.to_owned(), word.to_owned())
}

/// What it is called not to have a value.
fn nothing(by: Dimension) -> &'static str {
    match by {
        Dimension::Speaker => "nobody named",
        Dimension::Outlet => "no outlet",
        Dimension::Kind => "no kind",
        Dimension::Origin => "no origin",
        Dimension::Class => "no class",
        Dimension::Colour => "no colour",
        Dimension::Polarity => "no polarity",
        Dimension::Verdict => "not rated",
        Dimension::Claim => "no claim",
        Dimension::Language => "no language",
        Dimension::Year => "no date",
    }
}

/// `text` as a value of the query language.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        if matches!(character, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    quoted.push('"');
    quoted
}

//! The conditions that are set, each with the same search without it.

use onrecord_engine::Dimension;
use onrecord_model::SpeakerId;

use super::super::asked::{Asked, Field};
use crate::condition::{self, Condition};
use crate::respond::Failure;
use crate::site::Site;
use crate::values;

/// Speakers in a query whose names are looked up.
const LOOKED_UP: usize = 8;

/// A condition that is set.
pub(crate) struct Chip {
    pub(crate) label: String,
    pub(crate) value: String,
    /// Whether it stands in the field for words, where it can be seen.
    pub(crate) is_words: bool,
    /// The same search without it.
    pub(crate) without: Asked,
    /// Its address.
    pub(crate) address: String,
}

/// A speaker who is asked for by id.
pub(crate) struct NamedSpeaker {
    pub(crate) name: String,
    /// Whether nobody else goes by this name, so that it can stand for the id.
    pub(crate) is_unique: bool,
}

/// Who is asked for by id, for a field and a chip that a person can read.
pub(crate) async fn named_speaker(
    site: &Site,
    asked: &Asked,
) -> Result<Option<NamedSpeaker>, Failure> {
    let Some(Ok(id)) = asked.get(Field::Speaker).map(str::parse) else {
        return Ok(None);
    };
    let Some(name) = name_of(site, id).await? else {
        return Ok(None);
    };
    let namesakes = site.engine.find_speakers(&name).await?;
    Ok(Some(NamedSpeaker {
        is_unique: namesakes.iter().all(|namesake| namesake.id == id),
        name,
    }))
}

async fn name_of(site: &Site, id: SpeakerId) -> Result<Option<String>, Failure> {
    let record = site.engine.speaker(id).await?;
    Ok(record.map(|record| record.summary.name))
}

/// Every condition that is set, in fields of the form and in the query, on the page at `path`.
pub(crate) async fn chips(
    site: &Site,
    asked: &Asked,
    speaker: Option<&NamedSpeaker>,
    path: &str,
) -> Result<Vec<Chip>, Failure> {
    let mut chips = Vec::new();
    for field in Field::CONDITIONS {
        let Some(value) = asked.get(field) else {
            continue;
        };
        if field == Field::Words {
            let in_query = in_query(site, asked, value, path).await?;
            // A query that is one condition and nothing else is told once.
            if in_query.len() != 1 || in_query[0].without.get(Field::Words).is_some() {
                chips.push(chip(asked, field, value.to_owned(), path));
            }
            chips.extend(in_query);
            continue;
        }
        chips.push(chip(asked, field, shown(field, value, speaker), path));
    }
    Ok(chips)
}

fn chip(asked: &Asked, field: Field, value: String, path: &str) -> Chip {
    let without = asked.without(field);
    Chip {
        label: field.label().to_owned(),
        value,
        is_words: field == Field::Words,
        address: without.address(path),
        without,
    }
}

async fn in_query(
    site: &Site,
    asked: &Asked,
    typed: &str,
    path: &str,
) -> Result<Vec<Chip>, Failure> {
    let mut chips = Vec::new();
    for condition in condition::conditions(typed) {
        let known = match condition.value.parse() {
            Ok(id) if condition.field == "speaker" && chips.len() < LOOKED_UP => {
                name_of(site, id).await?
            }
            _ => None,
        };
        let without = asked.with(Field::Words, &condition.without(typed));
        chips.push(Chip {
            label: match condition.is_excluded {
                true => format!("Not {}", condition.label.to_lowercase()),
                false => condition.label.to_owned(),
            },
            value: known.unwrap_or_else(|| meant(&condition)),
            is_words: false,
            address: without.address(path),
            without,
        });
    }
    Ok(chips)
}

/// The value of a condition in words, where the language has a word of its own for it.
fn meant(condition: &Condition) -> String {
    let by = match condition.field {
        "speaker" => Dimension::Speaker,
        "outlet" => Dimension::Outlet,
        "kind" => Dimension::Kind,
        "origin" => Dimension::Origin,
        "class" => Dimension::Class,
        "colour" => Dimension::Colour,
        "polarity" => Dimension::Polarity,
        "verdict" => Dimension::Verdict,
        _ => return condition.value.clone(),
    };
    if condition.value == "none" {
        return values::none(by).to_lowercase();
    }
    values::word(by, &condition.value).unwrap_or_else(|| condition.value.clone())
}

fn shown(field: Field, value: &str, speaker: Option<&NamedSpeaker>) -> String {
    match (field, speaker) {
        (Field::Speaker, Some(speaker)) => speaker.name.clone(),
        (Field::Copies, _) if value == "collapsed" => "counted once".to_owned(),
        (Field::Origin, _) => {
            values::word(Dimension::Origin, value).unwrap_or_else(|| value.to_owned())
        }
        _ => value.to_owned(),
    }
}

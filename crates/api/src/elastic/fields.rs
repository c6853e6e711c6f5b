//! The fields that a quote has for clients of Elasticsearch, what may be done with each, and how that is said to them.

use onrecord_engine::Dimension;
use onrecord_model::{Colour, CueClass, Kind, Polarity};
use serde_json::{Map, Value, json};

use super::error::Refusal;
use super::expression::Expression;

/// The name of the only index.
pub(super) const INDEX: &str = "quotes";
/// The name under which the date of publication is looked for by programs that have one name for it.
const TIMESTAMP: &str = "@timestamp";

/// One field.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) sort: Sort,
    /// Its name in the query language, where it can be searched.
    pub(super) condition: Option<&'static str>,
    /// What it can be counted by.
    pub(super) dimension: Option<Dimension>,
    /// All values there are, where they are few and known.
    pub(super) values: Option<fn() -> Vec<&'static str>>,
    presence: Presence,
}

/// What sort of value a field has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Text,
    Keyword,
    Date,
    Integer,
    Float,
}

/// Whether a quote has a value in a field.
#[derive(Debug)]
enum Presence {
    Always,
    /// Where the field of this name in the query language is not `none`.
    UnlessNone(&'static str),
    /// It cannot be searched for.
    Unknown,
}

const fn shown(name: &'static str, sort: Sort, presence: Presence) -> Field {
    Field {
        name,
        sort,
        condition: None,
        dimension: None,
        values: None,
        presence,
    }
}

const fn words(name: &'static str, condition: &'static str, presence: Presence) -> Field {
    Field {
        condition: Some(condition),
        ..shown(name, Sort::Text, presence)
    }
}

const fn counted(
    name: &'static str,
    condition: &'static str,
    dimension: Dimension,
    presence: Presence,
) -> Field {
    Field {
        condition: Some(condition),
        dimension: Some(dimension),
        ..shown(name, Sort::Keyword, presence)
    }
}

const fn one_of(
    name: &'static str,
    dimension: Dimension,
    values: fn() -> Vec<&'static str>,
    presence: Presence,
) -> Field {
    Field {
        values: Some(values),
        ..counted(name, name, dimension, presence)
    }
}

/// All of them, in the order of their names. `claim` and `verdict` are not in documents: they can be searched and
/// counted, and are kept apart from quotes.
pub(super) const FIELDS: &[Field] = &[
    shown("article_id", Sort::Keyword, Presence::Always),
    counted(
        "claim",
        "claim",
        Dimension::Claim,
        Presence::UnlessNone("claim"),
    ),
    one_of(
        "class",
        Dimension::Class,
        classes,
        Presence::UnlessNone("class"),
    ),
    one_of("colour", Dimension::Colour, colours, Presence::Always),
    shown("confidence", Sort::Float, Presence::Always),
    words("cue", "cue", Presence::Unknown),
    shown("decided_by", Sort::Keyword, Presence::Unknown),
    shown("end", Sort::Integer, Presence::Unknown),
    shown("extractor", Sort::Keyword, Presence::Always),
    shown("id", Sort::Keyword, Presence::Always),
    one_of("kind", Dimension::Kind, kinds, Presence::Always),
    counted(
        "language",
        "lang",
        Dimension::Language,
        Presence::UnlessNone("lang"),
    ),
    shown("mention", Sort::Keyword, Presence::Unknown),
    one_of("origin", Dimension::Origin, origins, Presence::Always),
    counted(
        "outlet",
        "outlet",
        Dimension::Outlet,
        Presence::UnlessNone("outlet"),
    ),
    one_of(
        "polarity",
        Dimension::Polarity,
        polarities,
        Presence::Always,
    ),
    shown("published", Sort::Date, Presence::UnlessNone("date")),
    shown("rule", Sort::Keyword, Presence::Always),
    counted(
        "speaker",
        "speaker",
        Dimension::Speaker,
        Presence::UnlessNone("speaker"),
    ),
    counted(
        "speaker_id",
        "speaker",
        Dimension::Speaker,
        Presence::UnlessNone("speaker"),
    ),
    shown("start", Sort::Integer, Presence::Unknown),
    // A quote has a statement where it has a speaker.
    shown(
        "statement_id",
        Sort::Keyword,
        Presence::UnlessNone("speaker"),
    ),
    words("text", "said", Presence::Always),
    words("title", "title", Presence::Unknown),
    shown("url", Sort::Keyword, Presence::Unknown),
    counted(
        "verdict",
        "verdict",
        Dimension::Verdict,
        Presence::UnlessNone("verdict"),
    ),
    shown("version", Sort::Integer, Presence::Always),
    shown("wikidata", Sort::Keyword, Presence::Unknown),
];

fn kinds() -> Vec<&'static str> {
    Kind::ALL.iter().map(|kind| kind.as_str()).collect()
}

fn classes() -> Vec<&'static str> {
    CueClass::ALL.iter().map(|class| class.as_str()).collect()
}

fn colours() -> Vec<&'static str> {
    Colour::ALL.iter().map(|colour| colour.as_str()).collect()
}

fn polarities() -> Vec<&'static str> {
    Polarity::ALL
        .iter()
        .map(|polarity| polarity.as_str())
        .collect()
}

fn origins() -> Vec<&'static str> {
    vec!["report", "primary"]
}

impl Field {
    /// The field of this name. A name with `.keyword` behind it is what programs try that know how Elasticsearch maps
    /// texts by itself.
    pub(super) fn named(name: &str) -> Result<&'static Self, Refusal> {
        let plain = if name == TIMESTAMP { "published" } else { name };
        let keyword = name.strip_suffix(".keyword");
        FIELDS
            .iter()
            .find(|field| {
                field.name == plain || (field.sort == Sort::Keyword && keyword == Some(field.name))
            })
            .ok_or_else(|| {
                let known: Vec<&str> = FIELDS.iter().map(|field| field.name).collect();
                let known = known.join(", ");
                Refusal::query(format!("no field [{name}]; these are: {known}"))
            })
    }

    /// That a quote has a value in it.
    pub(super) fn exists(&self) -> Result<Expression, Refusal> {
        match self.presence {
            Presence::Always => Ok(Expression::Anything),
            Presence::UnlessNone(name) => {
                Ok(Expression::Condition(format!("{name}:none")).negated())
            }
            Presence::Unknown => Err(Refusal::unsupported(format!("[exists] of [{}]", self.name))),
        }
    }

    /// That the field of a quote is `value`, as a whole.
    pub(super) fn is(&self, value: &str) -> Result<Expression, Refusal> {
        if self.condition.is_none() {
            return Err(Refusal::query(format!(
                "[{}] cannot be searched, only shown",
                self.name
            )));
        }
        if let Some(values) = self.values {
            let value = value.to_lowercase();
            if !values().contains(&value.as_str()) {
                // Elasticsearch finds nothing where a keyword is none of those there are.
                return Ok(Expression::Nothing);
            }
            return Ok(Expression::of(self, &value));
        }
        let value = match self.dimension {
            Some(Dimension::Speaker) => told_apart(value).unwrap_or(value),
            _ => value,
        };
        if value.trim().is_empty() {
            return Ok(Expression::Nothing);
        }
        Ok(Expression::of(self, value))
    }

    /// That it holds `words` next to each other, with up to `slop` moves between them.
    pub(super) fn phrase(&self, words: &str, slop: u64) -> Expression {
        match Expression::of(self, words) {
            Expression::Condition(condition) if slop > 0 => {
                Expression::Condition(format!("{condition}~{slop}"))
            }
            condition => condition,
        }
    }

    /// How Elasticsearch calls its type.
    pub(super) fn elastic_type(&self) -> &'static str {
        match self.sort {
            Sort::Text => "text",
            Sort::Keyword => "keyword",
            Sort::Date => "date",
            Sort::Integer => "integer",
            Sort::Float => "float",
        }
    }

    fn is_searchable(&self) -> bool {
        self.condition.is_some() || self.sort == Sort::Date
    }

    fn is_aggregatable(&self) -> bool {
        self.dimension.is_some()
            || self.sort == Sort::Date
            || matches!(self.name, "id" | "statement_id" | "article_id")
    }
}

/// A speaker's key that is told apart from another of the same name: `Name (id)`. The id is what counts.
fn told_apart(value: &str) -> Option<&str> {
    let (_, id) = value.strip_suffix(')')?.rsplit_once('(')?;
    let is_id = id.len() == 36 && id.parse::<uuid::Uuid>().is_ok();
    is_id.then_some(id)
}

/// `GET /quotes/_mapping`.
pub(super) fn mapping() -> Value {
    let mut properties: Map<String, Value> = FIELDS
        .iter()
        .map(|field| {
            let described = json!({ "type": field.elastic_type() });
            (field.name.to_owned(), described)
        })
        .collect();
    let alias = json!({ "type": "alias", "path": "published" });
    properties.insert(TIMESTAMP.to_owned(), alias);
    json!({ INDEX: { "mappings": { "dynamic": "strict", "properties": properties } } })
}

/// `GET /quotes/_field_caps` for the fields that one of `patterns` means.
pub(super) fn capabilities(patterns: &[String]) -> Value {
    let is_asked_for = |name: &str| patterns.iter().any(|pattern| fits(pattern, name));
    let mut fields = Map::new();
    let described = |field: &Field| {
        let of_type = json!({
            "type": field.elastic_type(),
            "metadata_field": false,
            "searchable": field.is_searchable(),
            "aggregatable": field.is_aggregatable(),
        });
        json!({ field.elastic_type(): of_type })
    };
    for field in FIELDS {
        if is_asked_for(field.name) {
            fields.insert(field.name.to_owned(), described(field));
        }
        if field.sort == Sort::Date && is_asked_for(TIMESTAMP) {
            fields.insert(TIMESTAMP.to_owned(), described(field));
        }
    }
    json!({ "indices": [INDEX], "fields": fields })
}

/// Whether `name` is what `pattern` means, in which `*` stands for any characters.
pub(super) fn fits(pattern: &str, name: &str) -> bool {
    let Some((beginning, rest)) = pattern.split_once('*') else {
        return pattern == name;
    };
    let (between, end) = rest.rsplit_once('*').unwrap_or(("", rest));
    let Some(mut left) = name
        .strip_prefix(beginning)
        .and_then(|left| left.strip_suffix(end))
    else {
        return false;
    };
    // Each part as early as it can be leaves the most for the others.
    for part in between.split('*') {
        match left.find(part) {
            Some(place) => left = &left[place + part.len()..],
            None => return false,
        }
    }
    true
}

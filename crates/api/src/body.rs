//! The body of `POST /v1/articles`.
//!
//! It is read by hand rather than by a derived reader, for three reasons: everything that is wrong is told at
//! once with the name of the field, an unknown or repeated field is refused, and nothing that is refused is
//! kept in memory, however many values a hostile body holds.

use std::collections::BTreeMap;
use std::fmt;

use onrecord_engine::intake::{Facts, Limits, from_html, from_plain_text};
use onrecord_model::Article;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::code::Code;
use crate::failure;
use crate::json::FieldError;
use crate::parameters::shown;
use crate::problem::Problem;

/// Most mistakes that are told of one body.
const MOST_MISTAKES: usize = 20;
/// Most authors of one article.
const MOST_AUTHORS: usize = 100;

/// The fields that are known, in the order of the documentation.
pub(crate) const FIELDS: [&str; 8] = [
    "text",
    "html",
    "id",
    "title",
    "outlet",
    "author",
    "published",
    "url",
];

/// What was sent, field by field; a list only for `author`.
#[derive(Debug, Default)]
struct Fields {
    given: BTreeMap<&'static str, Vec<String>>,
    mistakes: Vec<FieldError>,
}

/// The article that `body` holds. Takes time in proportion to the body: not for an async thread.
pub(crate) fn article(body: &[u8], limits: &Limits) -> Result<Article, Problem> {
    let mut fields = read(body)?;
    let facts = Facts {
        id: fields.take("id"),
        title: fields.take("title"),
        outlet: fields.take("outlet"),
        authors: fields.given.remove("author").unwrap_or_default(),
        published: fields.take("published"),
        url: fields.take("url"),
        language: None,
    };
    let (field, article) = match (fields.take("text"), fields.take("html")) {
        (Some(text), None) => ("text", from_plain_text(text, facts, limits)),
        (None, Some(html)) => ("html", from_html(&html, facts, limits)),
        (Some(_), Some(_)) => {
            let both = FieldError::invalid("html", "cannot be given together with \"text\"");
            return Err(Problem::fields(Code::InvalidField, vec![both]));
        }
        (None, None) => {
            let neither = FieldError::new("text", "missing", "or \"html\" has to be given");
            return Err(Problem::fields(Code::InvalidField, vec![neither]));
        }
    };
    article.map_err(|problem| failure::of_intake(&problem, field))
}

fn read(body: &[u8]) -> Result<Fields, Problem> {
    let malformed = |detail: String| Problem::new(Code::MalformedJson, detail);
    let body = std::str::from_utf8(body)
        .map_err(|error| malformed(format!("byte {} is not UTF-8", error.valid_up_to() + 1)))?;
    let body = body.strip_prefix('\u{feff}').unwrap_or(body);
    let mut reader = serde_json::Deserializer::from_str(body);
    let fields = ObjectSeed
        .deserialize(&mut reader)
        .and_then(|fields| reader.end().map(|()| fields))
        .map_err(|error| malformed(error.to_string()))?;
    if fields.mistakes.is_empty() {
        return Ok(fields);
    }
    Err(Problem::fields(Code::InvalidField, fields.mistakes))
}

impl Fields {
    fn mistake(&mut self, mistake: FieldError) {
        if self.mistakes.len() < MOST_MISTAKES {
            self.mistakes.push(mistake);
        }
    }

    fn take(&mut self, field: &str) -> Option<String> {
        self.given.remove(field)?.pop()
    }

    fn set(&mut self, field: &'static str, value: Value) {
        let texts = match value {
            // As good as not given.
            Value::Null => return,
            Value::Text(text) => vec![text],
            Value::Number(number) if field == "id" => vec![number],
            Value::Texts(texts) if field == "author" && texts.len() <= MOST_AUTHORS => texts,
            Value::Texts(_) if field == "author" => {
                let detail = format!("names more than {MOST_AUTHORS}");
                return self.mistake(FieldError::invalid(field, detail));
            }
            Value::Texts(_) | Value::Number(_) | Value::Other => {
                let expected = match field {
                    "author" => "has to be a string or a list of strings",
                    "id" => "has to be a string or a whole number",
                    _ => "has to be a string",
                };
                return self.mistake(FieldError::invalid(field, expected));
            }
        };
        if self.given.insert(field, texts).is_some() {
            self.mistake(FieldError::new(
                field,
                "repeated",
                "is given more than once",
            ));
        }
    }
}

struct ObjectSeed;

impl<'de> DeserializeSeed<'de> for ObjectSeed {
    type Value = Fields;

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<Fields, D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for ObjectSeed {
    type Value = Fields;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object with the fields of an article")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields = Fields::default();
        while let Some(name) = map.next_key::<String>()? {
            let Some(known) = FIELDS.into_iter().find(|known| **known == name) else {
                map.next_value::<IgnoredAny>()?;
                let detail = format!("is not known; these are: {}", FIELDS.join(", "));
                fields.mistake(FieldError::new(&shown(&name), "unknown", detail));
                continue;
            };
            let value = map.next_value_seed(ValueSeed)?;
            fields.set(known, value);
        }
        Ok(fields)
    }
}

/// A value, as far as some field can use it.
enum Value {
    Null,
    Text(String),
    Texts(Vec<String>),
    /// A whole number, in decimal.
    Number(String),
    Other,
}

struct ValueSeed;

impl<'de> DeserializeSeed<'de> for ValueSeed {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueSeed {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E: serde::de::Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut texts = Vec::new();
        let mut is_other = false;
        while let Some(value) = list.next_element_seed(ValueSeed)? {
            match value {
                // One more than allowed is kept, so that the list is seen to be too long.
                Value::Text(text) if texts.len() <= MOST_AUTHORS => texts.push(text),
                Value::Text(_) => {}
                _ => is_other = true,
            }
        }
        Ok(if is_other {
            Value::Other
        } else {
            Value::Texts(texts)
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Value::Other)
    }
}

#[cfg(test)]
mod tests {
    use onrecord_engine::intake::Limits;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::{FIELDS, article};

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            "\\PC*".prop_map(Value::from),
            "<p>\\PC*</p>".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 16, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map("[a-z]{0,3}", inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    fn any_body() -> impl Strategy<Value = Value> {
        let field = prop_oneof![
            8 => prop::sample::select(FIELDS.to_vec()).prop_map(str::to_owned),
            1 => "[a-z]{0,6}",
        ];
        prop::collection::btree_map(field, any_value(), 0..6)
            .prop_map(|map| Value::Object(map.into_iter().collect()))
    }

    /// An article, or an answer that lays the fault with the sender.
    fn check(body: &[u8]) -> Result<(), TestCaseError> {
        let Err(problem) = article(body, &Limits::default()) else {
            return Ok(());
        };
        let status = problem.code().entry().status;
        prop_assert!(status.is_client_error(), "{problem}");
        Ok(())
    }

    proptest! {
        #[test]
        fn any_bytes_are_an_article_or_a_mistake(body in prop::collection::vec(any::<u8>(), 0..200)) {
            check(&body)?;
        }

        #[test]
        fn any_json_is_an_article_or_a_mistake(body in any_body()) {
            check(body.to_string().as_bytes())?;
        }

        #[test]
        fn a_text_is_taken_as_it_is(text in "[\\PC\r\n\t]*") {
            let body = json!({ "text": text }).to_string();
            if let Ok(article) = article(body.as_bytes(), &Limits::default()) {
                prop_assert_eq!(article.text, text);
            }
        }
    }
}

//! The fields of a body, read one by one by hand: everything that is wrong is told at once with the name of the field,
//! and an unknown or repeated field is refused.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use onrecord_engine::period;
use onrecord_model::{CodePointSpan, InvalidId, Share, Timestamp, UnknownWord};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::code::Code;
use crate::json::FieldError;
use crate::parameters::shown;
use crate::problem::Problem;

/// Most mistakes that are told of one body.
const MOST_MISTAKES: usize = 20;

/// The fields of a body, or of an object in it.
pub(crate) struct Fields {
    pub(crate) given: BTreeMap<String, Value>,
    wrong: Vec<FieldError>,
    /// What stands before the names of its fields: where in the body the object is.
    within: String,
}

impl Fields {
    pub(crate) fn read(body: &[u8]) -> Result<Self, Problem> {
        let malformed = |detail: String| Problem::new(Code::MalformedJson, detail);
        let mut reader = serde_json::Deserializer::from_slice(body);
        let fields = reader
            .deserialize_map(Object)
            .and_then(|fields| reader.end().map(|()| fields))
            .map_err(|error| malformed(error.to_string()))?;
        Ok(fields)
    }

    /// What was read, unless something was wrong or left over.
    pub(crate) fn finish<T>(mut self, read: Option<T>) -> Result<T, Problem> {
        self.refuse_the_rest();
        match read {
            Some(read) if self.wrong.is_empty() => Ok(read),
            _ => Err(Problem::fields(Code::InvalidField, self.wrong)),
        }
    }

    /// That this is wrong, with all that was found before.
    pub(crate) fn only(mut self, wrong: FieldError) -> Problem {
        self.wrong.push(wrong);
        Problem::fields(Code::InvalidField, self.wrong)
    }

    fn refuse_the_rest(&mut self) {
        for name in std::mem::take(&mut self.given).into_keys() {
            self.wrong(&shown(&name), "unknown", "is not known here");
        }
    }

    fn wrong(&mut self, field: &str, code: &'static str, detail: &str) {
        if self.wrong.len() < MOST_MISTAKES {
            let field = format!("{}{field}", self.within);
            self.wrong.push(FieldError::new(&field, code, detail));
        }
    }

    /// Notes that a field cannot be used.
    pub(crate) fn invalid(&mut self, field: &str, detail: impl ToString) {
        self.wrong(field, "invalid", &detail.to_string());
    }

    /// The value of a field that has to be given.
    pub(crate) fn take(&mut self, field: &str) -> Option<Value> {
        let value = self.given.remove(field);
        if value.is_none() {
            self.wrong(field, "missing", "has to be given");
        }
        value
    }

    /// The value of a field where it is given; `null` counts as not given.
    pub(crate) fn take_given(&mut self, field: &str) -> Option<Value> {
        self.given.remove(field).filter(|value| !value.is_null())
    }

    /// Notes where a field is not given; for those that are read as if they need not be.
    pub(crate) fn require(&mut self, field: &str) {
        if self.given.get(field).is_none_or(Value::is_null) {
            self.wrong(field, "missing", "has to be given");
        }
    }

    /// A text that has to be given.
    pub(crate) fn text(&mut self, field: &str) -> Option<String> {
        let value = self.take(field)?;
        self.as_text(field, value)
    }

    /// A text, where it is given.
    pub(crate) fn text_given(&mut self, field: &str) -> Option<String> {
        let value = self.take_given(field)?;
        self.as_text(field, value)
    }

    fn as_text(&mut self, field: &str, value: Value) -> Option<String> {
        match value {
            Value::String(text) if !text.contains('\0') => Some(text),
            Value::String(_) => {
                self.invalid(field, "holds a NUL character");
                None
            }
            _ => {
                self.invalid(field, "has to be a string");
                None
            }
        }
    }

    /// An id that has to be given.
    pub(crate) fn id<Id: FromStr<Err = InvalidId>>(&mut self, field: &str) -> Option<Id> {
        let text = self.text(field)?;
        self.parsed(field, &text)
    }

    fn parsed<T: FromStr<Err: fmt::Display>>(&mut self, field: &str, text: &str) -> Option<T> {
        match text.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                self.invalid(field, error);
                None
            }
        }
    }

    /// One of some words, that has to be given.
    pub(crate) fn word<T: FromStr<Err = UnknownWord>>(&mut self, field: &str) -> Option<T> {
        let text = self.text(field)?;
        self.parsed(field, &text)
    }

    /// One of some words, where it is given.
    pub(crate) fn word_given<T: FromStr<Err = UnknownWord>>(&mut self, field: &str) -> Option<T> {
        let text = self.text_given(field)?;
        self.parsed(field, &text)
    }

    /// Texts; none where they are not given.
    pub(crate) fn texts(&mut self, field: &str) -> Vec<String> {
        let list = match self.take_given(field) {
            None => return Vec::new(),
            Some(Value::Array(list)) => list,
            Some(_) => {
                self.invalid(field, "has to be a list of strings");
                return Vec::new();
            }
        };
        let mut texts = Vec::with_capacity(list.len());
        for value in list {
            match value {
                Value::String(text) if !text.contains('\0') => texts.push(text),
                _ => {
                    self.invalid(field, "has to be a list of strings");
                    return Vec::new();
                }
            }
        }
        texts
    }

    /// Ids; none where they are not given.
    pub(crate) fn ids<Id: FromStr<Err = InvalidId>>(&mut self, field: &str) -> Vec<Id> {
        let texts = self.texts(field);
        texts
            .iter()
            .filter_map(|text| self.parsed(field, text))
            .collect()
    }

    /// An instant or the beginning of a day, a month or a year, where it is given.
    pub(crate) fn instant_given(&mut self, field: &str) -> Option<Timestamp> {
        let text = self.text_given(field)?;
        match period::beginning(&text) {
            Ok(instant) => Some(instant),
            Err(error) => {
                self.invalid(field, error);
                None
            }
        }
    }

    /// Whether something is so, where that is said.
    pub(crate) fn truth_given(&mut self, field: &str) -> Option<bool> {
        match self.take_given(field)? {
            Value::Bool(is_so) => Some(is_so),
            _ => {
                self.invalid(field, "has to be true or false");
                None
            }
        }
    }

    /// A number from 0 to 1, where it is given.
    pub(crate) fn share_given(&mut self, field: &str) -> Option<Share> {
        let number = self.take_given(field)?.as_f64();
        let share = number.and_then(|number| Share::try_from(number).ok());
        if share.is_none() {
            self.invalid(field, "has to be a number from 0 to 1");
        }
        share
    }

    /// A whole number from `least` to `most`, where it is given.
    pub(crate) fn number_given(&mut self, field: &str, least: u16, most: u16) -> Option<u16> {
        let number = self.take_given(field)?.as_u64();
        let number = number
            .and_then(|number| u16::try_from(number).ok())
            .filter(|number| (least..=most).contains(number));
        if number.is_none() {
            self.invalid(
                field,
                format!("has to be a whole number from {least} to {most}"),
            );
        }
        number
    }

    /// A place in a text, `[start, end]` in code points, where it is given.
    pub(crate) fn span_given(&mut self, field: &str) -> Option<CodePointSpan> {
        let value = self.take_given(field)?;
        let point = |value: &Value| u32::try_from(value.as_u64()?).ok();
        let span = match value.as_array().map(Vec::as_slice) {
            Some([start, end]) => point(start).zip(point(end)),
            _ => None,
        };
        match span.filter(|(start, end)| start < end) {
            Some((start, end)) => Some(CodePointSpan { start, end }),
            None => {
                self.invalid(field, "has to be [start, end], in code points");
                None
            }
        }
    }

    /// An object, where it is given, as `read` understands it.
    pub(crate) fn object_given<T>(
        &mut self,
        field: &str,
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        match self.take_given(field)? {
            Value::Object(object) => self.inner(field, object, read),
            _ => {
                self.invalid(field, "has to be an object");
                None
            }
        }
    }

    /// A list of objects, each as `read` understands it; none where it is not given.
    pub(crate) fn objects<T>(
        &mut self,
        field: &str,
        most: usize,
        read: impl Fn(&mut Self) -> Option<T>,
    ) -> Vec<T> {
        let list = match self.take_given(field) {
            None => return Vec::new(),
            Some(Value::Array(list)) => list,
            Some(_) => {
                self.invalid(field, "has to be a list of objects");
                return Vec::new();
            }
        };
        if list.len() > most {
            self.invalid(
                field,
                format!("has {} entries, more than {most}", list.len()),
            );
            return Vec::new();
        }
        let mut objects = Vec::with_capacity(list.len());
        for (place, value) in list.into_iter().enumerate() {
            let name = format!("{field}[{place}]");
            match value {
                Value::Object(object) => objects.extend(self.inner(&name, object, &read)),
                _ => self.invalid(&name, "has to be an object"),
            }
        }
        objects
    }

    fn inner<T>(
        &mut self,
        name: &str,
        object: Map<String, Value>,
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        let mut inner = Self {
            given: object.into_iter().collect(),
            wrong: Vec::new(),
            within: format!("{}{name}.", self.within),
        };
        let value = read(&mut inner);
        inner.refuse_the_rest();
        let room = MOST_MISTAKES.saturating_sub(self.wrong.len());
        self.wrong.extend(inner.wrong.into_iter().take(room));
        value
    }
}

/// Reads the outermost object so that a repeated field is seen, and told by its name.
struct Object;

impl<'de> Visitor<'de> for Object {
    type Value = Fields;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields = Fields {
            given: BTreeMap::new(),
            wrong: Vec::new(),
            within: String::new(),
        };
        while let Some((name, Plain(value))) = map.next_entry::<String, Plain>()? {
            if fields.given.contains_key(&name) {
                fields.wrong(&shown(&name), "repeated", "is given more than once");
            }
            fields.given.insert(name, value);
        }
        Ok(fields)
    }
}

/// A value in which no object has a field twice.
struct Plain(Value);

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        reader.deserialize_any(PlainVisitor).map(Self)
    }
}

struct PlainVisitor;

impl<'de> Visitor<'de> for PlainVisitor {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(Plain(value)) = list.next_element()? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some((name, Plain(value))) = map.next_entry::<String, Plain>()? {
            if object.contains_key(&name) {
                let detail = format!("{:?} is given more than once", shown(&name));
                return Err(serde::de::Error::custom(detail));
            }
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }
}

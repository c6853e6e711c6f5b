//! In what order hits stand, and where the page before ended.

use onrecord_engine::{Cursor, Sort};
use serde_json::{Value, json};

use super::error::Refusal;
use super::fields::Field;
use super::object::{Object, list};

/// The order of hits, with what each is told to be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Order {
    pub(super) sort: Sort,
    /// Whether the first key is the date or the score, rather than no more than the place itself.
    has_key: bool,
}

/// One key of `sort`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Score,
    Newest,
    Oldest,
    /// Whatever comes first, so that no two are equal.
    Place,
}

/// The order that `sort` asks for; none where nothing is said.
pub(super) fn read(sort: Value) -> Result<Option<Order>, Refusal> {
    let mut keys = Vec::new();
    for key in list(sort) {
        match key {
            Value::String(name) => keys.push(key_of(&name, None)?),
            Value::Object(fields) => {
                for (name, how) in fields {
                    keys.push(described(&name, how)?);
                }
            }
            other => {
                return Err(Refusal::parsing(format!(
                    "[sort] has a key that is {other}"
                )));
            }
        }
    }
    // Whatever stands second, ours ends with one that no two hits share.
    let named: Vec<Key> = keys
        .iter()
        .copied()
        .filter(|key| *key != Key::Place)
        .collect();
    let (sort, has_key) = match named.as_slice() {
        [] if keys.is_empty() => return Ok(None),
        [] => (Sort::Newest, false),
        [Key::Score] | [Key::Score, Key::Newest] => (Sort::Relevance, true),
        [Key::Newest] => (Sort::Newest, true),
        [Key::Oldest] => (Sort::Oldest, true),
        _ => {
            return Err(Refusal::unsupported(
                "[sort] by anything but published, _score, _score and then published (desc), or _doc,",
            ));
        }
    };
    Ok(Some(Order { sort, has_key }))
}

/// The keys of `sort` in an address: `published:desc,_doc`.
pub(super) fn in_address(sort: &str) -> Value {
    let key = |key: &str| match key.trim().rsplit_once(':') {
        Some((name, order)) => json!({ name: { "order": order } }),
        None => json!(key.trim()),
    };
    sort.split(',').map(key).collect()
}

fn described(name: &str, how: Value) -> Result<Key, Refusal> {
    let order = match how {
        Value::String(order) => Some(order),
        how => {
            let mut object = Object::new(format!("[{name}] of [sort]"), how)?;
            let order = object.text("order")?;
            // Every field is there, and what has no date comes last either way.
            object.text("unmapped_type")?;
            object.ignore_if("missing", |value| value == "_last")?;
            object.ignore_if("mode", |value| value == "min" || value == "max")?;
            object.ignore_if("numeric_type", |value| value == "date")?;
            object.ignore_if("format", |value| value == "epoch_millis")?;
            object.finish()?;
            order
        }
    };
    key_of(name, order.as_deref())
}

fn key_of(name: &str, order: Option<&str>) -> Result<Key, Refusal> {
    let is_falling = match order.map(str::to_lowercase).as_deref() {
        None => name == "_score",
        Some("asc") => false,
        Some("desc") => true,
        Some(other) => {
            return Err(Refusal::parsing(format!(
                "the order of [{name}] is asc or desc, not [{other}]"
            )));
        }
    };
    match name {
        "_score" if is_falling => Ok(Key::Score),
        "_score" => Err(Refusal::unsupported(
            "[sort] by _score with the worst first",
        )),
        "_doc" | "_shard_doc" | "_id" | "id" => Ok(Key::Place),
        name if Field::named(name)?.name == "published" => Ok(match is_falling {
            true => Key::Newest,
            false => Key::Oldest,
        }),
        name => Err(Refusal::unsupported(format!("[sort] by [{name}]"))),
    }
}

impl Order {
    /// What a hit is sorted by: the key, and its place as text, which goes on behind it.
    pub(super) fn values(self, score: f32, published: Option<i64>, place: &Cursor) -> Value {
        let place = place.to_string();
        match (self.has_key, self.sort) {
            (false, _) => json!([place]),
            (true, Sort::Relevance) => json!([score, place]),
            (true, _) => json!([published, place]),
        }
    }
}

/// Where `search_after` goes on: what stands last in the `sort` of a hit.
pub(super) fn after(values: Value) -> Result<Cursor, Refusal> {
    let last = match &values {
        Value::Array(values) => values.last().and_then(Value::as_str),
        _ => None,
    };
    last.and_then(|place| place.parse().ok()).ok_or_else(|| {
        Refusal::argument(
            "[search_after] has to be the whole [sort] of a hit, as it was given out: its last value is the place",
        )
    })
}

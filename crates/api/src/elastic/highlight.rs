//! The words of a hit that were searched for, marked.

use onrecord_model::{CodePointSpan, CodePoints};
use serde_json::{Value, json};

use super::error::Refusal;
use super::fields::fits;
use super::object::{Object, list, scalar};

/// What stands before and behind a marked word. The text is always shown whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Highlight {
    before: String,
    behind: String,
}

impl Highlight {
    /// What `highlight` of a body asks for.
    pub(super) fn read(value: Value) -> Result<Self, Refusal> {
        let mut object = Object::new("[highlight]", value)?;
        let mut names = Vec::new();
        for entry in list(object.need("fields")?) {
            for (name, how) in Object::new("[fields] of [highlight]", entry)?.rest() {
                names.push(name);
                let mut inner = Object::new("a field of [highlight]", how)?;
                shape(&mut inner)?;
                inner.finish()?;
            }
        }
        if let Some(other) = names.iter().find(|name| !fits(name, "text")) {
            return Err(Refusal::unsupported(format!("[highlight] of [{other}]")));
        }
        let mut tag =
            |name: &str, usual: &str| match object.take(name).map_or_else(Vec::new, list).first() {
                None => Ok(usual.to_owned()),
                Some(tag) => scalar(name, tag),
            };
        let highlight = Self {
            before: tag("pre_tags", "<em>")?,
            behind: tag("post_tags", "</em>")?,
        };
        shape(&mut object)?;
        object.finish()?;
        Ok(highlight)
    }

    /// The one fragment there is: `text` with what is marked; `None` where nothing is.
    pub(super) fn of(&self, text: &str, marked: &[CodePointSpan]) -> Option<Value> {
        if marked.is_empty() {
            return None;
        }
        let points = CodePoints::new(text);
        let mut fragment = String::with_capacity(text.len() + 32);
        let mut end = 0;
        for span in marked {
            let Some(bytes) = points.bytes(*span) else {
                continue;
            };
            fragment.push_str(text.get(end..bytes.start())?);
            fragment.push_str(&self.before);
            fragment.push_str(text.get(bytes.start()..bytes.end())?);
            fragment.push_str(&self.behind);
            end = bytes.end();
        }
        fragment.push_str(text.get(end..)?);
        Some(json!({ "text": [fragment] }))
    }
}

/// Takes what says how long fragments are and how they are found: there is one, of the whole text.
fn shape(object: &mut Object) -> Result<(), Refusal> {
    for name in [
        "fragment_size",
        "number_of_fragments",
        "no_match_size",
        "type",
        "require_field_match",
        "boundary_scanner",
        "fragmenter",
        "order",
    ] {
        object.take(name);
    }
    object.ignore_if("encoder", |encoder| encoder == "default")
}

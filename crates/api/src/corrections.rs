//! The bodies of corrections.

use onrecord_engine::{Expected, Target, Wish};
use onrecord_model::{CorrectionId, SpeakerKind};
use serde_json::Value;

use crate::code::Code;
use crate::fields::Fields;
use crate::json::FieldError;
use crate::parameters::shown;
use crate::problem::Problem;

/// Whether this server takes corrections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TakesCorrections(pub(crate) bool);

impl TakesCorrections {
    pub(crate) fn or_refuse(self) -> Result<(), Problem> {
        if self.0 {
            return Ok(());
        }
        let detail = "this server can be reached from other machines, and takes no corrections";
        Err(Problem::new(Code::CorrectionsNotAllowed, detail))
    }
}

/// Who corrects, and what.
pub(crate) fn wish(body: &[u8]) -> Result<(String, Wish), Problem> {
    let mut fields = Fields::read(body)?;
    let by = fields.text("by");
    let kind = fields.text("kind");
    let wish = match kind.as_deref() {
        Some("rename") => fields.rename(),
        Some("add_alias") => fields.add_alias(),
        Some("remove_alias") => fields.remove_alias(),
        Some("merge") => fields.merge(),
        Some("split") => fields.split(),
        Some("quote_speaker") => fields.quote_speaker(),
        Some("join_statements") => fields.join_statements(),
        Some("separate_wording") => fields.separate_wording(),
        Some("reject_suggestion") => fields.reject_suggestion(),
        Some("settle_conflict") => fields.settle_conflict(),
        Some(other) => {
            let detail = format!(
                "{:?} is not a correction: rename, add_alias, remove_alias, merge, split, quote_speaker, join_statements, separate_wording, reject_suggestion or settle_conflict",
                shown(other)
            );
            return Err(fields.only(FieldError::invalid("kind", detail)));
        }
        None => return fields.finish(None),
    };
    fields.finish(by.zip(wish))
}

/// Who takes a correction back.
pub(crate) fn by(body: &[u8]) -> Result<String, Problem> {
    let mut fields = Fields::read(body)?;
    let by = fields.text("by");
    fields.finish(by)
}

impl Fields {
    fn rename(&mut self) -> Option<Wish> {
        let (speaker, name, expected) = (self.id("speaker"), self.text("name"), self.expected());
        Some(Wish::Rename {
            speaker: speaker?,
            name: name?,
            expected: expected?,
        })
    }

    fn add_alias(&mut self) -> Option<Wish> {
        let (speaker, alias, expected) = (self.id("speaker"), self.text("name"), self.expected());
        Some(Wish::AddAlias {
            speaker: speaker?,
            alias: alias?,
            expected: expected?,
        })
    }

    fn remove_alias(&mut self) -> Option<Wish> {
        let (speaker, alias, expected) = (self.id("speaker"), self.text("name"), self.expected());
        Some(Wish::RemoveAlias {
            speaker: speaker?,
            alias: alias?,
            expected: expected?,
        })
    }

    fn merge(&mut self) -> Option<Wish> {
        let (speaker, into, expected) = (self.id("speaker"), self.id("into"), self.expected());
        Some(Wish::Merge {
            speaker: speaker?,
            into: into?,
            expected: expected?,
        })
    }

    fn split(&mut self) -> Option<Wish> {
        let (speaker, to, expected) = (self.id("speaker"), self.to(), self.expected());
        let mentions = self.texts("mentions");
        let quotes = self.texts("quotes");
        let mut ids = Vec::with_capacity(quotes.len());
        for quote in quotes {
            match quote.parse() {
                Ok(id) => ids.push(id),
                Err(error) => self.invalid("quotes", error),
            }
        }
        let to = to?;
        if to.is_none() {
            self.invalid(
                "to",
                "has to be a speaker; quotes by nobody known are corrected one by one",
            );
        }
        Some(Wish::Split {
            speaker: speaker?,
            mentions,
            quotes: ids,
            to: to?,
            expected: expected?,
        })
    }

    fn quote_speaker(&mut self) -> Option<Wish> {
        let (quote, to, expected) = (self.id("quote"), self.to(), self.expected());
        let siblings = match self.given.remove("siblings") {
            None | Some(Value::Null | Value::Bool(false)) => false,
            Some(Value::Bool(true)) => true,
            Some(_) => {
                self.invalid("siblings", "has to be true or false");
                return None;
            }
        };
        Some(Wish::QuoteSpeaker {
            quote: quote?,
            to: to?,
            siblings,
            expected: expected?,
        })
    }

    fn join_statements(&mut self) -> Option<Wish> {
        let (one, other) = (self.id("statement"), self.id("other"));
        Some(Wish::JoinStatements {
            one: one?,
            other: other?,
        })
    }

    fn separate_wording(&mut self) -> Option<Wish> {
        Some(Wish::SeparateWording {
            wording: self.id("wording")?,
        })
    }

    fn reject_suggestion(&mut self) -> Option<Wish> {
        let (wording, of) = (self.id("wording"), self.id("of"));
        Some(Wish::RejectSuggestion {
            wording: wording?,
            of: of?,
        })
    }

    fn settle_conflict(&mut self) -> Option<Wish> {
        let conflict = self.id("conflict");
        let note = match self.given.get("note") {
            None | Some(Value::Null) => {
                self.given.remove("note");
                Some(String::new())
            }
            Some(_) => self.text("note"),
        };
        Some(Wish::SettleConflict {
            conflict: conflict?,
            note: note?,
        })
    }

    /// What was seen before; it has to be said, be it as `null`, so that nobody overwrites what they did not see.
    fn expected(&mut self) -> Option<Expected> {
        match self.take("expected")? {
            Value::Null => Some(Expected::Last(None)),
            Value::String(text) => match text.parse::<CorrectionId>() {
                Ok(id) => Some(Expected::Last(Some(id))),
                Err(error) => {
                    self.invalid("expected", error);
                    None
                }
            },
            _ => {
                self.invalid("expected", "has to be the id of a correction, or null");
                None
            }
        }
    }

    /// Whose quotes they shall be; the inner `None` is nobody known.
    fn to(&mut self) -> Option<Option<Target>> {
        match self.take("to")? {
            Value::Null => Some(None),
            Value::String(text) => match text.parse() {
                Ok(id) => Some(Some(Target::Known(id))),
                Err(error) => {
                    self.invalid("to", error);
                    None
                }
            },
            Value::Object(object) => match target(object) {
                Ok(target) => Some(Some(target)),
                Err(detail) => {
                    self.invalid("to", detail);
                    None
                }
            },
            _ => {
                self.invalid("to", "has to be an id, null, or an object");
                None
            }
        }
    }
}

/// Somebody new, or one of the candidates of the quote.
fn target(object: serde_json::Map<String, Value>) -> Result<Target, String> {
    const FORMS: &str =
        "has to have a \"name\" and maybe a \"kind\" (person or organisation), or a \"candidate\"";
    let number = |value: &Value| {
        value
            .as_u64()
            .and_then(|number| usize::try_from(number).ok())
    };
    if let Some(candidate) = object.get("candidate").filter(|_| object.len() == 1) {
        let place = number(candidate).ok_or("\"candidate\" has to be a place, counted from 0")?;
        return Ok(Target::Candidate(place));
    }
    let is_known = |key: &String| matches!(key.as_str(), "name" | "kind");
    let Some(Value::String(name)) = object.get("name").filter(|_| object.keys().all(is_known))
    else {
        return Err(FORMS.to_owned());
    };
    let kind = match object.get("kind").map(Value::as_str) {
        None | Some(Some("person")) => SpeakerKind::Person,
        Some(Some("organisation")) => SpeakerKind::Organisation,
        Some(_) => return Err(FORMS.to_owned()),
    };
    Ok(Target::New {
        name: name.clone(),
        kind,
        key: None,
        wikidata: None,
    })
}

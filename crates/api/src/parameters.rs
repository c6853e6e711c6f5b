//! Query strings. Read strictly: a mistyped filter that is passed over would widen an answer unseen, so an
//! unknown, repeated or unreadable parameter is an error that names it.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

use actix_web::HttpRequest;

use crate::code::Code;
use crate::json::FieldError;
use crate::problem::Problem;

/// Longest query string that is read, in bytes.
const LONGEST: usize = 8 * 1024;

/// The parameters of one request. Those without a value count as not given.
#[derive(Debug)]
pub(crate) struct Parameters {
    values: BTreeMap<&'static str, String>,
    wrong: Vec<FieldError>,
}

impl Parameters {
    /// Reads the query string, which may hold the parameters `known` and no others.
    pub(crate) fn read(
        request: &HttpRequest,
        known: &'static [&'static str],
    ) -> Result<Self, Problem> {
        let query = request.query_string();
        if query.len() > LONGEST {
            return Err(Problem::new(
                Code::AddressTooLong,
                format!(
                    "the query string has {} bytes, more than {LONGEST}",
                    query.len()
                ),
            ));
        }
        let mut parameters = Self {
            values: BTreeMap::new(),
            wrong: Vec::new(),
        };
        let mut unknown = Vec::new();
        for (name, value) in pairs(query) {
            let name = name.unwrap_or_else(|| "\u{fffd}".to_owned());
            match known.iter().find(|known| **known == name) {
                Some(known) => parameters.take(known, value),
                None => unknown.push(FieldError::new(&shown(&name), "unknown", one_of(known))),
            }
        }
        if unknown.is_empty() {
            return Ok(parameters);
        }
        Err(Problem::fields(Code::UnknownParameter, unknown))
    }

    fn take(&mut self, name: &'static str, value: Option<String>) {
        let Some(value) = value else {
            self.wrong.push(FieldError::invalid(
                name,
                "holds percent escapes that are not UTF-8",
            ));
            return;
        };
        if value.contains('\0') {
            self.wrong
                .push(FieldError::invalid(name, "holds a NUL character"));
            return;
        }
        if self.values.insert(name, value).is_some() {
            self.wrong
                .push(FieldError::new(name, "repeated", "is given more than once"));
        }
    }

    /// The value of `name`, where it is given.
    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        self.values
            .remove(name)
            .filter(|value| !value.trim().is_empty())
    }

    /// The value of `name` as `read` understands it. What is wrong comes out at [`Parameters::finish`],
    /// with everything else that is wrong.
    pub(crate) fn value<T, E: Display>(
        &mut self,
        name: &str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let text = self.text(name)?;
        match read(text.trim()) {
            Ok(value) => Some(value),
            Err(error) => {
                self.wrong
                    .push(FieldError::invalid(name, error.to_string()));
                None
            }
        }
    }

    /// A whole number between `least` and `most`.
    pub(crate) fn number<T: FromStr + PartialOrd + Display>(
        &mut self,
        name: &str,
        least: T,
        most: T,
    ) -> Option<T> {
        self.value(name, |text| {
            text.parse()
                .ok()
                .filter(|number| (&least..=&most).contains(&number))
                .ok_or_else(|| format!("{text:?} is not a whole number from {least} to {most}"))
        })
    }

    /// Notes that `name` does not fit the others.
    pub(crate) fn refuse(&mut self, name: &str, detail: &str) {
        self.wrong.push(FieldError::invalid(name, detail));
    }

    /// The problem of what was wrong.
    pub(crate) fn refused(self) -> Problem {
        Problem::fields(Code::InvalidParameter, self.wrong)
    }

    /// Everything that was wrong, if anything was.
    pub(crate) fn finish(self) -> Result<(), Problem> {
        if self.wrong.is_empty() {
            return Ok(());
        }
        Err(Problem::fields(Code::InvalidParameter, self.wrong))
    }
}

fn one_of(known: &[&str]) -> String {
    if known.is_empty() {
        return "is not known here, nor is any other".to_owned();
    }
    format!("is not known here; these are: {}", known.join(", "))
}

/// Names and values of a query string, decoded; `None` for what is not UTF-8.
pub(crate) fn pairs(query: &str) -> impl Iterator<Item = (Option<String>, Option<String>)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
}

/// Undoes percent encoding and `+`; `None` where the bytes are not UTF-8. An escape that is cut short or not
/// hexadecimal stands for itself, as the URL standard has it.
fn decode(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while index < bytes.len() {
        let escaped = match bytes[index] {
            b'%' => hexadecimal(bytes.get(index + 1..index + 3)),
            _ => None,
        };
        match (escaped, bytes[index]) {
            (Some(byte), _) => {
                decoded.push(byte);
                index += 3;
            }
            (None, b'+') => {
                decoded.push(b' ');
                index += 1;
            }
            (None, byte) => {
                decoded.push(byte);
                index += 1;
            }
        }
    }
    String::from_utf8(decoded).ok()
}

fn hexadecimal(digits: Option<&[u8]>) -> Option<u8> {
    let [high, low] = digits? else { return None };
    let digit = |digit: u8| char::from(digit).to_digit(16);
    u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()
}

/// `text` encoded for a query string.
pub(crate) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                encoded.push(char::from(byte));
            }
            byte => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// A name as an answer repeats it: enough to recognise it by.
pub(crate) fn shown(name: &str) -> String {
    const CHARACTERS: usize = 64;
    match name.char_indices().nth(CHARACTERS) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{decode, encode, pairs};

    proptest! {
        #[test]
        fn encoding_is_undone(text in "\\PC*|[%+&=? \n\0]*") {
            prop_assert_eq!(decode(&encode(&text)), Some(text));
        }

        #[test]
        fn nothing_that_is_sent_breaks_it(query in "[%&=+0-9a-fA-Fé\0]*") {
            for (name, value) in pairs(&query) {
                for text in [name, value].into_iter().flatten() {
                    prop_assert!(text.len() <= query.len());
                }
            }
        }
    }

    #[test]
    fn bad_escapes_stand_for_themselves_and_bad_bytes_are_refused() {
        assert_eq!(decode("%zz%4").as_deref(), Some("%zz%4"));
        assert_eq!(decode("%+1").as_deref(), Some("% 1"));
        assert_eq!(decode("%ff"), None);
        assert_eq!(decode("%ed%a0%80"), None);
    }
}

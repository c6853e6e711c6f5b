//! Small forms: who may send them, and what they say.

use actix_web::http::header;
use actix_web::web::{self, Bytes, Payload, PayloadConfig};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use url::form_urlencoded;

use crate::form::same_origin;
use crate::respond::Failure;

/// Largest form that is read, in bytes: room for as many chosen quotes as one correction may move.
const LARGEST: usize = 512 << 10;

/// What a form says, field by field, in its order; a box that may be ticked several times is there as often.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Fields(Vec<(String, String)>);

/// How much of a small form is read.
pub(crate) fn payload_config() -> PayloadConfig {
    PayloadConfig::new(LARGEST)
}

impl Fields {
    /// The form that `request` sends. What its head tells against it is looked at before its body.
    pub(crate) async fn receive(request: &HttpRequest, payload: Payload) -> Result<Self, Failure> {
        same_origin(request).map_err(|_| {
            let why = "The form was sent by another site, or it is not known by which. Open it here and send it again. Programs use POST /v1/corrections.";
            Failure::Refused(why.to_owned())
        })?;
        let given = request.content_type().trim();
        if !given.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            let what = "It was not sent as the form sends it.".to_owned();
            return Err(Failure::Malformed(what));
        }
        if request.headers().contains_key(header::CONTENT_ENCODING) {
            return Err(Failure::Malformed("It is compressed.".to_owned()));
        }
        let body = Bytes::from_request(request, &mut payload.into_inner())
            .await
            .map_err(|_| {
                Failure::Malformed("It broke off before its end, or is too large.".to_owned())
            })?;
        web::block(move || Self::read(&body))
            .await
            .map_err(|_| Failure::Malformed("It could not be taken apart.".to_owned()))?
    }

    fn read(body: &[u8]) -> Result<Self, Failure> {
        let fields: Vec<(String, String)> = form_urlencoded::parse(body)
            .map(|(name, value)| (name.into_owned(), value.trim().to_owned()))
            .collect();
        if fields.iter().any(|(_, value)| value.contains('\0')) {
            let what = "A field holds a character that no text has.".to_owned();
            return Err(Failure::Malformed(what));
        }
        Ok(Self(fields))
    }

    /// The first value of `name`; empty where it is not there.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// Every value of `name` that is not empty.
    pub(crate) fn all<'fields>(&'fields self, name: &str) -> impl Iterator<Item = &'fields str> {
        self.0
            .iter()
            .filter(move |(field, value)| field == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Fields;

    proptest! {
        #[test]
        fn any_bytes_are_a_form_or_malformed(body in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(fields) = Fields::read(&body) {
                prop_assert!(fields.all("").count() <= body.len() + 1);
            }
        }
    }

    #[test]
    fn a_box_ticked_twice_is_there_twice() {
        let fields = Fields::read(b"quote=1&by=+Ida+&quote=2&quote=").expect("a form");
        assert_eq!(fields.all("quote").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!((fields.get("by"), fields.get("none")), ("Ida", ""));
    }
}

//! The one form that brings something in: who may send it, how much of all forms is held at a time, and what it
//! says.
//!
//! A form may have tens of megabytes and there may be hundreds of connections, so nothing of a body is read
//! before it is known that a page of this site sent it and that there is room for it. Taking it apart takes time
//! in proportion to its length and is done where that may block.

use std::sync::Arc;
use std::time::Duration;

use actix_web::error::PayloadError;
use actix_web::http::{StatusCode, header};
use actix_web::web::{self, Bytes, Payload, PayloadConfig};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Largest form that is read. Percent-encoding makes up to three bytes of one.
const LARGEST: usize = 32 << 20;
/// The same in KiB, the unit of [`Room`].
const LARGEST_KIBIBYTES: u32 = (LARGEST >> 10) as u32;
/// All forms that are held at the same time, in KiB: two of the largest, or thousands of usual ones.
const ALL_KIBIBYTES: u32 = 2 * LARGEST_KIBIBYTES;
/// How long a form waits for room; well under the deadline of a request, so that the answer is a page.
const PATIENCE: Duration = Duration::from_secs(10);

/// What somebody typed in, as they typed it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Paste {
    pub(crate) text: String,
    pub(crate) title: String,
    pub(crate) outlet: String,
    pub(crate) published: String,
    pub(crate) url: String,
}

impl Paste {
    /// The length of all of it.
    pub(crate) fn bytes(&self) -> usize {
        let fields = [
            &self.text,
            &self.title,
            &self.outlet,
            &self.published,
            &self.url,
        ];
        fields.into_iter().map(String::len).sum()
    }
}

/// A form that was read, with its place, which is free again when this is dropped.
pub(crate) struct Received {
    pub(crate) paste: Paste,
    pub(crate) place: OwnedSemaphorePermit,
}

/// Why a form was not read.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// It was not sent by a page of this site.
    Elsewhere(&'static str),
    /// There was no room for it in time.
    Busy,
    /// It is no form, or too large, or broke off.
    Unreadable(StatusCode, String),
}

/// Room for the bodies of forms, together.
pub(crate) struct Room {
    kibibytes: Arc<Semaphore>,
    patience: Duration,
}

impl Default for Room {
    fn default() -> Self {
        Self::new(ALL_KIBIBYTES, PATIENCE)
    }
}

impl Room {
    fn new(kibibytes: u32, patience: Duration) -> Self {
        Self {
            kibibytes: Arc::new(Semaphore::new(kibibytes as usize)),
            patience,
        }
    }

    /// Waits for a place for the body of `request`.
    async fn place(&self, request: &HttpRequest) -> Result<OwnedSemaphorePermit, Refusal> {
        let place = Arc::clone(&self.kibibytes).acquire_many_owned(kibibytes(request));
        match tokio::time::timeout(self.patience, place).await {
            Ok(Ok(place)) => Ok(place),
            // The semaphore is never closed.
            Ok(Err(_)) | Err(_) => Err(Refusal::Busy),
        }
    }
}

/// What the body may come to: as announced, or the most there can be where that says nothing.
fn kibibytes(request: &HttpRequest) -> u32 {
    if request.headers().contains_key(header::CONTENT_ENCODING) {
        return LARGEST_KIBIBYTES;
    }
    announced(request).map_or(LARGEST_KIBIBYTES, |bytes| {
        u32::try_from(bytes >> 10).map_or(LARGEST_KIBIBYTES, |kibibytes| {
            kibibytes.min(LARGEST_KIBIBYTES - 1) + 1
        })
    })
}

fn announced(request: &HttpRequest) -> Option<u64> {
    let length = request.headers().get(header::CONTENT_LENGTH)?;
    length.to_str().ok()?.trim().parse().ok()
}

/// How much of a body is read.
pub(crate) fn payload_config() -> PayloadConfig {
    PayloadConfig::new(LARGEST)
}

/// The form that `request` sends. Everything that its head tells against it is looked at before its body.
pub(crate) async fn receive(
    request: &HttpRequest,
    payload: Payload,
    room: &Room,
) -> Result<Received, Refusal> {
    same_origin(request).map_err(Refusal::Elsewhere)?;
    let given = request.content_type().trim();
    if !given.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        let problem = "It was not sent as the form sends it.".to_owned();
        return Err(Refusal::Unreadable(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            problem,
        ));
    }
    if announced(request).is_some_and(|bytes| bytes > LARGEST as u64) {
        return Err(too_large());
    }
    let place = room.place(request).await?;
    let body = Bytes::from_request(request, &mut payload.into_inner())
        .await
        .map_err(|error| match error.as_error::<PayloadError>() {
            Some(PayloadError::Overflow) => too_large(),
            _ => Refusal::Unreadable(
                StatusCode::BAD_REQUEST,
                "It broke off before its end.".to_owned(),
            ),
        })?;
    let paste = web::block(move || decode(&body))
        .await
        .map_err(|_| {
            Refusal::Unreadable(
                StatusCode::INTERNAL_SERVER_ERROR,
                "This is a fault of the server.".to_owned(),
            )
        })?
        .map_err(|problem| Refusal::Unreadable(StatusCode::BAD_REQUEST, problem))?;
    Ok(Received { paste, place })
}

fn too_large() -> Refusal {
    let problem = format!("It is larger than the {} MiB that are read.", LARGEST >> 20);
    Refusal::Unreadable(StatusCode::PAYLOAD_TOO_LARGE, problem)
}

/// The fields of a form. Fields that are not known are passed over; one that is there twice, or is no text, is
/// refused rather than guessed at.
fn decode(body: &[u8]) -> Result<Paste, String> {
    let mut paste = Paste::default();
    let mut seen = Vec::new();
    for pair in body.split(|byte| *byte == b'&') {
        let cut = pair.iter().position(|byte| *byte == b'=');
        let (name, value) = match cut {
            Some(cut) => (&pair[..cut], &pair[cut + 1..]),
            None => (pair, &[][..]),
        };
        let name = percent_decoded(name);
        let field = match name.as_slice() {
            b"text" => &mut paste.text,
            b"title" => &mut paste.title,
            b"outlet" => &mut paste.outlet,
            b"published" => &mut paste.published,
            b"url" => &mut paste.url,
            _ => continue,
        };
        let shown = String::from_utf8_lossy(&name).into_owned();
        *field = String::from_utf8(percent_decoded(value))
            .map_err(|_| format!("“{shown}” is not UTF-8."))?;
        if seen.contains(&shown) {
            return Err(format!("“{shown}” is given more than once."));
        }
        seen.push(shown);
    }
    Ok(paste)
}

/// As the URL standard has it for forms: a percent sign without two digits behind it stands for itself.
fn percent_decoded(encoded: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(encoded.len());
    let mut rest = encoded;
    while let Some((first, tail)) = rest.split_first() {
        let (byte, tail) = match (first, tail) {
            (b'+', tail) => (b' ', tail),
            (b'%', [high, low, behind @ ..]) => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => (high << 4 | low, behind),
                _ => (b'%', tail),
            },
            (byte, tail) => (*byte, tail),
        };
        decoded.push(byte);
        rest = tail;
    }
    decoded.shrink_to_fit();
    decoded
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

/// Whether the form was sent by a page of this site. Another site could make a reader's browser send it, and
/// nobody would know where the article came from.
///
/// Browsers say so in `Sec-Fetch-Site`; over plain HTTP to another machine they leave it out, and `Origin` has
/// to name the host that was asked. Who sends neither is no browser, and has the API.
pub(crate) fn same_origin(request: &HttpRequest) -> Result<(), &'static str> {
    const ELSEWHERE: &str =
        "The form was sent by another site. Open the form here and paste the article again.";
    let text = |name: header::HeaderName| {
        request
            .headers()
            .get(name)
            .map(|value| value.to_str().unwrap_or_default())
    };
    if let Some(site) = text(header::HeaderName::from_static("sec-fetch-site")) {
        return if site == "same-origin" {
            Ok(())
        } else {
            Err(ELSEWHERE)
        };
    }
    let Some(origin) = text(header::ORIGIN) else {
        return Err("It is not known which page sent the form. Programs use POST /v1/articles.");
    };
    let host = text(header::HOST).or_else(|| request.uri().authority().map(|host| host.as_str()));
    let from = origin.split_once("://").map(|(_, host)| host);
    match (from, host) {
        (Some(from), Some(host)) if from.eq_ignore_ascii_case(host) => Ok(()),
        _ => Err(ELSEWHERE),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use actix_web::HttpRequest;
    use actix_web::test::TestRequest;
    use proptest::prelude::*;
    use url::form_urlencoded;

    use super::{LARGEST, Paste, Refusal, Room, decode, kibibytes};

    fn of_length(bytes: usize) -> HttpRequest {
        TestRequest::post()
            .insert_header(("content-length", bytes.to_string()))
            .to_http_request()
    }

    #[actix_web::test]
    async fn a_form_without_room_is_told_so_and_finds_it_when_another_is_gone() {
        let room = Room::new(100, Duration::ZERO);
        let first = room.place(&of_length(60 << 10)).await.expect("room");
        let small = room.place(&of_length(20 << 10)).await.expect("room");
        let refused = room.place(&of_length(60 << 10)).await;
        assert!(matches!(refused, Err(Refusal::Busy)), "{refused:?}");
        drop((first, small));
        drop(room.place(&of_length(60 << 10)).await.expect("room again"));
    }

    #[actix_web::test]
    async fn one_form_always_fits_the_room_of_a_server() {
        let unknown = TestRequest::post().to_http_request();
        let compressed = TestRequest::post()
            .insert_header(("content-length", "10"))
            .insert_header(("content-encoding", "gzip"))
            .to_http_request();
        let largest = u32::try_from(LARGEST >> 10).expect("a small number");
        for (request, expected) in [
            (of_length(0), 1),
            (of_length(1_023), 1),
            (of_length(1_024), 2),
            (of_length(LARGEST), largest),
            (of_length(usize::MAX), largest),
            (unknown, largest),
            (compressed, largest),
        ] {
            assert_eq!(kibibytes(&request), expected, "{request:?}");
            drop(Room::default().place(&request).await.expect("room"));
        }
    }

    #[test]
    fn what_is_not_a_form_of_this_site_is_read_as_far_as_it_can_be() {
        fn check(body: &[u8], text: Result<&str, &str>) {
            let read = decode(body).map(|paste| paste.text);
            assert_eq!(
                read.as_deref().map_err(String::as_str),
                text,
                "{}",
                body.escape_ascii()
            );
        }
        check(b"", Ok(""));
        check(b"&&=&text", Ok(""));
        check(b"text=100%", Ok("100%"));
        check(b"text=%4&a=b", Ok("%4"));
        check(b"text=%zz%e2%82%ac", Ok("%zz€"));
        check(b"t%65xt=a=b", Ok("a=b"));
        check(b"text=\xff", Err("“text” is not UTF-8."));
        check(b"text=%e2%82", Err("“text” is not UTF-8."));
        check(b"text=a&text=", Err("“text” is given more than once."));
    }

    proptest! {
        #[test]
        fn what_a_browser_encodes_is_read_as_it_was(
            text in any::<String>(), title in any::<String>(), outlet in any::<String>(),
            published in any::<String>(), url in any::<String>(),
        ) {
            let body = form_urlencoded::Serializer::new(String::new())
                .append_pair("text", &text)
                .append_pair("title", &title)
                .append_pair("more", &title)
                .append_pair("outlet", &outlet)
                .append_pair("published", &published)
                .append_pair("url", &url)
                .finish();
            let paste = Paste { text, title, outlet, published, url };
            prop_assert_eq!(decode(body.as_bytes()), Ok(paste));
        }
    }
}

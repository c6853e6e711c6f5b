//! The name somebody signs with, kept by their own browser, so that whoever decides on fifty things types it once.

use actix_web::HttpRequest;
use actix_web::http::header;
use url::form_urlencoded;

/// What the cookie is called.
const COOKIE: &str = "signs-as";
/// For how long a browser keeps it, in seconds: a month.
const KEPT: u32 = 30 * 24 * 60 * 60;
/// Most characters of a name; longer ones are not kept, and refused where they sign something.
const LONGEST: usize = 200;

/// The name that was signed with last; empty where there is none. It fills in a field and nothing else.
pub(crate) fn remembered(request: &HttpRequest) -> String {
    request
        .headers()
        .get_all(header::COOKIE)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE)
        .and_then(|(_, value)| {
            let pair = format!("name={value}");
            let (_, name) = form_urlencoded::parse(pair.as_bytes()).next()?;
            is_name(&name).then(|| name.into_owned())
        })
        .unwrap_or_default()
}

/// The header that makes a browser remember `name`; `None` for what is no name.
pub(crate) fn remember(name: &str) -> Option<String> {
    is_name(name).then(|| {
        let value: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
        format!("{COOKIE}={value}; Path=/; Max-Age={KEPT}; HttpOnly; SameSite=Strict")
    })
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().count() <= LONGEST && !name.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;
    use proptest::prelude::*;

    use super::{remember, remembered};

    fn sent_back(header: &str) -> String {
        let pair = header.split(';').next().unwrap_or_default();
        let request = TestRequest::get()
            .insert_header(("cookie", format!("other=1; {pair}; more=2")))
            .to_http_request();
        remembered(&request)
    }

    proptest! {
        #[test]
        fn a_name_comes_back_as_it_was(name in "\\PC{1,50}") {
            let header = remember(&name).expect("a name");
            prop_assert!(header.is_ascii() && !header.contains(['\r', '\n']));
            prop_assert_eq!(sent_back(&header), name);
        }

        #[test]
        fn whatever_a_browser_sends_is_a_name_or_nothing(value in "[ -~]{0,300}") {
            let request = TestRequest::get()
                .insert_header(("cookie", format!("signs-as={value}")))
                .to_http_request();
            prop_assert!(remembered(&request).chars().count() <= 200);
        }
    }

    #[test]
    fn what_is_no_name_is_not_kept() {
        assert_eq!(remember(""), None);
        assert_eq!(remember("Ines\r\nRoth"), None);
        assert_eq!(remember(&"x".repeat(201)), None);
    }
}

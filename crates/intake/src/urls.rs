//! Canonical URLs: one spelling for one article.

use url::Url;

use crate::FieldProblem;

/// Query parameters that say how a reader got to the page, never which page it is.
const TRACKING: &[&str] = &[
    "fbclid",
    "gclid",
    "gclsrc",
    "dclid",
    "gbraid",
    "wbraid",
    "msclkid",
    "twclid",
    "ttclid",
    "yclid",
    "igshid",
    "igsh",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "vero_id",
    "wickedid",
    "oly_anon_id",
    "oly_enc_id",
    "ref_src",
    "ref_url",
    "cmpid",
    "ncid",
    "s_cid",
    "spm",
    "wt_mc",
    "ftag",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
];

/// `value` as an article's identity: scheme and host in lower case, without default port, user name, fragment and
/// the parameters that only track readers.
///
/// # Errors
///
/// When it is no absolute URL, or its scheme is neither http nor https.
pub fn canonical_url(value: &str) -> Result<String, FieldProblem> {
    let url = Url::parse(value.trim()).map_err(|error| FieldProblem::NotAUrl {
        value: shown(value),
        reason: error.to_string(),
    })?;
    canonical(url).ok_or_else(|| FieldProblem::SchemeNotTaken(shown(value)))
}

/// Checks that `value` is the address of something on the web, which is kept as it is written: the place within a
/// page, or how somebody came to it, may matter to whoever wrote it down.
///
/// # Errors
///
/// When it is no absolute URL, its scheme is neither http nor https, or it holds control characters.
pub(crate) fn web_address(value: &str) -> Result<(), FieldProblem> {
    let not_a_url = |reason: String| FieldProblem::NotAUrl {
        value: shown(value),
        reason,
    };
    let url = Url::parse(value).map_err(|error| not_a_url(error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(FieldProblem::SchemeNotTaken(shown(value)));
    }
    if value.contains(char::is_control) {
        return Err(not_a_url("it holds a control character".to_owned()));
    }
    Ok(())
}

/// The canonical URL of a reference found in a page at `base`; `None` where it leads nowhere that can be an article:
/// no web page, or the front page of a site, which badly made templates name on every page.
pub(crate) fn canonical_reference(value: &str, base: Option<&str>) -> Option<String> {
    let base = base.and_then(|base| Url::parse(base).ok());
    let url = Url::options()
        .base_url(base.as_ref())
        .parse(value.trim())
        .ok()?;
    if url.path() == "/" && url.query().is_none() {
        return None;
    }
    canonical(url)
}

fn canonical(mut url: Url) -> Option<String> {
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return None;
    }
    url.set_fragment(None);
    // These fail for URLs that cannot hold a user name, which http and https URLs with a host can.
    url.set_username("").ok()?;
    url.set_password(None).ok()?;
    let query = url.query().map(without_tracking);
    url.set_query(query.as_deref().filter(|query| !query.is_empty()));
    Some(url.into())
}

/// The other parameters are left as they are spelled and in their order: both can matter to the site.
fn without_tracking(query: &str) -> String {
    query
        .split('&')
        .filter(|parameter| !parameter.is_empty())
        .filter(|parameter| {
            let name = parameter
                .split('=')
                .next()
                .unwrap_or_default()
                .to_ascii_lowercase();
            !name.starts_with("utm_") && !TRACKING.contains(&name.as_str())
        })
        .collect::<Vec<_>>()
        .join("&")
}

/// A value as a message shows it: enough to recognise it by.
fn shown(value: &str) -> String {
    const CHARACTERS: usize = 120;
    if value.chars().count() <= CHARACTERS {
        return value.to_owned();
    }
    value.chars().take(CHARACTERS).chain(['…']).collect()
}

//! The style sheets, the icon and the script of keys: compiled in, with their content's hash in their address, so that browsers may
//! keep them for good and still get the new one after an upgrade.

use std::fmt::Write as _;
use std::sync::LazyLock;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};

use crate::respond::{Failure, failed};

const STYLE: &str = concat!(
    include_str!("../assets/style.css"),
    "\n",
    include_str!("../assets/desk.css"),
    "\n",
    include_str!("../assets/chart.css")
);
const KEYS: &str = include_str!("../assets/keys.js");
const ICON: &str = include_str!("../assets/favicon.svg");

/// Quotes tied together by one sheet; an article with more of them links several.
pub(crate) const TIES: usize = 64;
/// More sheets than this nobody can ask for: an article of 16 MiB holds fewer quotes.
const MOST_SHEETS: usize = 4096;

static STYLE_ADDRESS: LazyLock<String> =
    LazyLock::new(|| format!("/assets/style-{}.css", hash(STYLE)));
static KEYS_ADDRESS: LazyLock<String> = LazyLock::new(|| format!("/assets/keys-{}.js", hash(KEYS)));
static ICON_ADDRESS: LazyLock<String> =
    LazyLock::new(|| format!("/assets/icon-{}.svg", hash(ICON)));
/// All sheets of ties are made by one rule, so the first one's hash dates them all.
static TIES_HASH: LazyLock<String> = LazyLock::new(|| hash(&ties(0)));

/// Where the style sheet is.
pub(crate) fn style() -> &'static str {
    &STYLE_ADDRESS
}

/// Where the script is that adds keys to pages; they work without it.
pub(crate) fn keys() -> &'static str {
    &KEYS_ADDRESS
}

/// Where the icon is.
pub(crate) fn icon() -> &'static str {
    &ICON_ADDRESS
}

/// The sheets that tie `quotes` quotes of an article to their sources and cues.
pub(crate) fn tie_sheets(quotes: usize) -> Vec<String> {
    (0..quotes.div_ceil(TIES))
        .map(|sheet| format!("/assets/ties-{}-{sheet}.css", *TIES_HASH))
        .collect()
}

/// Serves an asset by its name; `None` for a name there is none of.
pub(crate) fn serve(name: &str) -> Option<HttpResponse> {
    if style().ends_with(name) && name.starts_with("style-") {
        return Some(kept("text/css; charset=utf-8", STYLE.to_owned()));
    }
    if keys().ends_with(name) && name.starts_with("keys-") {
        return Some(kept("text/javascript; charset=utf-8", KEYS.to_owned()));
    }
    if icon().ends_with(name) && name.starts_with("icon-") {
        return Some(kept("image/svg+xml", ICON.to_owned()));
    }
    let sheet = name
        .strip_prefix("ties-")?
        .strip_prefix(TIES_HASH.as_str())?
        .strip_prefix('-')?
        .strip_suffix(".css")?;
    let sheet: usize = sheet.parse().ok().filter(|sheet| *sheet < MOST_SHEETS)?;
    Some(kept("text/css; charset=utf-8", ties(sheet)))
}

/// The icon for those who ask for `/favicon.ico` whatever the page says.
pub(crate) async fn favicon() -> HttpResponse {
    HttpResponse::MovedPermanently()
        .insert_header((header::LOCATION, icon()))
        .finish()
}

/// The route of all assets.
pub(crate) async fn asset(request: HttpRequest, name: web::Path<String>) -> HttpResponse {
    serve(&name).unwrap_or_else(|| {
        let what =
            "There is no such file; the page that named it is of another version. Load it again.";
        failed(&request, Failure::NotFound(what.to_owned()))
    })
}

fn kept(content_type: &'static str, body: String) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, content_type))
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'"))
        .body(body)
}

/// One rule a quote: whatever belongs to it is lit while anything that belongs to it is pointed at, holds the
/// focus or is where the address leads. A style attribute would need a laxer policy, a script would need
/// scripts.
fn ties(sheet: usize) -> String {
    let mut rules = String::new();
    for number in sheet * TIES + 1..=(sheet + 1) * TIES {
        let part = format!("[data-q~=\"{number}\"]");
        writeln!(
            rules,
            ".sheet:has({part}:is(:hover,:focus-within,:target)) {part}{{--back:var(--lit);--row:var(--wash);--bar:var(--accent)}}"
        )
        .expect("writing to a string cannot fail");
    }
    rules
}

/// FNV-1a: short, stable, and nobody gains anything by a collision here.
fn hash(content: &str) -> String {
    let hash = content
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    format!("{hash:016x}")
}

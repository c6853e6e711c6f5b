//! Addresses of pages, and which addresses of others may be linked to.

use onrecord_model::{
    ArticleId, ClaimId, ConflictId, CorrectionId, FlagId, FlagSubject, Quote, QuoteId, SourceId,
    SpeakerId, StatementId,
};
use url::Url;
use url::form_urlencoded::Serializer;

use crate::respond::Way;

/// Passages that are shown before the one that a link into a source leads to.
const LEAD: u32 = 10;

/// The page of an article.
#[must_use]
pub fn article(id: ArticleId) -> String {
    format!("/articles/{id}")
}

/// One version of an article.
#[must_use]
pub fn article_version(id: ArticleId, version: u32) -> String {
    format!("/articles/{id}?version={version}")
}

/// The place in the article's page where a quote is highlighted, for a quote of the newest version.
#[must_use]
pub fn in_article(article: ArticleId, quote: QuoteId) -> String {
    format!("/articles/{article}#{}", quote_anchor(quote))
}

/// The same in the version the quote was found in, whichever that is.
#[must_use]
pub fn in_version(article: ArticleId, version: u32, quote: QuoteId) -> String {
    format!(
        "/articles/{article}?version={version}#{}",
        quote_anchor(quote)
    )
}

/// The page of a primary source.
#[must_use]
pub fn primary_source(id: SourceId) -> String {
    format!("/sources/{id}")
}

/// Where a quote stands in its newest article or, being a passage, in its source.
#[must_use]
pub fn place(quote: &Quote) -> String {
    match in_source(quote) {
        Some(address) => address,
        None => in_article(quote.article.id, quote.id),
    }
}

/// Where a passage stands in its source; `None` for what an article reports.
#[must_use]
pub fn in_source(quote: &Quote) -> Option<String> {
    let primary = quote.primary.as_ref()?;
    let source = primary_source(SourceId(quote.article.id.0));
    let from = primary.position.saturating_sub(LEAD);
    let from = (from > 0).then(|| from.to_string());
    let page = with_parameters(&source, &[("from", from.as_deref())]);
    Some(format!("{page}#{}", quote_anchor(quote.id)))
}

/// The name of a quote's place in the page of its article.
#[must_use]
pub fn quote_anchor(quote: QuoteId) -> String {
    format!("quote-{quote}")
}

/// The page of a quote.
#[must_use]
pub fn quote(id: QuoteId) -> String {
    format!("/quotes/{id}")
}

/// The page of a statement.
#[must_use]
pub fn statement(id: StatementId) -> String {
    format!("/statements/{id}")
}

/// The page of a claim.
#[must_use]
pub fn claim(id: ClaimId) -> String {
    format!("/claims/{id}")
}

/// Where forms say what is done to a claim.
#[must_use]
pub fn act_on_claim(id: ClaimId) -> String {
    format!("/claims/{id}/act")
}

/// Where a claim is written down that a statement makes.
#[must_use]
pub fn new_claim(statement: StatementId, back: &str) -> String {
    let statement = statement.to_string();
    let parameters = [
        ("statement", Some(statement.as_str())),
        ("back", Some(back)),
    ];
    with_parameters("/claims/new", &parameters)
}

/// Where somebody says why something is to be looked at.
#[must_use]
pub fn flag(subject: FlagSubject) -> String {
    let id = subject.id().to_string();
    with_parameters("/flags/new", &[(subject.kind(), Some(&id))])
}

/// Where a form says that a flag was looked into.
#[must_use]
pub fn settle_flag(id: FlagId) -> String {
    format!("/flags/{id}/settle")
}

/// The page of what a flag is stuck to.
#[must_use]
pub fn flagged(subject: FlagSubject) -> String {
    match subject {
        FlagSubject::Claim(id) => claim(id),
        FlagSubject::Quote(id) => quote(id),
        FlagSubject::Statement(id) => statement(id),
    }
}

/// Whether an address that came back with a form is one of a page of this site from which such forms are sent.
#[must_use]
pub fn is_own(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let first = path
        .strip_prefix('/')
        .and_then(|path| path.split('/').next());
    let is_known = matches!(
        first,
        Some("claims" | "queue" | "flags" | "statements" | "quotes" | "re-review" | "scales")
    );
    let is_plain =
        |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'"' | b'<' | b'>');
    is_known && !path.contains("//") && address.len() <= 2_000 && address.bytes().all(is_plain)
}

/// The page of a speaker.
#[must_use]
pub fn speaker(id: SpeakerId) -> String {
    format!("/speakers/{id}")
}

/// Where a form says whose words a quote is.
#[must_use]
pub fn quote_speaker(id: QuoteId) -> String {
    format!("/quotes/{id}/speaker")
}

/// The page on which a speaker is corrected.
#[must_use]
pub fn correct_speaker(id: SpeakerId) -> String {
    format!("/speakers/{id}/correct")
}

/// Where forms say which wordings are one statement.
#[must_use]
pub fn correct_statement(id: StatementId) -> String {
    format!("/statements/{id}/correct")
}

/// Where a form says that a conflict was looked into.
#[must_use]
pub fn settle(id: ConflictId) -> String {
    format!("/conflicts/{id}/settle")
}

/// Where a form takes a correction back.
#[must_use]
pub fn undo(id: CorrectionId) -> String {
    format!("/corrections/{id}/undo")
}

/// The item in Wikidata, where `item` is one (`Q` and digits) and nothing else.
#[must_use]
pub fn wikidata(item: &str) -> Option<String> {
    let digits = item.strip_prefix('Q')?;
    let is_item = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_item.then(|| format!("https://www.wikidata.org/wiki/{item}"))
}

/// The address of the article at its publisher, where it may be linked to: `http` and `https` only, whatever
/// the article says of itself.
#[must_use]
pub fn source(address: &str) -> Option<Url> {
    Url::parse(address)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
}

/// The link to an article or a source at its publisher, labelled with the host, where it may be linked to.
pub(crate) fn original(address: &str) -> Option<Way> {
    let url = source(address)?;
    let host = url.host_str().unwrap_or_default();
    let label = host.strip_prefix("www.").unwrap_or(host).to_owned();
    Some(Way::new(url.to_string(), label))
}

/// `path` with those parameters that have a value.
#[must_use]
pub fn with_parameters(path: &str, parameters: &[(&str, Option<&str>)]) -> String {
    let mut query = Serializer::new(String::new());
    for (name, value) in parameters {
        if let Some(value) = value {
            query.append_pair(name, value);
        }
    }
    let query = query.finish();
    if query.is_empty() {
        return path.to_owned();
    }
    format!("{path}?{query}")
}

//! One quote: the words, who is put on record for them and why, and where else they were reported.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use onrecord_engine::{
    ArticleView, Change, Elsewhere, EngineError, QuoteView, SourceKind, StatementOccurrence,
    VerifyRequest,
};
use onrecord_model::{FlagSubject, Manner, Polarity, Quote, QuoteId, SourceId};

use super::anchored::AnchoredView;
use super::correct_quote::{CorrectionForm, Typed};
use super::desk::made::MadeClaims;
use crate::address;
use crate::card::{Card, Who, one_line, shortened};
use crate::difference::{InWords, in_words};
use crate::frame::{Frame, Section};
use crate::manner as manner_words;
use crate::respond::{Failure, render, rendered};
use crate::signed;
use crate::site::Site;
use crate::wording::{self, Day};

/// More characters than this are set smaller.
const LONG: usize = 240;
/// Passages that are shown on each side of one.
const AROUND: u16 = 3;

#[derive(Template)]
#[template(path = "quote.html")]
struct QuotePage {
    frame: Frame,
    card: Card,
    /// Whether the words are too many for the largest letters.
    is_long: bool,
    source: Option<String>,
    /// Its place in its source, where it is a passage of one.
    primary: Option<PrimaryView>,
    before: String,
    exact: String,
    after: String,
    is_named: bool,
    /// Who decided, where a person did.
    decided: Option<Decided>,
    form: Option<CorrectionForm>,
    /// Where the article's newer version is, in which the quote has to be corrected.
    newer: Option<String>,
    takes_corrections: bool,
    reason: &'static str,
    reasons: Vec<&'static str>,
    chain: Vec<String>,
    candidates: Vec<CandidateView>,
    speaker_confidence: String,
    found_by: String,
    position: String,
    /// What the reporting words tell.
    reported: Option<String>,
    /// What others say inside it.
    inner: Vec<Card>,
    /// The statement that it is an occurrence of.
    statement: Option<String>,
    others: Vec<Other>,
    /// What it means that there are no others.
    no_others: &'static str,
    /// Where to look further, where there are quotes that were not compared.
    more: Option<String>,
    /// Where these words are held against the record.
    verify: Option<String>,
    citation: String,
    permalink: String,
    /// The claims that its statement makes.
    made: Option<MadeClaims>,
    /// What became of its words, where the article has a newer version.
    anchored: Option<AnchoredView>,
}

/// A passage among those around it.
struct PrimaryView {
    kind: &'static str,
    is_collection: bool,
    number: String,
    passages: String,
    reference: Option<String>,
    around: Vec<Around>,
}

struct Around {
    number: String,
    card: Card,
    is_it: bool,
}

/// That a person decided whose words these are.
struct Decided {
    by: String,
    at: Day,
    /// The quote's corrections.
    log: String,
}

struct CandidateView {
    name: String,
    score: String,
}

/// Another report of the same words.
struct Other {
    card: Card,
    difference: InWords,
}

pub(crate) async fn quote(
    request: HttpRequest,
    site: web::Data<Site>,
    id: web::Path<String>,
) -> HttpResponse {
    let built = match id.parse() {
        Ok(id) => {
            let typed = Typed::signed_by(signed::remembered(&request));
            build(&site, id, here(&request), typed).await
        }
        Err(_) => Err(missing()),
    };
    rendered(&request, built)
}

fn missing() -> Failure {
    Failure::NotFound("No quote on record has this address.".to_owned())
}

/// Under which address the reader has this site.
pub(crate) fn here(request: &HttpRequest) -> String {
    let connection = request.connection_info();
    format!("{}://{}", connection.scheme(), connection.host())
}

/// The page of a quote, with its form filled in as `typed`.
pub(crate) async fn build(
    site: &Site,
    id: QuoteId,
    here: String,
    typed: Typed,
) -> Result<String, Failure> {
    let view = site.engine.quote(id).await?.ok_or_else(missing)?;
    let version = Some(view.quote.version);
    let article = site.engine.article(view.quote.article.id, version).await?;
    let siblings = site.engine.siblings(id).await?.unwrap_or_default();
    let primary = primary(site, &view.quote).await?;
    let quote = &view.quote;
    let back = address::quote(id);
    let made = MadeClaims::of(site, quote, FlagSubject::Quote(id), back, typed.by.clone()).await?;
    let is_older = article.as_ref().and_then(newer).is_some();
    let anchored = match is_older {
        true => site.engine.anchored(id, None).await?,
        false => None,
    };
    let articles = site.articles(&*site.overview().await?);
    let takes_corrections = site.takes_corrections;
    // Long quotes with many other wordings take longer to set than an async thread should be held.
    web::block(move || {
        let mut page = show(&view, &here);
        page.takes_corrections = takes_corrections;
        page.newer = article.as_ref().and_then(newer);
        page.primary = primary;
        if takes_corrections && page.newer.is_none() && page.primary.is_none() {
            let in_article = article.map(|article| article.quotes).unwrap_or_default();
            let form = CorrectionForm::new(&view.quote, &siblings, &in_article, typed);
            page.form = Some(form);
        }
        page.made = made;
        page.anchored = anchored.as_ref().map(AnchoredView::new);
        page.frame.articles = Some(articles);
        render(&page)
    })
    .await
    .map_err(|_| Failure::Engine(EngineError::Panicked("laying out a quote")))?
}

/// What was said around a passage.
async fn primary(site: &Site, quote: &Quote) -> Result<Option<PrimaryView>, Failure> {
    let Some(own) = &quote.primary else {
        return Ok(None);
    };
    let source = SourceId(quote.article.id.0);
    let Some(view) = site.engine.source(source, own.position, 1).await? else {
        return Ok(None);
    };
    let is_collection = view.source.kind == SourceKind::Corpus;
    let around = if is_collection {
        Vec::new()
    } else {
        site.engine
            .passages_around(quote.id, AROUND, AROUND)
            .await?
    };
    let number = |position: u32| wording::number(u64::from(position) + 1);
    Ok(Some(PrimaryView {
        kind: wording::source_kind(view.source.kind),
        is_collection,
        number: number(own.position),
        passages: wording::number(view.source.passages),
        reference: own.reference.clone(),
        around: around
            .iter()
            .map(|passage| Around {
                number: passage
                    .primary
                    .as_ref()
                    .map_or_else(String::new, |own| number(own.position)),
                card: Card::new(passage, &[]),
                is_it: passage.id == quote.id,
            })
            .collect(),
    }))
}

fn show(view: &QuoteView, here: &str) -> QuotePage {
    let quote = &view.quote;
    let card = Card::of_version(quote).told_in(quote, view.outer.as_ref());
    let source = quote.article.url.as_deref().and_then(address::source);
    let permalink = format!("{here}{}", address::quote(quote.id));
    QuotePage {
        frame: Frame::new(window_title(quote, &card), Section::Other)
            .with_json(format!("/v1/quotes/{}", quote.id)),
        is_long: quote.text.chars().count() > LONG,
        source: source.map(|url| url.to_string()),
        primary: None,
        before: without_empty_lines(&view.before),
        exact: quote.text.clone(),
        after: without_empty_lines(&view.after),
        is_named: quote.speaker.is_some(),
        decided: quote.decision.as_ref().map(|decision| Decided {
            by: decision.by.clone(),
            at: Day::of(decision.at),
            log: address::with_parameters(
                "/corrections",
                &[("quote", Some(&quote.id.to_string()))],
            ),
        }),
        form: None,
        newer: None,
        takes_corrections: false,
        reason: wording::resolution(quote.why.rule),
        reasons: quote
            .why
            .reasons
            .iter()
            .map(|reason| wording::spoke_for_it(*reason))
            .collect(),
        chain: quote.why.chain.clone(),
        candidates: quote
            .why
            .candidates
            .iter()
            .map(|candidate| CandidateView {
                name: candidate.name.clone(),
                score: format!("{:.2}", candidate.score),
            })
            .collect(),
        speaker_confidence: wording::confidence(quote.why.confidence),
        found_by: wording::found_by(&quote.extractor, &quote.rule),
        position: position(quote),
        reported: reported(quote.manner),
        inner: view
            .inner
            .iter()
            .map(|inner| Card::of_version(inner).told_in(inner, Some(quote)))
            .collect(),
        statement: quote.statement.map(address::statement),
        others: others(&view.elsewhere),
        no_others: no_others(view),
        more: more(view),
        verify: verify(quote),
        citation: citation(quote, &card, &permalink),
        permalink,
        made: None,
        anchored: None,
        card,
    }
}

/// The article in its newest version, where this is an older one.
fn newer(article: &ArticleView) -> Option<String> {
    let newest = article.article.versions.last()?.version;
    (newest > article.article.version).then(|| address::article(article.article.summary.id))
}

/// Words with every stretch of white space that holds a line break made one line break.
fn without_empty_lines(words: &str) -> String {
    let mut condensed = String::with_capacity(words.len());
    let mut pending = String::new();
    for letter in words.chars() {
        if letter.is_whitespace() {
            pending.push(letter);
            continue;
        }
        condensed.push_str(condense(&pending));
        pending.clear();
        condensed.push(letter);
    }
    condensed.push_str(condense(&pending));
    condensed
}

fn condense(space: &str) -> &str {
    if space.contains('\n') { "\n" } else { space }
}

fn window_title(quote: &Quote, card: &Card) -> String {
    const LONGEST: usize = 60;
    let short = shortened(&quote.text, LONGEST);
    let stamp = card.stamp.map_or(String::new(), |stamp| {
        format!(" ({})", stamp.label.to_lowercase())
    });
    format!("{}{stamp}: {short}", card.by)
}

/// Class, colour and polarity as one line of facts; `None` where the cue tells nothing.
fn reported(manner: Manner) -> Option<String> {
    let class = manner.class?;
    let mut facts = vec![
        manner_words::class_label(class).to_lowercase(),
        manner_words::colour_label(manner.colour).to_lowercase(),
    ];
    if manner.polarity != Polarity::Asserted {
        facts.push(manner_words::polarity_label(manner.polarity).to_lowercase());
    }
    Some(facts.join(", "))
}

fn position(quote: &Quote) -> String {
    let spans: Vec<String> = quote
        .content
        .iter()
        .map(|span| format!("{}–{}", span.start, span.end))
        .collect();
    format!(
        "characters {} of version {} of the article",
        spans.join(", "),
        quote.version
    )
}

fn others(elsewhere: &Elsewhere) -> Vec<Other> {
    match elsewhere {
        Elsewhere::NotCompared => Vec::new(),
        Elsewhere::Compared { occurrences, .. } => occurrences.iter().map(other).collect(),
    }
}

fn other(occurrence: &StatementOccurrence) -> Other {
    Other {
        card: Card::new(&occurrence.quote, &[]),
        difference: in_words(&occurrence.comparison),
    }
}

/// That nobody has looked is not that there is nothing.
fn no_others(view: &QuoteView) -> &'static str {
    let quote = &view.quote;
    match view.elsewhere {
        Elsewhere::NotCompared if quote.speaker.is_none() => {
            "Only quotes with a named speaker are compared with others."
        }
        Elsewhere::NotCompared if !quote.text.chars().any(char::is_alphanumeric) => {
            "It has no words that could be compared with others."
        }
        Elsewhere::NotCompared => "Not compared with other quotes yet: the index is being built.",
        Elsewhere::Compared { more: false, .. } => {
            "No other article on record reports these words of this speaker."
        }
        Elsewhere::Compared { more: true, .. } => {
            "None of the quotes that were compared reports these words."
        }
    }
}

fn more(view: &QuoteView) -> Option<String> {
    let Elsewhere::Compared { more: true, .. } = view.elsewhere else {
        return None;
    };
    let speaker = view.quote.speaker.as_ref()?.id.to_string();
    Some(address::with_parameters(
        "/search",
        &[("speaker", Some(&speaker))],
    ))
}

/// Where these words are held against the record.
pub(crate) fn verify(quote: &Quote) -> Option<String> {
    let words = quote.text.chars();
    let fits = words.clone().any(char::is_alphanumeric) && words.count() <= VerifyRequest::LONGEST;
    let speaker = quote.speaker.as_ref().map(|speaker| speaker.name.as_str());
    fits.then(|| {
        address::with_parameters("/verify", &[("q", Some(&quote.text)), ("speaker", speaker)])
    })
}

/// The quote as a reference to be pasted into a text. The words are exactly those of the article.
fn citation(quote: &Quote, card: &Card, permalink: &str) -> String {
    let who = match &card.who {
        Who::Named { name, .. } => name.clone(),
        Who::Nobody { label, mention } => match mention {
            Some(mention) => format!("{label} (“{mention}”)"),
            None => (*label).to_owned(),
        },
    };
    let told = match (&card.stamp, &card.teller) {
        (None, None) => String::new(),
        (Some(stamp), None) => format!(" ({})", stamp.label.to_lowercase()),
        (None, Some(teller)) => format!(" (as told by {})", teller.label),
        (Some(stamp), Some(teller)) => {
            format!(
                " ({}, as told by {})",
                stamp.label.to_lowercase(),
                teller.label
            )
        }
    };
    let mut parts = vec![format!(
        "{who}{told}, {} quote: {}",
        card.kind.label.to_lowercase(),
        one_line(&quote.text)
    )];
    let mut place = format!("In “{}”", card.title);
    if let Some(outlet) = &card.outlet {
        place = format!("{place}, {outlet}");
    }
    if let Some(Day { long, .. }) = &card.published {
        place = format!("{place}, {long}");
    }
    parts.push(place);
    parts.extend(quote.article.url.clone());
    parts.push(format!("On record: {permalink}"));
    parts.join("\n")
}

//! Saying whose words a quote is: the form on the quote's page, and what it sends.

use std::collections::HashSet;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use onrecord_engine::{Expected, Target, Wish};
use onrecord_model::{Quote, QuoteId, SpeakerKind, SpeakerSummary};

use super::corrections::{Refused, carry_out};
use super::quote;
use crate::address;
use crate::card::one_line;
use crate::fields::Fields;
use crate::respond::{Failure, answer, failed, see_other};
use crate::site::Site;
use crate::wording;

/// The form that says whose words a quote is.
pub(crate) struct CorrectionForm {
    pub(crate) action: String,
    /// What decided on the quote when the form was made.
    pub(crate) expected: String,
    /// Why it was not taken, when it comes back.
    pub(crate) notice: Option<String>,
    pub(crate) choices: Vec<Choice>,
    pub(crate) by_name: Choice,
    pub(crate) nobody: Choice,
    pub(crate) siblings: Vec<String>,
    pub(crate) typed: Typed,
}

/// Somebody whose words it might be.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) note: Option<String>,
    pub(crate) is_chosen: bool,
}

/// What somebody typed and chose.
#[derive(Default)]
pub(crate) struct Typed {
    pub(crate) who: String,
    pub(crate) name: String,
    pub(crate) is_new: bool,
    pub(crate) is_organisation: bool,
    pub(crate) with_siblings: bool,
    pub(crate) by: String,
    /// Those of the name that was typed.
    found: Vec<SpeakerSummary>,
    notice: Option<String>,
}

impl Typed {
    /// Nothing but the name that was signed with last.
    pub(crate) fn signed_by(by: String) -> Self {
        Self {
            by,
            ..Self::default()
        }
    }
}

impl CorrectionForm {
    /// `in_article`: all quotes of the article; who is quoted there is likelier than anybody else.
    pub(crate) fn new(
        quote: &Quote,
        siblings: &[Quote],
        in_article: &[Quote],
        typed: Typed,
    ) -> Self {
        let choice = |value: String, label: &str, note: Option<String>| Choice {
            is_chosen: typed.who == value,
            value,
            label: label.to_owned(),
            note,
        };
        let mut seen = HashSet::new();
        let mut choices = Vec::new();
        for speaker in &typed.found {
            let note = format!(
                "{}, goes by the name you typed",
                wording::speaker_kind(speaker.kind).to_lowercase()
            );
            choices.push(choice(
                format!("speaker:{}", speaker.id),
                &speaker.name,
                Some(note),
            ));
        }
        for (place, candidate) in quote.why.candidates.iter().enumerate() {
            if seen.insert(candidate.name.clone()) {
                let now = quote.speaker.as_ref().map(|speaker| speaker.name.as_str());
                let is_now = if now == Some(candidate.name.as_str()) {
                    "as it is now; "
                } else {
                    ""
                };
                let note = format!(
                    "{is_now}weighed by the machine, score {:.2}",
                    candidate.score
                );
                choices.push(choice(
                    format!("candidate:{place}"),
                    &candidate.name,
                    Some(note),
                ));
            }
        }
        for speaker in in_article.iter().filter_map(|quote| quote.speaker.as_ref()) {
            if seen.insert(speaker.name.clone()) {
                let note = "quoted in this article".to_owned();
                choices.push(choice(
                    format!("speaker:{}", speaker.id),
                    &speaker.name,
                    Some(note),
                ));
            }
        }
        Self {
            action: address::quote_speaker(quote.id),
            expected: quote
                .decision
                .as_ref()
                .map_or_else(String::new, |decision| decision.correction.to_string()),
            notice: typed.notice.clone(),
            choices,
            by_name: choice("name".to_owned(), "Somebody else, by name", None),
            nobody: choice("nobody".to_owned(), "Nobody who is known", None),
            siblings: siblings.iter().map(|quote| one_line(&quote.text)).collect(),
            typed,
        }
    }

    /// Whether the form is shown opened.
    pub(crate) fn is_open(&self) -> bool {
        self.notice.is_some()
    }
}

pub(crate) async fn submit(
    request: HttpRequest,
    site: web::Data<Site>,
    id: web::Path<String>,
    payload: web::Payload,
) -> HttpResponse {
    match take(&request, &site, &id, payload).await {
        Ok(Taken::Made(quote)) => see_other(&format!("{}#why", address::quote(quote))),
        Ok(Taken::Returned(status, html)) => answer(status, html),
        Err(failure) => failed(&request, failure),
    }
}

enum Taken {
    Made(QuoteId),
    /// The page again, with the form as it was sent and the reason.
    Returned(StatusCode, String),
}

async fn take(
    request: &HttpRequest,
    site: &web::Data<Site>,
    id: &str,
    payload: web::Payload,
) -> Result<Taken, Failure> {
    site.refuse_corrections()?;
    let missing = || Failure::NotFound("No quote on record has this address.".to_owned());
    let quote: QuoteId = id.parse().map_err(|_| missing())?;
    let fields = Fields::receive(request, payload).await?;
    let mut typed = Typed {
        who: fields.get("who").to_owned(),
        name: fields.get("name").to_owned(),
        is_new: fields.get("new") == "yes",
        is_organisation: fields.get("kind") == "organisation",
        with_siblings: fields.get("siblings") == "yes",
        by: fields.get("by").to_owned(),
        ..Typed::default()
    };
    let expected = match fields.get("expected") {
        "" => Expected::Last(None),
        id => Expected::Last(Some(id.parse().map_err(|_| {
            Failure::Malformed("The form names a correction that is none.".to_owned())
        })?)),
    };
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let Some(to) = target(site, &mut typed).await? {
        let wish = Wish::QuoteSpeaker {
            quote,
            to,
            siblings: typed.with_siblings,
            expected,
        };
        match carry_out(site, &typed.by, wish).await.map_err(Refused::of) {
            Ok(_) => return Ok(Taken::Made(quote)),
            Err(refused) => {
                let refused = refused?;
                status = refused.status;
                typed.notice = Some(refused.words);
            }
        }
    }
    let here = quote::here(request);
    let html = quote::build(site, quote, here, typed).await?;
    Ok(Taken::Returned(status, html))
}

/// Whose the quote shall be; the inner `None` is nobody known, the outer one a choice that is still to be made,
/// with the reason in `typed`.
async fn target(site: &Site, typed: &mut Typed) -> Result<Option<Option<Target>>, Failure> {
    let malformed = || Failure::Malformed("The form names somebody who is nobody.".to_owned());
    if let Some(place) = typed.who.strip_prefix("candidate:") {
        let place = place.parse().map_err(|_| malformed())?;
        return Ok(Some(Some(Target::Candidate(place))));
    }
    if let Some(id) = typed.who.strip_prefix("speaker:") {
        let id = id.parse().map_err(|_| malformed())?;
        return Ok(Some(Some(Target::Known(id))));
    }
    match typed.who.as_str() {
        "nobody" => Ok(Some(None)),
        "name" => match named(site, &typed.name, typed.is_new, typed.is_organisation).await? {
            Named::Is(target) => Ok(Some(Some(target))),
            Named::IsNot(why) => {
                typed.notice = Some(why);
                Ok(None)
            }
            Named::OneOf(found) => {
                typed.notice = Some(format!(
                    "Several on record go by the name “{}”. Choose one of them.",
                    typed.name
                ));
                typed.found = found;
                Ok(None)
            }
        },
        "" => {
            typed.notice = Some("Choose whose words these are.".to_owned());
            Ok(None)
        }
        _ => Err(malformed()),
    }
}

/// Who a typed name is.
pub(crate) enum Named {
    Is(Target),
    OneOf(Vec<SpeakerSummary>),
    IsNot(String),
}

/// Whom somebody means by a name they typed, or the id that stands in its place.
pub(crate) async fn named(
    site: &Site,
    name: &str,
    is_new: bool,
    is_organisation: bool,
) -> Result<Named, Failure> {
    if name.is_empty() {
        return Ok(Named::IsNot("Type the name.".to_owned()));
    }
    if is_new {
        return Ok(Named::Is(Target::New {
            name: name.to_owned(),
            kind: match is_organisation {
                true => SpeakerKind::Organisation,
                false => SpeakerKind::Person,
            },
            key: None,
            wikidata: None,
        }));
    }
    if let Ok(id) = name.parse() {
        return Ok(Named::Is(Target::Known(id)));
    }
    let mut found = site.engine.find_speakers(name).await?;
    match found.len() {
        0 => Ok(Named::IsNot(format!(
            "Nobody on record goes by the name “{name}”. If they are not on record yet, say so below the name."
        ))),
        1 => Ok(Named::Is(Target::Known(found.remove(0).id))),
        _ => Ok(Named::OneOf(found)),
    }
}

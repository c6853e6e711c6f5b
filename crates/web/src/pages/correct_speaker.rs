//! Correcting a speaker: names, merging, splitting, and what was corrected before.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use onrecord_engine::{CorrectionFilter, Expected, SearchRequest, SpeakerRecord, Target, Wish};
use onrecord_model::{QuoteId, SpeakerId};

use super::correct_quote::{Named, named};
use super::corrections::{Refused, carry_out, entries};
use crate::address;
use crate::card::one_line;
use crate::entry::Entry;
use crate::fields::Fields;
use crate::frame::{Frame, Section};
use crate::respond::{Failure, page, page_with, see_other};
use crate::site::Site;
use crate::wording::counted;

/// Most mentions, and most quotes, that can be chosen from.
const SHOWN: u16 = 50;

#[derive(Template)]
#[template(path = "correct_speaker.html")]
struct CorrectSpeaker {
    frame: Frame,
    name: String,
    address: String,
    action: String,
    /// What was the last correction when the forms were made.
    expected: String,
    notice: Option<Notice>,
    aliases: Vec<String>,
    merged: Vec<String>,
    mentions: Vec<Mention>,
    quotes: Vec<Said>,
    /// Whether there are more quotes than can be chosen from.
    more_quotes: bool,
    entries: Vec<Entry>,
    log: String,
    takes_corrections: bool,
    /// What was typed before.
    by: String,
}

/// Why something was not put on record.
struct Notice {
    words: String,
    /// Who goes by the name that was typed, where several do.
    found: Vec<Way>,
}

/// Somebody who may have been meant.
struct Way {
    id: String,
    label: String,
    address: String,
}

struct Mention {
    words: String,
    quotes: String,
}

struct Said {
    id: String,
    words: String,
    place: String,
}

pub(crate) async fn form(
    request: HttpRequest,
    site: web::Data<Site>,
    id: web::Path<String>,
) -> HttpResponse {
    let built = match speaker_id(&id) {
        Ok(id) => build(&site, id, None, String::new()).await,
        Err(failure) => Err(failure),
    };
    page(&request, built)
}

fn missing() -> Failure {
    Failure::NotFound("No speaker on record has this address.".to_owned())
}

fn speaker_id(id: &str) -> Result<SpeakerId, Failure> {
    id.parse().map_err(|_| missing())
}

async fn build(
    site: &Site,
    id: SpeakerId,
    notice: Option<Notice>,
    by: String,
) -> Result<CorrectSpeaker, Failure> {
    let record: SpeakerRecord = site.engine.speaker(id).await?.ok_or_else(missing)?;
    let id = record.summary.id;
    let mentions = site.engine.mentions_of_speaker(id, SHOWN).await?;
    let quotes = site.engine.quotes_of_speaker(id, SHOWN).await?;
    let filter = CorrectionFilter {
        speaker: Some(id),
        ..CorrectionFilter::default()
    };
    let limit = SearchRequest::USUAL_PAGE as u16;
    let log = site.engine.corrections(filter, None, limit).await?;
    let title = format!("Correct {}", record.summary.name);
    let mut frame =
        Frame::new(title, Section::Speakers).with_json(format!("/v1/corrections?speaker={id}"));
    frame.articles = Some(site.articles(&*site.overview().await?));
    Ok(CorrectSpeaker {
        frame,
        address: address::speaker(id),
        action: address::correct_speaker(id),
        expected: record
            .correction
            .map_or_else(String::new, |correction| correction.to_string()),
        notice,
        merged: record
            .merged
            .iter()
            .map(|merged| merged.name.clone())
            .collect(),
        mentions: mentions
            .into_iter()
            .map(|(words, quotes)| Mention {
                words,
                quotes: counted(quotes, "quote", "quotes"),
            })
            .collect(),
        more_quotes: record.quotes > quotes.len() as u64,
        quotes: quotes
            .iter()
            .map(|quote| Said {
                id: quote.id.to_string(),
                words: one_line(&quote.text),
                place: place(quote),
            })
            .collect(),
        entries: entries(site, &log.corrections),
        log: address::with_parameters("/corrections", &[("speaker", Some(&id.to_string()))]),
        takes_corrections: site.takes_corrections,
        by,
        aliases: record.aliases,
        name: record.summary.name,
    })
}

fn place(quote: &onrecord_model::Quote) -> String {
    let outlet = quote.article.outlet.clone();
    let parts = [
        quote.mention.clone(),
        outlet.or(quote.article.title.clone()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

pub(crate) async fn submit(
    request: HttpRequest,
    site: web::Data<Site>,
    id: web::Path<String>,
    payload: web::Payload,
) -> HttpResponse {
    let taken = take(&request, &site, &id, payload).await;
    match taken {
        Ok(Taken::Made(address)) => see_other(&address),
        Ok(Taken::Returned(status, built)) => page_with(&request, Ok((status, *built))),
        Err(failure) => page(&request, Err::<CorrectSpeaker, _>(failure)),
    }
}

enum Taken {
    Made(String),
    /// The page again, with the reason.
    Returned(StatusCode, Box<CorrectSpeaker>),
}

async fn take(
    request: &HttpRequest,
    site: &web::Data<Site>,
    id: &str,
    payload: web::Payload,
) -> Result<Taken, Failure> {
    site.refuse_corrections()?;
    let speaker = speaker_id(id)?;
    let fields = Fields::receive(request, payload).await?;
    let by = fields.get("by").to_owned();
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    let notice = match wish(site, speaker, &fields).await? {
        Wanted::Is(wish) => match carry_out(site, &by, wish).await.map_err(Refused::of) {
            // Who was merged leads on to who stays.
            Ok(_) => return Ok(Taken::Made(address::speaker(speaker))),
            Err(refused) => {
                let refused = refused?;
                status = refused.status;
                Notice {
                    words: refused.words,
                    found: Vec::new(),
                }
            }
        },
        Wanted::IsNot(notice) => notice,
    };
    let built = build(site, speaker, Some(notice), by).await?;
    Ok(Taken::Returned(status, Box::new(built)))
}

/// What a form asks for, or what it lacks.
enum Wanted {
    Is(Wish),
    IsNot(Notice),
}

async fn wish(site: &Site, speaker: SpeakerId, fields: &Fields) -> Result<Wanted, Failure> {
    let malformed = |what: &str| Failure::Malformed(format!("The form {what}."));
    let expected = match fields.get("expected") {
        "" => Expected::Last(None),
        id => Expected::Last(Some(
            id.parse()
                .map_err(|_| malformed("names a correction that is none"))?,
        )),
    };
    let name = fields.get("name").to_owned();
    let is_new = fields.get("new") == "yes";
    let is_organisation = fields.get("kind") == "organisation";
    Ok(Wanted::Is(match fields.get("what") {
        "rename" => Wish::Rename {
            speaker,
            name,
            expected,
        },
        "add_alias" => Wish::AddAlias {
            speaker,
            alias: name,
            expected,
        },
        "remove_alias" => Wish::RemoveAlias {
            speaker,
            alias: name,
            expected,
        },
        "merge" => match named(site, &name, false, false).await? {
            Named::Is(Target::Known(into)) => Wish::Merge {
                speaker,
                into,
                expected,
            },
            other => return Ok(Wanted::IsNot(notice(other, &name))),
        },
        "split" => match named(site, &name, is_new, is_organisation).await? {
            Named::Is(to) => Wish::Split {
                speaker,
                mentions: fields.all("mention").map(str::to_owned).collect(),
                quotes: fields
                    .all("quote")
                    .map(str::parse)
                    .collect::<Result<Vec<QuoteId>, _>>()
                    .map_err(|_| malformed("names a quote that is none"))?,
                to,
                expected,
            },
            other => return Ok(Wanted::IsNot(notice(other, &name))),
        },
        _ => return Err(malformed("does not say what is to be corrected")),
    }))
}

fn notice(named: Named, name: &str) -> Notice {
    match named {
        Named::IsNot(words) => Notice {
            words,
            found: Vec::new(),
        },
        Named::OneOf(found) => Notice {
            words: format!(
                "Several on record go by the name “{name}”. Give the id of the one you mean in its place."
            ),
            found: found
                .into_iter()
                .map(|speaker| Way {
                    id: speaker.id.to_string(),
                    address: address::speaker(speaker.id),
                    label: speaker.name,
                })
                .collect(),
        },
        Named::Is(_) => Notice {
            words: format!("“{name}” is not somebody on record."),
            found: Vec::new(),
        },
    }
}

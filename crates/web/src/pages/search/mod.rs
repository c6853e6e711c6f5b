//! Search: what was asked, what was found and what it is made of, and what to change where nothing was.

mod answer;
mod chips;
mod facets;
mod over;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use onrecord_engine::{
    EngineError, Origin, Overview, SearchError, SearchPage, SearchRequest, period,
};
use onrecord_model::{Colour, CueClass, Kind, Polarity, Timestamp};

use super::asked::{Asked, Field};
use crate::card::{KindView, Who};
use crate::frame::{Frame, Section};
use crate::manner;
use crate::notice::sentence;
use crate::respond::{Failure, failed, page_with, see_other};
use crate::site::Site;
use crate::values;
use answer::{Answer, Misread, answer, instead};
use chips::NamedSpeaker;

pub(crate) use chips::{Chip, chips, named_speaker};

#[derive(Template)]
#[template(path = "search.html")]
struct SearchView {
    frame: Frame,
    heading: &'static str,
    form: Form,
    lists: Lists,
    sorts: [Choice; 4],
    chips: Vec<Chip>,
    problem: Option<String>,
    answer: Option<Answer>,
}

/// What stands in the fields.
pub(crate) struct Form {
    pub(crate) q: String,
    pub(crate) speaker: String,
    pub(crate) outlet: String,
    pub(crate) kind: String,
    pub(crate) class: String,
    pub(crate) colour: String,
    pub(crate) polarity: String,
    pub(crate) origin: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) copies: String,
    pub(crate) as_of: String,
    pub(crate) sort: String,
}

/// What can be chosen from in the fields.
pub(crate) struct Lists {
    pub(crate) kinds: [KindView; 3],
    pub(crate) classes: Vec<Choice>,
    pub(crate) polarities: Vec<Choice>,
    pub(crate) colours: Vec<Choice>,
    pub(crate) origins: Vec<Choice>,
    /// Names offered while typing.
    pub(crate) speakers: Vec<String>,
    pub(crate) outlets: Vec<String>,
}

pub(crate) struct Choice {
    pub(crate) value: &'static str,
    pub(crate) label: &'static str,
}

pub(crate) async fn search(request: HttpRequest, site: web::Data<Site>) -> HttpResponse {
    let asked = match Asked::read(request.query_string()) {
        Ok(asked) => asked,
        Err(failure) => return failed(&request, failure),
    };
    // A form sends its empty fields too; the address that is shown and shared has none.
    if asked.had_empty_fields() {
        return see_other(&asked.address("/search"));
    }
    page_with(&request, build(&site, &asked).await)
}

/// What is wrong with a search that the engine refuses for the reader's sake; anything else is a failure.
pub(crate) fn understood(error: EngineError) -> Failure {
    match error {
        EngineError::Search(SearchError::Query(error)) => {
            Failure::Malformed(sentence(&error.to_string()))
        }
        EngineError::Search(SearchError::Cursor(_)) | EngineError::Cursor(_) => Failure::Malformed(
            "The place in the list that it names belongs to another search, or was never given out.".to_owned(),
        ),
        error @ (EngineError::Request { .. } | EngineError::TooManySteps { .. }) => {
            Failure::Malformed(sentence(&error.to_string()))
        }
        error => error.into(),
    }
}

/// An answer and, where the query could not be read and its words were searched for plainly, why.
pub(crate) async fn find(
    site: &Site,
    mut request: SearchRequest,
) -> Result<(SearchPage, Option<Misread>), Failure> {
    let mut misread = None;
    loop {
        match site.engine.search(&request).await {
            Ok(found) => return Ok((found, misread)),
            Err(EngineError::Search(SearchError::Query(error))) if !request.plain => {
                misread = Some(Misread::from(&error));
                request.plain = true;
            }
            // Dates that are centuries apart are told by years or, should that be too much, not at all.
            Err(EngineError::TooManySteps { coarser, .. }) if request.histogram.is_some() => {
                request.histogram = coarser;
            }
            Err(error) => return Err(understood(error)),
        }
    }
}

async fn build(site: &Site, asked: &Asked) -> Result<(StatusCode, SearchView), Failure> {
    let answered = match asked.request() {
        Ok(request) => {
            let request = SearchRequest {
                facets: facets::requests(asked),
                histogram: Some(over::bucket(&request)),
                ..request
            };
            match find(site, request).await {
                Ok(found) => Ok(found),
                Err(Failure::Malformed(problem)) => Err(problem),
                Err(failure) => return Err(failure),
            }
        }
        Err(problem) => Err(problem),
    };
    let overview = site.overview().await?;
    let speaker = named_speaker(site, asked).await?;
    let chips = chips(site, asked, speaker.as_ref(), "/search").await?;
    let mut frame = Frame::new(title(asked), Section::Search);
    frame.articles = Some(site.articles(&overview));
    let (status, problem, answer) = match answered {
        Ok((found, misread)) => {
            if misread.is_none() {
                frame = frame
                    .with_json(asked.for_api().address("/v1/quotes"))
                    .with_feeds(
                        asked.what().address("/v1/quotes/feed.atom"),
                        asked.what().address("/v1/quotes/feed.json"),
                    );
            }
            let instead = if found.total == 0 {
                instead(site, &chips).await?
            } else {
                Vec::new()
            };
            let answer = answer(asked, &found, misread, instead);
            (StatusCode::OK, None, Some(answer))
        }
        Err(problem) => (StatusCode::BAD_REQUEST, Some(problem), None),
    };
    let view = SearchView {
        frame,
        heading: "Search the record",
        form: form(asked, speaker.as_ref()),
        lists: lists(&overview),
        sorts: [
            Choice {
                value: "",
                label: "Best match first",
            },
            Choice {
                value: "newest",
                label: "Newest first",
            },
            Choice {
                value: "oldest",
                label: "Oldest first",
            },
            Choice {
                value: "most_repeated",
                label: "Most repeated first",
            },
        ],
        chips: chips.into_iter().filter(|chip| !chip.is_words).collect(),
        problem,
        answer,
    };
    Ok((status, view))
}

pub(crate) fn lists(overview: &Overview) -> Lists {
    Lists {
        kinds: Kind::ALL.map(KindView::from),
        classes: choices(CueClass::ALL, CueClass::as_str, manner::class_label),
        polarities: choices(Polarity::ALL, Polarity::as_str, manner::polarity_label),
        colours: choices(Colour::ALL, Colour::as_str, manner::colour_label),
        origins: choices(Origin::ALL, Origin::as_str, values::origin),
        speakers: overview
            .top_speakers
            .iter()
            .map(|listing| listing.speaker.name.clone())
            .collect(),
        outlets: overview
            .outlets
            .iter()
            .take(100)
            .map(|(name, _)| name.clone())
            .collect(),
    }
}

fn choices<Value: Copy>(
    values: &[Value],
    value: fn(Value) -> &'static str,
    label: fn(Value) -> &'static str,
) -> Vec<Choice> {
    let choice = |of: &Value| Choice {
        value: value(*of),
        label: label(*of),
    };
    values.iter().map(choice).collect()
}

fn title(asked: &Asked) -> String {
    match (asked.get(Field::Words), asked.get(Field::Outlet)) {
        (Some(words), _) => format!("{words} · Search"),
        (None, Some(outlet)) => format!("{outlet} · Search"),
        (None, None) => "Search".to_owned(),
    }
}

pub(crate) fn form(asked: &Asked, speaker: Option<&NamedSpeaker>) -> Form {
    let value = |field: Field| asked.get(field).unwrap_or_default().to_owned();
    Form {
        q: value(Field::Words),
        speaker: match speaker {
            Some(speaker) if speaker.is_unique => speaker.name.clone(),
            _ => value(Field::Speaker),
        },
        outlet: value(Field::Outlet),
        kind: value(Field::Kind),
        class: value(Field::Class),
        colour: value(Field::Colour),
        polarity: value(Field::Polarity),
        origin: value(Field::Origin),
        from: day(asked, Field::From, period::beginning),
        to: day(asked, Field::To, |to| {
            // The field holds the last day, not the instant behind it.
            period::end(to).map(|behind| behind - chrono::TimeDelta::microseconds(1))
        }),
        copies: value(Field::Copies),
        as_of: value(Field::AsOf),
        sort: value(Field::Sort),
    }
}

/// The day that a field for days shows for a month, a year or an instant in the address; what cannot be read, as it is.
fn day<Error>(asked: &Asked, field: Field, read: fn(&str) -> Result<Timestamp, Error>) -> String {
    let Some(text) = asked.get(field) else {
        return String::new();
    };
    read(text).map_or_else(|_| text.to_owned(), |day| day.date_naive().to_string())
}

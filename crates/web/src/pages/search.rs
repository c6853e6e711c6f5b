//! Search: what was asked, what was found, and what to change where nothing was.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use onrecord_engine::{EngineError, SearchError, SearchPage, SearchRequest, Sort};
use onrecord_model::{Colour, CueClass, Kind, Polarity};

use super::asked::{Asked, Field};
use crate::card::{Card, KindView, Who};
use crate::frame::{Frame, Section};
use crate::manner;
use crate::notice::NoticeView;
use crate::respond::{Failure, failed, page_with, see_other};
use crate::site::Site;
use crate::wording::counted;

#[derive(Template)]
#[template(path = "search.html")]
struct SearchView {
    frame: Frame,
    heading: &'static str,
    form: Form,
    kinds: [KindView; 3],
    classes: Vec<Choice>,
    polarities: Vec<Choice>,
    colours: Vec<Choice>,
    sorts: [Choice; 3],
    /// Names offered while typing.
    speakers: Vec<String>,
    outlets: Vec<String>,
    chips: Vec<Chip>,
    problem: Option<String>,
    answer: Option<Answer>,
}

/// What stands in the fields.
struct Form {
    q: String,
    speaker: String,
    outlet: String,
    kind: String,
    class: String,
    colour: String,
    polarity: String,
    from: String,
    to: String,
    sort: String,
}

struct Choice {
    value: &'static str,
    label: &'static str,
}

/// A condition that is set, and the same search without it.
struct Chip {
    field: Field,
    label: &'static str,
    value: String,
    without: String,
}

struct Answer {
    tally: String,
    order: Option<&'static str>,
    notices: Vec<NoticeView>,
    cards: Vec<Card>,
    /// What would be found without one condition each, most first; only where nothing is found with all.
    instead: Vec<Instead>,
    hint: &'static str,
    next: Option<String>,
    page: usize,
}

struct Instead {
    label: &'static str,
    value: String,
    address: String,
    count: String,
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
        EngineError::Search(SearchError::Query(error)) => Failure::Malformed(sentence(&error.to_string())),
        EngineError::Search(SearchError::Cursor(_)) | EngineError::Cursor(_) => Failure::Malformed(
            "The place in the list that it names belongs to another search, or was never given out.".to_owned(),
        ),
        error => error.into(),
    }
}

async fn build(site: &Site, asked: &Asked) -> Result<(StatusCode, SearchView), Failure> {
    let answered = match asked.request() {
        Ok(request) => match site.engine.search(&request).await.map_err(understood) {
            Ok(found) => Ok(found),
            Err(Failure::Malformed(problem)) => Err(problem),
            Err(failure) => return Err(failure),
        },
        Err(problem) => Err(problem),
    };
    let overview = site.overview().await?;
    let speaker = named_speaker(site, asked).await?;
    let chips = chips(asked, speaker.as_ref());
    let mut frame =
        Frame::new(title(asked), Section::Search).with_json(asked.address("/v1/quotes"));
    frame.articles = Some(site.articles(&overview));
    let (status, problem, answer) = match answered {
        Ok(found) => {
            let instead = if found.total == 0 {
                instead(site, asked, &chips).await?
            } else {
                Vec::new()
            };
            (StatusCode::OK, None, Some(answer(asked, found, instead)))
        }
        Err(problem) => (StatusCode::BAD_REQUEST, Some(problem), None),
    };
    let view = SearchView {
        frame,
        heading: "Search the record",
        form: form(asked, speaker.as_ref()),
        kinds: Kind::ALL.map(KindView::from),
        classes: choices(CueClass::ALL, CueClass::as_str, manner::class_label),
        polarities: choices(Polarity::ALL, Polarity::as_str, manner::polarity_label),
        colours: choices(Colour::ALL, Colour::as_str, manner::colour_label),
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
        ],
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
        chips: chips
            .into_iter()
            .filter(|chip| chip.field != Field::Words)
            .collect(),
        problem,
        answer,
    };
    Ok((status, view))
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

/// A speaker who is asked for by id.
struct NamedSpeaker {
    name: String,
    /// Whether nobody else goes by this name, so that it can stand for the id.
    is_unique: bool,
}

/// Who is asked for by id, for a field and a chip that a person can read.
async fn named_speaker(site: &Site, asked: &Asked) -> Result<Option<NamedSpeaker>, Failure> {
    let Some(Ok(id)) = asked.get(Field::Speaker).map(str::parse) else {
        return Ok(None);
    };
    let Some(record) = site.engine.speaker(id).await? else {
        return Ok(None);
    };
    let name = record.summary.name;
    let namesakes = site.engine.find_speakers(&name).await?;
    Ok(Some(NamedSpeaker {
        is_unique: namesakes.iter().all(|namesake| namesake.id == id),
        name,
    }))
}

fn title(asked: &Asked) -> String {
    match (asked.get(Field::Words), asked.get(Field::Outlet)) {
        (Some(words), _) => format!("{words} · Search"),
        (None, Some(outlet)) => format!("{outlet} · Search"),
        (None, None) => "Search".to_owned(),
    }
}

fn form(asked: &Asked, speaker: Option<&NamedSpeaker>) -> Form {
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
        from: value(Field::From),
        to: value(Field::To),
        sort: value(Field::Sort),
    }
}

fn chips(asked: &Asked, speaker: Option<&NamedSpeaker>) -> Vec<Chip> {
    Field::CONDITIONS
        .into_iter()
        .filter_map(|field| {
            let value = asked.get(field)?;
            Some(Chip {
                field,
                label: field.label(),
                value: match (field, speaker) {
                    (Field::Speaker, Some(speaker)) => speaker.name.clone(),
                    _ => value.to_owned(),
                },
                without: asked.without(field).address("/search"),
            })
        })
        .collect()
}

fn answer(asked: &Asked, found: SearchPage, instead: Vec<Instead>) -> Answer {
    let order = match asked.sort() {
        Some(Sort::Oldest) => "oldest first",
        Some(Sort::Newest) => "newest first",
        Some(Sort::MostRepeated) => "most repeated first",
        Some(Sort::Relevance) | None if asked.get(Field::Words).is_some() => "best match first",
        Some(Sort::Relevance) | None => "newest first",
    };
    Answer {
        tally: counted(found.total, "quote", "quotes"),
        order: (found.total > 1).then_some(order),
        notices: found
            .notices
            .iter()
            .map(|notice| {
                NoticeView::new(notice, |name| {
                    asked.with(Field::Speaker, name).address("/search")
                })
            })
            .collect(),
        cards: found
            .hits
            .iter()
            .map(|hit| {
                Card::new(&hit.quote, &hit.highlights).told_in(&hit.quote, hit.outer.as_ref())
            })
            .collect(),
        instead,
        hint: match asked.conditions() {
            0 => "The record holds no quote yet.",
            1 => "No quote on record holds this.",
            _ => "Nothing would be found without any one of the conditions either.",
        },
        next: found.next.map(|cursor| {
            asked
                .with(Field::Cursor, &cursor.to_string())
                .address("/search")
        }),
        page: SearchRequest::USUAL_PAGE,
    }
}

/// How much would be found without each of the conditions.
async fn instead(site: &Site, asked: &Asked, chips: &[Chip]) -> Result<Vec<Instead>, Failure> {
    let mut counted_chips = Vec::new();
    for chip in chips {
        let Ok(request) = asked.without(chip.field).request() else {
            continue;
        };
        let request = SearchRequest {
            limit: 1,
            ..request
        };
        // A query of exclusions only can become unanswerable without its other half; then it is no way out.
        match site.engine.search(&request).await.map_err(understood) {
            Ok(found) if found.total == 0 => {}
            Ok(found) => counted_chips.push((found.total, chip)),
            Err(Failure::Malformed(_)) => {}
            Err(failure) => return Err(failure),
        }
    }
    counted_chips.sort_by_key(|(total, _)| std::cmp::Reverse(*total));
    Ok(counted_chips
        .into_iter()
        .map(|(total, chip)| Instead {
            label: chip.label,
            value: chip.value.clone(),
            address: chip.without.clone(),
            count: counted(total, "quote", "quotes"),
        })
        .collect())
}

/// A message as a sentence of a page.
fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let first: String = letters
        .next()
        .map(|first| first.to_uppercase().collect())
        .unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

//! Writing a claim down, by itself or as what a statement says.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use onrecord_engine::{DeskWish, EngineError, Expected, WishedLink};
use onrecord_model::{Action, ClaimText, Claimant, StatementId};

use super::listing::ClaimCard;
use super::{Rejected, back, carry_out_at_desk, day, part_of, words_of};
use crate::address;
use crate::card::one_line;
use crate::fields::Fields;
use crate::frame::{Frame, Section};
use crate::parameters::Parameters;
use crate::respond::{Failure, failed, page, page_with, see_other_signed};
use crate::signed;
use crate::site::Site;
use crate::typeset::typographic;

/// Longest query string that is read, in bytes, with the words of a claim in it.
const LONGEST_QUERY: usize = 96 << 10;
/// Claims that may be the same and are pointed to.
const SIMILAR: u16 = 3;

#[derive(Template)]
#[template(path = "new_claim.html")]
struct NewClaim {
    frame: Frame,
    notice: Option<String>,
    takes_corrections: bool,
    statement: Option<StatementShown>,
    similar: Vec<ClaimCard>,
    typed: Draft,
    by: String,
    back: String,
}

struct StatementShown {
    id: String,
    address: String,
    words: String,
}

/// The form's fields.
#[derive(Default)]
struct Draft {
    text: String,
    part: String,
    title: String,
    context: String,
    language: String,
    claimant: String,
    made: String,
    url: String,
}

pub(crate) async fn form(request: HttpRequest, site: web::Data<Site>) -> HttpResponse {
    let known = ["statement", "quote", "text", "back"];
    let built = match Parameters::read_long(request.query_string(), &known, LONGEST_QUERY) {
        Ok(asked) => asked_for(&site, &asked, signed::remembered(&request)).await,
        Err(failure) => Err(failure),
    };
    page(&request, built)
}

async fn asked_for(site: &Site, asked: &Parameters, by: String) -> Result<NewClaim, Failure> {
    let malformed = || Failure::Malformed("It names something that is no id.".to_owned());
    let statement = match (asked.get("statement"), asked.get("quote")) {
        (Some(id), _) => Some(id.parse().map_err(|_| malformed())?),
        (None, Some(id)) => {
            let id = id.parse().map_err(|_| malformed())?;
            site.engine
                .quote(id)
                .await?
                .and_then(|view| view.quote.wording)
        }
        (None, None) => None,
    };
    let mut draft = Draft {
        text: asked.get("text").unwrap_or_default().to_owned(),
        ..Draft::default()
    };
    if let (Some(id), true) = (statement, draft.text.is_empty()) {
        let words = words_of(site, id).await?.unwrap_or_default();
        draft.text = bare(&words);
    }
    build(
        site,
        statement,
        draft,
        by,
        asked.get("back").unwrap_or_default().to_owned(),
    )
    .await
}

/// Words of a statement without the quotation marks around them: a claim is nobody's words.
fn bare(words: &str) -> String {
    let set = typographic(&one_line(words));
    set.trim_matches(['“', '”', '‘', ' ', ','])
        .trim_end_matches('’')
        .to_owned()
}

async fn build(
    site: &Site,
    statement: Option<StatementId>,
    typed: Draft,
    by: String,
    back: String,
) -> Result<NewClaim, Failure> {
    let shown = match statement {
        None => None,
        Some(id) => {
            let missing =
                || Failure::NotFound("No statement on record has this address.".to_owned());
            let words = words_of(site, id).await?.ok_or_else(missing)?;
            Some(StatementShown {
                id: id.to_string(),
                address: address::statement(id),
                words: typographic(&words),
            })
        }
    };
    let similar = match site.engine.match_claims(&typed.text, None, SIMILAR).await {
        Ok(found) => found,
        // Nothing has been typed yet, or more than could be a claim.
        Err(EngineError::QuotationLength { .. }) => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    let mut frame = Frame::new("A new claim", Section::Claims);
    frame.articles = Some(site.articles(&*site.overview().await?));
    Ok(NewClaim {
        frame,
        notice: None,
        takes_corrections: site.takes_corrections,
        statement: shown,
        similar: similar
            .iter()
            .filter(|found| found.is_suggested)
            .map(|found| ClaimCard::unrated(&found.claim))
            .collect(),
        typed,
        by,
        back: match address::is_own(&back) {
            true => back,
            false => String::new(),
        },
    })
}

pub(crate) async fn submit(
    request: HttpRequest,
    site: web::Data<Site>,
    payload: web::Payload,
) -> HttpResponse {
    match take(&request, &site, payload).await {
        Ok(Taken::Made { address, by }) => see_other_signed(&address, &by),
        Ok(Taken::Returned(status, built)) => page_with(&request, Ok((status, *built))),
        Err(failure) => failed(&request, failure),
    }
}

enum Taken {
    Made {
        address: String,
        by: String,
    },
    /// The form again, with the reason.
    Returned(StatusCode, Box<NewClaim>),
}

async fn take(
    request: &HttpRequest,
    site: &web::Data<Site>,
    payload: web::Payload,
) -> Result<Taken, Failure> {
    site.refuse_corrections()?;
    let fields = Fields::receive(request, payload).await?;
    let statement: Option<StatementId> = match fields.get("statement") {
        "" => None,
        id => Some(id.parse().map_err(|_| {
            Failure::Malformed("The form names a statement that is none.".to_owned())
        })?),
    };
    match make(site, statement, &fields).await {
        Ok(address) => Ok(Taken::Made {
            address,
            by: fields.get("by").to_owned(),
        }),
        Err(Rejected::Failed(failure)) => Err(failure),
        Err(Rejected::Told(refused)) => {
            let field = |name: &str| fields.get(name).to_owned();
            let draft = Draft {
                text: field("text"),
                part: field("part"),
                title: field("title"),
                context: field("context"),
                language: field("language"),
                claimant: field("claimant"),
                made: field("made"),
                url: field("url"),
            };
            let built = build(site, statement, draft, field("by"), field("back")).await?;
            let built = NewClaim {
                notice: Some(refused.words),
                ..built
            };
            Ok(Taken::Returned(refused.status, Box::new(built)))
        }
    }
}

async fn make(
    site: &web::Data<Site>,
    statement: Option<StatementId>,
    fields: &Fields,
) -> Result<String, Rejected> {
    let text = |name: &str| Some(fields.get(name).to_owned()).filter(|text| !text.is_empty());
    let mut statements = Vec::new();
    if let Some(statement) = statement {
        let words = words_of(site, statement).await?.unwrap_or_default();
        statements.push(WishedLink {
            statement,
            part: part_of(&words, fields.get("part"))?,
            suggested: None,
        });
    }
    let content = ClaimText {
        text: fields.get("text").to_owned(),
        title: text("title"),
        context: text("context"),
        language: text("language"),
        claimant: text("claimant").map(|name| Claimant {
            name,
            ..Claimant::default()
        }),
        made: day(fields.get("made"))?,
        url: text("url"),
        ..ClaimText::default()
    };
    let wish = DeskWish::MakeClaim {
        text: Box::new(content),
        statements,
        reviews: Vec::new(),
    };
    let made = carry_out_at_desk(site, fields.get("by"), wish, Expected::Anything).await?;
    let claim = match &made.action {
        Action::Desk(action) => action.claims().first().copied(),
        _ => None,
    };
    let own = claim.map_or_else(|| "/claims".to_owned(), address::claim);
    let entry = made.id.to_string();
    let back = back(fields, own);
    // The queue shows what was done last, with the way to take it back.
    Ok(match back.split_once('#') {
        Some((page, place)) if page.starts_with("/queue") => {
            let joined = if page.contains('?') { '&' } else { '?' };
            format!("{page}{joined}done={entry}#{place}")
        }
        None if back.starts_with("/queue") => {
            let joined = if back.contains('?') { '&' } else { '?' };
            format!("{back}{joined}done={entry}")
        }
        _ => back,
    })
}

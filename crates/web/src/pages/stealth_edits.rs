//! What later versions of articles did to quotations.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use onrecord_engine::{Change, EditKind, EngineError, SearchRequest, StealthEdit};
use onrecord_model::Quote;

use crate::address;
use crate::card::{Card, Who, title};
use crate::difference::{Differs, IN_REPORT, differs};
use crate::frame::{Frame, Section};
use crate::parameters::Parameters;
use crate::respond::{Failure, page};
use crate::site::Site;
use crate::wording::Day;

#[derive(Template)]
#[template(path = "stealth_edits.html")]
struct StealthEdits {
    frame: Frame,
    edits: Vec<EditView>,
    next: Option<String>,
}

struct EditView {
    anchor: String,
    title: String,
    article: String,
    outlet: Option<String>,
    label: &'static str,
    published: Option<Day>,
    differs: Option<Differs>,
    versions: [VersionView; 2],
}

/// The quote in one version of its article.
struct VersionView {
    number: u32,
    address: String,
    /// `None` where it is not there.
    card: Option<Card>,
}

pub(crate) async fn stealth_edits(request: HttpRequest, site: web::Data<Site>) -> HttpResponse {
    let built = match Parameters::read(request.query_string(), &["cursor"]) {
        Ok(asked) => build(&site, asked.get("cursor")).await,
        Err(failure) => Err(failure),
    };
    page(&request, built)
}

async fn build(site: &Site, cursor: Option<&str>) -> Result<StealthEdits, Failure> {
    let limit = SearchRequest::USUAL_PAGE as u16;
    let found = site
        .engine
        .stealth_edits(None, cursor, limit)
        .await
        .map_err(|error| match error {
            EngineError::Cursor(_) => Failure::Malformed(
                "The place in the list that it names is not one that was given out.".to_owned(),
            ),
            error => error.into(),
        })?;
    let mut frame = Frame::new("Changed afterwards", Section::Other).with_json("/v1/stealth-edits");
    frame.articles = Some(site.articles(&*site.overview().await?));
    Ok(StealthEdits {
        frame,
        edits: found.edits.iter().map(EditView::new).collect(),
        next: found
            .next
            .map(|cursor| address::with_parameters("/stealth-edits", &[("cursor", Some(&cursor))])),
    })
}

impl EditView {
    fn new(edit: &StealthEdit) -> Self {
        let article = &edit.before.article;
        Self {
            anchor: format!("edit-{}", edit.id),
            title: title(article.title.as_deref()),
            article: address::article(article.id),
            outlet: article.outlet.clone(),
            label: label(edit.kind),
            published: article.published.map(Day::of),
            differs: edit
                .comparison
                .as_ref()
                .map(|comparison| differs(comparison, &IN_REPORT)),
            versions: [
                VersionView::of(&edit.before, edit.before.version, true),
                VersionView::of(
                    edit.after.as_ref().unwrap_or(&edit.before),
                    edit.version,
                    edit.after.is_some(),
                ),
            ],
        }
    }
}

impl VersionView {
    fn of(quote: &Quote, number: u32, is_there: bool) -> Self {
        Self {
            number,
            address: address::article_version(quote.article.id, number),
            card: is_there.then(|| Card::of_version(quote)),
        }
    }
}

/// What a later version did to a quotation.
pub(crate) fn label(kind: EditKind) -> &'static str {
    match kind {
        EditKind::Vanished => "Left out",
        EditKind::Changed => "Worded differently",
        EditKind::Speaker => "Given to somebody else",
    }
}

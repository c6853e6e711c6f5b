//! The pages: server-rendered, readable without scripts, with no request to anybody else.
//!
//! What this crate is not: it holds no JSON shape (that is `api`), no SQL, and decides nothing about quotes. It
//! asks an [`Engine`] and puts what it answers into words and markup.
//!
//! Invariants:
//! - An article's markup is never shown, only its text, and every text is escaped by the templates; none of
//!   them marks anything as safe. The ClaimReviews in the head of a claim's page are escaped as a script element needs it,
//!   by the type that holds them; see [`mod@embedded`].
//! - Addresses of others are linked to only where they are `http` or `https`, and only as an article's source
//!   or a speaker's Wikidata item.
//! - Every page carries a content security policy without inline styles or scripts. What belongs together in an
//!   article (words, speaker, cue, entry in the list) is lit by style sheets alone; see [`mod@assets`]. One script adds
//!   keys to the queue, which works without it.
//! - One page alone may be shown in frames of other sites: a chart by itself, on which nothing can be done; see
//!   [`mod@chart`].
//! - What cannot be shown where it should stand is said to be missing, not shown somewhere else.
//! - The address of a page is its whole state, but for the name that somebody signed with last, which their browser
//!   keeps to fill it in again.

pub mod address;
mod around;
mod assets;
mod card;
pub mod chart;
pub mod condition;
mod difference;
mod embedded;
mod entry;
mod fields;
mod figures;
mod form;
mod frame;
mod language;
mod manner;
mod notice;
mod pages;
mod parameters;
mod rated;
mod respond;
pub mod segment;
mod signed;
mod site;
pub mod typeset;
mod values;
mod verdict;
pub mod wording;

use std::sync::Arc;

use actix_web::web::{self, ServiceConfig};
use actix_web::{FromRequest, Handler, HttpRequest, HttpResponse, Resource};
use onrecord_engine::Engine;

use crate::pages::desk::{acting, claim, claims, deciding, due, flags, making, queue, scales};
use crate::pages::{
    add, article, conflicts, correct_quote, correct_speaker, correct_statement, corrections, home,
    quote, search, source, sources, speaker, speakers, statement, statistics, stealth_edits,
    verify,
};
use crate::respond::{Failure, failed};
use crate::site::Site;

/// The routes of all pages, and the page for every address that nothing else answers. To be mounted behind the
/// API, in the application itself rather than in a scope.
///
/// `takes_corrections` says whether people may correct here; where they may not, the forms are not shown.
pub fn routes(
    engine: Arc<Engine>,
    takes_corrections: bool,
) -> impl Fn(&mut ServiceConfig) + Clone + Send + 'static {
    let site = web::Data::new(Site::new(engine, takes_corrections));
    move |config| {
        config
            .app_data(site.clone())
            .service(readable("/", home::home))
            .service(readable("/search", search::search))
            .service(readable("/stats", statistics::statistics))
            .service(readable("/charts/{file}", statistics::file))
            .service(readable("/embed/{name}", statistics::embed))
            .service(readable("/verify", verify::verify))
            .service(readable("/articles/new", add::form))
            .service(
                web::resource("/articles")
                    .app_data(form::payload_config())
                    .get(add::move_to_form)
                    .post(add::submit)
                    .default_service(web::to(only_to_send_to)),
            )
            .service(readable("/articles/{id}", article::article))
            .service(readable("/quotes/{id}", quote::quote))
            .service(sent_to("/quotes/{id}/speaker").post(correct_quote::submit))
            .service(readable("/corrections", corrections::corrections))
            .service(sent_to("/corrections/{id}/undo").post(corrections::undo))
            .service(
                sent_to("/speakers/{id}/correct")
                    .get(correct_speaker::form)
                    .post(correct_speaker::submit),
            )
            .service(readable("/speakers", speakers::speakers))
            .service(readable("/speakers/{id}", speaker::speaker))
            .service(readable("/statements/{id}", statement::statement))
            .service(sent_to("/statements/{id}/correct").post(correct_statement::submit))
            .service(readable("/conflicts", conflicts::conflicts))
            .service(sent_to("/conflicts/{id}/settle").post(conflicts::settle))
            .service(readable("/stealth-edits", stealth_edits::stealth_edits))
            .configure(desk)
            .service(readable("/sources", sources::sources))
            .service(readable("/sources/{id}", source::source))
            .service(readable("/assets/{name}", assets::asset))
            .service(readable("/favicon.ico", assets::favicon))
            .default_service(web::to(nothing_here));
    }
}

/// The pages of the fact-checkers' desk.
fn desk(config: &mut ServiceConfig) {
    config
        .service(
            sent_to("/claims")
                .get(claims::claims)
                .head(claims::claims)
                .post(making::submit),
        )
        .service(readable("/claims/new", making::form))
        .service(readable("/claims/{id}", claim::claim))
        .service(sent_to("/claims/{id}/act").post(acting::act))
        .service(
            sent_to("/queue")
                .get(queue::queue)
                .head(queue::queue)
                .post(deciding::decide),
        )
        .service(readable("/re-review", due::due))
        .service(
            sent_to("/flags")
                .get(flags::flags)
                .head(flags::flags)
                .post(flags::submit),
        )
        .service(readable("/flags/new", flags::form))
        .service(sent_to("/flags/{id}/settle").post(flags::settle))
        .service(
            sent_to("/scales")
                .get(scales::scales)
                .head(scales::scales)
                .post(scales::submit),
        );
}

/// A page that can only be read.
fn readable<Page, Parts>(path: &str, page: Page) -> Resource
where
    Page: Handler<Parts, Output = HttpResponse> + Copy,
    Parts: FromRequest + 'static,
{
    web::resource(path)
        .get(page)
        .head(page)
        .default_service(web::to(only_to_read))
}

/// An address that a small form is sent to.
fn sent_to(path: &str) -> Resource {
    web::resource(path)
        .app_data(fields::payload_config())
        .default_service(web::to(only_to_send_to))
}

async fn only_to_read(request: HttpRequest) -> HttpResponse {
    failed(&request, Failure::WrongMethod("GET, HEAD"))
}

async fn only_to_send_to(request: HttpRequest) -> HttpResponse {
    failed(&request, Failure::WrongMethod("GET, POST"))
}

async fn nothing_here(request: HttpRequest) -> HttpResponse {
    let what = "Nothing on this site has this address. It may have been cut off or mistyped.";
    failed(&request, Failure::NotFound(what.to_owned()))
}

//! Answers as long as they like, written piece by piece: no more of them is in memory than one page of the record.

use actix_web::http::{StatusCode, header};
use actix_web::web::Bytes;
use actix_web::{HttpResponse, HttpResponseBuilder};
use futures_util::Stream;
use futures_util::stream::try_unfold;

use crate::answer;
use crate::failure::internal;
use crate::problem::Problem;

/// Begins an answer of a type other than JSON, which nobody may keep.
pub(super) fn typed(media: &'static str) -> HttpResponseBuilder {
    let mut response = answer::unkept(StatusCode::OK);
    response.insert_header((header::CONTENT_TYPE, media));
    response
}

/// An answer in pieces: each is what `next` makes of where the one before ended; `None` ends it. Where the store fails
/// in the middle, the connection breaks off, so that nobody takes what came for all there is.
pub(super) fn streamed<Place, Next, Piece, Text>(
    mut response: HttpResponseBuilder,
    begin: Place,
    next: Next,
) -> HttpResponse
where
    Place: 'static,
    Text: Into<Bytes> + 'static,
    Next: Fn(Place) -> Piece + Clone + 'static,
    Piece: Future<Output = Result<(Text, Option<Place>), Problem>> + 'static,
{
    response.streaming(pieces(begin, next))
}

fn pieces<Place, Next, Piece, Text>(
    begin: Place,
    next: Next,
) -> impl Stream<Item = Result<Bytes, Problem>>
where
    Text: Into<Bytes>,
    Next: Fn(Place) -> Piece + Clone,
    Piece: Future<Output = Result<(Text, Option<Place>), Problem>>,
{
    try_unfold(Some(begin), move |place| {
        let next = next.clone();
        async move {
            let Some(place) = place else {
                return Ok(None);
            };
            match next(place).await {
                Ok((piece, place)) => Ok(Some((piece.into(), place))),
                Err(problem) => {
                    tracing::error!(%problem, "an answer breaks off");
                    Err(problem)
                }
            }
        }
    })
}

/// Makes a piece where that may block.
pub(super) async fn written<T: Send + 'static>(
    make: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    actix_web::web::block(make).await.map_err(internal)
}

//! How much memory the bodies of requests may take together.
//!
//! A body may hold 10 MiB and there may be hundreds of connections. Whoever comes when the budget is spent waits
//! for it, up to the deadline of the request.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::http::header;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::failure::internal;
use crate::problem::Problem;
use crate::routes::articles::LARGEST_BODY;

/// All bodies together, in KiB.
const ALL: u32 = 64 << 10;
/// One body, in KiB.
const LARGEST: u32 = (LARGEST_BODY >> 10) as u32;

/// The budget of one server.
pub(crate) struct Budget(Arc<Semaphore>);

impl Default for Budget {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(ALL as usize)))
    }
}

impl Budget {
    /// Waits for room for the body of `request`; it is free again when what comes back is dropped.
    pub(crate) async fn reserve(
        &self,
        request: &HttpRequest,
    ) -> Result<OwnedSemaphorePermit, Problem> {
        Arc::clone(&self.0)
            .acquire_many_owned(kibibytes(request))
            .await
            .map_err(internal)
    }
}

/// What the body may come to: as announced, or the most there can be where that says nothing.
fn kibibytes(request: &HttpRequest) -> u32 {
    let headers = request.headers();
    if headers.contains_key(header::CONTENT_ENCODING) {
        return LARGEST;
    }
    headers
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok())
        .and_then(|length| length.trim().parse::<u64>().ok())
        .map_or(LARGEST, |bytes| {
            u32::try_from(bytes >> 10).map_or(LARGEST, |kibibytes| kibibytes.min(LARGEST - 1) + 1)
        })
}

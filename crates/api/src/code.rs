//! The one table of everything that can go wrong, with its status and a line of documentation; `docs/api.md` and
//! `/problems/{code}` show it.

use actix_web::http::StatusCode;

/// Everything that can go wrong, as a caller can tell it apart. Codes are stable: none is renamed or given
/// another meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// The body cannot be read as JSON.
    MalformedJson,
    /// The body did not arrive as announced.
    UnreadableBody,
    /// A query parameter has a value that cannot be understood.
    InvalidParameter,
    /// A query parameter that the endpoint does not know.
    UnknownParameter,
    /// The words searched for cannot be understood.
    InvalidQuery,
    /// A cursor that was not given out, or for another list.
    InvalidCursor,
    /// An id that is not a UUID.
    InvalidId,
    /// A header that cannot be understood.
    InvalidHeader,
    /// Addressed by a name this server does not go by.
    ForbiddenHost,
    /// A page of another site, opened in a browser, has sent it.
    CrossSite,
    /// Nobody may correct here.
    CorrectionsNotAllowed,
    /// There is no such thing.
    NotFound,
    /// The address exists, but not for this method.
    MethodNotAllowed,
    /// Somebody else changed it.
    Conflict,
    /// It is not what `If-Match` says.
    PreconditionFailed,
    /// The body is larger than is taken.
    TooLarge,
    /// The address is longer than is taken.
    AddressTooLong,
    /// The body is not of a type, or not in a coding, that is taken.
    UnsupportedMediaType,
    /// A field of the body is missing, unknown or unusable.
    InvalidField,
    /// The text is not an article.
    NotAnArticle,
    /// A bug, or damage.
    Internal,
    /// The index is being built or brought up to date.
    NotReady,
    /// The database does not answer.
    StoreUnavailable,
    /// The index cannot be read or written.
    IndexUnavailable,
    /// It took longer than is allowed.
    TimedOut,
    /// The disk is full.
    StorageFull,
}

/// What the table says about one code.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The stable name.
    pub name: &'static str,
    /// The HTTP status.
    pub status: StatusCode,
    /// A few words, the same every time.
    pub title: &'static str,
    /// What it means and what to do about it, in one line.
    pub documentation: &'static str,
}

impl Code {
    /// Every code, in the order of status.
    pub const ALL: [Self; 26] = [
        Self::MalformedJson,
        Self::UnreadableBody,
        Self::InvalidParameter,
        Self::UnknownParameter,
        Self::InvalidQuery,
        Self::InvalidCursor,
        Self::InvalidId,
        Self::InvalidHeader,
        Self::ForbiddenHost,
        Self::CrossSite,
        Self::CorrectionsNotAllowed,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::Conflict,
        Self::PreconditionFailed,
        Self::TooLarge,
        Self::AddressTooLong,
        Self::UnsupportedMediaType,
        Self::InvalidField,
        Self::NotAnArticle,
        Self::Internal,
        Self::NotReady,
        Self::StoreUnavailable,
        Self::IndexUnavailable,
        Self::TimedOut,
        Self::StorageFull,
    ];

    /// The table.
    #[must_use]
    pub fn entry(self) -> Entry {
        let (name, status, title, documentation) = match self {
            Self::MalformedJson => (
                "malformed_json",
                StatusCode::BAD_REQUEST,
                "The body is not JSON",
                "The body cannot be read as one JSON object in UTF-8; the detail says where it breaks.",
            ),
            Self::UnreadableBody => (
                "unreadable_body",
                StatusCode::BAD_REQUEST,
                "The body could not be read",
                "The body ended early, or is not compressed as its Content-Encoding says. Send it again.",
            ),
            Self::InvalidParameter => (
                "invalid_parameter",
                StatusCode::BAD_REQUEST,
                "A query parameter cannot be understood",
                "`errors` names the parameters and says what is wrong with each.",
            ),
            Self::UnknownParameter => (
                "unknown_parameter",
                StatusCode::BAD_REQUEST,
                "A query parameter is not known here",
                "Unknown parameters are refused, as a mistyped filter would otherwise widen the answer unseen.",
            ),
            Self::InvalidQuery => (
                "invalid_query",
                StatusCode::BAD_REQUEST,
                "The search query cannot be understood",
                "The detail says what is wrong with `q`, and `position` and `caret` where: it does not follow the language, has nothing to search for, is too long, has too many words or conditions, or nests parentheses too deeply.",
            ),
            Self::InvalidCursor => (
                "invalid_cursor",
                StatusCode::BAD_REQUEST,
                "The cursor does not fit",
                "A cursor works only with the filters and the order it was given out for. Follow `next`, or start again without one.",
            ),
            Self::InvalidId => (
                "invalid_id",
                StatusCode::BAD_REQUEST,
                "The id is not an id",
                "Ids are UUIDs, as the API gives them out.",
            ),
            Self::InvalidHeader => (
                "invalid_header",
                StatusCode::BAD_REQUEST,
                "A header cannot be understood",
                "`If-Match` takes `*`, or entity tags as answers give them out, quotation marks included.",
            ),
            Self::ForbiddenHost => (
                "forbidden_host",
                StatusCode::FORBIDDEN,
                "This server does not go by that name",
                "A server bound to a loopback address answers only to loopback names, so that no web page can reach it under a name of its own. Behind a proxy, pass the server its public name as an allowed host.",
            ),
            Self::CrossSite => (
                "cross_site",
                StatusCode::FORBIDDEN,
                "Another site has sent this",
                "A browser says that a page of another site has sent the request (`Sec-Fetch-Site`, `Origin`). Nothing is written for those.",
            ),
            Self::CorrectionsNotAllowed => (
                "corrections_not_allowed",
                StatusCode::FORBIDDEN,
                "Nobody may correct here",
                "The server can be reached from other machines and knows no accounts, so it takes no corrections. Whoever runs it can allow them, behind a proxy that knows people: `--allow-corrections`. The command line corrects without it.",
            ),
            Self::NotFound => (
                "not_found",
                StatusCode::NOT_FOUND,
                "Not found",
                "There is nothing at this address, or nothing with this id or version.",
            ),
            Self::MethodNotAllowed => (
                "method_not_allowed",
                StatusCode::METHOD_NOT_ALLOWED,
                "Method not allowed",
                "The `Allow` header lists the methods of this address.",
            ),
            Self::Conflict => (
                "conflict",
                StatusCode::CONFLICT,
                "Somebody else has corrected it",
                "What is to be corrected is not as `expected` says, a later correction stands upon the one to be taken back, or somebody else has it open; the detail names it. Look again, and decide again.",
            ),
            Self::PreconditionFailed => (
                "precondition_failed",
                StatusCode::PRECONDITION_FAILED,
                "Somebody else has changed it",
                "It is not what `If-Match` says any more; nothing was written. Read it again, and decide again.",
            ),
            Self::TooLarge => (
                "too_large",
                StatusCode::PAYLOAD_TOO_LARGE,
                "The body is too large",
                "A body may hold 10 MiB, counted after decompression.",
            ),
            Self::AddressTooLong => (
                "address_too_long",
                StatusCode::URI_TOO_LONG,
                "The address is too long",
                "The query string may hold 8 KiB.",
            ),
            Self::UnsupportedMediaType => (
                "unsupported_media_type",
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "The body has to be JSON",
                "Send `Content-Type: application/json`, as it is or with `Content-Encoding: gzip`.",
            ),
            Self::InvalidField => (
                "invalid_field",
                StatusCode::UNPROCESSABLE_ENTITY,
                "A field of the body cannot be used",
                "`errors` names the fields and says what is wrong with each; nothing was stored.",
            ),
            Self::NotAnArticle => (
                "not_an_article",
                StatusCode::UNPROCESSABLE_ENTITY,
                "No article could be read from the body",
                "The text is empty, is not text, or no article text could be found in the HTML; nothing was stored.",
            ),
            Self::Internal => (
                "internal",
                StatusCode::INTERNAL_SERVER_ERROR,
                "Something is broken here",
                "A bug, or damage; the server's log has the cause under the request id.",
            ),
            Self::NotReady => (
                "not_ready",
                StatusCode::SERVICE_UNAVAILABLE,
                "Not ready yet",
                "The search index is being built from the store, or is too far behind it. Ask again after the seconds in `Retry-After`; articles and quotes can be read by id meanwhile.",
            ),
            Self::StoreUnavailable => (
                "store_unavailable",
                StatusCode::SERVICE_UNAVAILABLE,
                "The store does not answer",
                "The database cannot be reached, is locked or is read-only. Ask again after the seconds in `Retry-After`.",
            ),
            Self::IndexUnavailable => (
                "index_unavailable",
                StatusCode::SERVICE_UNAVAILABLE,
                "The search index does not answer",
                "The index cannot be read or written; articles and quotes can still be read by id.",
            ),
            Self::TimedOut => (
                "timed_out",
                StatusCode::SERVICE_UNAVAILABLE,
                "It took too long",
                "The answer was not ready before the deadline. An article sent may have been stored nevertheless; sending it again is safe.",
            ),
            Self::StorageFull => (
                "storage_full",
                StatusCode::INSUFFICIENT_STORAGE,
                "No space left",
                "The disk is full; nothing was stored. Reading goes on.",
            ),
        };
        Entry {
            name,
            status,
            title,
            documentation,
        }
    }

    /// The code that goes by `name`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.entry().name == name)
    }

    /// Seconds after which asking again makes sense, where it does.
    pub(crate) fn retry_after(self) -> Option<u32> {
        match self {
            Self::NotReady | Self::StoreUnavailable => Some(2),
            Self::IndexUnavailable | Self::TimedOut => Some(5),
            _ => None,
        }
    }
}

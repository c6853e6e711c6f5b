//! The endpoints. [`ENDPOINTS`] and [`desk::ENDPOINTS`] are the one list of them: routing, the `Allow` header and the OpenAPI document
//! are held to it.

pub(crate) mod articles;
pub(crate) mod corrections;
pub(crate) mod desk;
pub(crate) mod feeds;
pub(crate) mod figures;
pub(crate) mod filters;
pub(crate) mod problems;
pub(crate) mod quotes;
pub(crate) mod server;
pub(crate) mod sources;
pub(crate) mod speakers;
pub(crate) mod statements;
pub(crate) mod stats;
pub(crate) mod verify;

use std::fmt::Display;
use std::str::FromStr;

use actix_web::{HttpRequest, HttpResponse, Resource, web};

use crate::code::Code;
use crate::json::FieldError;
use crate::parameters::{self, Parameters, encode, shown};
use crate::problem::Problem;

/// One address.
pub(crate) struct Endpoint {
    pub(crate) path: &'static str,
    /// The methods, as the `Allow` header lists them.
    pub(crate) allow: &'static str,
    register: fn(Resource) -> Resource,
}

/// Methods of what can only be read.
const READ: &str = "GET, HEAD";

/// Every address of the API but those of the desk.
pub(crate) const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        path: "/v1/quotes",
        allow: READ,
        register: |resource| resource.get(quotes::list).head(quotes::list),
    },
    // Before what would take their names for ids.
    Endpoint {
        path: "/v1/quotes/feed.atom",
        allow: READ,
        register: |resource| resource.get(feeds::atom).head(feeds::atom),
    },
    Endpoint {
        path: "/v1/quotes/feed.json",
        allow: READ,
        register: |resource| resource.get(feeds::json).head(feeds::json),
    },
    Endpoint {
        path: "/v1/quotes/{id}",
        allow: READ,
        register: |resource| resource.get(quotes::one).head(quotes::one),
    },
    Endpoint {
        path: "/v1/articles",
        allow: "POST",
        register: |resource| resource.post(articles::add),
    },
    Endpoint {
        path: "/v1/articles/{id}",
        allow: READ,
        register: |resource| resource.get(articles::one).head(articles::one),
    },
    Endpoint {
        path: "/v1/speakers",
        allow: READ,
        register: |resource| resource.get(speakers::list).head(speakers::list),
    },
    Endpoint {
        path: "/v1/speakers/{id}",
        allow: READ,
        register: |resource| resource.get(speakers::one).head(speakers::one),
    },
    Endpoint {
        path: "/v1/quotes/{id}/siblings",
        allow: READ,
        register: |resource| {
            resource
                .get(corrections::siblings)
                .head(corrections::siblings)
        },
    },
    Endpoint {
        path: "/v1/corrections",
        allow: "GET, HEAD, POST",
        register: |resource| {
            resource
                .get(corrections::list)
                .head(corrections::list)
                .post(corrections::make)
        },
    },
    Endpoint {
        path: "/v1/corrections/{id}",
        allow: READ,
        register: |resource| resource.get(corrections::one).head(corrections::one),
    },
    Endpoint {
        path: "/v1/corrections/{id}/undo",
        allow: "POST",
        register: |resource| resource.post(corrections::undo),
    },
    Endpoint {
        path: "/v1/quotes/{id}/context",
        allow: READ,
        register: |resource| resource.get(sources::context).head(sources::context),
    },
    Endpoint {
        path: "/v1/sources",
        allow: READ,
        register: |resource| resource.get(sources::list).head(sources::list),
    },
    Endpoint {
        path: "/v1/sources/{id}",
        allow: READ,
        register: |resource| resource.get(sources::one).head(sources::one),
    },
    Endpoint {
        path: "/v1/statements/{id}",
        allow: READ,
        register: |resource| resource.get(statements::one).head(statements::one),
    },
    Endpoint {
        path: "/v1/conflicts",
        allow: READ,
        register: |resource| {
            resource
                .get(statements::conflicts)
                .head(statements::conflicts)
        },
    },
    Endpoint {
        path: "/v1/conflicts/{id}",
        allow: READ,
        register: |resource| {
            resource
                .get(statements::conflict)
                .head(statements::conflict)
        },
    },
    Endpoint {
        path: "/v1/stealth-edits",
        allow: READ,
        register: |resource| {
            resource
                .get(statements::stealth_edits)
                .head(statements::stealth_edits)
        },
    },
    Endpoint {
        path: "/v1/verify",
        allow: "POST",
        register: |resource| resource.post(verify::verify),
    },
    Endpoint {
        path: "/v1/stats",
        allow: READ,
        register: |resource| resource.get(stats::stats).head(stats::stats),
    },
    Endpoint {
        path: "/v1/stats/counts",
        allow: READ,
        register: |resource| resource.get(figures::counts).head(figures::counts),
    },
    Endpoint {
        path: "/v1/stats/mix",
        allow: READ,
        register: |resource| resource.get(figures::mix).head(figures::mix),
    },
    Endpoint {
        path: "/v1/stats/speakers",
        allow: READ,
        register: |resource| resource.get(figures::speakers).head(figures::speakers),
    },
    Endpoint {
        path: "/v1/stats/co-quoted",
        allow: READ,
        register: |resource| resource.get(figures::co_quoted).head(figures::co_quoted),
    },
    Endpoint {
        path: "/v1/stats/claims",
        allow: READ,
        register: |resource| resource.get(figures::claims).head(figures::claims),
    },
    Endpoint {
        path: "/healthz",
        allow: READ,
        register: |resource| resource.get(server::health).head(server::health),
    },
    Endpoint {
        path: "/readyz",
        allow: READ,
        register: |resource| resource.get(server::ready).head(server::ready),
    },
    Endpoint {
        path: "/metrics",
        allow: READ,
        register: |resource| resource.get(server::metrics).head(server::metrics),
    },
    Endpoint {
        path: "/openapi.json",
        allow: READ,
        register: |resource| resource.get(server::openapi).head(server::openapi),
    },
    Endpoint {
        path: "/problems",
        allow: READ,
        register: |resource| resource.get(problems::list).head(problems::list),
    },
    Endpoint {
        path: "/problems/{code}",
        allow: READ,
        register: |resource| resource.get(problems::one).head(problems::one),
    },
];

fn endpoints() -> impl Iterator<Item = &'static Endpoint> {
    ENDPOINTS.iter().chain(desk::ENDPOINTS)
}

/// The addresses of the API, as templates.
pub fn addresses() -> impl Iterator<Item = &'static str> {
    endpoints().map(|endpoint| endpoint.path)
}

/// Registers all of them. What else lies under `/v1` is not found, in JSON.
pub(crate) fn configure(config: &mut web::ServiceConfig) {
    for endpoint in endpoints() {
        let allow = endpoint.allow;
        let refuse =
            move || async move { Err::<HttpResponse, _>(Problem::method_not_allowed(allow)) };
        let resource = web::resource(endpoint.path).default_service(web::to(refuse));
        config.service((endpoint.register)(resource));
    }
    crate::elastic::configure(config);
    config.service(web::scope("/v1").default_service(web::to(not_found)));
}

/// There is nothing at the address.
pub(crate) async fn not_found(request: HttpRequest) -> Result<HttpResponse, Problem> {
    Err(Problem::new(
        Code::NotFound,
        format!("there is nothing at {}", shown(request.path())),
    ))
}

/// The id in the path.
fn id<T: FromStr>(request: &HttpRequest) -> Result<T, Problem> {
    let text = request.match_info().query("id");
    let is_plain = text.len() == 36;
    text.parse().ok().filter(|_| is_plain).ok_or_else(|| {
        let detail = format!("{:?} is not an id (a UUID)", shown(text));
        Problem::fields(Code::InvalidId, vec![FieldError::invalid("id", detail)])
    })
}

/// Refuses every query parameter, for endpoints that have none.
fn no_parameters(request: &HttpRequest) -> Result<(), Problem> {
    Parameters::read(request, &[])?.finish()
}

/// Where the page before ended.
fn cursor<T: FromStr<Err: Display>>(given: &mut Parameters) -> Result<Option<T>, Problem> {
    let Some(text) = given.text("cursor") else {
        return Ok(None);
    };
    text.trim().parse().map(Some).map_err(|error: T::Err| {
        let wrong = FieldError::invalid("cursor", error.to_string());
        Problem::fields(Code::InvalidCursor, vec![wrong])
    })
}

/// The address of the page that begins at `cursor`, relative to this host.
fn next_link(request: &HttpRequest, cursor: &str) -> String {
    let mut link = format!("{}?", request.path());
    for (name, value) in parameters::pairs(request.query_string()) {
        if let (Some(name), Some(value)) = (name, value)
            && name != "cursor"
            && !value.is_empty()
        {
            link.push_str(&format!("{}={}&", encode(&name), encode(&value)));
        }
    }
    link.push_str("cursor=");
    link.push_str(&encode(cursor));
    link
}

/// There is nothing of this sort with the id asked for.
fn none(what: &str, id: impl Display) -> Problem {
    Problem::new(Code::NotFound, format!("there is no {what} {id}"))
}

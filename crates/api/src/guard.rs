//! What every request goes through, whether it asks for JSON or for a page: an id, the check of the name it
//! was addressed by, a deadline, and one line in the log.

use std::net::IpAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::Error;
use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::Next;
use futures_util::FutureExt;
use uuid::Uuid;

use crate::code::Code;
use crate::failure::internal;
use crate::metrics::Metrics;
use crate::parameters::shown;
use crate::problem::{Problem, REQUEST_ID};

/// The rules that hold for every request.
pub(crate) struct Guard {
    pub(crate) hosts: Hosts,
    /// Names of proxies in front, under which pages are opened too.
    pub(crate) public_names: Vec<String>,
    pub(crate) deadline: Duration,
    /// Where requests are counted.
    pub(crate) metrics: Arc<Metrics>,
}

/// The names that the server answers to.
///
/// A server that asks for no password and listens on a loopback address relies on being reached from this
/// machine only. A web page can undo that by giving its own name the address 127.0.0.1 (DNS rebinding): the
/// browser then takes the server for part of the page. The name in `Host` tells.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Hosts {
    /// Any name: the server can be reached from elsewhere anyway, and no names were given.
    Any,
    /// Loopback names, the address bound to, and these names, in lower case.
    Only { bound: IpAddr, names: Vec<String> },
}

/// Names as they are compared: without port, in lower case.
pub(crate) fn public_names(names: &[String]) -> Vec<String> {
    names
        .iter()
        .map(|name| without_port(name.trim()).to_ascii_lowercase())
        .collect()
}

impl Hosts {
    pub(crate) fn new(bound: IpAddr, names: &[String]) -> Self {
        if names.is_empty() && !bound.is_loopback() {
            return Self::Any;
        }
        Self::Only {
            bound,
            names: public_names(names),
        }
    }

    /// Whether the server goes by `host`, which may have a port.
    fn hold(&self, host: &str) -> bool {
        let Self::Only { bound, names } = self else {
            return true;
        };
        let host = without_port(host).to_ascii_lowercase();
        let host = host.strip_suffix('.').unwrap_or(&host);
        if host == "localhost" || host.ends_with(".localhost") {
            return true;
        }
        let address = host
            .strip_prefix('[')
            .and_then(|host| host.strip_suffix(']'))
            .unwrap_or(host)
            .parse::<IpAddr>();
        match address {
            Ok(address) if address.is_loopback() || address == *bound => true,
            _ => names.iter().any(|name| name == host),
        }
    }

    /// Why a request is refused, if it is.
    fn refuse(&self, request: &ServiceRequest) -> Option<Problem> {
        if *self == Self::Any {
            return None;
        }
        let headers: Vec<&HeaderValue> = request.headers().get_all(header::HOST).collect();
        let detail = match headers.as_slice() {
            [host] => match host.to_str() {
                Ok(host) if self.hold(host) => {
                    // A request line with an authority of its own goes before the header.
                    let authority = request.uri().authority().map(|name| name.as_str())?;
                    if self.hold(authority) {
                        return None;
                    }
                    format!("{:?} is not a name of this server", shown(authority))
                }
                Ok(host) => format!("{:?} is not a name of this server", shown(host)),
                Err(_) => "the Host header is not ASCII".to_owned(),
            },
            [] => "the request has no Host header".to_owned(),
            _ => "the request has several Host headers".to_owned(),
        };
        Some(Problem::new(Code::ForbiddenHost, detail))
    }
}

/// Why a request that writes is refused, if a page of another site has sent it through its reader's browser.
///
/// A form on any page can be posted here without the reader's knowing. Browsers say so: `Sec-Fetch-Site` tells
/// where the page stands, `Origin` in those that do not send it yet whose it is. What is no browser sends neither.
fn refuse_other_sites(request: &ServiceRequest, public_names: &[String]) -> Option<Problem> {
    if request.method().is_safe() {
        return None;
    }
    let headers = request.headers();
    let refused = |detail: String| Some(Problem::new(Code::CrossSite, detail));
    for site in headers.get_all("sec-fetch-site") {
        if !matches!(site.as_bytes(), b"same-origin" | b"none") {
            let site = String::from_utf8_lossy(site.as_bytes()).into_owned();
            return refused(format!("the browser calls it {:?}", shown(&site)));
        }
    }
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    for origin in headers.get_all(header::ORIGIN) {
        let origin = String::from_utf8_lossy(origin.as_bytes()).into_owned();
        let authority = origin.split_once("://").map(|(_, authority)| authority);
        let is_own = authority.is_some_and(|authority| {
            let name = without_port(authority).to_ascii_lowercase();
            authority.eq_ignore_ascii_case(host) || public_names.contains(&name)
        });
        if !is_own {
            return refused(format!("it comes from {:?}", shown(&origin)));
        }
    }
    None
}

/// A host without the port behind it.
fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port))
            if port.bytes().all(|byte| byte.is_ascii_digit())
                && (!name.contains(':') || name.ends_with(']')) =>
        {
            name
        }
        _ => host,
    }
}

/// Answers `request` under the rules of `guard`.
pub(crate) async fn around(
    guard: Arc<Guard>,
    mut request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let started = Instant::now();
    let id = request_id(&request);
    if let Ok(id) = HeaderValue::from_str(&id) {
        // Pages show it where something went wrong.
        request.headers_mut().insert(REQUEST_ID, id);
    }
    let method = request.method().clone();
    let path = request.path().to_owned();
    let refused = guard
        .hosts
        .refuse(&request)
        .or_else(|| refuse_other_sites(&request, &guard.public_names));
    let outcome = match refused {
        Some(problem) => Ok(request.error_response(problem)),
        None => in_time(guard.deadline, request, next).await,
    };
    let outcome = match outcome {
        Ok(response) => Ok(with_id(response, &id, &path)),
        Err(problem) => {
            problem.log(&id);
            Err(problem.in_request(&id, &path))
        }
    };
    let (status, route) = match &outcome {
        Ok(response) => (response.status(), response.request().match_pattern()),
        Err(problem) => (problem.code().entry().status, None),
    };
    guard
        .metrics
        .answered(route, &method, status, started.elapsed());
    tracing::info!(
        %method,
        path,
        status = status.as_u16(),
        milliseconds = started.elapsed().as_millis() as u64,
        request_id = id,
        "answered"
    );
    Ok(outcome?)
}

/// The answer, unless it takes too long or a handler panics.
async fn in_time(
    deadline: Duration,
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, Problem> {
    let answer = AssertUnwindSafe(next.call(request)).catch_unwind();
    let timed_out = |_| {
        let detail = format!("there was no answer within {} s", deadline.as_secs_f32());
        Problem::new(Code::TimedOut, detail)
    };
    tokio::time::timeout(deadline, answer)
        .await
        .map_err(timed_out)?
        .map_err(|_| internal("a handler panicked"))?
        .map_err(|error| internal(error.to_string()))
}

/// The response with the request's id, also inside a problem.
fn with_id(response: ServiceResponse<BoxBody>, id: &str, path: &str) -> ServiceResponse<BoxBody> {
    let problem = response
        .response()
        .error()
        .and_then(|error| error.as_error::<Problem>());
    let mut response = match problem {
        Some(problem) => {
            problem.log(id);
            let rendered = problem.render(Some(id), Some(path));
            response.into_response(rendered)
        }
        None => response,
    };
    if let Ok(id) = HeaderValue::from_str(id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// The id that the caller or a proxy gave the request, if it is harmless to repeat; else a new one.
fn request_id(request: &ServiceRequest) -> String {
    let is_harmless = |id: &&str| {
        (1..=64).contains(&id.len())
            && id
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    request
        .headers()
        .get(REQUEST_ID)
        .and_then(|id| id.to_str().ok())
        .filter(is_harmless)
        .map_or_else(|| Uuid::now_v7().to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::Hosts;

    #[test]
    fn loopback_names_hold_and_others_do_not() {
        let hosts = Hosts::new(
            IpAddr::V4(Ipv4Addr::LOCALHOST),
            &["News.Example".to_owned()],
        );
        for name in [
            "localhost",
            "LOCALHOST:7878",
            "localhost.",
            "demo.localhost:1",
            "127.0.0.1",
            "127.0.0.1:7878",
            "127.1.2.3",
            "[::1]",
            "[::1]:7878",
            "news.example:443",
        ] {
            assert!(hosts.hold(name), "{name}");
        }
        for name in [
            "",
            ":7878",
            "example.org",
            "localhost.example.org",
            "notlocalhost",
            "127.0.0.1.example.org",
            "10.0.0.1",
            "[::2]:7878",
            "localhost:7878:1",
            "localhost@example.org",
            "127.0.0.1:x",
        ] {
            assert!(!hosts.hold(name), "{name}");
        }
    }

    #[test]
    fn a_public_address_goes_by_any_name_unless_names_are_given() {
        let public = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
        assert!(Hosts::new(public, &[]).hold("example.org"));
        let named = Hosts::new(public, &["news.example".to_owned()]);
        assert!(named.hold("news.example"));
        assert!(!named.hold("example.org"));
    }
}

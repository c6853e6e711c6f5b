//! The HTTP server: the API, and the pages of whoever brings some, on one address.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{Data, ServiceConfig};
use actix_web::{App, Error, HttpServer, web};
use onrecord_engine::Engine;
use thiserror::Error as ThisError;
use tokio_util::sync::CancellationToken;

use crate::budget::Budget;
use crate::corrections::TakesCorrections;
use crate::guard::{Guard, Hosts, public_names};
use crate::metrics::Metrics;
use crate::routes;

/// Threads per worker for what would hold an async thread up: extraction and index look-ups. Both are bound by
/// the processor, so that more of them would only share it out more finely.
const BLOCKING_THREADS: usize = 8;

/// How the server is set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServeOptions {
    /// The address to listen on. There is no authentication: anything but a loopback address lets everybody
    /// who reaches it read and add.
    pub bind: IpAddr,
    /// The port; 0 takes any that is free.
    pub port: u16,
    /// Threads that answer; extraction and index look-ups have others.
    pub workers: usize,
    /// Names the server goes by besides loopback names, such as the public one behind a proxy. On a loopback
    /// address all others are refused; on any other address only if names are given here.
    pub allowed_hosts: Vec<String>,
    /// Whether people may correct although the server can be reached from other machines. There are no accounts:
    /// whoever reaches it can then say who said what, in any name.
    pub allow_corrections: bool,
    /// Longest time for one request, its body included.
    pub request_deadline: Duration,
    /// Longest time for the head of a request to arrive.
    pub head_deadline: Duration,
    /// How long an idle connection is kept.
    pub keep_alive: Duration,
    /// Most connections at a time; more wait. Well under the usual limit of 1,024 open files, which database
    /// and index share.
    pub connections: usize,
    /// How long a shutdown waits for requests that are being answered.
    pub shutdown_deadline: Duration,
}

impl Default for ServeOptions {
    fn default() -> Self {
        Self {
            bind: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 7878,
            workers: std::thread::available_parallelism().map_or(2, usize::from),
            allowed_hosts: Vec::new(),
            allow_corrections: false,
            request_deadline: Duration::from_secs(30),
            head_deadline: Duration::from_secs(5),
            keep_alive: Duration::from_secs(15),
            connections: 512,
            shutdown_deadline: Duration::from_secs(10),
        }
    }
}

impl ServeOptions {
    /// Whether corrections are taken: on a loopback address that goes by no other name, they are; elsewhere only
    /// where they are allowed.
    #[must_use]
    pub fn takes_corrections(&self) -> bool {
        self.allow_corrections || (self.bind.is_loopback() && self.allowed_hosts.is_empty())
    }
}

/// Why the server could not be started, or ended.
#[derive(Debug, ThisError)]
pub enum ServeError {
    /// Another program listens there.
    #[error(
        "{address} is in use; stop the other program or choose another port (0 takes any that is free)"
    )]
    AddressInUse {
        /// The address.
        address: SocketAddr,
    },
    /// The address cannot be listened on for another reason.
    #[error("{address} cannot be listened on")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// The server broke down.
    #[error("the server ended by an error")]
    Run(#[source] io::Error),
}

/// The API of one engine, ready to be mounted; share one between all workers.
#[derive(Clone)]
pub struct Api {
    engine: Data<Engine>,
    guard: Arc<Guard>,
    budget: Data<Budget>,
    corrections: Data<TakesCorrections>,
    metrics: Data<Metrics>,
}

impl Api {
    /// The API of `engine` under the rules of `options`.
    #[must_use]
    pub fn new(engine: Arc<Engine>, options: &ServeOptions) -> Self {
        let metrics = Arc::new(Metrics::default());
        Self {
            engine: Data::from(engine),
            guard: Arc::new(Guard {
                hosts: Hosts::new(options.bind, &options.allowed_hosts),
                public_names: public_names(&options.allowed_hosts),
                deadline: options.request_deadline,
                metrics: Arc::clone(&metrics),
            }),
            metrics: Data::from(metrics),
            budget: Data::new(Budget::default()),
            corrections: Data::new(TakesCorrections(options.takes_corrections())),
        }
    }

    /// The application: the API's addresses, then those of `pages`. What neither has is not found, in JSON
    /// unless `pages` has a default service.
    #[must_use]
    pub fn app<P: Fn(&mut ServiceConfig)>(
        &self,
        pages: P,
    ) -> App<
        impl ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<impl MessageBody + use<P>>,
            Error = Error,
            InitError = (),
        > + use<P>,
    > {
        let guard = Arc::clone(&self.guard);
        App::new()
            .app_data(self.engine.clone())
            .app_data(self.budget.clone())
            .app_data(self.corrections.clone())
            .app_data(self.metrics.clone())
            .default_service(web::to(routes::not_found))
            .configure(routes::configure)
            .configure(pages)
            .wrap(from_fn(move |request, next| {
                crate::guard::around(Arc::clone(&guard), request, next)
            }))
            .wrap(Compress::default())
    }
}

/// Serves until `shutdown` is cancelled, then answers what has begun, for at most
/// [`ServeOptions::shutdown_deadline`]. `pages` are mounted beside the API and may bring a default service for
/// what is not found; `on_listening` is told the address as soon as connections are taken.
///
/// # Errors
/// [`ServeError`] if the address cannot be listened on, or the server breaks down.
pub async fn serve<P>(
    engine: Arc<Engine>,
    options: ServeOptions,
    pages: P,
    shutdown: CancellationToken,
    on_listening: impl FnOnce(SocketAddr),
) -> Result<(), ServeError>
where
    P: Fn(&mut ServiceConfig) + Clone + Send + 'static,
{
    let address = SocketAddr::new(options.bind, options.port);
    let workers = options.workers.max(1);
    let api = Api::new(engine, &options);
    let server = HttpServer::new(move || api.app(pages.clone()))
        .workers(workers)
        .worker_max_blocking_threads(BLOCKING_THREADS)
        .max_connections(options.connections.div_ceil(workers).max(1))
        .client_request_timeout(options.head_deadline)
        .keep_alive(options.keep_alive)
        .shutdown_timeout(options.shutdown_deadline.as_secs().max(1))
        .shutdown_signal(shutdown.cancelled_owned())
        .bind(address)
        .map_err(|source| match source.kind() {
            io::ErrorKind::AddrInUse => ServeError::AddressInUse { address },
            _ => ServeError::Bind { address, source },
        })?;
    let listening = server.addrs().first().copied().unwrap_or(address);
    let server = server.run();
    on_listening(listening);
    server.await.map_err(ServeError::Run)
}

//! The JSON API and the HTTP server.
//!
//! A request goes through `guard` (id, host, deadline, log), is routed by `routes`, read by `parameters` or
//! `body`, answered by the engine, and written by `answer` in the shapes of [`json`]. What goes wrong becomes a
//! code of [`Code`] (`code`) in `failure`, and problem details in `problem`.
//!
//! What this crate is not: it decides nothing about who said what, knows no SQL and no index, and makes no pages;
//! pages are mounted beside it by whoever calls [`serve`]. There is no authentication yet, so it listens on a
//! loopback address unless told otherwise, and sends no CORS headers.
//!
//! Invariants:
//! - JSON shapes live in [`json`] alone. Keys are added, never removed, renamed or given another type.
//! - Every error is an RFC 9457 problem with a stable code; none holds SQL, a path of this machine or the words
//!   of an internal error, which go to the log under the request's id.
//! - What cannot be understood is refused, never passed over: unknown parameters and fields are errors.
//! - On a loopback address only loopback names are answered to, and a body is taken only as `application/json`
//!   or another type that no form can be posted as: no web page can read from this server or write to it through
//!   its reader's browser.

mod answer;
mod body;
mod budget;
mod code;
mod corrections;
mod desk;
mod elastic;
mod failure;
mod feed;
mod fields;
mod guard;
pub mod json;
mod metrics;
mod openapi;
mod parameters;
mod payload;
mod problem;
mod routes;
mod server;
mod tables;

pub use code::{Code, Entry};
pub use openapi::document as openapi_document;
pub use problem::PROBLEM_JSON;
pub use routes::addresses;
pub use server::{Api, ServeError, ServeOptions, serve};

//! The API at its border: requests in, answers out.

mod articles;
mod documents;
mod harness;
mod hosts;
mod problems;
mod quotes;
mod speakers;
mod wire;

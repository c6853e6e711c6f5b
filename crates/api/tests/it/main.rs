//! The API at its border: requests in, answers out.

mod articles;
mod bodies;
mod corrections;
mod desk;
mod documents;
mod elastic;
mod feeds;
mod figures;
mod harness;
mod hosts;
mod load;
mod metrics;
#[path = "../../../store/tests/it/postgres.rs"]
mod postgres;
mod problems;
mod quotes;
mod sources;
mod speakers;
mod statements;
mod verify;
mod wire;

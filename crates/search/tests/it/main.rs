//! The crate at its border: articles in, ids out.

mod by_hand;
mod conditions;
mod corpus;
mod cursors;
mod damage;
mod filters;
mod highlighting;
mod hostile;
mod language;
mod lifecycle;
mod near;
mod properties;
mod queries;
mod schema;
mod skipping;
mod spelling;
mod tails;
mod tallies;

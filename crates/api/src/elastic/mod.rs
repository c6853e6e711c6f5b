//! A part of what Elasticsearch answers, over the quotes of the record, for dashboards and clients that speak it.
//!
//! What comes in is read strictly: what is not understood, or cannot be answered as Elasticsearch would, is refused by
//! name, in the shape of its errors. What is understood becomes a query of our own language (`expression`) and is
//! answered by the same engine as everything else, so that figures are the same everywhere. `docs/elasticsearch.md`
//! says what is there.
//!
//! What this module is not: an index of its own, and a place where anything is decided about quotes. It only reads.

mod address;
mod aggregations;
mod answer;
mod asked;
mod buckets;
mod count;
mod dates;
mod document;
mod error;
mod expression;
mod fields;
mod highlight;
mod hits;
mod lucene;
mod object;
mod order;
mod query;
mod routes;
mod source;
mod target;

pub(crate) use routes::configure;

//! One module a verb.

pub mod completions;
pub mod correct;
pub mod corrections;
pub mod demo;
pub mod desk;
pub mod doctor;
pub mod export;
pub mod extract;
pub mod health;
pub mod import;
pub mod ingest;
pub mod model;
pub mod reindex;
pub mod reprocess;
pub mod search;
pub mod serve;
pub mod speaker;
pub mod stats;
pub mod verify;

mod quotes;

//! Tests of the pages at the crate's border: the cutting of texts as properties, the pages over a real engine
//! with a temporary store.

mod add;
mod chart;
mod condition;
mod corrections;
mod desk;
mod hostile;
mod manner;
mod markup;
mod pages;
mod search;
mod segment;
mod site;
mod sources;
mod statements;
mod statistics;
mod typeset;
mod verify;
mod wording;

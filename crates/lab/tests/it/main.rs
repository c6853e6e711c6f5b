//! What the crate answers at its border.

mod checkworthy;
mod claims;
mod corpus;
mod cues;
mod errors;
mod fit;
mod invented;
mod reference;
mod regression;
mod score;
mod speakers;
mod statements;
mod train;

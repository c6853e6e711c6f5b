//! From the words that name a source to the speaker.
//!
//! A [`Resolver`] takes a document and the attributions found in it, and says of each who its source is: a
//! person or an institution, with the chain of mentions that led there, the rule that decided, who else it could
//! have been, and how sure it is. It reads the article once for its names: "U.S. envoy Jane Roe" introduces
//! somebody, "Ms. Roe", "she" and "the envoy" then mean her. The gazetteer of politicians, officials and
//! institutions that is part of the program tells whose names they are. Who a list of statements or a transcript names
//! is told in the same way ([`Resolver::identify`], [`Resolver::identify_label`]).
//!
//! What this crate is not: it does no I/O, reads no clock and uses no randomness. It does not find attributions
//! (`extract` does), does not decide whether two articles mean the same unlisted person (the store compares keys,
//! people correct), and knows no more of the world than the gazetteer: a description alone becomes a
//! person whose name the article does not give only where it is an office that one person held on that day.
//!
//! Invariants:
//! - One resolution for each attribution, in the same order; it never panics, whatever the text.
//! - A speaker's name occurs in the article, or is the gazetteer's name for a name or an office that does, or is the
//!   author's.
//! - A name becomes an entry of the gazetteer only where nothing that the article says disagrees. Of two people
//!   who share a name nobody is chosen without a reason; the resolver abstains and lists them.

mod answer;
mod article;
mod cluster;
mod description;
mod entity;
mod fit;
mod gazetteer;
mod identify;
mod index;
mod lexicon;
mod link;
mod normalise;
mod office;
mod reference;
mod registry;
mod resolver;
mod resolving;
mod run;
mod scan;
mod short;
mod source;
mod speaker;
mod spelling;
mod tie;
mod title;
mod word;
mod writer;

pub use gazetteer::GazetteerError;
pub use identify::Identifier;
pub use normalise::{normalise, transliteration_key};
pub use office::office_key;
pub use registry::Registry;
pub use resolver::{Context, Linked, Resolver};

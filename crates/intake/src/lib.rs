//! Bytes to articles: files, folders and standard input in, [`Article`](onrecord_model::Article)s out; and to primary
//! sources: [lists of statements](statements) and [transcripts](transcript()); and to [claims](claims()) with what others
//! found of them.
//!
//! A file is taken as plain text, HTML or JSON Lines, by its extension and what stands in it; its bytes are
//! decoded; what the article says about itself (title, outlet, authors, time, URL) is read; its lines are told
//! apart by the part they play (headline, subheading, body, furniture); its language is told.
//!
//! What this crate is not: it knows no store and no extraction, gives nothing an id, and judges no article.
//! It is to be the only code that goes out to the network, and so far nothing does.
//!
//! Invariants:
//! - The text of an article from plain text or JSON is the decoded source, unaltered (a byte order mark is not
//!   text); the text of one from HTML is composed here, once, and never changed afterwards.
//! - [`Article::blocks`](onrecord_model::Article::blocks) lie in the text in order, do not overlap, and hold
//!   every character that is not white space.
//! - One bad input never stops the rest, and every refusal names the file, the line where there is one, and
//!   what is wrong. Nothing is shortened in silence: what is over a limit is refused.
//! - Reading is lazy and bounded: no more than one article, one transcript, one line of JSON or one element of a list
//!   of claims is held at a time, packed or not.
//! - Nobody's name is made up: a turn of a transcript whose label names nobody is counted and left out.
//! - No input makes it panic, overflow the stack or run away; [`Limits`] says where HTML is refused.

mod archive;
mod binary;
mod claims;
mod dates;
mod encoding;
mod error;
mod facts;
mod html;
mod json;
mod language;
mod layout;
mod limits;
mod lines;
mod names;
mod origin;
mod passages;
mod paths;
mod plain;
mod sniff;
mod sources;
mod statements;
mod stream;
mod transcript;
mod urls;

pub use claims::{ClaimRecord, claims, numbers_of, truth};
pub use dates::parse_published;
pub use encoding::{Decoded, decode};
pub use error::{FieldProblem, IntakeError, Problem};
pub use facts::Facts;
pub use html::from_html;
pub use json::from_json_line;
pub use language::tell_language;
pub use limits::Limits;
pub use origin::Origin;
pub use paths::read_paths;
pub use plain::from_plain_text;
pub use sources::{PrimarySource, TakenSource, read_sources};
pub use statements::{StatementRecord, statements};
pub use stream::{Taken, Warning, read_stream};
pub use transcript::{Given, Transcript, Turn, transcript};
pub use urls::canonical_url;

//! What makes two texts the same article, and two articles the same content.

use blake3::Hasher;
use onrecord_model::{BlockRole, CodePointSpan, CodePoints, Timestamp};
use uuid::Uuid;

/// Identity of an article: its canonical URL where there is one, else outlet and text together.
///
/// Hashed, because the unique index must take it whatever its length.
pub(crate) fn article_identity(url: Option<&str>, outlet: Option<&str>, text: &str) -> String {
    match url {
        Some(url) => format!("url:{}", digest(&[Some(url)])),
        None => format!("text:{}", digest(&[outlet, Some(text)])),
    }
}

/// What a version of an article consists of. Two versions with the same hash are the same content.
pub(crate) struct Content<'article> {
    pub(crate) text: &'article str,
    pub(crate) title: Option<&'article str>,
    pub(crate) outlet: Option<&'article str>,
    pub(crate) authors: &'article [String],
    pub(crate) published: Option<Timestamp>,
    pub(crate) language: &'article str,
    pub(crate) blocks: &'article [(CodePointSpan, BlockRole)],
}

impl Content<'_> {
    /// The hash as hexadecimal digits. It covers everything but where the article came from, so that `check`
    /// also finds a stored text that was altered.
    pub(crate) fn hash(&self) -> String {
        let mut hasher = Hasher::new();
        update(&mut hasher, Some(self.text));
        update(&mut hasher, self.title);
        update(&mut hasher, self.outlet);
        update(&mut hasher, Some(self.language));
        hasher.update(&(self.authors.len() as u64).to_le_bytes());
        for author in self.authors {
            update(&mut hasher, Some(author));
        }
        match self.published {
            None => hasher.update(&[0]),
            Some(published) => hasher
                .update(&[1])
                .update(&published.timestamp_micros().to_le_bytes()),
        };
        hasher.update(&(self.blocks.len() as u64).to_le_bytes());
        for (span, role) in self.blocks {
            hasher.update(&span.start.to_le_bytes());
            hasher.update(&span.end.to_le_bytes());
            hasher.update(&[role_number(*role)]);
        }
        hasher.finalize().to_hex().to_string()
    }
}

/// The blocks of an article as they are stored.
pub(crate) fn stored_blocks(
    article: &onrecord_model::Article,
    points: &CodePoints<'_>,
) -> Vec<(CodePointSpan, BlockRole)> {
    article
        .blocks
        .iter()
        .map(|block| (points.span(block.span), block.role))
        .collect()
}

/// The instant as both databases keep it: PostgreSQL rounds to microseconds.
pub(crate) fn stored_time(time: Timestamp) -> Timestamp {
    chrono::SubsecRound::trunc_subsecs(time, 6)
}

/// A hash of parts that may be missing, as hexadecimal digits; parts cannot run into each other.
pub(crate) fn digest(parts: &[Option<&str>]) -> String {
    let mut hasher = Hasher::new();
    for part in parts {
        update(&mut hasher, *part);
    }
    hasher.finalize().to_hex().to_string()
}

/// A hash over the passages of a source as they are stored, so that `check` finds one that was altered.
#[derive(Default)]
pub(crate) struct PassagesHash(Hasher);

impl PassagesHash {
    /// Adds the next of them. `own` are its outlet, URL and reference.
    pub(crate) fn add(
        &mut self,
        position: i32,
        said: Option<i64>,
        own: [Option<&str>; 3],
        text: &str,
    ) {
        self.0.update(&position.to_le_bytes());
        self.0.update(&[u8::from(said.is_some())]);
        self.0.update(&said.unwrap_or_default().to_le_bytes());
        for part in own.into_iter().chain([Some(text)]) {
            update(&mut self.0, part);
        }
    }

    /// The hash as hexadecimal digits.
    pub(crate) fn hash(&self) -> String {
        self.0.finalize().to_hex().to_string()
    }
}

/// What makes two utterances one statement: the same words, come down to a key, by the same speaker. In the order
/// of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Utterance {
    pub(crate) key: Uuid,
    pub(crate) speaker: Uuid,
}

/// The key of a fingerprint: 16 bytes of a hash, since the index must take it whatever its length.
pub(crate) fn statement_key(fingerprint: &str) -> Uuid {
    digest_key(&[Some(fingerprint)])
}

/// The first 16 bytes of a hash of parts that may be missing.
pub(crate) fn digest_key(parts: &[Option<&str>]) -> Uuid {
    let mut hasher = Hasher::new();
    for part in parts {
        update(&mut hasher, *part);
    }
    let mut key = [0; 16];
    key.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    Uuid::from_bytes(key)
}

fn update(hasher: &mut Hasher, part: Option<&str>) {
    match part {
        None => hasher.update(&[0]),
        Some(part) => hasher
            .update(&[1])
            .update(&(part.len() as u64).to_le_bytes())
            .update(part.as_bytes()),
    };
}

fn role_number(role: BlockRole) -> u8 {
    match role {
        BlockRole::Headline => 0,
        BlockRole::Subheading => 1,
        BlockRole::Body => 2,
        BlockRole::Furniture => 3,
    }
}

//! How much of an input is taken before it is refused.

use std::time::Duration;

/// Bounds on one input. What lies above one is refused with an error that says so, never cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Longest article, in bytes as it lies in the file and as decoded.
    pub article_bytes: usize,
    /// Longest line of JSON Lines, in bytes; also the longest file that is one JSON document, and the longest element
    /// of a list of claims, which may itself be as long as it likes.
    pub line_bytes: usize,
    /// Longest title, outlet, author, id or URL, in characters.
    pub field_characters: usize,
    /// Longest claim, in characters: a sentence, or a few.
    pub claim_characters: usize,
    /// Most nodes of an HTML page, whether element, text or comment.
    pub html_nodes: usize,
    /// Deepest nesting of HTML elements. Beyond it the readability algorithm, which recurses, is not let near.
    pub html_depth: usize,
    /// Longest time spent on building the tree of an HTML page. Only what is made to be slow comes near it
    /// (an element with a hundred thousand attributes); a page of [`Self::article_bytes`] takes a tenth.
    pub html_parse_time: Duration,
    /// Most memory for unpacking an xz archive, in bytes: it says itself how much it takes.
    pub unpacking_bytes: u64,
    /// Most times its own size that an archive may unpack to, once it is more than 16 MiB. Text stays below 20, and
    /// what is made to fill memory and disks goes beyond 1,000.
    pub expansion: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            article_bytes: 10 << 20,
            line_bytes: 16 << 20,
            field_characters: 1_000,
            claim_characters: 10_000,
            html_nodes: 100_000,
            html_depth: 512,
            html_parse_time: Duration::from_secs(2),
            unpacking_bytes: 256 << 20,
            expansion: 200,
        }
    }
}

//! Ranges of text, in bytes inside the code and in code points outside it.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A range of bytes of one text, end exclusive.
///
/// A span is only meaningful together with the text it was made for; [`Span::of`] checks that it fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The span from byte `start` to byte `end`.
    ///
    /// Texts are limited to 4 GiB by intake, so that offsets fit 32 bits. `start` must not lie behind `end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "span {start}..{end} ends before it starts");
        debug_assert!(
            u32::try_from(end).is_ok(),
            "offset {end} does not fit 32 bits"
        );
        Self {
            start: start as u32,
            end: end as u32,
        }
    }

    /// Offset of the first byte.
    #[must_use]
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// Offset behind the last byte.
    #[must_use]
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a range of bytes.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// The words the span stands for; `None` where it does not fit `text` or cuts a character.
    #[must_use]
    pub fn of(self, text: &str) -> Option<&str> {
        text.get(self.range())
    }

    /// Whether `other` lies wholly inside this span.
    #[must_use]
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two spans share at least one byte.
    #[must_use]
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The span without the white space at its edges.
    #[must_use]
    pub fn trimmed(self, text: &str) -> Self {
        let Some(words) = self.of(text) else {
            return self;
        };
        let start = self.start() + (words.len() - words.trim_start().len());
        Self::new(start, start + words.trim().len())
    }
}

/// A range of Unicode code points of one text, end exclusive, as the TextPositionSelector of the W3C Web
/// Annotation model counts. Serialised as `[start, end]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "(u32, u32)", into = "(u32, u32)")]
pub struct CodePointSpan {
    /// Number of code points before the span.
    pub start: u32,
    /// Number of code points up to and with the span.
    pub end: u32,
}

impl From<(u32, u32)> for CodePointSpan {
    fn from((start, end): (u32, u32)) -> Self {
        Self { start, end }
    }
}

impl From<CodePointSpan> for (u32, u32) {
    fn from(span: CodePointSpan) -> Self {
        (span.start, span.end)
    }
}

/// Converts between bytes and code points of one text; building it is linear, each lookup constant.
#[derive(Debug, Clone)]
pub struct CodePoints<'text> {
    text: &'text str,
    /// Code points before byte `i * STRIDE`; empty for ASCII, where both counts are the same.
    checkpoints: Vec<u32>,
    /// Byte offset of code point `i * STRIDE`; empty for ASCII.
    starts: Vec<u32>,
    count: usize,
}

const STRIDE: usize = 64;

impl<'text> CodePoints<'text> {
    /// Reads `text` once.
    #[must_use]
    pub fn new(text: &'text str) -> Self {
        let mut points = Self {
            text,
            checkpoints: Vec::new(),
            starts: Vec::new(),
            count: text.len(),
        };
        if text.is_ascii() {
            return points;
        }
        let mut count = 0;
        for (index, byte) in text.bytes().enumerate() {
            if index % STRIDE == 0 {
                points.checkpoints.push(count as u32);
            }
            if is_first_byte(byte) {
                if count % STRIDE == 0 {
                    points.starts.push(index as u32);
                }
                count += 1;
            }
        }
        points.count = count;
        points
    }

    /// Number of code points of the text.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// The same range in code points. The span must have been made for this text.
    #[must_use]
    pub fn span(&self, span: Span) -> CodePointSpan {
        CodePointSpan {
            start: self.before(span.start()) as u32,
            end: self.before(span.end()) as u32,
        }
    }

    /// The same range in bytes; `None` where it does not fit the text.
    #[must_use]
    pub fn bytes(&self, span: CodePointSpan) -> Option<Span> {
        if span.start > span.end {
            return None;
        }
        let start = self.byte_of(span.start as usize)?;
        let end = self.byte_of(span.end as usize)?;
        Some(Span::new(start, end))
    }

    /// Code points that start before byte `offset`.
    fn before(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        if self.checkpoints.is_empty() {
            return offset;
        }
        let checkpoint = (offset / STRIDE).min(self.checkpoints.len() - 1);
        let rest = &self.text.as_bytes()[checkpoint * STRIDE..offset];
        self.checkpoints[checkpoint] as usize
            + rest.iter().filter(|byte| is_first_byte(**byte)).count()
    }

    fn byte_of(&self, point: usize) -> Option<usize> {
        if point >= self.count {
            return (point == self.count).then_some(self.text.len());
        }
        if self.starts.is_empty() {
            return Some(point);
        }
        let start = self.starts[point / STRIDE] as usize;
        let (offset, _) = self.text[start..].char_indices().nth(point % STRIDE)?;
        Some(start + offset)
    }
}

fn is_first_byte(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

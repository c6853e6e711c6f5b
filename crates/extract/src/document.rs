//! A text, cut up.

use std::ops::Range;

use onrecord_model::{Block, BlockRole, Span};

use crate::quotation::{self, Quotation, QuotationStyle};
use crate::sentence::{self, Sentence};
use crate::token::{self, Token};

/// One article's text with its paragraphs, sentences, tokens and quotations, each in the order of the text.
#[derive(Debug, Clone)]
pub struct Document<'text> {
    text: &'text str,
    paragraphs: Vec<Paragraph>,
    sentences: Vec<Sentence>,
    tokens: Vec<Token>,
    quotations: Vec<Quotation>,
}

/// One paragraph of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Where it stands, without white space around it.
    pub span: Span,
    /// What part it plays.
    pub role: BlockRole,
    /// Its sentences, indices into [`Document::sentences`]; none for furniture.
    pub sentences: Range<usize>,
}

impl<'text> Document<'text> {
    /// Cuts `text` up. `blocks` are its paragraphs in order; text outside them is not looked at, and furniture
    /// is kept as a paragraph without sentences.
    ///
    /// A block that does not fit the text, cuts a character, is blank or overlaps the one before is left out:
    /// it points at nothing that could be read.
    #[must_use]
    pub fn new(text: &'text str, blocks: &[Block]) -> Self {
        let blocks = readable(text, blocks);
        let mut document = Self {
            text,
            paragraphs: Vec::with_capacity(blocks.len()),
            sentences: Vec::new(),
            tokens: Vec::with_capacity(text.len() / 5),
            quotations: Vec::new(),
        };
        let mut left_open = false;
        for (index, block) in blocks.iter().enumerate() {
            if block.role == BlockRole::Furniture {
                let none = document.sentences.len()..document.sentences.len();
                document.paragraphs.push(Paragraph {
                    span: block.span,
                    role: block.role,
                    sentences: none,
                });
                continue;
            }
            let next_opens = blocks[index + 1..]
                .iter()
                .take(LOOK_AHEAD)
                .find(|next| next.role != BlockRole::Furniture)
                .and_then(|next| quotation::opening_style(&text[next.span.range()]));
            left_open = document.add(*block, next_opens, left_open);
        }
        document
    }

    /// Adds one paragraph; answers whether it leaves a quotation open.
    fn add(&mut self, block: Block, next_opens: Option<QuotationStyle>, left_open: bool) -> bool {
        let paragraph = self.paragraphs.len();
        let first_token = self.tokens.len();
        token::tokenize(self.text, block.span, &mut self.tokens);
        let tokens = first_token..self.tokens.len();
        let mut quotations = quotation::pair(
            self.text,
            block.span,
            &self.tokens,
            tokens.clone(),
            paragraph,
            next_opens,
        );
        if let Some(first) = quotations.first_mut() {
            first.continues = left_open && first.tokens.start == first_token;
        }
        for quotation in &quotations {
            for token in &mut self.tokens[quotation.tokens.clone()] {
                token.quoted = true;
            }
        }
        let left_open = quotations.last().is_some_and(|last| !last.closed);
        self.quotations.append(&mut quotations);
        let first_sentence = self.sentences.len();
        sentence::split(
            self.text,
            &self.tokens,
            tokens,
            paragraph,
            &mut self.sentences,
        );
        self.paragraphs.push(Paragraph {
            span: block.span,
            role: block.role,
            sentences: first_sentence..self.sentences.len(),
        });
        left_open
    }

    /// The text all spans refer to.
    #[must_use]
    pub fn text(&self) -> &'text str {
        self.text
    }

    /// The paragraphs, furniture included.
    #[must_use]
    pub fn paragraphs(&self) -> &[Paragraph] {
        &self.paragraphs
    }

    /// The sentences of all paragraphs but furniture.
    #[must_use]
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// The tokens of all paragraphs but furniture.
    #[must_use]
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The outermost quotations.
    #[must_use]
    pub fn quotations(&self) -> &[Quotation] {
        &self.quotations
    }

    /// The characters of a token of this document.
    #[must_use]
    pub fn word(&self, token: Token) -> &'text str {
        self.slice(token.span)
    }

    /// The characters a span of this document stands for; empty where it does not fit the text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &'text str {
        span.of(self.text).unwrap_or_default()
    }

    /// The tokens that lie wholly inside `span`, as indices into [`Document::tokens`].
    #[must_use]
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let start = self
            .tokens
            .partition_point(|token| token.span.start() < span.start());
        let end = self
            .tokens
            .partition_point(|token| token.span.end() <= span.end());
        start..end.max(start)
    }

    /// The sentence that byte `offset` stands in, an index into [`Document::sentences`].
    #[must_use]
    pub fn sentence_at(&self, offset: usize) -> Option<usize> {
        let index = self
            .sentences
            .partition_point(|sentence| sentence.span.end() <= offset);
        (self.sentences.get(index)?.span.start() <= offset).then_some(index)
    }

    /// The paragraph that byte `offset` stands in, an index into [`Document::paragraphs`].
    #[must_use]
    pub fn paragraph_at(&self, offset: usize) -> Option<usize> {
        let index = self
            .paragraphs
            .partition_point(|paragraph| paragraph.span.end() <= offset);
        (self.paragraphs.get(index)?.span.start() <= offset).then_some(index)
    }

    /// The tokens of a paragraph, as indices into [`Document::tokens`].
    #[must_use]
    pub fn paragraph_tokens(&self, paragraph: &Paragraph) -> Range<usize> {
        let sentences = &self.sentences[paragraph.sentences.clone()];
        match (sentences.first(), sentences.last()) {
            (Some(first), Some(last)) => first.tokens.start..last.tokens.end,
            _ => 0..0,
        }
    }
}

/// How many pieces of furniture may stand between two paragraphs of one quotation; bounded, so that a text
/// that is all furniture is still read in linear time.
const LOOK_AHEAD: usize = 4;

/// The blocks that can be read, trimmed.
fn readable(text: &str, blocks: &[Block]) -> Vec<Block> {
    let mut readable: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut end = 0;
    for block in blocks {
        let span = block.span.trimmed(text);
        let fits = span.of(text).is_some_and(|words| !words.is_empty());
        if !fits || span.start() < end {
            continue;
        }
        end = span.end();
        readable.push(Block { span, ..*block });
    }
    readable
}

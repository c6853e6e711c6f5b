//! The constructs, each proposing what it sees. Nothing is decided here: several proposals may claim the same
//! words.

mod according;
mod label;
mod noun;
mod passive;
mod postposed;
mod quotation;
mod signature;
mod verb;

use crate::dateline;
use crate::proposal::Proposal;
use crate::reading::{Reading, Tokens};
pub(crate) use verb::shows_an_effect;

/// A sentence with what the rules need to know of its surroundings.
pub(crate) struct Site<'site, 'document, 'text> {
    pub(crate) reading: &'site Reading<'document, 'text>,
    /// The tokens of the sentence, without the dateline before it.
    pub(crate) sentence: Tokens,
    pub(crate) paragraph: usize,
    /// First token of the sentence before, in the same paragraph.
    pub(crate) previous: Option<usize>,
    /// The tokens of the paragraph.
    pub(crate) around: Tokens,
    /// The tokens of the next paragraph that is not furniture.
    pub(crate) next: Option<Tokens>,
}

/// All proposals of a document, in the order of their cues.
pub(crate) fn propose(reading: &Reading<'_, '_>) -> Vec<Proposal> {
    let document = reading.document;
    let mut proposals = Vec::new();
    let paragraphs: Vec<(usize, Tokens)> = document
        .paragraphs()
        .iter()
        .enumerate()
        .map(|(index, paragraph)| (index, document.paragraph_tokens(paragraph)))
        .filter(|(_, tokens)| !tokens.is_empty())
        .collect();
    let labels = label::Labels::new(reading, &paragraphs);
    for (position, (paragraph, around)) in paragraphs.iter().enumerate() {
        let first_of_paragraph = proposals.len();
        quotation::continue_from_paragraph_before(reading, around, &mut proposals);
        label::propose(reading, &labels, &paragraphs, position, &mut proposals);
        signature::propose(reading, &paragraphs, position, &mut proposals);
        let mut previous = None;
        let text_start = dateline::behind(reading, around);
        for sentence in &document.sentences()[document.paragraphs()[*paragraph].sentences.clone()] {
            let tokens = sentence.tokens.start.max(text_start)..sentence.tokens.end;
            if tokens.is_empty() {
                continue;
            }
            let site = Site {
                reading,
                sentence: tokens.clone(),
                paragraph: *paragraph,
                previous,
                around: around.clone(),
                next: paragraphs
                    .get(position + 1)
                    .map(|(_, tokens)| tokens.clone()),
            };
            previous = Some(tokens.start);
            let before = proposals.len();
            verb::propose(&site, &mut proposals);
            according::propose(&site, &mut proposals);
            noun::propose(&site, &mut proposals);
            if proposals.len() == before {
                quotation::follow_up(&site, &mut proposals[first_of_paragraph..]);
            }
        }
    }
    label::believe_speakers(reading, &mut proposals);
    proposals
}

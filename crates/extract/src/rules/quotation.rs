//! Quotations that stand alone and belong to the one before.

use crate::proposal::Proposal;
use crate::reading::{Reading, Tokens};
use crate::rules::Site;

/// A sentence that is nothing but a quotation belongs to the attribution that the sentence right before it is part
/// of, where that quotes too. Any sentence between may have changed the speaker.
pub(super) fn follow_up(site: &Site<'_, '_, '_>, paragraph: &mut [Proposal]) {
    let reading = site.reading;
    let sentence = reading.without_stop(&site.sentence);
    let Some(quotation) = reading.quotation_from(site.sentence.start) else {
        return;
    };
    if quotation.tokens.end < sentence.end {
        return;
    }
    let Some(previous) = site.previous else {
        return;
    };
    let reaches = |proposal: &Proposal| {
        let last = [proposal.content.last(), proposal.cue.last()];
        last.into_iter().flatten().any(|piece| piece.end > previous)
    };
    // A sentence makes few proposals; the bound keeps hostile text linear.
    let candidates = paragraph.iter_mut().rev().take(8);
    if let Some(last) = candidates
        .filter(|proposal| reaches(proposal))
        .filter(|proposal| ends_before(proposal, &quotation.tokens))
        .find(|proposal| quotes(reading, proposal))
    {
        last.content.push(quotation.tokens.clone());
    }
}

/// Whether the content is all in front of `tokens`: that of a label may hold them already.
fn ends_before(proposal: &Proposal, tokens: &Tokens) -> bool {
    proposal
        .content
        .iter()
        .all(|piece| piece.end <= tokens.start)
}

fn quotes(reading: &Reading<'_, '_>, proposal: &Proposal) -> bool {
    proposal
        .content
        .iter()
        .any(|piece| reading.quoted(piece.start) || reading.quoted(piece.end - 1))
}

/// A quotation left open at the end of a paragraph and opened again here is one quotation.
pub(super) fn continue_from_paragraph_before(
    reading: &Reading<'_, '_>,
    around: &Tokens,
    proposals: &mut [Proposal],
) {
    let Some(quotation) = reading
        .quotation_from(around.start)
        .filter(|quotation| quotation.continues)
    else {
        return;
    };
    let ends_before = |proposal: &&mut Proposal| {
        proposal
            .content
            .last()
            .is_some_and(|piece| piece.end == around.start)
    };
    // Several rules may have proposed the quotation before; the paragraph's proposals are few.
    for proposal in proposals.iter_mut().rev().take(8).filter(ends_before) {
        proposal.content.push(quotation.tokens.clone());
    }
}

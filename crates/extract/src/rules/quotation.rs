//! Quotations that stand alone and belong to the one before.

use crate::proposal::Proposal;
use crate::reading::{Reading, Tokens};
use crate::rules::Site;

/// A sentence that is nothing but a quotation belongs to the last one in the same paragraph that quotes.
pub(super) fn follow_up(site: &Site<'_, '_, '_>, paragraph: &mut [Proposal]) {
    let reading = site.reading;
    let sentence = reading.without_stop(&site.sentence);
    let Some(quotation) = reading.quotation_from(site.sentence.start) else {
        return;
    };
    if quotation.tokens.end < sentence.end {
        return;
    }
    // A quotation that opens the paragraph has nobody before it.
    if let Some(last) = paragraph
        .iter_mut()
        .rev()
        .find(|proposal| quotes(reading, proposal))
    {
        last.content.push(quotation.tokens.clone());
    }
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

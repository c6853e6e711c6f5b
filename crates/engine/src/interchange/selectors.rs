//! Words by which a place in a text is found again.

use onrecord_model::{CodePointSpan, CodePoints};

/// A quotation with what stands around it.
pub(super) struct Selectors {
    pub(super) exact: String,
    pub(super) prefix: String,
    pub(super) suffix: String,
}

/// How much stands around a quotation, in code points: as much as makes its place the only one.
const AROUND: [usize; 3] = [32, 48, 64];

/// The selectors of `span`; `None` where it does not lie in `text`.
pub(super) fn selectors(text: &str, span: CodePointSpan) -> Option<Selectors> {
    let bytes = CodePoints::new(text).bytes(span)?;
    let exact = bytes.of(text)?;
    let (before, after) = (text.get(..bytes.start())?, text.get(bytes.end()..)?);
    let around = AROUND.map(|length| {
        let prefix = before.char_indices().rev().take(length).last();
        let suffix = after.char_indices().nth(length);
        (
            &before[prefix.map_or(before.len(), |(start, _)| start)..],
            &after[..suffix.map_or(after.len(), |(end, _)| end)],
        )
    });
    let is_only = |(prefix, suffix): &&(&str, &str)| {
        let whole = format!("{prefix}{exact}{suffix}");
        text.find(&whole) == text.rfind(&whole)
    };
    let (prefix, suffix) = around.iter().find(is_only).unwrap_or(&around[2]);
    Some(Selectors {
        exact: exact.to_owned(),
        prefix: (*prefix).to_owned(),
        suffix: (*suffix).to_owned(),
    })
}

//! Offsets: what is converted comes back, and slices to the same words.

use onrecord_model::{CodePointSpan, CodePoints, Span};
use proptest::prelude::*;

proptest! {
    #[test]
    fn code_points_and_bytes_convert_both_ways(text in "\\PC{0,300}", a in 0_usize..300, b in 0_usize..300) {
        let points = CodePoints::new(&text);
        let characters: Vec<char> = text.chars().collect();
        prop_assert_eq!(points.count(), characters.len());
        let (a, b) = (a.min(characters.len()), b.min(characters.len()));
        let wanted = CodePointSpan { start: a.min(b) as u32, end: a.max(b) as u32 };
        let bytes = points.bytes(wanted).expect("inside the text");
        let words: String = characters[a.min(b)..a.max(b)].iter().collect();
        prop_assert_eq!(bytes.of(&text), Some(words.as_str()));
        prop_assert_eq!(points.span(bytes), wanted);
    }
}

#[test]
fn a_span_behind_the_text_is_refused() {
    let text = "“é”";
    assert_eq!(
        CodePoints::new(text).bytes(CodePointSpan { start: 0, end: 4 }),
        None
    );
    assert_eq!(Span::new(0, 1).of(text), None, "cuts a character");
    assert_eq!(Span::new(0, text.len()).of(text), Some(text));
}

#[test]
fn trimming_keeps_the_words() {
    let text = "\u{a0} said Mr. Roe \n";
    assert_eq!(
        Span::new(0, text.len()).trimmed(text).of(text),
        Some("said Mr. Roe")
    );
}

//! Offsets: what is converted comes back, and slices to the same words.

use onrecord_model::{Action, ClaimId, CodePointSpan, CodePoints, DeskAction, Share, Span};
use proptest::prelude::*;
use uuid::Uuid;

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

#[test]
fn what_is_done_at_the_desk_is_one_flat_entry_of_the_log() {
    let action = Action::Desk(DeskAction::AssignClaim {
        claim: ClaimId(Uuid::from_u128(7)),
        to: Some("Ines Roth".to_owned()),
    });
    let json = serde_json::to_string(&action).expect("an entry is JSON");
    assert_eq!(
        json,
        r#"{"kind":"assign_claim","claim":"00000000-0000-0000-0000-000000000007","to":"Ines Roth"}"#
    );
    let read: Action = serde_json::from_str(&json).expect("the entry reads");
    assert_eq!(read, action);
    let correction =
        r#"{"kind":"undo","correction":"00000000-0000-0000-0000-000000000007","undone":"merge"}"#;
    let read: Action = serde_json::from_str(correction).expect("a correction reads");
    assert_eq!(read.kind(), "undo");
    assert!(serde_json::from_str::<Action>(r#"{"kind":"assign_claim"}"#).is_err());
}

#[test]
fn a_share_is_a_number_from_0_to_1() {
    assert_eq!(
        serde_json::to_string(&Share::nearest(0.25)).expect("JSON"),
        "0.25"
    );
    assert!(serde_json::from_str::<Share>("1.01").is_err());
    assert!(serde_json::from_str::<Share>("-0.1").is_err());
    assert_eq!(Share::nearest(f64::NAN), Share::default());
    for steps in 0..=10_000_u32 {
        let share = Share::nearest(f64::from(steps) / 10_000.0);
        let json = serde_json::to_string(&share).expect("JSON");
        assert_eq!(
            serde_json::from_str::<Share>(&json).expect("a share"),
            share
        );
    }
}

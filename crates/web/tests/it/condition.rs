//! Conditions of a query are found, put in and taken out by links, and what the query means otherwise stays.

use onrecord_web::condition::{conditions, with};
use proptest::prelude::*;

#[test]
fn conditions_that_stand_alone_are_found() {
    let check = |typed: &str, expected: &[(&str, &str, bool)]| {
        let found = conditions(typed);
        let found: Vec<(&str, &str, bool)> = found
            .iter()
            .map(|condition| {
                (
                    condition.field,
                    condition.value.as_str(),
                    condition.is_excluded,
                )
            })
            .collect();
        assert_eq!(found, expected, "{typed}");
    };
    check("pier", &[]);
    check("kind:direct", &[("kind", "direct", false)]);
    check(
        "pier -outlet:\"Halden Courier\" said:beam",
        &[("outlet", "Halden Courier", true), ("said", "beam", false)],
    );
    check(
        r#"speaker:"Tove \"Bix\" Brandt""#,
        &[("speaker", "Tove \"Bix\" Brandt", false)],
    );
    check(
        "date:[2024-01-01 TO *] harbour",
        &[("date", "[2024-01-01 TO *]", false)],
    );
    // Not one that would take its neighbour along, is only words, or is none.
    check("kind:direct OR kind:mixed", &[]);
    check("(kind:direct pier)", &[]);
    check("pier (a kind:direct) b", &[]);
    check("\"about kind:direct only\"", &[]);
    check("12:30 http://courier.example kind:", &[]);
}

#[test]
fn links_put_conditions_in_and_take_them_out() {
    assert_eq!(with("", "kind:direct"), "kind:direct");
    assert_eq!(with("pier ", "-kind:direct"), "pier -kind:direct");
    assert_eq!(with("kind:direct pier", "kind:direct"), "kind:direct pier");
    let check = |typed: &str, nth: usize, expected: &str| {
        assert_eq!(conditions(typed)[nth].without(typed), expected, "{typed}");
    };
    check("pier kind:direct beam", 0, "pier beam");
    check("kind:direct", 0, "");
    check("-outlet:\"Halden Courier\"  kind:direct", 0, "kind:direct");
}

proptest! {
    #[test]
    fn any_text_can_be_asked_for_its_conditions(typed in "[a-z:\"“”() \\[\\]{}\\\\OR-]{0,60}|\\PC{0,40}") {
        for condition in conditions(&typed) {
            let without = condition.without(&typed);
            prop_assert!(without.len() < typed.len());
            prop_assert!(conditions(&without).len() < conditions(&typed).len());
        }
    }

    #[test]
    fn what_was_put_in_is_taken_out(words in "[a-z ]{0,30}") {
        let typed = with(&words, "kind:direct");
        prop_assert_eq!(conditions(&typed)[0].without(&typed), words.trim());
    }
}

use crate::corpus::highlights;

/// `expected`: the text with what is marked in brackets.
fn check(query: &str, expected: &str) {
    let text: String = expected.chars().filter(|c| !"[]".contains(*c)).collect();
    let mut marked: Vec<char> = text.chars().collect();
    for span in highlights(query, &text).into_iter().rev() {
        marked.insert(span.end as usize, ']');
        marked.insert(span.start as usize, '[');
    }
    assert_eq!(
        marked.into_iter().collect::<String>(),
        expected,
        "{query:?}"
    );
}

#[test]
fn words_are_marked_where_they_stand_in_any_form() {
    check("guarantee", "robust [guarantees], no [Guarantee]");
    check("cafe", "“Das [Café]” — [CAFÉ]!");
    check("us", "the [U.S]. and [us]");
    check("1000", "some [1,000] times");
    check("jose", "né [José’s]");
}

#[test]
fn phrases_are_marked_as_a_whole_and_only_together() {
    check(
        "\"big progress\"",
        "[big progress] is big; some progress. [Big, progress]",
    );
    check("\"sort will\"", "of the sort … will");
    check("covid-19", "[COVID-19] and COVID and 19");
}

#[test]
fn words_near_each_other_are_marked_one_by_one() {
    check(
        "\"tax cut\"~2",
        "a [tax] on land [cut]; a [cut] [tax]; tax on land and sea cut",
    );
    check("\"a b a\"~3", "[a] x [b] [a] y b");
    check("\"a a\"~9", "only one a");
}

#[test]
fn words_are_marked_by_how_they_are_written() {
    check("secur*", "[Secure], [security's] insecurity");
    check("café*", "[Cafés] and [CAFETERIA]");
    check("security~1", "[secuirty] [securiy] [security] secure");
    check("security~2", "[sceuriyt] [security’s] secure");
}

#[test]
fn only_words_said_are_marked() {
    check("title:truce cue:truce speaker:truce", "a truce");
    check("said:truce date:2024", "a [truce] in 2024");
}

#[test]
fn what_is_excluded_is_not_marked() {
    check("truce -winter", "a [truce] by winter");
    check("-truce", "a truce");
}

#[test]
fn overlaps_become_one() {
    check("\"a b c\" \"b c d\" c", "[a b c d] e [c]");
    check("truce truce", "[truce]");
}

#[test]
fn nothing_to_mark_marks_nothing() {
    check("", "a truce");
    check("!!!", "a truce !!!");
    check("truce", "");
    check(&"(".repeat(100), "a truce");
}

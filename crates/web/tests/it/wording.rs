//! Values in words, and addresses that may be linked to.

use onrecord_web::address::{source, wikidata, with_parameters};
use onrecord_web::wording::{counted, number, share};

#[test]
fn numbers_have_their_thousands_apart() {
    for (value, expected) in [
        (0, "0"),
        (999, "999"),
        (1_000, "1,000"),
        (1_234_567, "1,234,567"),
    ] {
        assert_eq!(number(value), expected);
    }
    assert_eq!(counted(1, "quote", "quotes"), "1 quote");
    assert_eq!(counted(1_204, "quote", "quotes"), "1,204 quotes");
}

#[test]
fn a_share_is_none_or_all_only_where_it_is() {
    for (part, whole, expected) in [
        (0, 0, "0%"),
        (0, 9, "0%"),
        (9, 9, "100%"),
        (1, 3, "33%"),
        (1, 1_000, "under 1%"),
        (999, 1_000, "over 99%"),
    ] {
        assert_eq!(share(part, whole), expected, "{part} of {whole}");
    }
}

#[test]
fn only_the_web_is_linked_to() {
    for address in ["https://courier.example/a?b=1", "http://courier.example/"] {
        assert_eq!(
            source(address).map(|url| url.to_string()).as_deref(),
            Some(address)
        );
    }
    for address in [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "//courier.example",
        "/x",
        "",
        "ftp://courier.example/",
    ] {
        assert_eq!(source(address), None, "{address}");
    }
    assert_eq!(
        wikidata("Q42").as_deref(),
        Some("https://www.wikidata.org/wiki/Q42")
    );
    for item in ["", "Q", "42", "Q42/../x", "Q4\"2", "q42"] {
        assert_eq!(wikidata(item), None, "{item}");
    }
}

#[test]
fn an_address_holds_only_what_is_set() {
    assert_eq!(with_parameters("/search", &[("q", None)]), "/search");
    assert_eq!(
        with_parameters(
            "/search",
            &[("q", Some("a&b \"c\"")), ("kind", Some("direct"))]
        ),
        "/search?q=a%26b+%22c%22&kind=direct"
    );
}

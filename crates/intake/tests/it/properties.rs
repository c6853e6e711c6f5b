//! What holds of any input.

use onrecord_intake::{
    Facts, Limits, Origin, canonical_url, decode, from_html, from_json_line, from_plain_text,
    parse_published, read_stream, tell_language,
};
use proptest::prelude::*;

/// Strings of pieces that mean something to one part or another, mixed with anything.
fn lines() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => any::<String>(),
        4 => "[A-Za-z ,.'\"“”]{0,90}",
        1 => Just("\n".to_owned()), 1 => Just("\r\n".to_owned()), 1 => Just("\n\n".to_owned()), 1 => Just("\u{2028}".to_owned()),
        1 => Just("\u{a0}".to_owned()), 1 => Just("By Ana Reyes".to_owned()), 1 => Just("Published by".to_owned()),
        1 => Just("ALSO READ: ".to_owned()), 1 => Just("EASTPORT —".to_owned()), 1 => Just("# ".to_owned()), 1 => Just("ß İ ŉ".to_owned()),
    ];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

fn tags() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![
        "p",
        "div",
        "b",
        "i",
        "a",
        "table",
        "tr",
        "td",
        "select",
        "option",
        "template",
        "svg",
        "math",
        "mi",
        "script",
        "style",
        "title",
        "h1",
        "h2",
        "q",
        "br",
        "ul",
        "li",
        "form",
        "frameset",
        "html",
        "body",
        "head",
        "noscript",
        "article",
        "figure",
        "figcaption",
        "blockquote",
        "plaintext",
    ]);
    let attributes = prop::sample::select(vec![
        "",
        " hidden",
        " class='caption article'",
        " style='display : none'",
        " href=x",
        " lang=en",
        " itemprop=author",
        " id=a id=a",
        " aria-hidden=true",
    ]);
    let piece = prop_oneof![
        3 => (name.clone(), attributes).prop_map(|(name, attributes)| format!("<{name}{attributes}>")),
        2 => name.prop_map(|name| format!("</{name}>")),
        2 => "[A-Za-z ,.&;#<>!\\-]{0,60}",
        1 => any::<String>(),
        1 => Just("The council said on Monday that the bridge, which is old, would stay shut, and gave no date for it. ".to_owned()),
        1 => Just("<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Bridge\",\"datePublished\":\"x\",\"url\":\"//\"}</script>".to_owned()),
        1 => Just("<meta property=og:title content='Bridge | Courier'><meta name=author content='By , and'>".to_owned()),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn blocks_cover_a_plain_text_and_leave_it_as_it_is(text in lines()) {
        if let Ok(article) = from_plain_text(text.clone(), Facts::default(), &Limits::default()) {
            prop_assert_eq!(&article.text, &text);
            crate::check_invariants(&article);
        }
    }

    #[test]
    fn json_carries_text_unaltered(text in lines(), title in any::<String>(), id in "[a-z]{1,8}") {
        let line = serde_json::json!({"id": id, "text": text, "title": title}).to_string();
        match from_json_line(line.as_bytes(), &Limits::default()) {
            Ok(article) => {
                prop_assert_eq!(&article.text, &text);
                crate::check_invariants(&article);
            }
            Err(problem) => prop_assert!(["empty", "nul_character", "binary", "bad_field"].contains(&problem.code()), "{}", problem),
        }
    }

    #[test]
    fn any_bytes_decode(bytes in any::<Vec<u8>>(), declared in prop::option::of(prop::sample::select(vec!["utf-8", "utf-16le", "shift_jis", "replacement", "x-user-defined", "?"]))) {
        let _ = decode(&bytes, declared);
    }

    #[test]
    fn utf8_decodes_to_itself(text in "\\PC*") {
        prop_assume!(!text.starts_with('\u{feff}'));
        prop_assert_eq!(decode(text.as_bytes(), None).text, text);
    }

    #[test]
    fn any_page_is_read_or_refused(page in tags()) {
        if let Ok(article) = from_html(&page, Facts::default(), &Limits::default()) {
            crate::check_invariants(&article);
        }
    }

    #[test]
    fn any_line_is_read_or_refused(line in any::<Vec<u8>>()) {
        let _ = from_json_line(&line, &Limits::default());
    }

    #[test]
    fn any_file_ends(bytes in any::<Vec<u8>>(), name in prop::sample::select(vec!["a.txt", "a.html", "a.jsonl", "a.json", "a"])) {
        let lines = bytes.split(|byte| *byte == b'\n').count();
        let items = read_stream(Origin::named(name), std::io::Cursor::new(bytes), Limits::default()).count();
        prop_assert!(items <= lines.max(1));
    }

    #[test]
    fn anything_can_be_asked_for_its_language_date_and_url(text in any::<String>()) {
        let _ = tell_language(&text, Some(&text));
        let _ = parse_published(&text);
        if let Ok(url) = canonical_url(&text) {
            prop_assert_eq!(canonical_url(&url), Ok(url.clone()));
        }
    }
}

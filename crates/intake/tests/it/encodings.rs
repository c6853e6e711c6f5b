//! Bytes to text.

use onrecord_intake::{Limits, Origin, Warning, decode, read_stream};

fn check(bytes: &[u8], declared: Option<&str>, text: &str, encoding: &str) {
    let decoded = decode(bytes, declared);
    assert_eq!((decoded.text.as_str(), decoded.encoding), (text, encoding));
    assert!(!decoded.had_errors, "{bytes:?} had errors");
}

fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to_bytes).collect()
}

#[test]
fn a_byte_order_mark_decides_and_is_not_text() {
    check(
        "\u{feff}Café".as_bytes(),
        Some("windows-1252"),
        "Café",
        "UTF-8",
    );
    check(
        &utf16("\u{feff}Žilina", u16::to_le_bytes),
        None,
        "Žilina",
        "UTF-16LE",
    );
    check(
        &utf16("\u{feff}Žilina", u16::to_be_bytes),
        Some("utf-8"),
        "Žilina",
        "UTF-16BE",
    );
}

#[test]
fn utf16_is_told_without_a_mark() {
    let text = "The bridge stays shut, the mayor said.";
    check(&utf16(text, u16::to_le_bytes), None, text, "UTF-16LE");
    check(&utf16(text, u16::to_be_bytes), None, text, "UTF-16BE");
}

#[test]
fn a_declaration_comes_before_detection() {
    check(
        b"pr\xe9sident",
        Some("iso-8859-1"),
        "président",
        "windows-1252",
    );
    check(
        b"\xcd\xee\xe2\xee\xf1\xf2\xe8",
        Some("windows-1251"),
        "Новости",
        "windows-1251",
    );
}

#[test]
fn a_label_nobody_knows_is_no_declaration() {
    check("naïve".as_bytes(), Some("klingon-8"), "naïve", "UTF-8");
}

#[test]
fn what_is_not_utf8_is_detected() {
    check(
        b"\x93We will not close it,\x94 the mayor said \x96 again. The caf\xe9 stays.",
        None,
        "“We will not close it,” the mayor said – again. The café stays.",
        "windows-1252",
    );
    let russian =
        "Мэр города заявил, что мост останется закрытым до весны, и не назвал дату открытия.";
    let (bytes, encoding, _) = encoding_rs::WINDOWS_1251.encode(russian);
    check(&bytes, None, russian, encoding.name());
}

#[test]
fn a_bad_byte_does_not_turn_utf8_into_something_else() {
    let decoded = decode(
        b"\xe2\x80\x9cThe caf\xc3\xa9 stays,\xe2\x80\x9d said Zo\xc3\xab Br\xc3\xbbl\xc3\xa9. \xff",
        None,
    );
    assert_eq!(decoded.text, "“The café stays,” said Zoë Brûlé. \u{fffd}");
    assert!(decoded.had_errors);
}

/// The title of a page read from these bytes.
fn title_of(page: &[u8]) -> Option<String> {
    let page = page.to_vec();
    let mut taken = read_stream(
        Origin::named("page.html"),
        std::io::Cursor::new(page),
        Limits::default(),
    );
    taken.next()?.expect("the page is taken").article.title
}

#[test]
fn a_page_declares_its_encoding() {
    let body = "<h1>Caf\u{e9}</h1><p>The council said that it stays open, and gave its reasons at length.</p>";
    let latin = |head: &str| {
        let page = format!("{head}{body}");
        page.chars()
            .map(|character| character as u8)
            .collect::<Vec<u8>>()
    };
    for head in [
        "<meta charset=iso-8859-1>",
        "<META CHARSET = 'ISO-8859-1'>",
        "<meta http-equiv=Content-Type content='text/html; charset=windows-1252'>",
        "<?xml version='1.0' encoding='ISO-8859-1'?><html>",
    ] {
        assert_eq!(title_of(&latin(head)).as_deref(), Some("Café"), "{head}");
    }
    let utf8 = format!("<meta charset=utf-16>{body}");
    assert_eq!(
        title_of(utf8.as_bytes()).as_deref(),
        Some("Café"),
        "a page cannot declare UTF-16 in ASCII"
    );
}

#[test]
fn undecodable_bytes_are_reported() {
    let bytes = "“Ja,” said Zoë Brûlé, “the café stays.” \u{0}".replace('\0', "");
    let mut bytes = bytes.into_bytes();
    bytes.extend(b"\xff\n");
    let taken = read_stream(
        Origin::named("a.txt"),
        std::io::Cursor::new(bytes),
        Limits::default(),
    )
    .next()
    .expect("one item")
    .expect("taken");
    assert_eq!(
        taken.warning,
        Some(Warning::UndecodableBytes { encoding: "UTF-8" })
    );
}

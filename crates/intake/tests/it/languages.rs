//! The language gate.

use onrecord_intake::{Facts, Limits, from_html, from_plain_text, tell_language};

const GERMAN: &str = "Die Brücke über den Fluss bleibt bis zum Frühjahr gesperrt, sagte die Bürgermeisterin am Montag. Ein genaues Datum nannte sie nicht, doch die Arbeiten gingen voran.";
const FRENCH: &str = "Le pont restera fermé jusqu'au printemps, a déclaré lundi la maire de la ville. Elle n'a pas donné de date précise, mais les travaux avancent selon ses services.";
const SPANISH: &str = "El puente seguirá cerrado hasta la primavera, dijo el lunes la alcaldesa de la ciudad. No dio una fecha exacta, pero las obras avanzan según sus servicios.";
const DUTCH: &str = "De brug over de rivier blijft tot het voorjaar gesloten, zei de burgemeester maandag. Een precieze datum noemde zij niet, maar het werk is volgens haar goed op weg.";
const RUSSIAN: &str = "Мост через реку останется закрытым до весны, заявила в понедельник мэр города. Точную дату она не назвала, но работы продолжаются.";
const ITALIAN: &str = "Il ponte sul fiume resterà chiuso fino alla primavera, ha detto lunedì la sindaca della città. Non ha indicato una data precisa, ma i lavori vanno avanti.";
const ENGLISH: &str = "The bridge over the river will stay shut until spring, the mayor said on Monday. She gave no date, but the work was going well, according to her office.";

fn check(text: &str, declared: Option<&str>, expected: &str) {
    assert_eq!(
        tell_language(text, declared).0,
        expected,
        "{text:?} declared {declared:?}"
    );
}

#[test]
fn paragraphs_are_told() {
    for (text, language) in [
        (GERMAN, "deu"),
        (FRENCH, "fra"),
        (SPANISH, "spa"),
        (DUTCH, "nld"),
        (RUSSIAN, "rus"),
        (ITALIAN, "ita"),
        (ENGLISH, "eng"),
    ] {
        check(text, None, language);
        check(text, Some("en"), language);
        check(text, Some("de-DE"), language);
    }
    check(
        "橋は春まで閉鎖されたままだと市長は月曜日に述べた。",
        None,
        "jpn",
    );
    check(
        "ستبقى الجسر مغلقا حتى الربيع، قالت رئيسة البلدية يوم الاثنين.",
        None,
        "ara",
    );
}

#[test]
fn short_english_is_english() {
    for text in [
        "\"No,\" she said to the reporters.",
        "The mayor resigned on Tuesday.",
        "Officials said the talks were over and that they would not resume.",
        "Mario Bianchi of Eastport told the Courier he would appeal.",
        "It's over. I quit.",
    ] {
        check(text, None, "eng");
    }
}

#[test]
fn english_with_foreign_names_and_words_is_english() {
    check(
        "Prime Minister Giorgio Bianchi told La Gazzetta della Città that the Ponte Vecchio di Portolungo would be shut, and that Piazza della Repubblica and Via Garibaldi would be for walkers.",
        None,
        "eng",
    );
}

#[test]
fn an_english_quotation_does_not_make_an_article_english() {
    check(
        &format!(
            "{GERMAN} Auf Englisch fügte sie hinzu: „We will not wait for the others.“ Danach ging sie."
        ),
        None,
        "deu",
    );
}

#[test]
fn too_little_text_is_undetermined_unless_declared() {
    for text in ["", "12 345", "Eastport", "Eastport 3 Westport 1"] {
        check(text, None, "und");
        check(text, Some("en-GB"), "eng");
        check(text, Some("fr"), "fra");
        check(text, Some("xx"), "und");
    }
}

#[test]
fn the_body_decides_not_the_furniture() {
    let text = format!(
        "Brücke gesperrt\n\n{GERMAN}\n\nRead more: All about the bridge and the river\n\nSubscribe to our newsletter\n\nShare this article\n"
    );
    let article = from_plain_text(text, Facts::default(), &Limits::default()).expect("taken");
    assert_eq!(article.language.0, "deu");
}

#[test]
fn a_page_in_the_wrong_clothes_is_told_by_its_words() {
    let page = format!("<html lang=en><title>Brücke</title><p>{GERMAN}</p><p>{GERMAN}</p>");
    let article = from_html(&page, Facts::default(), &Limits::default()).expect("taken");
    assert_eq!(article.language.0, "deu");
    let page = format!("<html lang=de><title>Bridge</title><p>{ENGLISH}</p>");
    let article = from_html(&page, Facts::default(), &Limits::default()).expect("taken");
    assert!(article.language.is_english());
}

//! People who share a name.

use super::{Case, case, check_all, on};

pub(super) const CASES: &[Case] = &[
    case(
        "two of one last name, told apart by first name",
        "Clara Voss and Edgar Voss run the port. [Clara Voss] said yes. [Edgar Voss] said no.",
        &["Clara Voss", "Edgar Voss"],
    ),
    case(
        "two of one last name, told apart by honorific",
        "Clara Voss and Edgar Voss run the port. [Ms. Voss] said yes. [Mr. Voss] said no.",
        &["Clara Voss", "Edgar Voss"],
    ),
    case(
        "two of one last name and gender, bare last name",
        "Martin Voss met Edgar Voss in the harbour. [Voss] said no.",
        &["?"],
    ),
    case(
        "two of one last name, the one of this paragraph",
        "Martin Voss met Edgar Voss in the harbour.\nThe next day Edgar Voss left. [Voss] said no.",
        &["Edgar Voss"],
    ),
    case(
        "two of one last name, told apart by title",
        "Mayor Clara Voss met Judge Edgar Voss. [Judge Voss] said no. [Mayor Voss] said yes.",
        &["Edgar Voss", "Clara Voss"],
    ),
    case(
        "brothers named together stay two",
        "Brothers Martin Voss and Edgar Voss own the mill. [Martin Voss] said yes, and [Edgar Voss] said no.",
        &["Martin Voss", "Edgar Voss"],
    ),
    case(
        "father and son by suffix",
        "Walter Brandt Sr. founded the mill. His son, Walter Brandt Jr., runs it. [Walter Brandt Jr.] said yes. \
         [Walter Brandt Sr.] said no.",
        &["Walter Brandt Jr.", "Walter Brandt Sr."],
    ),
    case(
        "husband and wife by honorific",
        "Odile Brandt came with her husband, Conrad Brandt. [Mrs. Brandt] said yes. [Mr. Brandt] said no.",
        &["Odile Brandt", "Conrad Brandt"],
    ),
    case(
        "a first name of the family tells who",
        "Odile Brandt came with her husband, Conrad Brandt. [Conrad] said yes. [Odile] said no.",
        &["Conrad Brandt", "Odile Brandt"],
    ),
    on(
        "2016-09-26",
        "Clinton and Clinton by first name",
        "Hillary Clinton spoke in Ohio, and Bill Clinton in Iowa. [Bill Clinton] left. [Hillary Clinton] stayed.",
        &["Bill Clinton", "Hillary Clinton"],
    ),
    on(
        "2016-09-26",
        "Clinton and Clinton by honorific",
        "Hillary Clinton spoke in Ohio, and Bill Clinton in Iowa. [Mrs. Clinton] stayed. [Mr. Clinton] left.",
        &["Hillary Clinton", "Bill Clinton"],
    ),
    on(
        "2016-09-26",
        "Clinton and Clinton by office",
        "Hillary Clinton spoke in Ohio, and Bill Clinton in Iowa. [Former President Clinton] left.",
        &["Bill Clinton"],
    ),
    on(
        "2016-09-26",
        "Clinton and Clinton with nothing to tell them apart",
        "Hillary Clinton met Bill Clinton in Ohio. [Clinton] left.",
        &["?"],
    ),
    on(
        "2016-10-04",
        "of two Clintons the one who speaks goes on",
        "Former President [Bill Clinton] spoke in Flint for his wife Hillary Clinton. [Clinton] went on.",
        &["Bill Clinton", "Bill Clinton"],
    ),
    on(
        "2001-03-01",
        "Bush and Bush in one article",
        "George W. Bush came with Jeb Bush. [President Bush] spoke, then [Jeb Bush].",
        &["George W. Bush", "Jeb Bush"],
    ),
    case(
        "a local politician with a famous name is not the famous one",
        "John Kerry, 34, a plumber from Harrow, won the council seat. [Mr. Kerry] said so.",
        &["John Kerry"],
    ),
    case(
        "a nurse with a minister's name",
        "Theresa May, a nurse at the Harrow clinic, spoke. [Ms. May] said no.",
        &["Theresa May"],
    ),
    case(
        "an unknown first name beside a famous last name",
        "Brenda Trump of Harrow, a baker, spoke. [Trump] said no.",
        &["Brenda Trump"],
    ),
    case(
        "the famous one and a namesake in one article",
        "President Donald Trump came to Harrow. Brenda Trump, a baker, waved. [Brenda Trump] said yes. \
         [President Trump] left.",
        &["Brenda Trump", "Donald Trump"],
    ),
    case(
        "a middle initial that differs",
        "Dennis A. Voss met Dennis B. Voss. [Dennis A. Voss] said yes. [Dennis B. Voss] said no.",
        &["Dennis A. Voss", "Dennis B. Voss"],
    ),
    case(
        "a last name that nobody introduces",
        "The mill closed. [Brandt] said no.",
        &["-"],
    ),
];

#[test]
fn people_who_share_a_name() {
    check_all(CASES);
}

#[test]
fn a_namesake_is_not_tied_to_the_famous_one() {
    for marked in [
        "John Kerry, 34, a plumber from Harrow, won the council seat. [Mr. Kerry] said so.",
        "Theresa May, a nurse at the Harrow clinic, spoke. [Ms. May] said no.",
        "Brenda Trump of Harrow, a baker, spoke. [Trump] said no.",
    ] {
        let resolution = &crate::Marked::read(marked).resolve(Some("2025-08-18"))[0];
        let speaker = resolution.speaker.as_ref().expect("somebody is named");
        assert_eq!(speaker.wikidata, None, "{marked}");
        assert!(speaker.key.starts_with("name:person:"), "{}", speaker.key);
    }
}

//! Organisations called like people, groups, documents and unnamed people.

use super::{Case, case, check_all, on};

pub(super) const CASES: &[Case] = &[
    case(
        "an organisation called like a person",
        "Odile Brandt gave money to the Conrad Pell Foundation. [The Conrad Pell Foundation] said yes.",
        &["Conrad Pell Foundation"],
    ),
    case(
        "a company and its founder",
        "Brandt Shipping was founded by Odile Brandt. [Brandt Shipping] said yes. [Ms. Brandt] said no.",
        &["Brandt Shipping", "Odile Brandt"],
    ),
    on(
        "2016-09-01",
        "a campaign is not the candidate",
        "Donald Trump came to Ohio. [The Trump campaign] said yes. [Mr. Trump] said no.",
        &["Donald Trump campaign", "Donald Trump"],
    ),
    on(
        "2016-09-01",
        "a spokeswoman is not who she speaks for",
        "Hillary Clinton came to Ohio. [A Clinton spokeswoman] said yes.",
        &["-"],
    ),
    case(
        "an aide to somebody",
        "Odile Brandt runs the port. [An aide to Odile Brandt] said yes.",
        &["-"],
    ),
    case("voters", "[Voters] said no.", &["-"]),
    case("a poll", "[A Quinnipiac poll] showed it.", &["-"]),
    case("a senior aide", "[A senior aide] said no.", &["-"]),
    case(
        "two officials",
        "[Two White House officials] said no.",
        &["-"],
    ),
    case(
        "two people together",
        "[Odile Brandt and Conrad Pell] said no.",
        &["&"],
    ),
    case(
        "people of one party",
        "[Republicans] said no. [Some Democrats] said yes.",
        &["-", "-"],
    ),
    case("a metonym", "[The Kremlin] said no.", &["Kremlin"]),
    case("a country that speaks", "[France] said no.", &["France"]),
    case(
        "a country that is somebody's last name",
        "Rep. Jim Jordan came to Ohio. [Jordan] said no.",
        &["Jim Jordan"],
    ),
    case(
        "an abbreviation of the article's own",
        "The Harrow Port Authority met. [The HPA] said no.",
        &["Harrow Port Authority"],
    ),
    case(
        "a fictional person stays unlisted",
        "[Ebenezer Marrowby] said no.",
        &["Ebenezer Marrowby"],
    ),
    case(
        "a place called like a person",
        "The ship came from St. George. [George] said no.",
        &["-"],
    ),
];

#[test]
fn organisations_groups_and_unnamed_people() {
    check_all(CASES);
}

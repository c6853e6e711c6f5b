//! Names in all their forms.

use super::{Case, case, check_all, on};

pub(super) const CASES: &[Case] = &[
    case(
        "transliteration: Zelenskyy",
        "[Volodymyr Zelenskyy] spoke in Kyiv. [Zelenskyy] left.",
        &["Volodymyr Zelensky", "Volodymyr Zelensky"],
    ),
    case(
        "transliteration: Zelenskiy",
        "[Volodymyr Zelenskiy] spoke in Kyiv.",
        &["Volodymyr Zelensky"],
    ),
    case(
        "transliteration: Zelensky",
        "[Volodymyr Zelensky] spoke in Kyiv. [President Zelensky] left.",
        &["Volodymyr Zelensky", "Volodymyr Zelensky"],
    ),
    case(
        "transliteration within one article",
        "Volodymyr Zelensky spoke in Kyiv. [Zelenskyy] left.",
        &["Volodymyr Zelensky"],
    ),
    case(
        "a misspelling of a well-known name",
        "[Emanuel Macron] spoke in Paris.",
        &["Emmanuel Macron"],
    ),
    case(
        "a misspelling within the article",
        "Harriet Lindqvist runs the port. [Lindquist] said no.",
        &["Harriet Lindqvist"],
    ),
    case(
        "without accents",
        "Benoît Deschênes runs the port. [Deschenes] said no.",
        &["Benoît Deschênes"],
    ),
    case(
        "initials for given names",
        "J. K. Brandt runs the port. [Brandt] said no.",
        &["J. K. Brandt"],
    ),
    case(
        "an initial for a given name named before",
        "Odile Brandt runs the port. [O. Brandt] said no.",
        &["Odile Brandt"],
    ),
    case(
        "an initial that is another's",
        "Odile Brandt runs the port with her cousin. [C. Brandt] said no.",
        &["C. Brandt"],
    ),
    case(
        "a middle initial added",
        "Odile Brandt runs the port. [Odile M. Brandt] said no.",
        &["Odile M. Brandt"],
    ),
    case(
        "a nickname in quotation marks",
        "Odile “Dilly” Brandt runs the port. [Brandt] said no.",
        &["Odile “Dilly” Brandt"],
    ),
    case(
        "a short form of the given name",
        "Edward Brandt runs the port. [Ted Brandt] said no.",
        &["Edward Brandt"],
    ),
    on(
        "2017-03-01",
        "a well-known short form",
        "[Senator Chuck Schumer] spoke in New York.",
        &["Chuck Schumer"],
    ),
    case(
        "a handle that is the name run together",
        "Odile Brandt runs the port. [@OdileBrandt] said no.",
        &["Odile Brandt"],
    ),
    case(
        "a handle with a word before the name",
        "Odile Brandt runs the port. [@realOdileBrandt] said no.",
        &["Odile Brandt"],
    ),
    case(
        "a handle and nothing more",
        "The port closed. [one user, @harrowgull,] said no.",
        &["@harrowgull"],
    ),
    case(
        "a possessive",
        "Odile Brandt runs the port. [Odile Brandt's] letter says no.",
        &["Odile Brandt"],
    ),
    case(
        "an apposition behind the name",
        "[Odile Brandt, the mayor of Harrow,] said no.",
        &["Odile Brandt"],
    ),
    case(
        "an apposition before the name",
        "[The mayor of Harrow, Odile Brandt,] said no.",
        &["Odile Brandt"],
    ),
    case(
        "a long title before the name",
        "[Deputy Harbour Commissioner Odile Brandt] said no. [Brandt] left.",
        &["Odile Brandt", "Odile Brandt"],
    ),
    case(
        "a wire-style second mention",
        "HARROW (AP) — Harbour chief [Odile Brandt] said no. [Brandt] added that it was late.",
        &["Odile Brandt", "Odile Brandt"],
    ),
    case(
        "a last name with particles",
        "Ilse van der Brandt runs the port. [Van der Brandt] said no. [Ms. van der Brandt] left.",
        &["Ilse van der Brandt", "Ilse van der Brandt"],
    ),
    case(
        "two last names",
        "Treasury Secretary Melba Acosta Febo spoke. [Ms. Acosta] said no.",
        &["Melba Acosta Febo"],
    ),
    case(
        "a family name that stands first",
        "President Xi Jinping came to Beijing. [Xi] left. [Mr. Xi] came back.",
        &["Xi Jinping", "Xi Jinping"],
    ),
    case(
        "a headline that gives the last name first",
        "# Brandt Closes Port\n[Odile Brandt] said no. [Brandt] left.",
        &["Odile Brandt", "Odile Brandt"],
    ),
    case(
        "a name that is a month",
        "Joan May runs the port. In May it closed. [May] said no.",
        &["Joan May"],
    ),
];

#[test]
fn names_in_all_their_forms() {
    check_all(CASES);
}

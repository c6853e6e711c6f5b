//! Women, men and others behind pronouns.

use super::{Case, case, check_all};

pub(super) const CASES: &[Case] = &[
    case(
        "she and he between a woman and a man",
        "Odile Brandt met Conrad Pell. [She] said yes. [He] said no.",
        &["Odile Brandt", "Conrad Pell"],
    ),
    case(
        "he where only a woman is named",
        "Odile Brandt opened the port. [He] said no.",
        &["-"],
    ),
    case(
        "singular they is nobody's guess",
        "Robin Pell opened the port. [They] said no.",
        &["-"],
    ),
    case(
        "a name that tells nothing, taught by a pronoun",
        "Quorla Vennick closed the port because she had seen the ice. Conrad Pell agreed. [She] said no.",
        &["Quorla Vennick"],
    ),
    case(
        "he does not speak of himself by name",
        "[Conrad Pell] came with Martin Teague. [He] said Teague was late.",
        &["Conrad Pell", "Conrad Pell"],
    ),
    case(
        "whoever spoke last goes on",
        "[Conrad Pell] said yes. [He] added no.",
        &["Conrad Pell", "Conrad Pell"],
    ),
    case(
        "an unnamed woman between",
        "Odile Brandt opened the port. [A nurse] said yes. [She] said no.",
        &["-", "-"],
    ),
    case(
        "who behind a name",
        "Odile Brandt, [who] runs the port, left.",
        &["Odile Brandt"],
    ),
    case(
        "who behind an apposition",
        "Odile Brandt, a clerk at the port [who] left, came.",
        &["Odile Brandt"],
    ),
    case(
        "who behind what she is",
        "Odile Brandt is a former harbour clerk [who] left.",
        &["Odile Brandt"],
    ),
    case(
        "two men in one sentence",
        "The talks took place as Conrad Pell and Martin Teague sat down. [He] said no.",
        &["?"],
    ),
    case(
        "somebody of one name stands in the way",
        "Conrad Pell came early. Mr. Grobnik came late. [He] said no.",
        &["-"],
    ),
];

#[test]
fn women_men_and_others_behind_pronouns() {
    check_all(CASES);
}

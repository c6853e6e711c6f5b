//! Offices by date and country.

use super::{Case, by, case, check_all, on};

pub(super) const CASES: &[Case] = &[
    on(
        "2011-06-01",
        "Secretary Clinton in office",
        "[Secretary Clinton] left.",
        &["Hillary Clinton"],
    ),
    on(
        "2016-06-01",
        "Secretary Clinton by courtesy",
        "[Secretary Clinton] left.",
        &["Hillary Clinton"],
    ),
    on(
        "1995-06-01",
        "Secretary Clinton before her time",
        "[Secretary Clinton] left.",
        &["-"],
    ),
    on(
        "1995-06-01",
        "President Clinton",
        "[President Clinton] left.",
        &["Bill Clinton"],
    ),
    on(
        "1990-06-01",
        "President Bush, the father",
        "[President Bush] left.",
        &["George Bush"],
    ),
    on(
        "2005-06-01",
        "President Bush, the son",
        "[President Bush] left.",
        &["George W. Bush"],
    ),
    on(
        "2016-06-01",
        "President Bush, long after both",
        "[President Bush] left.",
        &["?"],
    ),
    on(
        "2016-06-01",
        "the president in 2016",
        "In the United States, [the president] left.",
        &["Barack Obama"],
    ),
    on(
        "2025-06-01",
        "the president in 2025",
        "In the United States, [the president] left.",
        &["Donald Trump"],
    ),
    on(
        "2017-01-19",
        "the day before a term",
        "[The U.S. president] left.",
        &["Barack Obama"],
    ),
    on(
        "2017-01-20",
        "the day itself",
        "[The U.S. president] left.",
        &["?"],
    ),
    on(
        "2017-01-21",
        "the day after",
        "[The U.S. president] left.",
        &["Donald Trump"],
    ),
    on(
        "2022-09-05",
        "the British prime minister before a change",
        "[The British prime minister] left.",
        &["Boris Johnson"],
    ),
    on(
        "2022-10-01",
        "one of forty-nine days",
        "[The British prime minister] left.",
        &["Liz Truss"],
    ),
    on(
        "2022-10-26",
        "the British prime minister after a change",
        "[The British prime minister] left.",
        &["Rishi Sunak"],
    ),
    on(
        "2018-06-01",
        "the prime minister of a country named behind",
        "[The prime minister of Canada] left.",
        &["Justin Trudeau"],
    ),
    on(
        "2018-06-01",
        "a country's possessive",
        "[Germany's chancellor] left.",
        &["Angela Merkel"],
    ),
    on(
        "2014-06-01",
        "the secretary of state by country",
        "[The U.S. secretary of state] left.",
        &["John Kerry"],
    ),
    by(
        "The New York Times",
        on(
            "2010-06-01",
            "the secretary of state by the outlet's country",
            "[The secretary of state] left.",
            &["Hillary Clinton"],
        ),
    ),
    on(
        "2010-06-01",
        "the secretary of state of nowhere in particular",
        "[The secretary of state] left.",
        &["-"],
    ),
    on(
        "2018-06-01",
        "a state's attorney general",
        "The court in Ohio closed. [The attorney general] left.",
        &["-"],
    ),
    on(
        "2016-09-01",
        "an office named by its institution",
        "[The FBI director] left.",
        &["James Comey"],
    ),
    on(
        "2016-09-01",
        "the head of an alliance",
        "[The secretary general of NATO] left.",
        &["Jens Stoltenberg"],
    ),
    on(
        "2016-09-01",
        "the pope",
        "[The pope] left.",
        &["Pope Francis"],
    ),
    on(
        "2016-09-01",
        "the vice president",
        "In the United States, [the vice president] left.",
        &["Joe Biden"],
    ),
    on(
        "2016-09-01",
        "the Republican presidential nominee",
        "[The Republican presidential nominee] left.",
        &["Donald Trump"],
    ),
    on(
        "2016-09-01",
        "a nominee for the county board",
        "The county of Harrow votes. [The Republican nominee] left.",
        &["-"],
    ),
    on(
        "2016-09-01",
        "the article's own nominee comes first",
        "Republican nominee Odile Brandt runs for mayor. [The Republican nominee] left.",
        &["Odile Brandt"],
    ),
    on(
        "2016-09-01",
        "the former president is not the president",
        "In the United States, [the former president] left.",
        &["-"],
    ),
    on(
        "2016-09-01",
        "an acting director is not the director",
        "[The acting FBI director] left.",
        &["-"],
    ),
    on(
        "2016-09-01",
        "the president of a club",
        "The president of the Harrow Rowing Club came to the United States. [The president] left.",
        &["-"],
    ),
    on(
        "2016-09-01",
        "a university president",
        "The university president came to the United States. [The president] left.",
        &["-"],
    ),
    on(
        "2016-09-01",
        "somebody's own president",
        "Odile Brandt runs a club in the United States. [Her president] left.",
        &["-"],
    ),
    on(
        "2016-09-01",
        "two countries that have presidents",
        "France and the United States met. [The president] left.",
        &["?"],
    ),
    on(
        "2016-09-01",
        "whoever the article calls president",
        "Club president Odile Brandt came to the United States. [The president] left.",
        &["Odile Brandt"],
    ),
    on(
        "2016-09-01",
        "a pronoun goes on with the office",
        "[The FBI director] came. [He] left.",
        &["James Comey", "James Comey"],
    ),
    case(
        "an office nobody listed holds",
        "[The harbour commissioner of Harrow] left.",
        &["-"],
    ),
];

#[test]
fn offices_by_date_and_country() {
    check_all(CASES);
}

//! What part the lines of a text play.

use onrecord_intake::{Facts, Limits, from_json_line, from_plain_text};
use onrecord_model::Article;

fn plain(text: &str) -> Article {
    let article =
        from_plain_text(text.to_owned(), Facts::default(), &Limits::default()).expect("taken");
    crate::check_invariants(&article);
    assert_eq!(article.text, text, "the text is the source");
    article
}

fn check(text: &str, expected: &str) -> Article {
    let article = plain(text);
    let expected: Vec<&str> = expected
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let outline = crate::outline(&article);
    assert_eq!(outline.lines().collect::<Vec<_>>(), expected, "\n{outline}");
    article
}

/// An article as sites serve it: labels above, who published it below the summary, headings, a teaser at the end.
#[test]
fn an_article_with_its_surroundings() {
    let article = check(
        "Categories: Varlania-Ostrava\n\
         \n\
         Mayor Claims ‘Big Step’ on Eastport Bridge After Summit With Builders\n\
         \n\
         The mayor says a “big step” was made after her summit with the builders, raising hopes for an opening.\n\
         \n\
         Published by\n\
         Ana Reyes\n\
         \n\
         Days after a contentious summit, Mayor Lena Voss on Sunday asserted that \"a big step\" had been made.\n\
         \n\
         Voss Hints at Opening\n\
         \n\
         \"STAY TUNED!\" she wrote on her page, but gave no details.\n\
         \n\
         Guarantees for Drivers\n\
         \n\
         Her envoy later confirmed that they had agreed on \"robust guarantees,\" calling them \"new.\"\n\
         \n\
         \u{a0}\n\
         \n\
         The talks on Monday are likely to be decisive.\n\
         \n\
         ALSO READ: Voss Floats a Ferry as Builders Signal Delay\n\
         \n\
         Ana Reyes\n\
         Published by Ana Reyes",
        "furniture: Categories: Varlania-Ostrava
         headline: Mayor Claims ‘Big Step’ on Eastport Bridge After Summit With Builders
         body: The mayor says a “big step” was made after her summit with the builders, raising hopes for an opening.
         furniture: Published by
         furniture: Ana Reyes
         body: Days after a contentious summit, Mayor Lena Voss on Sunday asserted that \"a big step\" had been made.
         subheading: Voss Hints at Opening
         body: \"STAY TUNED!\" she wrote on her page, but gave no details.
         subheading: Guarantees for Drivers
         body: Her envoy later confirmed that they had agreed on \"robust guarantees,\" calling them \"new.\"
         body: The talks on Monday are likely to be decisive.
         furniture: ALSO READ: Voss Floats a Ferry as Builders Signal Delay
         furniture: Ana Reyes
         furniture: Published by Ana Reyes",
    );
    assert_eq!(
        article.title.as_deref(),
        Some("Mayor Claims ‘Big Step’ on Eastport Bridge After Summit With Builders")
    );
    assert_eq!(article.authors, ["Ana Reyes"]);
    assert!(article.language.is_english());
}

/// One line among paragraphs, and what it is taken for.
fn check_line(line: &str, role: &str) {
    let paragraph =
        "The bridge over the river will stay shut until spring, the mayor said on Monday.";
    let text = format!(
        "Bridge Stays Shut\n\n{paragraph}\n\n{line}\n\n{}",
        [paragraph; 6].join("\n\n")
    );
    let outline = crate::outline(&plain(&text));
    let found = outline.lines().nth(2).expect("the third line");
    assert_eq!(found, format!("{role}: {line}"));
}

#[test]
fn furniture() {
    for line in [
        "By Ana Reyes",
        "BY ANA REYES AND TOM HOLLIS",
        "By Ana Reyes, Staff Writer",
        "By Ana Reyes | The Courier",
        "By Ana Reyes for the Courier",
        "Written by Ana Reyes",
        "Published by: Ana Reyes",
        "Story by Jo van Beek",
        "Photos by Tom Hollis",
        "Edited by Tom Hollis",
        "ALSO READ: Ferry sinks, all saved",
        "READ MORE: Who pays for the bridge?",
        "Read more: \"I will not pay,\" says Voss.",
        "Related: Ferry sinks",
        "RELATED: The ferry sank.",
        "Tags: bridge, river",
        "Category: Politics",
        "Filed under: Politics, River",
        "Watch: The bridge from above",
        "Photo: Tom Hollis/Courier.",
        "Image credit: Tom Hollis",
        "The mayor on the bridge (Tom Hollis/Getty Images)",
        "File photo",
        "AP Photo/Tom Hollis",
        "Advertisement",
        "ADVERTISEMENT",
        "Story continues below advertisement",
        "Share this article",
        "Follow us on Facebook and Twitter",
        "Subscribe to our newsletter",
        "Sign up for the Courier's morning letter.",
        "© 2025 The Courier. All rights reserved.",
        "Copyright 2025 The Courier",
        "We use cookies to make this site better.",
        "Updated 3:04 PM EDT, Sun August 17, 2025",
        "August 17, 2025",
        "17 Aug 2025, 10:15 IST",
        "9:05 p.m.",
        "4 min read",
        "2 hours ago",
        "Last updated: August 17, 2025",
        "@anareyes",
        "ana.reyes@courier.example",
        "https://courier.example/bridge",
        "* * *",
        "---",
        "EASTPORT, Varlania (Courier) —",
        "Additional reporting by Tom Hollis in Westport",
        "Click here to read more",
        "FULL TEXT.",
        "Reuters",
        "Getty.",
        "Jo van Beek / Reuters",
        "Bloomberg via Getty Images.",
        "Follow Ana Reyes on Twitter @anareyes.",
        "BYLINE: Ana Reyes.",
        "Contributing: Tom Hollis",
    ] {
        check_line(line, "furniture");
    }
}

/// Each of these holds, or may hold, what somebody said. Losing it would not be noticed.
#[test]
fn article_that_looks_like_furniture() {
    for line in [
        "By Monday the bridge was open, she said.",
        "By Sunday Morning It Was Over, officials said.",
        "By all accounts, the mayor lied.",
        "By then Ana Reyes had left.",
        "Related charges were dropped, Voss said.",
        "Watch: he will do it again, the mayor warned.",
        "More: they want more, she said.",
        "\"Share this,\" she told them.",
        "Copyright law needs reform, Judge Tom Hollis said in 2025.",
        "Subscribe to that view if you like, she said.",
        "Read more books, the mayor told pupils.",
        "Follow us on this path, Voss told the crowd.",
        "\"Read more: it helps,\" he said.",
        "Updated figures show that 300 cars crossed.",
        "August was dry.",
        "In 2025, 17 cars fell.",
        "Photographs show the mayor on the bridge.",
        "Reuters reported that the bridge was shut.",
        "The Courier reported from the scene that nobody was hurt and that the bridge held.",
        "“No.”",
        "\"Advertisement\"",
        "No!",
        "Tom Hollis, her envoy, agreed.",
        "She was quoted in The Courier: \"We will pay.\"",
        "Email: that is how they told her, she said.",
    ] {
        check_line(line, "body");
    }
}

#[test]
fn headings() {
    for line in [
        "Voss Hints at Opening",
        "What we know so far",
        "The Weekend's Polls",
        "## Who pays for it",
        "Ferry Service Between Eastport and Westport Resumes",
        "7",
    ] {
        check_line(line, "subheading");
    }
    for line in [
        "\"We Will Pay\"",
        "“Not today”, she said",
        "Voss: I will pay",
        "- a toll for lorries",
        "• a toll for lorries",
        "1. A toll for lorries",
        "the toll for lorries",
        "A toll for lorries, cars and buses that cross the bridge more than once a day and",
        "Will she pay?",
    ] {
        check_line(line, "body");
    }
}

#[test]
fn the_line_about_the_reporters_is_furniture_at_the_foot_only() {
    let text = |line: &str| {
        format!(
            "Bridge Stays Shut\n\n{}\n\n{line}",
            ["The bridge stays shut, the mayor said."; 5].join("\n\n")
        )
    };
    for line in [
        "Hollis reported from Westport.",
        "The Varlanian Press contributed to this report.",
        "(Reporting by Ana Reyes; editing by Tom Hollis)",
    ] {
        let outline = crate::outline(&plain(&text(line)));
        assert_eq!(
            outline.lines().last(),
            Some(format!("furniture: {line}").as_str())
        );
    }
    let text = "Bridge Stays Shut\n\nThe wire reported from Westport that it sank.\n\nHe cried.\n\nShe cried.\n\nThey cried.\n\nAll cried.";
    assert!(crate::outline(&plain(text)).contains("body: The wire reported from Westport"));
}

#[test]
fn names_of_authors_alone_are_furniture_wherever_they_stand() {
    let text = "Bridge Stays Shut\n\nBy Ana Reyes and Tom Hollis\n\nThe bridge stays shut, the mayor said.\n\nANA REYES\n\nIt opens in spring, she said.\n\nLena Voss";
    let article = plain(text);
    assert_eq!(article.authors, ["Ana Reyes", "Tom Hollis"]);
    let outline = crate::outline(&article);
    assert!(
        outline.contains("furniture: ANA REYES") && outline.contains("body: Lena Voss"),
        "{outline}"
    );
}

#[test]
fn a_text_without_a_headline_has_none() {
    let article = check(
        "The bridge stays shut, the mayor said.\n\nIt opens in spring, she said.",
        "body: The bridge stays shut, the mayor said.
         body: It opens in spring, she said.",
    );
    assert_eq!(article.title, None);
}

#[test]
fn a_single_line_is_no_headline() {
    check(
        "Mayor says bridge stays shut",
        "body: Mayor says bridge stays shut",
    );
}

#[test]
fn a_headline_in_quotation_marks_is_one() {
    check(
        "‘We Will Pay’: Mayor Vows to Open Bridge\r\n\r\nThe mayor vowed to pay.\r\nShe gave no date.\r\n",
        "headline: ‘We Will Pay’: Mayor Vows to Open Bridge
         body: The mayor vowed to pay.
         body: She gave no date.",
    );
}

/// A mailer or an editor broke the lines; a quotation must not end with them.
#[test]
fn wrapped_lines_are_one_paragraph() {
    check(
        "Bridge Stays Shut\n\n\
         The bridge over the river will stay shut until spring, the mayor\n\
         said on Monday. \"We will not open it,\" she told reporters, \"before\n\
         every single bolt has been looked at by an engineer.\"\n\n\
         She gave no date.\n",
        "headline: Bridge Stays Shut
         body: The bridge over the river will stay shut until spring, the mayor⏎said on Monday. \"We will not open it,\" she told reporters, \"before⏎every single bolt has been looked at by an engineer.\"
         body: She gave no date.",
    );
}

#[test]
fn paragraphs_without_blank_lines_between_stay_apart() {
    check(
        "Bridge Stays Shut\n\
         The bridge over the river will stay shut until spring, she said on Monday.\n\
         The builders said on Monday that they had not been told of any new date.\n\
         The council meets on Friday and will hear from both of them, it was said.\n",
        "headline: Bridge Stays Shut
         body: The bridge over the river will stay shut until spring, she said on Monday.
         body: The builders said on Monday that they had not been told of any new date.
         body: The council meets on Friday and will hear from both of them, it was said.",
    );
}

fn json(title: &str, text: &str) -> Article {
    let line = serde_json::json!({"id": "1", "title": title, "text": text}).to_string();
    let article = from_json_line(line.as_bytes(), &Limits::default()).expect("taken");
    crate::check_invariants(&article);
    article
}

#[test]
fn a_supplied_title_is_found_in_the_text() {
    let body = "The mayor said so.";
    for (title, text, headline) in [
        (
            "Bridge stays shut",
            "Bridge stays shut.\n\nThe mayor said so.",
            "headline: Bridge stays shut.\n",
        ),
        (
            "Voss’s bridge — shut",
            "VOSS'S BRIDGE, SHUT.\n\nThe mayor said so.",
            "headline: VOSS'S BRIDGE, SHUT.\n",
        ),
        (
            "Bridge shut; Builders silent",
            "Bridge shut; \nBuilders silent.\n\nThe mayor said so.",
            "headline: Bridge shut;\nheadline: Builders silent.\n",
        ),
        (
            "Bridge stays shut",
            "POLITICS\n\nBridge stays shut\n\nThe mayor said so.",
            "body: POLITICS\nheadline: Bridge stays shut\n",
        ),
        ("Bridge stays shut", "The mayor said so.", ""),
        (
            "Bridge",
            "Bridge stays shut\n\nThe mayor said so.",
            "body: Bridge stays shut\n",
        ),
    ] {
        let article = json(title, text);
        assert_eq!(
            crate::outline(&article),
            format!("{headline}body: {body}\n")
        );
        assert_eq!(article.title.as_deref(), Some(title));
    }
}

//! Pages to articles.

use onrecord_intake::{Facts, Limits, from_html};
use onrecord_model::Article;

/// Three paragraphs, enough for any readability algorithm to see an article in them.
const BODY: &str = "<p>The bridge over the river will stay shut until spring, Mayor Lena Voss said on Monday, and gave no date for its opening, which had been promised for May.</p>\
<p>“We will not open it,” she told reporters in Eastport, “before every bolt has been looked at,” and added that the builders, who were silent, would pay for all of it.</p>\
<p>The builders said in a statement that they had not been told of any new date, that they regretted the delay, and that they would answer the council on Friday.</p>";

fn read(page: &str) -> Article {
    let article = from_html(page, Facts::default(), &Limits::default()).expect("taken");
    crate::check_invariants(&article);
    article
}

fn check(page: &str, expected: &str) -> Article {
    let article = read(page);
    let expected: Vec<&str> = expected
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let outline = crate::outline(&article);
    assert_eq!(outline.lines().collect::<Vec<_>>(), expected, "\n{outline}");
    article
}

/// The bridge article's paragraphs as an outline shows them.
const BODY_OUTLINE: &str = "body: The bridge over the river will stay shut until spring, Mayor Lena Voss said on Monday, and gave no date for its opening, which had been promised for May.
body: “We will not open it,” she told reporters in Eastport, “before every bolt has been looked at,” and added that the builders, who were silent, would pay for all of it.
body: The builders said in a statement that they had not been told of any new date, that they regretted the delay, and that they would answer the council on Friday.
";

#[test]
fn a_whole_page() {
    let page = format!(
        "<!DOCTYPE html><html lang=en-GB><head><title>Bridge Stays Shut | The Courier</title>
        <meta property=og:site_name content='The Courier'><meta name=author content='By Ana Reyes and Tom Hollis'>
        <meta property=article:published_time content=2025-08-17T09:30:00+02:00><link rel=canonical href='/news/bridge?utm_source=feed'>
        <meta property=og:url content='https://courier.example/news/bridge'><style>p {{ color: red }}</style><script>var said = '<p>No</p>';</script></head>
        <body><nav><ul><li><a href=/>Home</a><li><a href=/news>News</a></ul></nav>
        <article><h1>Bridge  Stays&nbsp;Shut</h1><p class=byline>By Ana Reyes and Tom Hollis</p><p><time datetime=2025-08-17>August 17, 2025</time></p>
        <figure><img src=a.jpg><figcaption>The bridge, by Tom Hollis</figcaption></figure>
        {BODY}<p>ALSO READ: <a href=/ferry>Ferry sinks, all saved</a></p>
        <h2>Who pays</h2><p>Nobody knows who will pay for the bridge,<br>an official said, and a court, which is slow, may have to say who does.</p>
        <p hidden>Hidden words, said nobody.</p><p style='display: none'>More hidden words.</p>
        <p><a href=/more>More about the bridge</a></p></article>
        <aside><h3>Related</h3><ul><li><a href=/ferry>Ferry sinks</a></ul></aside><footer>© 2025 The Courier</footer></body></html>"
    );
    let article = check(
        &page,
        &format!(
            "headline: Bridge Stays Shut
            furniture: By Ana Reyes and Tom Hollis
            furniture: August 17, 2025
            {}furniture: ALSO READ: Ferry sinks, all saved
            subheading: Who pays
            body: Nobody knows who will pay for the bridge,
            body: an official said, and a court, which is slow, may have to say who does.
            furniture: More about the bridge",
            BODY_OUTLINE
        ),
    );
    assert_eq!(article.title.as_deref(), Some("Bridge Stays Shut"));
    assert_eq!(article.outlet.as_deref(), Some("The Courier"));
    assert_eq!(article.authors, ["Ana Reyes", "Tom Hollis"]);
    assert_eq!(
        article.published.map(|time| time.to_rfc3339()).as_deref(),
        Some("2025-08-17T07:30:00+00:00")
    );
    assert_eq!(
        article.url.as_deref(),
        Some("https://courier.example/news/bridge")
    );
    assert!(article.language.is_english());
    assert!(
        article
            .text
            .starts_with("Bridge Stays Shut\n\nBy Ana Reyes and Tom Hollis\n\n"),
        "{}",
        article.text
    );
}

/// What a page with this head says of itself: title, outlet, authors, publication time, URL.
fn check_head(head: &str, expected: [&str; 5]) {
    let article = read(&format!(
        "<html><head>{head}</head><body><article>{BODY}</article></body></html>"
    ));
    let published = article.published.map(|time| time.to_rfc3339());
    let found = [
        article.title.as_deref().unwrap_or_default(),
        article.outlet.as_deref().unwrap_or_default(),
        &article.authors.join("; "),
        published.as_deref().unwrap_or_default(),
        article.url.as_deref().unwrap_or_default(),
    ];
    assert_eq!(found, expected, "{head}");
}

fn json_ld(json: &str) -> String {
    format!("<script type='application/ld+json'>{json}</script>")
}

const TIME: &str = "2025-08-17T09:30:00+00:00";
const URL: &str = "https://courier.example/bridge";

#[test]
fn json_ld_in_the_shapes_it_comes_in() {
    let expected = [
        "Bridge Shut",
        "The Courier",
        "Ana Reyes; Tom Hollis",
        TIME,
        URL,
    ];
    let fields = r#""headline":"Bridge Shut","datePublished":"2025-08-17T09:30:00Z","url":"https://courier.example/bridge""#;
    let people =
        r#"[{"@type":"Person","name":"Ana Reyes"},{"@type":"Person","name":"Tom Hollis"}]"#;
    for json in [
        format!(
            r#"{{"@context":"https://schema.org","@type":"NewsArticle",{fields},"author":{people},"publisher":{{"@type":"Organization","name":"The Courier"}}}}"#
        ),
        format!(
            r#"[{{"@type":"BreadcrumbList","itemListElement":[]}},{{"@type":["ReportageNewsArticle","NewsArticle"],{fields},"author":["Ana Reyes","Tom Hollis"],"publisher":"The Courier"}}]"#
        ),
        format!(
            r##"{{"@graph":[{{"@type":"WebPage","@id":"#page"}},{{"@type":"Article",{fields},"author":[{{"@id":"#a"}},{{"@id":"#b"}}],"publisher":{{"@id":"#c"}}}},
            {{"@type":"Person","@id":"#a","name":"Ana Reyes"}},{{"@type":"Person","@id":"#b","name":"Tom Hollis"}},{{"@type":"Organization","@id":"#c","name":"The Courier"}}]}}"##
        ),
        format!(
            r#"{{"@type":"WebPage","mainEntity":{{"@type":"http://schema.org/NewsArticle",{fields},"author":{{"name":["Ana Reyes and Tom Hollis"]}},"publisher":[{{"name":"The Courier"}}]}}}}"#
        ),
        format!(
            "//<![CDATA[\n{{\"@type\":\"BlogPosting\",{fields},\"author\":\"Ana Reyes, Tom Hollis\",\"publisher\":{{\"name\":\"The\nCourier\"}}}}\n//]]>"
        ),
        format!(
            r#"{{"@type":"NewsArticle","headline":"Bridge Shut","datePublished":"2025-08-17T09:30:00Z","mainEntityOfPage":{{"@type":"WebPage","@id":"https://courier.example/bridge#page"}},"creator":{people},"sourceOrganization":{{"name":"The Courier"}}}}"#
        ),
    ] {
        check_head(&json_ld(&json), expected);
    }
}

#[test]
fn json_ld_comes_before_meta_and_meta_before_the_rest() {
    let meta = "<title>Third title that is long enough</title><meta property=og:title content='Second'><meta property=og:site_name content='Second Outlet'>\
        <meta name=author content='Jo van Beek'><meta property=article:published_time content=2024-01-01><link rel=canonical href=https://other.example/second>";
    let first = json_ld(
        r#"{"@type":"NewsArticle","headline":"Bridge Shut","author":"Ana Reyes","datePublished":"2025-08-17T09:30:00Z","publisher":{"name":"The Courier"},"url":"https://courier.example/bridge"}"#,
    );
    check_head(
        &format!("{meta}{first}"),
        ["Bridge Shut", "The Courier", "Ana Reyes", TIME, URL],
    );
    let second = [
        "Second",
        "Second Outlet",
        "Jo van Beek",
        "2024-01-01T00:00:00+00:00",
        "https://other.example/second",
    ];
    check_head(meta, second);
    // What is in it but cannot be used is passed over.
    let unusable = json_ld(
        r#"{"@type":"NewsArticle","headline":" ","author":{"name":"None"},"datePublished":"soon","publisher":{},"url":"javascript:alert(1)"}"#,
    );
    check_head(&format!("{meta}{unusable}"), second);
    check_head(
        &format!("{meta}{}", json_ld("{\"@type\":\"NewsArticle\",")),
        second,
    );
    check_head(
        &format!(
            "{meta}{}",
            json_ld(r#"{"@type":"Organization","name":"Not an article"}"#)
        ),
        second,
    );
}

#[test]
fn meta_elements_of_other_makes() {
    check_head(
        "<meta name=parsely-title content='Bridge Shut'><meta name=parsely-author content='Ana Reyes'><meta name=parsely-pub-date content=2025-08-17T09:30:00Z>\
         <meta name=parsely-link content=https://courier.example/bridge><meta name=application-name content='The Courier'>",
        ["Bridge Shut", "The Courier", "Ana Reyes", TIME, URL],
    );
    check_head(
        "<meta name=DC.title content='Bridge Shut'><meta name=DC.creator content='Ana Reyes'><meta name=DC.creator content='Tom Hollis'>\
         <meta name=DC.date.issued content=2025-08-17T09:30:00Z><meta name=DC.publisher content='The Courier'><link rel='x CANONICAL' href=https://courier.example/bridge>",
        [
            "Bridge Shut",
            "The Courier",
            "Ana Reyes; Tom Hollis",
            TIME,
            URL,
        ],
    );
    check_head(
        "<meta property=article:author content=https://social.example/ana><meta name=author content=''>",
        ["", "", "", "", ""],
    );
}

#[test]
fn the_outlet_is_no_part_of_the_title() {
    for title in [
        "Bridge Shut - The Courier",
        "Bridge Shut | the courier",
        "Bridge Shut — The Courier",
        "Bridge Shut",
    ] {
        let head = format!(
            "<meta property=og:title content='{title}'><meta property=og:site_name content='The Courier'>"
        );
        check_head(&head, ["Bridge Shut", "The Courier", "", "", ""]);
    }
    check_head(
        "<meta property=og:title content='Tom &amp;amp; Ana&amp;#8217;s bridge'>",
        ["Tom & Ana’s bridge", "", "", "", ""],
    );
}

#[test]
fn the_only_heading_is_the_title_where_the_title_says_more() {
    let page = |title: &str| {
        format!("<meta property=og:title content='{title}'><h1>Bridge Shut</h1>{BODY}")
    };
    for (title, expected) in [
        ("Bridge Shut - News | The Courier", "Bridge Shut"),
        ("Bridge Shut", "Bridge Shut"),
        ("Bridge Shut for Good", "Bridge Shut for Good"),
        ("Mayor Quits", "Mayor Quits"),
    ] {
        assert_eq!(read(&page(title)).title.as_deref(), Some(expected));
    }
}

#[test]
fn a_front_page_or_a_script_is_nobodys_canonical_url() {
    for href in [
        "https://courier.example/",
        "https://courier.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "",
        "//",
        "ftp://courier.example/bridge",
    ] {
        check_head(
            &format!("<link rel=canonical href='{href}'>"),
            ["", "", "", "", ""],
        );
    }
    check_head(
        "<link rel=canonical href='https://courier.example/'><meta property=og:url content='https://courier.example/bridge'>",
        ["", "", "", "", URL],
    );
}

#[test]
fn an_overlong_value_is_no_candidate() {
    let long = "x".repeat(1_001);
    check_head(
        &format!(
            "<meta property=og:title content='{long}'><meta name=twitter:title content='Bridge Shut'><meta property=og:site_name content='{long}'>"
        ),
        ["Bridge Shut", "", "", "", ""],
    );
}

#[test]
fn what_is_supplied_wins() {
    let facts = Facts {
        id: Some("7".to_owned()),
        title: Some("Supplied".to_owned()),
        outlet: Some("Supplied Outlet".to_owned()),
        authors: vec!["Jo van Beek".to_owned()],
        published: Some("2020-02-02".to_owned()),
        url: Some("https://supplied.example/a".to_owned()),
        language: None,
    };
    let page = format!(
        "<meta property=og:title content=Found><meta property=og:site_name content=Found><meta name=author content='Ana Reyes'><meta name=date content=2025-08-17>\
        <link rel=canonical href=https://courier.example/bridge><h1>Found</h1>{BODY}"
    );
    let article = from_html(&page, facts, &Limits::default()).expect("taken");
    assert_eq!(article.external_id.as_deref(), Some("7"));
    assert_eq!(article.title.as_deref(), Some("Supplied"));
    assert_eq!(article.outlet.as_deref(), Some("Supplied Outlet"));
    assert_eq!(article.authors, ["Jo van Beek"]);
    assert_eq!(
        article.published.map(|time| time.to_rfc3339()).as_deref(),
        Some("2020-02-02T00:00:00+00:00")
    );
    assert_eq!(article.url.as_deref(), Some("https://supplied.example/a"));
    assert!(article.text.starts_with("Supplied\n\n"));
}

#[test]
fn words_are_kept_and_space_is_collapsed() {
    check(
        &format!(
            "<title>Bridge</title><div><p>He\u{a0}said\n\t<b>no</b>,<i> not</i>\u{ad} now\u{200b}. <q>Never</q>, he said &ldquo;again&rdquo; &amp; left &lt;fast&gt;.</p>{BODY}</div>"
        ),
        &format!(
            "headline: Bridge\nbody: He said no, not now. “Never”, he said “again” & left <fast>.\n{BODY_OUTLINE}"
        ),
    );
}

#[test]
fn quotations_and_lists_are_paragraphs() {
    check(
        &format!(
            "<title>Bridge</title><article>{BODY}<blockquote><p>We will pay for all of it, whatever it costs.</p></blockquote><ul><li>The first bolt is loose, she said.</li><li>The second one is gone.</li></ul></article>"
        ),
        &format!(
            "headline: Bridge\n{BODY_OUTLINE}body: We will pay for all of it, whatever it costs.\nbody: The first bolt is loose, she said.\nbody: The second one is gone."
        ),
    );
}

#[test]
fn the_body_is_taken_from_json_ld_where_a_script_builds_the_page() {
    let page = json_ld(
        r#"{"@type":"NewsArticle","headline":"Bridge Shut","articleBody":"The bridge stays shut, the mayor said.\nIt opens in spring, she said.","datePublished":"2025-08-17"}"#,
    );
    check(
        &format!("<html><head>{page}</head><body><div id=app></div></body></html>"),
        "headline: Bridge Shut
         body: The bridge stays shut, the mayor said.
         body: It opens in spring, she said.",
    );
}

#[test]
fn a_page_of_the_old_kind() {
    let lines = "The bridge stays shut, the mayor said.<br><br>\n“We will not open it,” she told reporters, and gave no date.";
    check(
        &format!(
            "<title>Bridge Stays Shut - The Courier</title><table><tr><td><a href=/>Home</a><td><font size=5><b>Bridge Stays Shut</b></font><br><i>By Tom Hollis</i><br><br>{lines}<br><br><i>Tom Hollis can be reached at tom@courier.example</i></table>"
        ),
        "headline: Bridge Stays Shut
         furniture: By Tom Hollis
         body: The bridge stays shut, the mayor said.
         body: “We will not open it,” she told reporters, and gave no date.
         furniture: Tom Hollis can be reached at tom@courier.example",
    );
}

#[test]
fn a_page_of_components() {
    let paragraphs: String = BODY
        .split_inclusive("</p>")
        .map(|paragraph| format!("<div class=x1>{paragraph}</div>"))
        .collect();
    check(
        &format!(
            "<meta name=author content='Ana Reyes'><main><article><div><h1>Bridge Stays Shut</h1></div><div><time>2 hours ago</time><div><button>Share</button></div><span>Ana Reyes</span>, <span>Eastport correspondent</span></div>
            <figure><img><span>Getty Images</span><figcaption>The bridge</figcaption></figure>{paragraphs}<div><h2>Related</h2></div><div><ul><li><a href=/x>Ferry sinks, all saved</a><li><a href=/y>Builders go to court</a></ul></div></article></main>"
        ),
        &format!(
            "headline: Bridge Stays Shut
            furniture: 2 hours ago
            furniture: Ana Reyes, Eastport correspondent
            furniture: Getty Images
            {BODY_OUTLINE}furniture: Related
            furniture: Ferry sinks, all saved
            furniture: Builders go to court"
        ),
    );
}

#[test]
fn a_short_page_is_an_article_too() {
    check(
        "<title>Mayor Quits Over Eastport Bridge</title><p>The mayor quit on Monday, she said.</p>",
        "headline: Mayor Quits Over Eastport Bridge
         body: The mayor quit on Monday, she said.",
    );
}

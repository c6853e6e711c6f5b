//! Measures what pages made to do harm cost: `hostile_pages`.
//!
//! Prints for each what became of it and how long it took. Every line must say that it was refused, or take less than
//! two seconds in a release build.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::time::Instant;

use onrecord_intake::{Facts, Limits, from_html};

fn main() -> io::Result<()> {
    let mut output = io::stdout().lock();
    for (name, page) in pages() {
        let started = Instant::now();
        let outcome = match from_html(&page, Facts::default(), &Limits::default()) {
            Ok(article) => format!(
                "{} bytes, {} blocks",
                article.text.len(),
                article.blocks.len()
            ),
            Err(problem) => format!("refused: {problem}"),
        };
        writeln!(
            output,
            "{name:<44} {:>9} bytes {:>8.0?}  {outcome}",
            page.len(),
            started.elapsed()
        )?;
    }
    Ok(())
}

fn pages() -> Vec<(&'static str, String)> {
    let limit = Limits::default();
    let paragraph = "<p>The council of Eastport said on Monday that the bridge would stay shut, and gave no date.</p>";
    let numbered = |count: usize, form: &dyn Fn(usize, &mut String)| {
        let mut page = String::new();
        (0..count).for_each(|number| form(number, &mut page));
        page
    };
    let attribute = |number: usize, page: &mut String| {
        let _ = write!(page, " a{number}=1");
    };
    let formatting = |number: usize, page: &mut String| {
        let _ = write!(page, "<b id={number}>");
    };
    let author = |number: usize, page: &mut String| {
        let _ = write!(page, "<meta name=author content='Ana Reyes{number}'>");
    };
    vec![
        ("an ordinary page", format!("<h1>Bridge</h1>{}", paragraph.repeat(40))),
        ("1,000,000 nested div", "<div>".repeat(1_000_000)),
        ("500 nested div, then paragraphs", format!("{}{}", "<div>".repeat(500), paragraph.repeat(100))),
        ("1,000,000 nested b", "<b>".repeat(1_000_000)),
        ("one element, 1,000,000 attributes", format!("<div{}>{paragraph}", numbered(1_000_000, &attribute))),
        ("100,000 formatting elements never closed", numbered(100_000, &formatting)),
        (
            "400 formatting elements, then paragraphs",
            format!("<p>{}{}", numbered(400, &formatting), "<p>x".repeat(1_000_000)),
        ),
        (
            "formatting elements closed in every paragraph",
            format!("<p>{}</p><p></p>", numbered(100, &formatting)).repeat(3_000),
        ),
        ("unclosed comment", format!("<!-- {}", "x ".repeat(4_000_000))),
        ("unclosed attribute", format!("<a href=\"{}", "x ".repeat(4_000_000))),
        ("unclosed script", format!("<script>{}", "x < y;".repeat(1_000_000))),
        ("unclosed title", format!("<title>{}", "x ".repeat(4_000_000))),
        ("one paragraph of 9 MB", format!("<p>{}", "The council said so. ".repeat(450_000))),
        ("95,000 empty paragraphs", "<p></p>".repeat(95_000)),
        ("45,000 short paragraphs", "<p>Yes, he said.</p>".repeat(45_000)),
        ("24,000 long paragraphs", paragraph.repeat(24_000)),
        ("2,500,000 paragraphs", "<p>x".repeat(2_500_000)),
        ("2,000,000 end tags", "</p>".repeat(2_000_000)),
        ("500 nested span, then unknown end tags", format!("{}{}", "<span>".repeat(500), "</x>".repeat(2_000_000))),
        ("nested tables", "<table><tr><td>".repeat(300_000)),
        ("130 nested tables with text around cells", format!("{}{}", "<table>x<tr>y<td>z".repeat(130), paragraph.repeat(200))),
        ("45,000 line breaks", format!("<p>{}", "He said so.<br>".repeat(45_000))),
        ("90,000 line breaks in a row", format!("<p>x{}", "<br>".repeat(90_000))),
        ("30,000 nested lists of one", "<ul><li>x".repeat(30_000)),
        ("20,000 rows", format!("<table>{}</table>", "<tr><td>Eastport<td>said so</tr>".repeat(20_000))),
        ("30,000 links", "<a href=\"/x\">Eastport</a> ".repeat(30_000)),
        ("30,000 classes", format!("<div class=\"{}\">{paragraph}</div>", "caption ".repeat(900_000))),
        ("10,000 captioned boxes in each other's way", "<div class=caption><span>x</span></div>".repeat(20_000)),
        ("200 nested divs with 400 children each", format!("<div class=article>{}", "<p>He said so, and so did they.</p>".repeat(150)).repeat(200)),
        ("40,000 entities", format!("<p>{}", "&lt;&amp;&#8217;".repeat(400_000))),
        ("10,000 JSON-LD scripts", "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"author\":{\"@id\":\"x\"}}</script>".repeat(10_000)),
        ("one JSON-LD graph of 300,000 nodes", format!(
            "<script type=application/ld+json>{{\"@graph\":[{{}}{},{{\"@type\":\"Article\",\"author\":[{{\"@id\":\"z\"}}{}]}}]}}</script>{paragraph}",
            ",{\"@id\":\"y\"}".repeat(300_000), ",{\"@id\":\"z\"}".repeat(20_000))),
        ("nested JSON-LD", format!("<script type=application/ld+json>{}</script>{paragraph}", "[".repeat(1_000_000))),
        ("99,000 authors", numbered(99_000, &author)),
        ("an svg of 90,000 paths", format!("<svg>{}</svg>{paragraph}", "<path d=x />".repeat(90_000))),
        ("template in template", "<template>".repeat(100_000)),
        ("select and option", format!("<select>{}", "<option>x".repeat(45_000))),
        ("over the size limit", "x".repeat(limit.article_bytes + 1)),
    ]
}

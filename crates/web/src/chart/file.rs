//! A chart as a file that stands by itself: title, drawing, how to read it, where it is from.

use askama::Template;

use super::drawing::{Drawing, Mark, text, wrapped};
use super::{Chart, Plot};

/// Room around everything.
const MARGIN: f64 = 20.0;
/// Distance of lines of words.
const LINE: f64 = 18.0;

/// Colours are literal here: many programs that open a drawing know no variables.
#[derive(Template)]
#[template(path = "chart_file.html")]
struct File {
    title: String,
    description: String,
    width: f64,
    height: f64,
    drawing: Drawing,
    /// Where the drawing begins.
    top: f64,
    heading: Vec<Mark>,
    foot: Vec<Mark>,
}

pub(super) fn svg(chart: &Chart, source: &str) -> Result<String, askama::Error> {
    let drawing = chart.drawing(chart.size).without_links();
    let room = drawing.width;
    let heading = lines(&chart.title, room * 0.86, MARGIN + 16.0, "heading");
    let top = MARGIN + heading.len() as f64 * LINE + 14.0;
    let mut below = top + drawing.height + LINE;
    let mut foot = Vec::new();
    let nothing = match &chart.plot {
        Plot::Nothing(why) => why.as_str(),
        _ => "",
    };
    for words in [nothing, &chart.reading, source] {
        let lines = lines(words, room, below, "soft");
        below += lines.len() as f64 * LINE;
        foot.extend(lines);
    }
    File {
        title: drawing.title.clone(),
        description: drawing.description.clone(),
        width: room + 2.0 * MARGIN,
        height: below + MARGIN - LINE / 2.0,
        drawing,
        top,
        heading,
        foot,
    }
    .render()
}

fn lines(words: &str, room: f64, top: f64, class: &str) -> Vec<Mark> {
    wrapped(words, room)
        .iter()
        .enumerate()
        .map(|(index, line)| text(0.0, top + index as f64 * LINE, class, line))
        .collect()
}

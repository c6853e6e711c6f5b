//! A chart as a page shows it.

use super::table::Cell;
use super::{Chart, Drawing, Mark, Plot, Size};

/// What a chart's template needs.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartView {
    /// Its name in the page.
    pub name: &'static str,
    /// What it shows.
    pub title: String,
    /// For a wide and for a narrow page, or one for both; none where there is nothing to draw.
    pub drawings: Vec<DrawingView>,
    /// Why nothing is drawn.
    pub nothing: Option<String>,
    /// How to read it.
    pub reading: String,
    /// Heads of the table, and whether numbers stand below them.
    pub heads: Vec<(String, bool)>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
    /// That there are more.
    pub cut: Option<String>,
    /// Where it can be had by itself.
    pub ways: Option<Ways>,
}

/// A picture, and what lies over it to be clicked. Who cannot point finds the same links in the table.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawingView {
    /// The picture.
    pub picture: Drawing,
    /// The links.
    pub links: Vec<Mark>,
}

/// Where a chart can be had by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ways {
    /// As CSV.
    pub csv: String,
    /// As a drawing.
    pub svg: String,
    /// As a page to be put into others.
    pub embed: String,
    /// What to put there.
    pub code: String,
}

fn sizes(wide: Size) -> &'static [Size] {
    match wide {
        Size::Full => &[Size::Full, Size::Narrow],
        Size::Column => &[Size::Column, Size::Narrow],
        Size::Half => &[Size::Half, Size::Narrow],
        Size::Aside => &[Size::Aside],
        Size::Narrow => &[Size::Narrow],
    }
}

impl ChartView {
    /// The view of a chart.
    #[must_use]
    pub fn new(chart: &Chart, ways: Option<Ways>) -> Self {
        let (drawings, nothing) = match &chart.plot {
            Plot::Nothing(why) => (Vec::new(), Some(why.clone())),
            _ => (
                sizes(chart.size)
                    .iter()
                    .map(|size| {
                        let (picture, links) = chart.drawing(*size).parted();
                        DrawingView { picture, links }
                    })
                    .collect(),
                None,
            ),
        };
        let heads = chart.table.heads().into_iter();
        Self {
            name: chart.name,
            title: chart.title.clone(),
            drawings,
            nothing,
            reading: chart.reading.clone(),
            heads: heads
                .map(|(label, is_number)| (label.to_owned(), is_number))
                .collect(),
            rows: chart.table.shown(),
            cut: chart.table.cut(),
            ways,
        }
    }
}

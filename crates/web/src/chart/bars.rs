//! Numbers in order of size, as bars that lie.

use super::Unit;
use super::drawing::{Mark, Pixel, anchored, fitting, rect, text, width_of};

/// Height of a row with its words above its bar.
const ROW: f64 = 42.0;
/// Where the words of a row stand.
const WORDS: f64 = 15.0;
/// Where its bar begins, and how thick it is.
const BAR: (f64, f64) = (22.0, 9.0);
/// Bars that are drawn; the table has all.
const MOST: usize = 30;

/// Numbers in order of size.
#[derive(Debug, Clone, PartialEq)]
pub struct Bars {
    /// What is counted.
    pub unit: Unit,
    /// The largest first.
    pub bars: Vec<Bar>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What it is the number of.
    pub name: String,
    /// The number.
    pub value: u64,
    /// What else is said of it, in a few words.
    pub note: Option<String>,
    /// The number before, marked on the bar.
    pub before: Option<u64>,
    /// Where it leads.
    pub address: Option<String>,
}

impl Bars {
    pub(super) fn draw(&self, width: f64) -> (f64, Vec<Mark>) {
        let drawn = &self.bars[..self.bars.len().min(MOST)];
        let largest = drawn
            .iter()
            .map(|bar| bar.value.max(bar.before.unwrap_or(0)))
            .max()
            .unwrap_or(0)
            .max(1);
        let long = |value: u64| value as f64 / largest as f64 * width;
        let mut marks = Vec::new();
        for (index, bar) in drawn.iter().enumerate() {
            let top = index as f64 * ROW;
            let value = told(bar, Unit::QUOTES_UNSAID);
            row(&mut marks, top, width, &bar.name, &value);
            marks.push(rect(0.0, top + BAR.0, width, BAR.1, "track"));
            marks.push(rect(0.0, top + BAR.0, long(bar.value), BAR.1, "fill"));
            if let Some(before) = bar.before {
                marks.push(rect(
                    (long(before) - 1.0).clamp(0.0, width - 2.0),
                    top + BAR.0 - 3.0,
                    2.0,
                    BAR.1 + 6.0,
                    "before",
                ));
            }
            let says = format!("{}: {}", bar.name, told(bar, self.unit));
            marks.push(pointed_at(top, width, says, bar.address.clone()));
        }
        let mut height = drawn.len() as f64 * ROW;
        if self.bars.len() > drawn.len() {
            let more = format!(
                "{} more in the table",
                crate::wording::number((self.bars.len() - drawn.len()) as u64)
            );
            marks.push(text(0.0, height + WORDS, "soft", &more));
            height += WORDS + 6.0;
        }
        (height, marks)
    }

    pub(super) fn told(&self) -> String {
        let shown: Vec<String> = self
            .bars
            .iter()
            .take(5)
            .map(|bar| format!("{}: {}", bar.name, told(bar, self.unit)))
            .collect();
        let more = match self.bars.len().saturating_sub(shown.len()) {
            0 => String::new(),
            more => format!("; and {} more", crate::wording::number(more as u64)),
        };
        format!("Bars in order of size. {}{more}.", shown.join("; "))
    }
}

impl Unit {
    /// Where the heading says what is counted.
    const QUOTES_UNSAID: Self = Self { one: "", many: "" };
}

fn told(bar: &Bar, unit: Unit) -> String {
    let mut told = unit.counted(bar.value).trim_end().to_owned();
    if let Some(note) = &bar.note {
        told.push_str(" · ");
        told.push_str(note);
    }
    told
}

/// A row's words: its name, cut where the value needs the room.
pub(super) fn row(marks: &mut Vec<Mark>, top: f64, width: f64, name: &str, value: &str) {
    let room = (width - width_of(value) - 12.0).max(width / 3.0);
    marks.push(text(0.0, top + WORDS, "name", &fitting(name, room)));
    marks.push(anchored(width, top + WORDS, "end", "value", value));
}

/// What lies over a row to be pointed at.
pub(super) fn pointed_at(top: f64, width: f64, says: String, address: Option<String>) -> Mark {
    Mark::Rect {
        x: Pixel(0.0),
        y: Pixel(top),
        width: Pixel(width),
        height: Pixel(ROW - 4.0),
        class: "over".to_owned(),
        says: Some(super::drawing::printable(&says)),
        address,
    }
}

//! Wholes and what they are made of, as bars in parts.

use super::Unit;
use super::bars::row;
use super::drawing::{Mark, Pixel, anchored, printable};
use super::legend::{Sample, legend};
use crate::wording::number;

/// Height of a row.
const ROW: f64 = 54.0;
/// Where its bar begins, and how thick it is.
const BAR: (f64, f64) = (22.0, 18.0);
/// Parts that can be told apart. Whoever makes a chart puts what is beyond them into the last.
pub const MOST_PARTS: usize = 6;
/// Rows that are drawn; the table has all.
const MOST: usize = 30;

/// Wholes, and what they are made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Stacks {
    /// What is counted.
    pub unit: Unit,
    /// Names of the parts, in the order in which they lie in each bar; six at most.
    pub parts: Vec<String>,
    /// The wholes.
    pub stacks: Vec<Stack>,
}

/// One whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Stack {
    /// What it is.
    pub name: String,
    /// As many as there are parts.
    pub values: Vec<u64>,
    /// Where each part leads, where it leads anywhere.
    pub addresses: Vec<Option<String>>,
}

impl Stack {
    fn total(&self) -> u64 {
        self.values.iter().sum()
    }
}

impl Stacks {
    pub(super) fn draw(&self, width: f64) -> (f64, Vec<Mark>) {
        let names: Vec<&str> = self
            .parts
            .iter()
            .take(MOST_PARTS)
            .map(String::as_str)
            .collect();
        let (mut top, mut marks) = legend(&names, Sample::Field, width);
        for stack in self.stacks.iter().take(MOST) {
            let total = stack.total();
            let value = self.unit.counted(total);
            row(&mut marks, top, width, &stack.name, &value);
            let mut left = 0.0_f64;
            for (index, value) in stack.values.iter().take(MOST_PARTS).enumerate() {
                let long = *value as f64 / total.max(1) as f64 * width;
                if *value == 0 {
                    continue;
                }
                let part = index + 1;
                marks.push(Mark::Rect {
                    x: Pixel(left.min(width - 0.5)),
                    y: Pixel(top + BAR.0),
                    // A gap of paper parts neighbours, whatever their colours.
                    width: Pixel((long - 1.0).max(0.5)),
                    height: Pixel(BAR.1),
                    class: format!("part part-{part}"),
                    says: Some(printable(&format!(
                        "{}, {}: {} of {}",
                        stack.name,
                        names.get(index).copied().unwrap_or_default(),
                        number(*value),
                        number(total)
                    ))),
                    address: stack.addresses.get(index).cloned().flatten(),
                });
                if long >= 16.0 {
                    marks.push(anchored(
                        left + long / 2.0,
                        top + BAR.0 + 13.5,
                        "middle",
                        "inside",
                        &part.to_string(),
                    ));
                }
                left += long;
            }
            top += ROW;
        }
        (top, marks)
    }

    pub(super) fn told(&self) -> String {
        let rows: Vec<String> = self
            .stacks
            .iter()
            .take(5)
            .map(|stack| {
                let parts: Vec<String> = self
                    .parts
                    .iter()
                    .zip(&stack.values)
                    .filter(|(_, value)| **value > 0)
                    .map(|(part, value)| format!("{part} {}", number(*value)))
                    .collect();
                format!(
                    "{}: {} ({})",
                    stack.name,
                    self.unit.counted(stack.total()),
                    parts.join(", ")
                )
            })
            .collect();
        let more = match self.stacks.len().saturating_sub(rows.len()) {
            0 => String::new(),
            more => format!("; and {} more", number(more as u64)),
        };
        format!("Bars in parts. {}{more}.", rows.join("; "))
    }
}

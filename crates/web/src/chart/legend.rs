//! Which part is which: a number, a name, and a sample of its looks.

use super::drawing::{Mark, anchored, fitting, line, rect, text, width_of};

/// Height of a line of it.
const LINE: f64 = 22.0;
/// Width of a sample, with the room behind it.
const SAMPLE: f64 = 30.0;

/// What stands before a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sample {
    /// A piece of the line.
    Line,
    /// A field with its number in it.
    Field,
}

/// The legend, and its height.
pub(super) fn legend(names: &[&str], sample: Sample, width: f64) -> (f64, Vec<Mark>) {
    let mut marks = Vec::new();
    let (mut x, mut y) = (0.0, 0.0);
    for (index, name) in names.iter().enumerate() {
        let name = fitting(name, (width - SAMPLE).min(260.0));
        let taken = SAMPLE + width_of(&name) + 16.0;
        if x > 0.0 && x + taken > width + 16.0 {
            x = 0.0;
            y += LINE;
        }
        let part = index + 1;
        match sample {
            Sample::Line => marks.push(line(
                (x, y + 9.0),
                (x + 24.0, y + 9.0),
                format!("line line-{part}"),
            )),
            Sample::Field => {
                marks.push(rect(x + 4.0, y, 18.0, 18.0, format!("part part-{part}")));
                let number = part.to_string();
                marks.push(anchored(x + 13.0, y + 13.5, "middle", "inside", &number));
            }
        }
        marks.push(text(x + SAMPLE, y + 13.5, "name", &name));
        x += taken;
    }
    let height = if names.is_empty() {
        0.0
    } else {
        y + LINE + 6.0
    };
    (height, marks)
}

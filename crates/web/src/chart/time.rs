//! Numbers over time: columns where there is room for them, an area where there is not, lines where there are several.

use chrono::{Datelike, NaiveDate};
use onrecord_engine::Bucket;

use super::Unit;
use super::drawing::{Mark, Pixel, anchored, line, printable, rect, width_of};
use super::legend::{Sample, legend};
use super::scale::ticks;
use crate::wording::number;

/// Room for the words below it.
const BELOW: f64 = 26.0;
/// Room above it, for the half of a line of words.
const ABOVE: f64 = 10.0;
/// Narrower columns cannot be told apart or clicked.
const NARROWEST: f64 = 4.0;
/// Lines that can be told apart.
pub const MOST_LINES: usize = 6;

/// How much room a chart takes downwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Height {
    /// To be read by itself.
    Usual,
    /// Above something else that is read.
    Low,
}

impl Height {
    /// Of the plane that is drawn on, in pixels.
    fn plane(self) -> f64 {
        match self {
            Self::Usual => 190.0,
            Self::Low => 90.0,
        }
    }
}

/// Numbers over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Over {
    /// What is counted.
    pub unit: Unit,
    /// How much room it takes.
    pub height: Height,
    /// How long the steps are.
    pub bucket: Bucket,
    /// All steps from the first to the last, without a gap.
    pub steps: Vec<TimeStep>,
    /// One or several; six at most are drawn.
    pub lines: Vec<Line>,
}

/// One step of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeStep {
    /// Its first day.
    pub day: NaiveDate,
    /// Where it leads.
    pub address: Option<String>,
}

/// Numbers of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is; said where there are several.
    pub name: String,
    /// As many as there are steps.
    pub values: Vec<u64>,
}

/// A step in words: "2024", "March 2024", "week from 4 March 2024".
#[must_use]
pub fn step_label(day: NaiveDate, bucket: Bucket) -> String {
    match bucket {
        Bucket::Day => format!("{} {}", day.day(), day.format("%B %Y")),
        Bucket::Week => format!("week from {} {}", day.day(), day.format("%B %Y")),
        Bucket::Month => day.format("%B %Y").to_string(),
        Bucket::Quarter => format!("quarter from {}", day.format("%B %Y")),
        Bucket::Year => day.format("%Y").to_string(),
    }
}

impl Over {
    pub(super) fn draw(&self, width: f64) -> (f64, Vec<Mark>) {
        let names: Vec<&str> = self
            .lines
            .iter()
            .take(MOST_LINES)
            .map(|line| line.name.as_str())
            .collect();
        let (above, mut marks) = match names.len() {
            0 | 1 => (0.0, Vec::new()),
            _ => legend(&names, Sample::Line, width),
        };
        let plane = Plane::new(self, width, above + ABOVE);
        plane.scale(&mut marks);
        plane.days(self, &mut marks);
        match self.lines.as_slice() {
            [only] if plane.step >= NARROWEST => plane.columns(self, only, &mut marks),
            [only] => {
                plane.area(only, &mut marks);
                plane.pointed_at(self, only, &mut marks);
            }
            several => {
                for (index, numbers) in several.iter().take(MOST_LINES).enumerate().rev() {
                    plane.line(numbers, index + 1, &mut marks);
                }
            }
        }
        (plane.bottom + BELOW, marks)
    }

    pub(super) fn told(&self) -> String {
        let (Some(first), Some(last)) = (self.steps.first(), self.steps.last()) else {
            return "Nothing with a date.".to_owned();
        };
        let label = |step: &TimeStep| step_label(step.day, self.bucket);
        let mut told = match first == last {
            true => format!("One {}: {}.", self.bucket.as_str(), label(first)),
            false => format!(
                "By {}, from {} to {}.",
                self.bucket.as_str(),
                label(first),
                label(last)
            ),
        };
        for line in self.lines.iter().take(MOST_LINES) {
            let sum: u64 = line.values.iter().sum();
            told.push(' ');
            if self.lines.len() > 1 {
                told.push_str(&format!("{}: ", line.name));
            }
            told.push_str(&format!("{} in all", self.unit.counted(sum)));
            // The first of several that are as high.
            let highest = self
                .steps
                .iter()
                .zip(&line.values)
                .rev()
                .max_by_key(|(_, value)| **value);
            if let Some((step, value)) = highest.filter(|(_, value)| **value > 0) {
                told.push_str(&format!(", most in {} ({})", label(step), number(*value)));
            }
            told.push('.');
        }
        told
    }
}

/// Where things lie.
struct Plane {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    /// From top to bottom.
    height: f64,
    /// Width of a step.
    step: f64,
    ticks: Vec<u64>,
}

impl Plane {
    fn new(over: &Over, width: f64, top: f64) -> Self {
        let drawn = over.lines.iter().take(MOST_LINES);
        let largest = drawn
            .flat_map(|line| line.values.iter().copied())
            .max()
            .unwrap_or(0);
        let ticks = ticks(largest);
        let widest = ticks
            .iter()
            .map(|tick| width_of(&number(*tick)))
            .fold(0.0, f64::max);
        let (left, right) = (widest + 8.0, width - 1.0);
        Self {
            left,
            right,
            top,
            bottom: top + over.height.plane(),
            height: over.height.plane(),
            step: (right - left) / over.steps.len().max(1) as f64,
            ticks,
        }
    }

    fn at_height(&self, value: u64) -> f64 {
        let highest = self.ticks.last().copied().unwrap_or(1).max(1);
        self.bottom - value as f64 / highest as f64 * self.height
    }

    /// The middle of a step.
    fn at(&self, step: usize) -> f64 {
        self.left + (step as f64 + 0.5) * self.step
    }

    fn scale(&self, marks: &mut Vec<Mark>) {
        for tick in &self.ticks {
            let y = self.at_height(*tick);
            let class = if *tick == 0 { "axis" } else { "grid" };
            marks.push(line((self.left, y), (self.right, y), class));
            marks.push(anchored(
                self.left - 6.0,
                y + 4.5,
                "end",
                "soft",
                &number(*tick),
            ));
        }
    }

    /// The days below, as many as there is room for.
    fn days(&self, over: &Over, marks: &mut Vec<Mark>) {
        for (step, label) in labels(over, self) {
            let half = width_of(&label) / 2.0;
            // The first and the last may not reach beyond the drawing.
            let x = self.at(step).clamp(half, self.right - half);
            let at = self.at(step);
            marks.push(line((at, self.bottom), (at, self.bottom + 5.0), "axis"));
            marks.push(anchored(x, self.bottom + 20.0, "middle", "soft", &label));
        }
    }

    fn columns(&self, over: &Over, numbers: &Line, marks: &mut Vec<Mark>) {
        // Between columns a fifth is left, but for a single step not half the page is one block.
        let wide = (self.step * 0.8).min(80.0);
        for (index, (step, value)) in over.steps.iter().zip(&numbers.values).enumerate() {
            if *value > 0 {
                // What is there is seen, however little it is beside the rest.
                let y = self.at_height(*value).min(self.bottom - 1.0);
                marks.push(rect(
                    self.at(index) - wide / 2.0,
                    y,
                    wide,
                    self.bottom - y,
                    "fill",
                ));
            }
            marks.push(self.over_step(over, index, step, *value));
        }
    }

    /// What is pointed at over an area: as many places as can be told apart.
    fn pointed_at(&self, over: &Over, numbers: &Line, marks: &mut Vec<Mark>) {
        if self.step < 1.0 {
            return;
        }
        for (index, (step, value)) in over.steps.iter().zip(&numbers.values).enumerate() {
            marks.push(self.over_step(over, index, step, *value));
        }
    }

    fn over_step(&self, over: &Over, index: usize, step: &TimeStep, value: u64) -> Mark {
        let says = format!(
            "{}: {}",
            step_label(step.day, over.bucket),
            over.unit.counted(value)
        );
        Mark::Rect {
            x: Pixel(self.left + index as f64 * self.step),
            y: Pixel(self.top),
            width: Pixel(self.step),
            height: Pixel(self.height),
            class: "over".to_owned(),
            says: Some(printable(&says)),
            address: step.address.clone().filter(|_| value > 0),
        }
    }

    fn area(&self, numbers: &Line, marks: &mut Vec<Mark>) {
        let along = self.along(numbers);
        let last = self.at(numbers.values.len().saturating_sub(1));
        marks.push(Mark::Path {
            along: format!(
                "{along}L{} {}L{} {}Z",
                Pixel(last),
                Pixel(self.bottom),
                Pixel(self.at(0)),
                Pixel(self.bottom)
            ),
            class: "area".to_owned(),
        });
        marks.push(Mark::Path {
            along,
            class: "line line-1".to_owned(),
        });
    }

    fn line(&self, numbers: &Line, part: usize, marks: &mut Vec<Mark>) {
        if let [only] = numbers.values.as_slice() {
            let y = self.at_height(*only);
            let at = self.at(0);
            marks.push(line(
                (at - 12.0, y),
                (at + 12.0, y),
                format!("line line-{part}"),
            ));
            return;
        }
        marks.push(Mark::Path {
            along: self.along(numbers),
            class: format!("line line-{part}"),
        });
    }

    fn along(&self, numbers: &Line) -> String {
        let mut along = String::new();
        for (step, value) in numbers.values.iter().enumerate() {
            let letter = if step == 0 { 'M' } else { 'L' };
            along.push_str(&format!(
                "{letter}{} {}",
                Pixel(self.at(step)),
                Pixel(self.at_height(*value))
            ));
        }
        along
    }
}

/// Which steps have their day written below, and how.
#[derive(Debug, Clone, Copy)]
enum Rule {
    /// Every step.
    Steps,
    /// The first step in every so many months.
    Months(i32),
    /// The first step in every so many years.
    Years(i32),
}

const RULES: [Rule; 14] = [
    Rule::Steps,
    Rule::Months(1),
    Rule::Months(3),
    Rule::Months(6),
    Rule::Years(1),
    Rule::Years(2),
    Rule::Years(5),
    Rule::Years(10),
    Rule::Years(20),
    Rule::Years(50),
    Rule::Years(100),
    Rule::Years(200),
    Rule::Years(500),
    Rule::Years(1000),
];

/// The finest labels that do not run into one another; the first and the last step where none do.
fn labels(over: &Over, plane: &Plane) -> Vec<(usize, String)> {
    for rule in RULES {
        let labels = by_rule(over, rule);
        let fits = labels.windows(2).all(|pair| {
            let room = plane.at(pair[1].0) - plane.at(pair[0].0);
            room >= (width_of(&pair[0].1) + width_of(&pair[1].1)) / 2.0 + 12.0
        });
        if fits && !labels.is_empty() {
            return labels;
        }
    }
    let last = over.steps.len().saturating_sub(1);
    let label = |step: usize| {
        Some((
            step,
            short(over.steps.get(step)?.day, Rule::Steps, over.bucket),
        ))
    };
    [Some(0), (last > 0).then_some(last)]
        .into_iter()
        .flatten()
        .filter_map(label)
        .collect()
}

fn by_rule(over: &Over, rule: Rule) -> Vec<(usize, String)> {
    let period = |day: NaiveDate| match rule {
        Rule::Steps => day.num_days_from_ce(),
        Rule::Months(months) => (day.year() * 12 + day.month0() as i32).div_euclid(months),
        Rule::Years(years) => day.year().div_euclid(years),
    };
    let begins = |day: NaiveDate| match rule {
        Rule::Steps => true,
        // A week that is the first of a month seldom begins with it.
        Rule::Months(months) => {
            (day.year() * 12 + day.month0() as i32).rem_euclid(months) == 0 && day.day() <= 7
        }
        Rule::Years(years) => day.year().rem_euclid(years) == 0 && day.ordinal() <= 7,
    };
    let mut labels = Vec::new();
    let mut before = None;
    for (step, TimeStep { day, .. }) in over.steps.iter().enumerate() {
        let now = period(*day);
        if before != Some(now) && begins(*day) {
            labels.push((step, short(*day, rule, over.bucket)));
        }
        before = Some(now);
    }
    labels
}

fn short(day: NaiveDate, rule: Rule, bucket: Bucket) -> String {
    match (rule, bucket) {
        (Rule::Years(_), _) | (_, Bucket::Year) => day.format("%Y").to_string(),
        (Rule::Months(_), _) | (_, Bucket::Month | Bucket::Quarter) => {
            day.format("%b %Y").to_string()
        }
        (Rule::Steps, Bucket::Day | Bucket::Week) => {
            format!("{} {}", day.day(), day.format("%b %Y"))
        }
    }
}

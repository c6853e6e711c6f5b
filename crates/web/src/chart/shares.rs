//! Proportions, each with the interval that it may lie in.

use super::bars::{pointed_at, row};
use super::drawing::{Mark, line, rect};
use crate::wording::number;

/// Height of a row.
const ROW: f64 = 48.0;
/// Where its bar begins, and how thick it is.
const BAR: (f64, f64) = (22.0, 9.0);

/// Proportions of one or several wholes.
#[derive(Debug, Clone, PartialEq)]
pub struct Shares {
    /// In the order they are shown.
    pub rows: Vec<ShareRow>,
}

/// One proportion.
#[derive(Debug, Clone, PartialEq)]
pub struct ShareRow {
    /// Of what.
    pub name: String,
    /// How many have it.
    pub part: u64,
    /// Of how many.
    pub whole: u64,
    /// Lower end of the interval, from 0 to 1.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// Where it leads.
    pub address: Option<String>,
}

impl ShareRow {
    /// "62% (58–66%)", or that there is nothing to have a share of.
    pub(crate) fn told(&self) -> String {
        if self.whole == 0 {
            return "of none".to_owned();
        }
        let (low, high) = (percent(self.low), percent(self.high));
        let low = match low.strip_suffix('%') {
            Some(low) if !low.contains(' ') => low,
            _ => &low,
        };
        format!("{} ({low}–{high})", self.percent())
    }

    /// "62%"; 0 and 100 only where it is none or all.
    pub(crate) fn percent(&self) -> String {
        match (self.part, self.whole) {
            (part, whole) if part == whole && whole > 0 => "100%".to_owned(),
            (_, 0) => "–".to_owned(),
            (part, whole) => percent(part as f64 / whole as f64),
        }
    }

    fn value(&self) -> f64 {
        match self.whole {
            0 => 0.0,
            whole => self.part as f64 / whole as f64,
        }
    }
}

/// A share from 0 to 1 in per cent: to one place below 10 and above 90, and 0 or 100 only for what is just that.
#[must_use]
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    match percent {
        percent if percent <= 0.0 => "0%".to_owned(),
        percent if percent >= 100.0 => "100%".to_owned(),
        percent if percent < 0.1 => "under 0.1%".to_owned(),
        percent if percent > 99.9 => "over 99.9%".to_owned(),
        percent if !(9.95..=90.0).contains(&percent) => format!("{percent:.1}%"),
        percent => format!("{percent:.0}%"),
    }
}

impl Shares {
    pub(super) fn draw(&self, width: f64) -> (f64, Vec<Mark>) {
        let mut marks = Vec::new();
        for (index, share) in self.rows.iter().enumerate() {
            let top = index as f64 * ROW;
            // Below the bar, as on it neither would be seen well.
            let below = top + BAR.0 + BAR.1 + 5.0;
            row(&mut marks, top, width, &share.name, &share.told());
            marks.push(rect(0.0, top + BAR.0, width, BAR.1, "track"));
            marks.push(rect(0.0, top + BAR.0, share.value() * width, BAR.1, "fill"));
            if share.whole > 0 {
                let end = |share: f64| share.clamp(0.0, 1.0) * (width - 2.0) + 1.0;
                let (low, high) = (end(share.low), end(share.high));
                marks.push(line((low, below), (high, below), "interval"));
                for at in [low, high] {
                    marks.push(line((at, below - 3.0), (at, below + 3.0), "interval"));
                }
            }
            let says = format!("{}: {}", share.name, in_full(share));
            marks.push(pointed_at(top, width, says, share.address.clone()));
        }
        (self.rows.len() as f64 * ROW, marks)
    }

    pub(super) fn told(&self) -> String {
        let rows: Vec<String> = self
            .rows
            .iter()
            .map(|share| format!("{}: {}", share.name, in_full(share)))
            .collect();
        format!("{}.", rows.join("; "))
    }
}

fn in_full(share: &ShareRow) -> String {
    if share.whole == 0 {
        return "there are none to count".to_owned();
    }
    format!(
        "{}, {} of {}; with 95% confidence between {} and {}",
        share.percent(),
        number(share.part),
        number(share.whole),
        percent(share.low),
        percent(share.high)
    )
}

//! Verdicts on claims: the rating in its own words, and beside it what it comes to on a scale that all share.

use onrecord_engine::ClaimVerdict;
use onrecord_model::{Rating, Share};

use crate::address;
use crate::respond::Way;
use crate::wording::Day;

/// Width of the mark on a bar, in hundredths of the bar: it stays on it at both ends.
const MARK: f64 = 3.0;

/// A rating, as pages show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RatingView {
    /// Word for word.
    pub(crate) name: String,
    /// Where it lies between false and true; `None` where it says nothing of that.
    pub(crate) bar: Option<Bar>,
    /// The scale it is from and the number it was published with, where known.
    pub(crate) of: Option<String>,
}

/// A place between false and true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bar {
    /// Where the mark begins, in hundredths from the left, where false is.
    pub(crate) at: String,
    /// "0.25, where 0 is false and 1 is true".
    pub(crate) words: String,
}

/// A published verdict in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VerdictLine {
    pub(crate) rating: RatingView,
    pub(crate) author: String,
    pub(crate) day: Day,
    /// Where it was published, elsewhere than here.
    pub(crate) link: Option<Way>,
}

impl RatingView {
    pub(crate) fn new(rating: &Rating) -> Self {
        let published = rating.published.as_ref().map(|numbers| {
            let ends: Vec<String> = [("worst", &numbers.worst), ("best", &numbers.best)]
                .into_iter()
                .filter_map(|(end, number)| Some(format!("{end} {}", number.as_ref()?)))
                .collect();
            match ends.is_empty() {
                true => format!("published as {}", numbers.value),
                false => format!("published as {} ({})", numbers.value, ends.join(", ")),
            }
        });
        let scale = rating
            .scale
            .as_ref()
            .map(|scale| format!("scale “{scale}”"));
        let of: Vec<String> = scale.into_iter().chain(published).collect();
        Self {
            name: rating.name.clone(),
            bar: rating.value.map(Bar::new),
            of: (!of.is_empty()).then(|| of.join(", ")),
        }
    }
}

impl Bar {
    fn new(value: Share) -> Self {
        Self {
            at: format!("{:.2}", value.get() * (100.0 - MARK)),
            words: format!("{value}, where 0 is false and 1 is true"),
        }
    }
}

impl From<&ClaimVerdict> for VerdictLine {
    fn from(verdict: &ClaimVerdict) -> Self {
        Self {
            rating: RatingView::new(&verdict.rating),
            author: verdict.author.clone(),
            day: Day::of(verdict.date),
            link: verdict.url.as_deref().and_then(address::original),
        }
    }
}

/// That reviews disagree, in words, with what each of them says.
pub(crate) fn disagreement<'a>(verdicts: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let told: Vec<String> = verdicts
        .into_iter()
        .map(|(author, rating)| format!("{author} says “{rating}”"))
        .collect();
    format!(
        "The reviews disagree: {}. They stand side by side, and nothing here is their average.",
        told.join(", ")
    )
}

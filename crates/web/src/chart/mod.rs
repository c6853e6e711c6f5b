//! Charts: numbers that are drawn, told in words and written as a table, all three from the same values.
//!
//! Nothing here asks the engine or knows the web: values in, marks, sentences and rows out. What a chart shows can be had
//! without seeing it (a description, a table behind each), without colour (patterns of lines, numbers in segments, values
//! beside bars) and without scripts. Drawings are laid out twice, for a wide and for a narrow page, because text in a drawing
//! that is scaled down can no longer be read.

mod bars;
mod drawing;
mod file;
mod legend;
mod page;
mod scale;
mod shares;
mod stacks;
mod table;
mod time;

pub use bars::{Bar, Bars};
pub use drawing::{Drawing, Mark};
pub use page::{ChartView, DrawingView, Ways};
pub use shares::{ShareRow, Shares, percent};
pub use stacks::{MOST_PARTS, Stack, Stacks};
pub use table::{Cell, Table};
pub use time::{Height, Line, MOST_LINES, Over, TimeStep, step_label};

/// Room a chart is drawn for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// The whole width of a page.
    Full,
    /// Beside a column of filters.
    Column,
    /// Half the width of a page.
    Half,
    /// The margin of a page, or a phone.
    Aside,
    /// A phone.
    Narrow,
}

impl Size {
    /// In pixels.
    #[must_use]
    pub fn width(self) -> f64 {
        match self {
            Self::Full => 1100.0,
            Self::Column => 800.0,
            Self::Half => 520.0,
            Self::Aside => 320.0,
            Self::Narrow => 340.0,
        }
    }

    /// The class of the drawing.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Full | Self::Column | Self::Half => "wide-drawing",
            Self::Aside => "aside-drawing",
            Self::Narrow => "narrow-drawing",
        }
    }
}

/// What is counted, for sentences: "1 quote", "1,204 quotes".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// One of it.
    pub one: &'static str,
    /// Several.
    pub many: &'static str,
}

impl Unit {
    /// Quotes, the usual unit.
    pub const QUOTES: Self = Self {
        one: "quote",
        many: "quotes",
    };

    pub(crate) fn counted(self, value: u64) -> String {
        crate::wording::counted(value, self.one, self.many)
    }
}

/// One chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Its name in addresses and in the page: lower-case letters and hyphens.
    pub name: &'static str,
    /// What it shows.
    pub title: String,
    /// How to read it, and what its numbers are of.
    pub reading: String,
    /// What is drawn.
    pub plot: Plot,
    /// The same as a table.
    pub table: Table,
    /// How wide it is on a page with room.
    pub size: Size,
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Plot {
    /// Numbers over time.
    Over(Over),
    /// Numbers in order of size.
    Bars(Bars),
    /// Proportions with what they may be off by.
    Shares(Shares),
    /// Parts of wholes.
    Stacks(Stacks),
    /// Nothing that could be drawn, and why: the table may have rows all the same.
    Nothing(String),
}

impl Chart {
    /// The chart as marks on a plane.
    #[must_use]
    pub fn drawing(&self, size: Size) -> Drawing {
        let width = size.width();
        let (height, marks) = match &self.plot {
            Plot::Over(over) => over.draw(width),
            Plot::Bars(bars) => bars.draw(width),
            Plot::Shares(shares) => shares.draw(width),
            Plot::Stacks(stacks) => stacks.draw(width),
            Plot::Nothing(_) => (0.0, Vec::new()),
        };
        Drawing {
            id: format!("{}-{}", self.name, size.class()),
            class: size.class(),
            title: drawing::printable(&self.title),
            description: drawing::printable(&self.description()),
            width,
            height,
            marks,
        }
    }

    /// What it shows in words, with the numbers that matter most.
    #[must_use]
    pub fn description(&self) -> String {
        match &self.plot {
            Plot::Over(over) => over.told(),
            Plot::Bars(bars) => bars.told(),
            Plot::Shares(shares) => shares.told(),
            Plot::Stacks(stacks) => stacks.told(),
            Plot::Nothing(why) => why.clone(),
        }
    }

    /// All rows of its table as CSV.
    #[must_use]
    pub fn csv(&self) -> String {
        self.table.csv()
    }

    /// The chart as a file that stands by itself, with its title, how to read it, and `source`: where and when it was made.
    ///
    /// # Errors
    /// Where the template fails, which is a bug.
    pub fn svg(&self, source: &str) -> Result<String, askama::Error> {
        file::svg(self, source)
    }
}

//! Marks on a plane, and the room that words take.

use std::fmt;

/// A drawing as its template needs it.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// Unique in its page.
    pub id: String,
    /// Its class in the style sheet.
    pub class: &'static str,
    /// Its name.
    pub title: String,
    /// What it shows, in words.
    pub description: String,
    /// In pixels.
    pub width: f64,
    /// In pixels.
    pub height: f64,
    /// From the back to the front.
    pub marks: Vec<Mark>,
}

/// One thing that is drawn. Its looks are its class's.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// An upright rectangle.
    Rect {
        /// Left edge.
        x: Pixel,
        /// Upper edge.
        y: Pixel,
        /// To the right.
        width: Pixel,
        /// Downwards.
        height: Pixel,
        /// In the style sheet.
        class: String,
        /// What pointing at it tells.
        says: Option<String>,
        /// Where clicking it leads, for a drawing in a page.
        address: Option<String>,
    },
    /// A line or an area.
    Path {
        /// In the language of SVG.
        along: String,
        /// In the style sheet.
        class: String,
    },
    /// Words on one line.
    Text {
        /// Where they begin, end or have their middle.
        x: Pixel,
        /// The line they stand on.
        y: Pixel,
        /// `start`, `middle` or `end`.
        anchor: &'static str,
        /// In the style sheet.
        class: String,
        /// The words.
        words: String,
    },
}

/// A length, written to a tenth of a pixel.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Pixel(pub f64);

impl fmt::Display for Pixel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = (self.0 * 10.0).round();
        // Not "-0".
        let tenths = if tenths == 0.0 { 0.0 } else { tenths };
        write!(formatter, "{}", tenths / 10.0)
    }
}

impl Drawing {
    /// The width as it is written.
    #[must_use]
    pub fn across(&self) -> Pixel {
        Pixel(self.width)
    }

    /// The height as it is written.
    #[must_use]
    pub fn down(&self) -> Pixel {
        Pixel(self.height)
    }

    /// The same without links, for a file that is looked at elsewhere.
    #[must_use]
    pub(crate) fn without_links(mut self) -> Self {
        for mark in &mut self.marks {
            if let Mark::Rect { address, .. } = mark {
                *address = None;
            }
        }
        self
    }

    /// The picture, and apart from it what lies over it to be clicked: an image may hold no links.
    #[must_use]
    pub(crate) fn parted(mut self) -> (Self, Vec<Mark>) {
        let is_link = |mark: &Mark| {
            matches!(
                mark,
                Mark::Rect {
                    address: Some(_),
                    ..
                }
            )
        };
        let (links, marks) = self.marks.into_iter().partition(is_link);
        self.marks = marks;
        (self, links)
    }
}

/// A rectangle that only shows something.
pub(crate) fn rect(x: f64, y: f64, width: f64, height: f64, class: impl Into<String>) -> Mark {
    Mark::Rect {
        x: Pixel(x),
        y: Pixel(y),
        width: Pixel(width),
        height: Pixel(height),
        class: class.into(),
        says: None,
        address: None,
    }
}

/// A straight line.
pub(crate) fn line(from: (f64, f64), to: (f64, f64), class: impl Into<String>) -> Mark {
    Mark::Path {
        along: format!(
            "M{} {}L{} {}",
            Pixel(from.0),
            Pixel(from.1),
            Pixel(to.0),
            Pixel(to.1)
        ),
        class: class.into(),
    }
}

/// Words that begin at `x`.
pub(crate) fn text(x: f64, y: f64, class: impl Into<String>, words: &str) -> Mark {
    anchored(x, y, "start", class, words)
}

/// Words that end at `x` (`end`) or have their middle there (`middle`).
pub(crate) fn anchored(
    x: f64,
    y: f64,
    anchor: &'static str,
    class: impl Into<String>,
    words: &str,
) -> Mark {
    Mark::Text {
        x: Pixel(x),
        y: Pixel(y),
        anchor,
        class: class.into(),
        words: printable(words),
    }
}

/// Size of the letters in drawings.
pub(crate) const LETTERS: f64 = 13.0;

/// About how wide words are in letters of [`LETTERS`]: by eye, from the metrics of common sans-serif fonts, rather too wide
/// than too narrow.
pub(crate) fn width_of(words: &str) -> f64 {
    let share = |letter: char| match letter {
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | ' '
        | '(' | ')' | '’' => 0.36,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '…' | '—' => 0.92,
        letter if letter.is_uppercase() => 0.72,
        letter if letter >= '\u{1100}' => 1.05,
        _ => 0.58,
    };
    words.chars().map(share).sum::<f64>() * LETTERS
}

/// `words` on one line, cut where they do not fit into `room`.
pub(crate) fn fitting(words: &str, room: f64) -> String {
    let words = crate::card::one_line(words);
    if width_of(&words) <= room {
        return words;
    }
    let mut cut = String::new();
    let mut taken = width_of("…");
    for letter in words.chars() {
        taken += width_of(letter.encode_utf8(&mut [0; 4]));
        if taken > room {
            break;
        }
        cut.push(letter);
    }
    format!("{}…", cut.trim_end())
}

/// `words` in lines of at most `room`.
pub(crate) fn wrapped(words: &str, room: f64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in words.split_whitespace() {
        let longer = match line.is_empty() {
            true => word.to_owned(),
            false => format!("{line} {word}"),
        };
        if width_of(&longer) <= room || line.is_empty() {
            line = longer;
        } else {
            lines.push(std::mem::replace(&mut line, word.to_owned()));
        }
    }
    lines.extend((!line.is_empty()).then_some(line));
    lines.iter().map(|line| fitting(line, room)).collect()
}

/// Words without the characters that no XML may hold: a file with one of them would not open.
pub(crate) fn printable(words: &str) -> String {
    words
        .chars()
        .map(|letter| match letter {
            '\t' | '\n' | '\r' => ' ',
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
            letter => letter,
        })
        .collect()
}

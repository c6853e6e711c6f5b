//! Double marks: “…”, "…", „…“, «…», ''…''.

use super::{Pair, Pairing, QuotationStyle};
use crate::token::TokenKind;

/// Which marks go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    /// “ ” „ ‟ `` and doubled single marks.
    Curly,
    /// « »
    Angle,
    /// " and '', which open and close alike.
    Straight,
}

/// What a double mark does by its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// “ « `` open; “ and « close as well, in German.
    Opener,
    /// „ opens, and “ may close it.
    Low,
    /// ” » close; they open as well, in German and Swedish.
    Closer,
    /// " and '' are told by what stands around them.
    Either,
}

#[derive(Debug, Clone, Copy)]
struct Mark {
    index: usize,
    family: Family,
    shape: Shape,
}

/// The quotations that are open at some place, the outermost first.
#[derive(Default)]
struct Open {
    marks: Vec<Mark>,
    /// How many of them are curly, angled and straight, so that no search for what is not there is made.
    counts: [usize; 3],
}

impl Open {
    fn push(&mut self, mark: Mark) {
        self.counts[mark.family as usize] += 1;
        self.marks.push(mark);
    }

    fn pop(&mut self) -> Option<Mark> {
        let mark = self.marks.pop()?;
        self.counts[mark.family as usize] -= 1;
        Some(mark)
    }

    fn innermost(&self) -> Option<Mark> {
        self.marks.last().copied()
    }

    fn holds(&self, family: Family) -> bool {
        self.counts[family as usize] > 0
    }

    /// The innermost of a family; those inside it lack their ends.
    fn pop_to(&mut self, family: Family) -> Option<Mark> {
        while let Some(mark) = self.pop() {
            if mark.family == family {
                return Some(mark);
            }
        }
        None
    }
}

impl Pairing<'_> {
    fn double(&self, index: usize) -> Option<Mark> {
        let (family, shape) = match self.mark(index) {
            "“" | "‟" | "``" | "‘‘" => (Family::Curly, Shape::Opener),
            "„" => (Family::Curly, Shape::Low),
            "”" | "’’" => (Family::Curly, Shape::Closer),
            "«" => (Family::Angle, Shape::Opener),
            "»" => (Family::Angle, Shape::Closer),
            "\"" | "＂" | "''" => (Family::Straight, Shape::Either),
            _ => return None,
        };
        Some(Mark {
            index,
            family,
            shape,
        })
    }

    pub(super) fn doubles(&self) -> Vec<Pair> {
        let marks: Vec<Mark> = self
            .range
            .clone()
            .filter(|index| self.tokens[*index].kind == TokenKind::QuotationMark)
            .filter_map(|index| self.double(index))
            .collect();
        let straight_nest = self.straight_nest(&marks);
        let mut straight_left = marks
            .iter()
            .filter(|mark| mark.family == Family::Straight)
            .count();
        let mut pairs = Vec::new();
        let mut open = Open::default();
        for mark in marks {
            let opened = match mark.shape {
                Shape::Opener => match open.innermost() {
                    Some(outer) if self.closes_with_opener(outer, mark) => open.pop(),
                    _ => {
                        if mark.family == Family::Curly || !self.only_closes(mark.index) {
                            open.push(mark);
                        }
                        None
                    }
                },
                Shape::Low => {
                    open.push(mark);
                    None
                }
                Shape::Closer if open.holds(mark.family) => open.pop_to(mark.family),
                // “…" is sloppy, yet a quotation.
                Shape::Closer if mark.family == Family::Curly && open.holds(Family::Straight) => {
                    open.pop_to(Family::Straight)
                }
                Shape::Closer => {
                    if self.only_opens(mark.index) {
                        open.push(mark);
                    }
                    None
                }
                Shape::Either => {
                    let opens = match straight_nest {
                        true => self.only_opens(mark.index),
                        false => self.straight_opens(mark.index, &mut open, straight_left),
                    };
                    straight_left -= 1;
                    match opens {
                        true => {
                            open.push(mark);
                            None
                        }
                        false => open.pop(),
                    }
                }
            };
            if let Some(opened) = opened {
                pairs.push(Pair {
                    first: opened.index,
                    last: mark.index,
                    closed: true,
                });
            }
        }
        pairs.extend(self.left_open(&open, &pairs));
        pairs.sort_by_key(|pair| pair.first);
        pairs
    }

    /// Whether a mark of an opening shape closes: „…“ and »…«, and “…“ by mistake.
    fn closes_with_opener(&self, outer: Mark, mark: Mark) -> bool {
        let closes = match outer.shape {
            Shape::Low => !self.only_opens(mark.index),
            Shape::Opener | Shape::Closer | Shape::Either => {
                self.only_closes(mark.index) && !self.only_opens(mark.index)
            }
        };
        outer.family == mark.family && closes
    }

    /// Whether a mark stands before a word, with space or an opening bracket on its other side.
    fn only_opens(&self, index: usize) -> bool {
        let ends = self
            .after(index)
            .is_none_or(|after| after.is_whitespace() || ",.;:!?)]".contains(after));
        self.space_or_opener_before(index) && !ends
    }

    /// Whether a mark stands behind a word or stop, with space or a stop on its other side.
    fn only_closes(&self, index: usize) -> bool {
        let ends = self
            .after(index)
            .is_none_or(|after| after.is_whitespace() || ",.;:!?)]-—–'’“”".contains(after));
        !self.space_before(index) && ends
    }

    /// Whether what stands around the straight marks tells of each whether it opens or closes, and they balance.
    fn straight_nest(&self, marks: &[Mark]) -> bool {
        let mut depth = 0_usize;
        for mark in marks.iter().filter(|mark| mark.family == Family::Straight) {
            match (self.only_opens(mark.index), self.only_closes(mark.index)) {
                (true, false) => depth += 1,
                (false, true) if depth > 0 => depth -= 1,
                _ => return false,
            }
        }
        depth == 0
    }

    /// Whether a straight mark opens, where straight marks take turns; `open` loses one that was never closed.
    fn straight_opens(&self, index: usize, open: &mut Open, straight_left: usize) -> bool {
        let Some(outer) = open.innermost() else {
            return self.can_open(index);
        };
        let reopens = outer.family == Family::Straight && self.reopens(index, straight_left);
        if reopens {
            open.pop();
        }
        reopens
    }

    fn can_open(&self, index: usize) -> bool {
        if self.mark(index) == "''" {
            return self.only_opens(index);
        }
        let closes_something = self.space_after(index)
            || self
                .after(index)
                .is_some_and(|after| ",.;:!?)".contains(after));
        self.space_or_opener_before(index) || !closes_something
    }

    fn space_or_opener_before(&self, index: usize) -> bool {
        self.before(index)
            .is_none_or(|before| before.is_whitespace() || "([-—–/'‘“„«".contains(before))
    }

    /// Whether a straight mark inside an open quotation opens another: the first was never closed.
    fn reopens(&self, index: usize, straight_left: usize) -> bool {
        let opens = self
            .before(index)
            .is_some_and(|before| before.is_whitespace() || "([".contains(before))
            && !self.space_after(index);
        opens && straight_left >= 2 && straight_left.is_multiple_of(2)
    }

    /// The quotation that runs to the end of the paragraph: the last that is left open, unless others of its marks
    /// come behind, for then its own end was forgotten somewhere before them.
    ///
    /// It is believed where its mark can only open, where it opens the paragraph, or where the next paragraph goes
    /// on with a mark.
    fn left_open(&self, open: &Open, pairs: &[Pair]) -> Option<Pair> {
        let mark = open.innermost()?;
        let certain = matches!(mark.shape, Shape::Opener | Shape::Low);
        let believed = certain
            || mark.index == self.range.start
            || self.next_opens == Some(QuotationStyle::Double);
        let others_behind = pairs.iter().any(|pair| {
            pair.first > mark.index
                && self
                    .double(pair.first)
                    .is_some_and(|first| first.family == mark.family)
        });
        (believed && !others_behind).then_some(Pair {
            first: mark.index,
            last: self.range.end - 1,
            closed: false,
        })
    }
}

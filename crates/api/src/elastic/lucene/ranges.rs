//! Ranges of dates, between brackets and behind signs.

use super::Reader;
use crate::elastic::dates::{Moment, moment};
use crate::elastic::error::Refusal;
use crate::elastic::expression::Expression;
use crate::elastic::fields::{Field, Sort};
use crate::elastic::target::Ends;

impl Reader<'_> {
    /// `[from TO to]`, with `{` or `}` where the end itself is left out.
    pub(super) fn range(&mut self, field: &Field) -> Result<Expression, Refusal> {
        only_dates(field)?;
        let includes_first = self.rest.next() == Some('[');
        let first = self.end()?;
        if !self.takes_word("TO") {
            return Err(self.wrong("a range has the form [from TO to]"));
        }
        self.spaces();
        let last = self.end()?;
        let includes_last = match self.rest.next() {
            Some(']') => true,
            Some('}') => false,
            _ => return Err(self.wrong("a range is not closed")),
        };
        let mut ends = Ends::default();
        match self.instant(&first)? {
            Some(moment) if includes_first => ends.at_least(moment),
            Some(moment) => ends.more_than(moment),
            None => {}
        }
        match self.instant(&last)? {
            Some(moment) if includes_last => ends.at_most(moment),
            Some(moment) => ends.less_than(moment),
            None => {}
        }
        Ok(ends.expression())
    }

    /// One end of a range, and the space behind it.
    fn end(&mut self) -> Result<String, Refusal> {
        self.spaces();
        let end = match self.rest.peek() {
            Some('"') => self.quoted()?,
            _ => {
                let mut end = String::new();
                while let Some(next) = self
                    .rest
                    .next_if(|next| !next.is_whitespace() && !"]}".contains(*next))
                {
                    match next {
                        '\\' => end.extend(self.rest.next()),
                        next => end.push(next),
                    }
                }
                end
            }
        };
        self.spaces();
        Ok(end)
    }

    fn instant(&self, end: &str) -> Result<Option<Moment>, Refusal> {
        if end == "*" {
            return Ok(None);
        }
        moment(&end.into(), self.reading.formats, self.reading.now).map(Some)
    }

    /// `>2024`, `>=2024`, `<2024` or `<=2024`.
    pub(super) fn comparison(&mut self, field: &Field) -> Result<Expression, Refusal> {
        only_dates(field)?;
        let is_more = self.rest.next() == Some('>');
        let is_equal = self.rest.next_if_eq(&'=').is_some();
        self.spaces();
        let end = match self.rest.peek() {
            Some('"') => self.quoted()?,
            _ => {
                let mut end = String::new();
                while let Some(next) = self
                    .rest
                    .next_if(|next| !next.is_whitespace() && !"()".contains(*next))
                {
                    match next {
                        '\\' => end.extend(self.rest.next()),
                        next => end.push(next),
                    }
                }
                end
            }
        };
        let moment = moment(&end.into(), self.reading.formats, self.reading.now)?;
        let mut ends = Ends::default();
        match (is_more, is_equal) {
            (true, true) => ends.at_least(moment),
            (true, false) => ends.more_than(moment),
            (false, true) => ends.at_most(moment),
            (false, false) => ends.less_than(moment),
        }
        Ok(ends.expression())
    }
}

fn only_dates(field: &Field) -> Result<(), Refusal> {
    if field.sort == Sort::Date {
        return Ok(());
    }
    Err(Refusal::unsupported(format!("a range of [{}]", field.name)))
}

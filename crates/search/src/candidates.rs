//! Which quotes may be where a quotation comes from.
//!
//! The rarest words of the quotation are looked for, not all of them: what shares none of these is not its origin,
//! and a word that a tenth of the record has tells nothing and costs most. A quotation may be spliced from two
//! statements, or have its rarest word from nowhere; so the rarest words of each stretch of it are taken, what has
//! them is weighed by how rare they are and by whether they stand as far apart as in the quotation, and the best are
//! kept for the whole, for each stretch, and for those asked about by themselves, so that the words of all others
//! cannot crowd theirs out. How alike they are in fact, whoever has the texts decides.

use onrecord_model::{QuoteId, SpeakerId, Timestamp};

use crate::error::SearchError;
use crate::generation::Fault;
use crate::index::{Snapshot, guarded};
use crate::nearest::{Nearest, Pass};
use crate::seeds::Sought;
use crate::{Tail, coverage};

/// What may be the origin of a quotation, and what was looked through for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidates {
    /// Quotes, each once, those with more and rarer words in common first. Of what is reported as not said, or as
    /// neither said nor not, there is none.
    pub quotes: Vec<QuoteId>,
    /// What was looked through.
    pub coverage: Coverage,
    /// Whether one in a thousand quotes, or more, have every word of the quotation.
    pub is_commonplace: bool,
}

/// How much was looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Coverage {
    /// Quotes of those asked about; of all, where nobody was.
    pub quotes: u64,
    /// When the first of them was published; `None` where none has a date.
    pub first: Option<Timestamp>,
    /// When the last of them was.
    pub last: Option<Timestamp>,
}

impl Snapshot {
    /// The quotes that share the rarest words of `quotation`, at most `limit` for the whole of it and some for each
    /// stretch; as many again of `speakers`, where they are given. With a tail, as if the index held it already.
    ///
    /// # Errors
    ///
    /// Where the tail begins behind this snapshot, or where the index cannot be read.
    pub fn candidates(
        &self,
        quotation: &str,
        speakers: Option<&[SpeakerId]>,
        limit: usize,
        tail: Option<&Tail>,
    ) -> Result<Candidates, SearchError> {
        if let Some(tail) = tail {
            self.reaches(tail.after())?;
        }
        Ok(guarded(|| self.look_for(quotation, speakers, limit, tail))?)
    }

    fn look_for(
        &self,
        quotation: &str,
        speakers: Option<&[SpeakerId]>,
        limit: usize,
        tail: Option<&Tail>,
    ) -> Result<Candidates, Fault> {
        let parts = self.parts(tail)?;
        let segments: Vec<_> = parts.iter().map(|part| &part.segment).collect();
        let sought = Sought::read(quotation, &segments, self.fields.text)?;
        let mut coverage = Coverage::default();
        let mut nearest = Nearest::new(&sought, limit, speakers.is_some());
        for (place, part) in parts.iter().enumerate() {
            let theirs = coverage::look(
                &mut coverage,
                &part.segment,
                part.hidden.as_deref(),
                speakers,
                part.columns.published.as_ref(),
                &self.fields,
            )?;
            let pass = Pass {
                sought: &sought,
                fields: &self.fields,
                place,
                segment: &part.segment,
                columns: &part.columns,
                hidden: part.hidden.as_deref(),
                theirs: theirs.as_ref(),
            };
            pass.collect(&mut nearest)?;
        }
        Ok(Candidates {
            quotes: nearest.into_quotes(),
            coverage,
            is_commonplace: sought.is_commonplace(),
        })
    }
}

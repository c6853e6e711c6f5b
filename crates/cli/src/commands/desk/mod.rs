//! The fact-checkers' desk: claims, reviews, flags, scales, and what is to be looked at.

use onrecord_api::json;
use onrecord_engine::{Engine, Expected, StoreError, Wish};
use onrecord_model::{Action, ClaimId, Correction, CorrectionId, DeskAction};

use super::corrections::told;
use crate::arguments::{ByArguments, ClaimArgument};
use crate::failure::Misuse;
use crate::output::Output;

pub mod checkworthy;
pub mod claim;
pub mod due;
pub mod flag;
pub mod import;
pub mod queue;
pub mod review;
pub mod scale;

mod matching;
mod show;

pub use onrecord_engine::DeskWish;

/// In whose name something is done, and what was done last when they looked.
pub struct Hand<'a> {
    by: &'a str,
    expected: Expected,
}

impl<'a> Hand<'a> {
    pub fn of(arguments: &'a ByArguments) -> anyhow::Result<Self> {
        Ok(Self {
            by: by(arguments.by.as_deref())?,
            expected: match arguments.expected {
                Some(expected) => Expected::Last(expected.0),
                None => Expected::Anything,
            },
        })
    }

    /// The same hand, which looked when this entry was the last, unless the caller says otherwise.
    pub fn having_seen(&self, last: CorrectionId) -> Self {
        Self {
            by: self.by,
            expected: match self.expected {
                Expected::Anything => Expected::Last(Some(last)),
                expected => expected,
            },
        }
    }

    /// Does it, and prints what the log says of it.
    pub async fn carry_out(
        &self,
        engine: &Engine,
        wish: DeskWish,
        output: &Output,
    ) -> anyhow::Result<()> {
        let wish = Wish::Desk {
            wish,
            expected: self.expected,
        };
        print_entry(&engine.correct(self.by, wish).await?, output)
    }
}

/// The name of who does something.
pub fn by(name: Option<&str>) -> anyhow::Result<&str> {
    let what = "--by WHO says who does it (or set ONRECORD_BY)";
    Ok(name.ok_or_else(|| Misuse(what.to_owned()))?)
}

fn print_entry(entry: &Correction, output: &Output) -> anyhow::Result<()> {
    if output.json {
        return output.json_line(&json::Correction::from(entry));
    }
    output.line(told(entry))?;
    if let Action::Desk(action) = &entry.action {
        match action {
            DeskAction::MakeClaim { claim, .. } => output.line(format!("    claim {claim}"))?,
            DeskAction::SplitClaim { to, .. } => output.line(format!("    claim {to}"))?,
            DeskAction::AddReview { review, .. } | DeskAction::ReviseReview { review, .. } => {
                output.line(format!("    review {review}"))?;
            }
            DeskAction::Flag { flag, .. } => output.line(format!("    flag {flag}"))?,
            _ => {}
        }
    }
    output.line(format!("    entry {}", entry.id))
}

/// The claim that is meant, as the one it is shown as where it was found by what its file calls it.
pub async fn the_claim(engine: &Engine, claim: &ClaimArgument) -> anyhow::Result<ClaimId> {
    match claim {
        ClaimArgument::Id(id) => Ok(*id),
        ClaimArgument::Called(reference) => {
            let found = engine.claim_called(reference).await?;
            Ok(found.ok_or_else(|| unknown(format!("claim called {reference:?}")))?)
        }
    }
}

/// That there is no such thing.
pub fn unknown(what: String) -> onrecord_engine::EngineError {
    StoreError::Unknown { what }.into()
}

//! Claims and reviews that come in with one body.

use std::io::Cursor;

use onrecord_engine::Engine;
use onrecord_engine::intake::{ClaimRecord, IntakeError, Limits, Origin, claims};

use crate::code::Code;
use crate::json::{ClaimsImported, RefusedRow};
use crate::problem::Problem;

/// Most claims and mistakes of one body.
const MOST: usize = 50_000;

/// What a body holds.
pub(crate) struct Incoming {
    claims: Vec<ClaimRecord>,
    refused: Vec<RefusedRow>,
    warnings: Vec<RefusedRow>,
}

/// Reads the claims of a body. Takes time in proportion to it: not for an async thread.
///
/// # Errors
/// `unsupported_media_type` for an archive, of which nobody knows how much is in it: what is packed is sent with
/// `Content-Encoding`. `too_large` for more claims than one body may hold.
pub(crate) fn claims_in(body: Vec<u8>) -> Result<Incoming, Problem> {
    let is_archive = body.starts_with(&[0x1f, 0x8b]) || body.starts_with(&[0xfd, b'7', b'z', b'X']);
    if is_archive {
        let detail = "the body is an archive; send what is in it, with Content-Encoding: gzip";
        return Err(Problem::new(Code::UnsupportedMediaType, detail));
    }
    let mut incoming = Incoming {
        claims: Vec::new(),
        refused: Vec::new(),
        warnings: Vec::new(),
    };
    let origin = Origin::named("the body");
    for claim in claims(origin, Cursor::new(body), Limits::default()) {
        if incoming.claims.len() + incoming.refused.len() == MOST {
            let detail = format!("the body holds more than {MOST} claims; send it in parts");
            return Err(Problem::new(Code::TooLarge, detail));
        }
        match claim {
            Ok(claim) => {
                let line = Some(claim.line);
                let warnings = claim.warnings.iter().map(|warning| RefusedRow {
                    line,
                    why: warning.to_string(),
                });
                incoming.warnings.extend(warnings);
                incoming.claims.push(claim);
            }
            Err(error) => incoming.refused.push(refused(&error)),
        }
    }
    Ok(incoming)
}

fn refused(error: &IntakeError) -> RefusedRow {
    RefusedRow {
        line: error.origin.line,
        why: error.to_string(),
    }
}

impl Incoming {
    /// Takes everything in that can be, and tells what became of it. What was durable before an error stays; sending
    /// the body again is safe.
    pub(crate) async fn take_in(
        self,
        engine: &Engine,
        by: &str,
    ) -> Result<ClaimsImported, Problem> {
        let mut all = ClaimsImported {
            added: 0,
            known: 0,
            reviews: 0,
            revised: 0,
            refused: self.refused,
            warnings: self.warnings,
        };
        let mut claims = self.claims.into_iter().peekable();
        while claims.peek().is_some() {
            let some = claims.by_ref().take(Engine::CLAIMS_AT_ONCE).collect();
            let imported = engine.import_claims(by, some).await?;
            all.added += imported.added;
            all.known += imported.known;
            all.reviews += imported.reviews;
            all.revised += imported.revised;
            let refused = imported.refused.into_iter().map(|refused| RefusedRow {
                line: Some(refused.line),
                why: refused.why,
            });
            all.refused.extend(refused);
        }
        all.refused.sort_by_key(|row| row.line);
        Ok(all)
    }
}

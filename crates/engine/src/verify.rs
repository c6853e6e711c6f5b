//! Did they really say that? A quotation held against everything on record.

use onrecord_matching::{Comparison, Found, Outcome, Source, Verdict, compare, verify};
use onrecord_model::{
    CodePointSpan, CodePoints, Quote, QuoteId, Sequence, SpeakerId, SpeakerSummary, Timestamp,
};
use onrecord_search::Candidates;
use onrecord_store::QuoteText;

use crate::indexer::blocking;
use crate::search::Notice;
use crate::{Engine, EngineError};

/// A quotation to be checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyRequest {
    /// The words, as they are quoted.
    pub quotation: String,
    /// Who is said to have said them: a speaker's id, full name, alias or last name.
    pub speaker: Option<String>,
    /// Most matches to be answered, 1 to [`VerifyRequest::MOST_MATCHES`].
    pub limit: usize,
}

impl VerifyRequest {
    /// Matches that are answered unless asked otherwise.
    pub const USUAL_MATCHES: usize = 10;
    /// Most matches that are answered.
    pub const MOST_MATCHES: usize = 100;
    /// Most code points a quotation may have.
    pub const LONGEST: usize = 10_000;
}

/// What became of checking a quotation.
#[derive(Debug, Clone)]
pub struct Verification {
    /// The verdict over all matches.
    pub verdict: Verdict,
    /// How well the best match explains the quotation, from 0 to 1; 0 where nothing was found.
    pub score: f32,
    /// What comes nearest, best first; of those that fit as well, the earliest first. Of a spliced quotation the
    /// statements its beginning is from come first, then those its end is from. Empty where nothing was found.
    pub matches: Vec<Match>,
    /// Whether more was found than is answered here.
    pub more: bool,
    /// What was looked through.
    pub searched: Searched,
    /// What the reader should know about the answer.
    pub notices: Vec<Notice>,
    /// The store's position that this answer covers.
    pub through: Sequence,
}

/// One quote that the quotation may come from.
#[derive(Debug, Clone)]
pub struct Match {
    /// The quote.
    pub quote: Quote,
    /// How the quotation stands to this quote alone; misattributed where it is by another than the one asked about.
    pub verdict: Verdict,
    /// How well it explains the quotation (of a spliced one, its part), from 0 to 1.
    pub score: f32,
    /// From the quotation (its part) to the part of the quote that it stands for.
    pub comparison: Comparison,
    /// The part of the quote's `text` that the quotation stands for.
    pub aligned: CodePointSpan,
    /// The part of the quotation that this quote explains: all of it, unless it is spliced.
    pub part: CodePointSpan,
}

/// What was looked through for a quotation: how far *not found* reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Searched {
    /// Whose words: those who go by the name asked for; empty where nobody was asked about.
    pub speakers: Vec<SpeakerSummary>,
    /// How many quotes of theirs, or of all, are on record.
    pub statements: u64,
    /// When the earliest of them was said or published, as far as dates are known.
    pub first: Option<Timestamp>,
    /// When the latest of them was.
    pub last: Option<Timestamp>,
}

/// What stands behind the answer: words as they were said, or as somebody reports them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// No match is from a primary source.
    ReportsOnly,
    /// A primary source is among the matches of a quotation that is not on record as it is.
    PrimaryAmong,
    /// A primary source has the words.
    PrimaryHas,
    /// Only reports have the words, and a primary source among the matches has them otherwise.
    PrimaryDiffers,
}

impl Verification {
    /// What stands behind the answer; `None` where nothing was found.
    #[must_use]
    pub fn standing(&self) -> Option<Standing> {
        let primary = || {
            self.matches
                .iter()
                .filter(|found| found.quote.primary.is_some())
        };
        if self.matches.is_empty() {
            return None;
        }
        Some(match self.verdict.is_faithful() {
            _ if primary().next().is_none() => Standing::ReportsOnly,
            false => Standing::PrimaryAmong,
            true if primary().any(|found| found.verdict.is_faithful()) => Standing::PrimaryHas,
            true => Standing::PrimaryDiffers,
        })
    }
}

/// Candidates for the whole quotation that are aligned with it, and as many of those asked about.
const CANDIDATES: usize = 16;

/// What was found before the quotes themselves are read.
struct Weighed {
    outcome: Outcome,
    ids: Vec<QuoteId>,
    texts: Vec<QuoteText>,
}

impl Engine {
    /// Holds a quotation against everything that has been acknowledged.
    ///
    /// # Errors
    /// [`EngineError::PageSize`] for a wrong limit, [`EngineError::QuotationLength`],
    /// [`EngineError::IndexNotReady`] while the first index is being built, [`EngineError::Search`] or
    /// [`EngineError::Store`].
    pub async fn verify(&self, request: &VerifyRequest) -> Result<Verification, EngineError> {
        if !(1..=VerifyRequest::MOST_MATCHES).contains(&request.limit) {
            return Err(EngineError::PageSize {
                asked: request.limit,
                largest: VerifyRequest::MOST_MATCHES,
            });
        }
        let length = request.quotation.chars().count();
        let has_words = request.quotation.chars().any(char::is_alphanumeric);
        if length > VerifyRequest::LONGEST || !has_words {
            return Err(EngineError::QuotationLength {
                length,
                longest: VerifyRequest::LONGEST,
            });
        }
        let mut notices = Vec::new();
        let asked = request.speaker.as_deref().map(str::trim);
        let asked = match asked.filter(|name| !name.is_empty()) {
            Some(asked) => Some(self.asked_about(asked, &mut notices).await?),
            None => None,
        };
        let scope = self.index.scope().await?;
        let through = scope.through;
        let filed_under = asked.as_ref().map(|asked| asked.filed_under.clone());
        let quotation = request.quotation.clone();
        let candidates = blocking("looking for a quotation", move || {
            scope.snapshot.candidates(
                &quotation,
                filed_under.as_deref(),
                CANDIDATES,
                scope.tail.as_deref(),
            )
        })
        .await??;
        let weighed = self.weigh(request, &candidates, asked.as_ref()).await?;
        let (matches, more) = self.matches(request, weighed.as_ref()).await?;
        let outcome = weighed.map(|weighed| weighed.outcome);
        Ok(Verification {
            verdict: outcome
                .as_ref()
                .map_or(Verdict::NotFound, |outcome| outcome.verdict),
            score: outcome.map_or(0.0, |outcome| outcome.score),
            matches,
            more,
            searched: Searched {
                speakers: asked.map(|asked| asked.speakers).unwrap_or_default(),
                statements: candidates.coverage.quotes,
                first: candidates.coverage.first,
                last: candidates.coverage.last,
            },
            notices,
            through,
        })
    }

    async fn asked_about(
        &self,
        asked: &str,
        notices: &mut Vec<Notice>,
    ) -> Result<AskedAbout, EngineError> {
        let filed_under = self.speakers_named(asked, notices).await?;
        let speakers = match asked.parse::<SpeakerId>() {
            Ok(id) => {
                let record = self.store.speaker(id).await?;
                record.map(|record| record.summary).into_iter().collect()
            }
            Err(_) => self.store.find_speakers(asked).await?,
        };
        Ok(AskedAbout {
            speakers,
            filed_under,
        })
    }

    /// Reads the candidates' words and aligns them; `None` where there are none.
    async fn weigh(
        &self,
        request: &VerifyRequest,
        candidates: &Candidates,
        asked: Option<&AskedAbout>,
    ) -> Result<Option<Weighed>, EngineError> {
        if candidates.quotes.is_empty() {
            return Ok(None);
        }
        let texts = self.store.texts(&candidates.quotes).await?;
        let quotation = request.quotation.clone();
        let is_commonplace = candidates.is_commonplace;
        let asked: Option<Vec<SpeakerId>> = asked.map(AskedAbout::shown);
        let weighed = blocking("weighing a quotation", move || {
            let sources: Vec<Source<'_>> = texts
                .iter()
                .map(|text| Source {
                    text: &text.text,
                    is_theirs: asked
                        .as_ref()
                        .is_none_or(|ids| text.speaker.is_some_and(|id| ids.contains(&id))),
                    date: text.date,
                    order: text.id.0.as_u128(),
                })
                .collect();
            let outcome = verify(&quotation, is_commonplace, &sources);
            Weighed {
                ids: outcome
                    .found
                    .iter()
                    .map(|found| texts[found.source].id)
                    .collect(),
                outcome,
                texts,
            }
        })
        .await?;
        Ok(Some(weighed))
    }

    /// The best matches with their quotes, and whether there are more. Of a spliced quotation both halves have
    /// their share.
    async fn matches(
        &self,
        request: &VerifyRequest,
        weighed: Option<&Weighed>,
    ) -> Result<(Vec<Match>, bool), EngineError> {
        let Some(weighed) = weighed else {
            return Ok((Vec::new(), false));
        };
        let found = &weighed.outcome.found;
        let shown = shown(found, request.limit);
        let ids: Vec<QuoteId> = shown.iter().map(|place| weighed.ids[*place]).collect();
        let quotes = self.store.quotes(&ids).await?;
        let matches = quotes
            .into_iter()
            .filter_map(|quote| {
                let place = shown
                    .iter()
                    .find(|place| weighed.ids[**place] == quote.id)?;
                let found = &found[*place];
                let text = &weighed.texts[found.source].text;
                Some(Match {
                    verdict: found.verdict,
                    score: found.score,
                    comparison: compare(
                        part(&request.quotation, found.part),
                        part(text, found.aligned),
                    ),
                    aligned: found.aligned,
                    part: found.part,
                    quote,
                })
            })
            .collect();
        Ok((matches, shown.len() < found.len()))
    }
}

/// Those asked about.
struct AskedAbout {
    /// As they are shown.
    speakers: Vec<SpeakerSummary>,
    /// Every id under which their words are filed.
    filed_under: Vec<SpeakerId>,
}

impl AskedAbout {
    /// Every id by which their words may be told.
    fn shown(&self) -> Vec<SpeakerId> {
        let shown = self.speakers.iter().map(|speaker| speaker.id);
        shown.chain(self.filed_under.iter().copied()).collect()
    }
}

/// Which of what was found is answered: the first ones; of a spliced quotation, as many for each half.
fn shown(found: &[Found], limit: usize) -> Vec<usize> {
    let first_part = found.first().map(|found| found.part);
    let halves: (Vec<usize>, Vec<usize>) =
        (0..found.len()).partition(|place| Some(found[*place].part) == first_part);
    let (heads, tails) = (halves.0.len(), halves.1.len());
    let of_tails = tails.min((limit / 2).max(limit.saturating_sub(heads)));
    let of_heads = heads.min(limit - of_tails);
    let heads = halves.0.into_iter().take(of_heads);
    heads.chain(halves.1.into_iter().take(of_tails)).collect()
}

/// The words of a range that was made for `text`.
fn part(text: &str, span: CodePointSpan) -> &str {
    let span = CodePoints::new(text).bytes(span);
    span.and_then(|span| span.of(text)).unwrap_or(text)
}

//! Did they really say that? A quotation held against everything on record.

use onrecord_matching::{Change, Comparison, Difference, Verdict, compare};
use onrecord_model::{CodePointSpan, Quote, Sequence, SpeakerId, SpeakerSummary, Timestamp};

use crate::indexer::blocking;
use crate::queries::rarest_words;
use crate::views::{Notice, SearchRequest};
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

impl Engine {
    /// Holds a quotation against everything that has been acknowledged.
    ///
    /// # Errors
    /// [`EngineError::PageSize`] for a wrong limit, [`EngineError::IndexNotReady`] while the first index is being
    /// built, [`EngineError::Search`] or [`EngineError::Store`].
    pub async fn verify(&self, request: &VerifyRequest) -> Result<Verification, EngineError> {
        if !(1..=VerifyRequest::MOST_MATCHES).contains(&request.limit) {
            return Err(EngineError::PageSize {
                asked: request.limit,
                largest: VerifyRequest::MOST_MATCHES,
            });
        }
        let mut notices = Vec::new();
        let asked = request.speaker.as_deref().map(str::trim);
        let (speakers, named) = match asked.filter(|name| !name.is_empty()) {
            Some(asked) => {
                let ids = self.speakers_named(asked, &mut notices).await?;
                (self.store.find_speakers(asked).await?, Some(ids))
            }
            None => (Vec::new(), None),
        };
        let page = self
            .search(&SearchRequest {
                query: rarest_words(&request.quotation),
                limit: SearchRequest::LARGEST_PAGE,
                ..SearchRequest::default()
            })
            .await?;
        let all = self
            .search(&SearchRequest {
                speaker: request.speaker.clone(),
                limit: 1,
                ..SearchRequest::default()
            })
            .await?;
        let quotation = request.quotation.clone();
        let through = page.through;
        let mut matches = blocking("verifying", move || {
            let quotes = page.hits.into_iter().map(|hit| hit.quote);
            quotes
                .filter_map(|quote| matched(&quotation, quote, named.as_deref()))
                .collect::<Vec<Match>>()
        })
        .await?;
        matches.sort_by(|one, other| {
            let date = |found: &Match| {
                let published = found.quote.article.published;
                (published.is_none(), published, found.quote.id)
            };
            (one.verdict.cmp(&other.verdict))
                .then(other.score.total_cmp(&one.score))
                .then_with(|| date(one).cmp(&date(other)))
        });
        let more = matches.len() > request.limit;
        matches.truncate(request.limit);
        Ok(Verification {
            verdict: matches
                .first()
                .map_or(Verdict::NotFound, |best| best.verdict),
            score: matches.first().map_or(0.0, |best| best.score),
            matches,
            more,
            searched: Searched {
                speakers,
                statements: all.total,
                first: None,
                last: None,
            },
            notices,
            through,
        })
    }
}

fn matched(quotation: &str, quote: Quote, named: Option<&[SpeakerId]>) -> Option<Match> {
    let comparison = compare(quotation, &quote.text);
    let is_theirs = named.is_none_or(|ids| quote.filed_under.is_some_and(|id| ids.contains(&id)));
    let has_added = comparison
        .edits
        .iter()
        .any(|edit| edit.change == Change::Added);
    let verdict = match comparison.difference {
        Difference::Verbatim | Difference::Formatting => Verdict::Exact,
        Difference::Trimmed if has_added && comparison.edits.len() <= 3 => Verdict::Partial,
        Difference::Trimmed | Difference::Reworded => Verdict::Altered,
        Difference::Unrelated => return None,
    };
    let whole = |text: &str| CodePointSpan {
        start: 0,
        end: text.chars().count() as u32,
    };
    Some(Match {
        verdict: if is_theirs {
            verdict
        } else {
            Verdict::Misattributed
        },
        score: comparison.similarity,
        aligned: whole(&quote.text),
        part: whole(quotation),
        comparison,
        quote,
    })
}

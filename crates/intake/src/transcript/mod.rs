//! Transcripts: who said what one after another, in plain text.
//!
//! A turn begins a line with whose it is: `JANE ROE:`, `Jane Roe (Reform):`, `Mr. ROE.` as official records have it,
//! `Q.` and `A.`; the paragraphs that follow are the same speaker's. What stands before the first turn is the header,
//! of which title, date and the people present are read. Notes of the transcriber (`[applause]`) are nobody's words.
//!
//! What the label of a turn leaves open is told by the rest of the transcript where it names one person only who can
//! be meant ("ROE" where "JANE ROE, MINISTER" spoke before), or by whoever imports it ([`Given::who`]). A label that
//! names a part played and nobody ("MODERATOR", "Q.") gives no words to anybody: its turns are counted and left out.

mod header;
mod label;
mod notes;
mod people;

use onrecord_model::Timestamp;

use self::header::Header;
use self::label::{Label, Style};
use self::people::People;
use crate::passages::passages;
use crate::{Limits, Problem, binary, facts, names};

/// What whoever imports a transcript says about it; it wins over what the transcript says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// Whose words they are where the text names no speakers, and whose the answers are (`A.`) where it names none.
    pub speaker: Option<String>,
    /// What it is a transcript of.
    pub title: Option<String>,
    /// When it was said.
    pub date: Option<Timestamp>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// Whom a label of the transcript means: `("THE PRESIDENT", "Jane Roe")`.
    pub who: Vec<(String, String)>,
}

/// A transcript, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transcript {
    /// What it is a transcript of.
    pub title: Option<String>,
    /// When it was said; midnight UTC where no more than the day is known.
    pub date: Option<Timestamp>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// What was said, in order. A long turn is several, of about 120 words at most each, cut at paragraphs and
    /// sentences.
    pub turns: Vec<Turn>,
    /// Labels that name nobody, with how many turns were left out for it.
    pub unnamed: Vec<(String, u32)>,
}

/// What one speaker said without being interrupted, or a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Whose turn it is, in the fullest form the transcript has.
    pub speaker: String,
    /// The words, in one paragraph.
    pub text: String,
}

/// Share of the text that may be prose before the first turn, in hundredths: an article that quotes a line or two of a
/// dialogue is no transcript.
const PROSE_PERCENT: usize = 30;

/// The transcript that `text` is.
///
/// # Errors
///
/// When the text is blank, binary or too long, when nobody's turn is found in it and nobody is given as its speaker,
/// or when something given cannot be used.
pub fn transcript(text: &str, given: &Given, limits: &Limits) -> Result<Transcript, Problem> {
    if text.len() > limits.article_bytes {
        return Err(Problem::ArticleTooLarge {
            limit: limits.article_bytes,
        });
    }
    if text.trim().is_empty() {
        return Err(Problem::Empty);
    }
    binary::refuse_controls(text)?;
    let given = checked(given, limits)?;
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let style = Style::of(&lines);
    let labels: Vec<Option<Label<'_>>> = lines.iter().map(|line| style.label(line)).collect();
    let first = labels.iter().position(Option::is_some);
    let is_dialogue = first.is_some_and(|first| is_header(&lines, first));
    let (header, spoken) = match first.filter(|_| is_dialogue) {
        Some(first) => {
            let header = Header::read(&lines[..first]);
            let people = People::of(&header, labels.iter().flatten(), &given);
            (
                header,
                Spoken::read(&lines[first..], &labels[first..], &people),
            )
        }
        None => {
            let Some(speaker) = &given.speaker else {
                return Err(Problem::NoTurns);
            };
            let (header, start) = Header::before_speech(&lines);
            (header, Spoken::by(speaker, &lines[start..]))
        }
    };
    if spoken.turns.is_empty() && spoken.unnamed.is_empty() {
        return Err(Problem::NoTurns);
    }
    Ok(Transcript {
        title: given.title.or(header.title),
        date: given.date.or(header.date),
        outlet: given.outlet.or(header.outlet),
        url: given.url.or(header.url),
        turns: spoken.turns,
        unnamed: spoken.unnamed,
    })
}

fn checked(given: &Given, limits: &Limits) -> Result<Given, Problem> {
    let mut who = Vec::new();
    for (label, name) in &given.who {
        let name = facts::line("who", Some(name), limits)?.ok_or(Problem::MissingField("who"))?;
        who.push((label.clone(), name));
    }
    Ok(Given {
        speaker: facts::line("speaker", given.speaker.as_deref(), limits)?,
        title: facts::line("title", given.title.as_deref(), limits)?,
        date: given.date,
        outlet: facts::line("outlet", given.outlet.as_deref(), limits)?,
        url: facts::url(given.url.as_deref(), limits)?,
        who,
    })
}

/// Whether what stands before the first turn can be a header: hardly any of it is whole sentences.
fn is_header(lines: &[&str], first: usize) -> bool {
    let is_prose = |line: &&&str| {
        line.ends_with(['.', '!', '?', '”', '"']) && line.split_whitespace().count() >= 8
    };
    let prose: usize = lines[..first]
        .iter()
        .filter(is_prose)
        .map(|line| line.len())
        .sum();
    let all: usize = lines.iter().map(|line| line.len()).sum();
    prose * 100 <= all * PROSE_PERCENT
}

#[derive(Default)]
struct Spoken {
    turns: Vec<Turn>,
    unnamed: Vec<(String, u32)>,
}

impl Spoken {
    fn by(speaker: &str, lines: &[&str]) -> Self {
        let mut spoken = Self::default();
        spoken.add(speaker, paragraphs(lines.iter().copied()));
        spoken
    }

    fn read(lines: &[&str], labels: &[Option<Label<'_>>], people: &People) -> Self {
        let mut spoken = Self::default();
        let mut start = 0;
        while start < lines.len() {
            let end = labels[start + 1..]
                .iter()
                .position(Option::is_some)
                .map_or(lines.len(), |next| start + 1 + next);
            if let Some(label) = &labels[start] {
                let first = std::iter::once(label.rest);
                let rest = lines[start + 1..end].iter().copied();
                let paragraphs = paragraphs(first.chain(rest));
                match people.named(label) {
                    Some(name) => spoken.add(&name, paragraphs),
                    None => spoken.leave_out(label.shown),
                }
            }
            start = end;
        }
        spoken
    }

    fn add(&mut self, speaker: &str, paragraphs: Vec<String>) {
        let passages = passages(paragraphs.iter().map(String::as_str));
        self.turns.extend(passages.into_iter().map(|text| Turn {
            speaker: speaker.to_owned(),
            text,
        }));
    }

    fn leave_out(&mut self, label: &str) {
        let label = names::clean(label).unwrap_or_default();
        match self.unnamed.iter_mut().find(|(known, _)| *known == label) {
            Some((_, count)) => *count += 1,
            None => self.unnamed.push((label, 1)),
        }
    }
}

/// The paragraphs that `lines` make, without the notes of the transcriber.
fn paragraphs<'text>(lines: impl Iterator<Item = &'text str>) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut open = String::new();
    let mut close = |open: &mut String| {
        let words = notes::without(&std::mem::take(open));
        if !words.is_empty() {
            paragraphs.push(words);
        }
    };
    for line in lines {
        if line.is_empty() || notes::is_note(line) {
            close(&mut open);
            continue;
        }
        if !open.is_empty() {
            open.push(' ');
        }
        open.push_str(line);
    }
    close(&mut open);
    paragraphs
}

//! What the store needs to know of primary sources: whose words they are, and what makes them one statement.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use blake3::Hasher;
use onrecord_intake::{Origin, StatementRecord, Transcript, Turn};
use onrecord_model::{SpeakerIdentity, Timestamp};
use onrecord_speakers::Resolver;
use onrecord_store::{NewPassage, NewSource, SourceKind};

use super::ImportEvent;
use super::group::{Group, Item};
use crate::analyse::statement_fingerprint;

/// Names of speakers, each with a day, whose identities are remembered.
const REMEMBERED: usize = 50_000;

/// Prepares groups on any thread.
pub(super) struct Preparer {
    resolver: Arc<Resolver>,
    taken_in: Timestamp,
    speakers: Mutex<Speakers>,
}

/// Speakers of lists, who are the same for many statements.
#[derive(Default)]
struct Speakers {
    /// By the name that a list has, and the day.
    named: HashMap<(String, Option<Timestamp>), Arc<SpeakerIdentity>>,
    by_key: HashMap<String, Arc<SpeakerIdentity>>,
}

/// What one group came to.
pub(super) struct Prepared {
    pub(super) source: Option<NewSource>,
    /// What was left out.
    pub(super) events: Vec<ImportEvent>,
}

impl Prepared {
    pub(super) fn passages(&self) -> usize {
        self.source
            .as_ref()
            .map_or(0, |source| source.passages.len())
    }
}

impl Preparer {
    pub(super) fn new(resolver: Arc<Resolver>, taken_in: Timestamp) -> Self {
        Self {
            resolver,
            taken_in,
            speakers: Mutex::default(),
        }
    }

    pub(super) fn prepare(&self, item: Item) -> Prepared {
        match item {
            Item::Statements(group) => self.statements(group),
            Item::Transcript(origin, transcript) => self.transcript(&origin, transcript),
            Item::Unread(error) => Prepared {
                source: None,
                events: vec![ImportEvent::Rejected {
                    code: error.code(),
                    detail: error.to_string(),
                }],
            },
        }
    }

    fn statements(&self, group: Group) -> Prepared {
        let Group {
            list, statements, ..
        } = group;
        let mut hasher = Hasher::new();
        for statement in &statements {
            add_statement(&mut hasher, statement);
        }
        let first = statements.first();
        let published = in_common(&statements, |statement| statement.date);
        let url = in_common(&statements, |statement| statement.url.as_deref()).map(str::to_owned);
        let mut source = NewSource {
            identity: format!("statements:{}", hasher.finalize().to_hex()),
            kind: SourceKind::Corpus,
            name: list.file_name(),
            title: first.and_then(|statement| statement.title.clone()),
            url,
            outlet: first.and_then(|statement| statement.outlet.clone()),
            published,
            taken_in: self.taken_in,
            passages: Vec::with_capacity(statements.len()),
        };
        let mut events = Vec::new();
        for statement in statements {
            let origin = list.line(statement.line);
            let passage = NewPassage {
                fingerprint: statement_fingerprint(&statement.text),
                speaker: self.identify(&statement.speaker, statement.date),
                text: statement.text,
                said: statement.date,
                outlet: statement.outlet,
                url: statement.url,
                reference: statement.reference,
            };
            keep(&mut source, passage, &origin, &mut events);
        }
        prepared(source, &list, events)
    }

    fn transcript(&self, origin: &Origin, transcript: Transcript) -> Prepared {
        let mut hasher = Hasher::new();
        add_transcript(&mut hasher, &transcript);
        let mut source = NewSource {
            identity: format!("transcript:{}", hasher.finalize().to_hex()),
            kind: SourceKind::Transcript,
            name: origin.file_name(),
            title: transcript.title,
            url: transcript.url,
            outlet: transcript.outlet,
            published: transcript.date,
            taken_in: self.taken_in,
            passages: Vec::with_capacity(transcript.turns.len()),
        };
        let mut events = Vec::new();
        let mut unnamed: BTreeMap<String, u32> = BTreeMap::new();
        for (label, turns) in transcript.unnamed {
            *unnamed.entry(label).or_default() += turns;
        }
        for Turn { speaker, text } in transcript.turns {
            let Some(identity) = self.identify_label(&speaker, source.published) else {
                *unnamed.entry(speaker).or_default() += 1;
                continue;
            };
            let passage = NewPassage {
                fingerprint: statement_fingerprint(&text),
                text,
                speaker: identity,
                said: None,
                outlet: None,
                url: None,
                reference: None,
            };
            keep(&mut source, passage, origin, &mut events);
        }
        let unnamed = unnamed
            .into_iter()
            .map(|(label, turns)| ImportEvent::Unnamed {
                origin: origin.clone(),
                label,
                turns,
            });
        events.extend(unnamed);
        prepared(source, origin, events)
    }

    /// Who a list of statements means.
    fn identify(&self, name: &str, said: Option<Timestamp>) -> Arc<SpeakerIdentity> {
        let named = (name.to_owned(), said);
        let speakers = || self.speakers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = speakers().named.get(&named) {
            return Arc::clone(known);
        }
        let identity = self.resolver.identify(name, said);
        let mut speakers = speakers();
        if speakers.named.len() >= REMEMBERED {
            *speakers = Speakers::default();
        }
        let same = speakers.by_key.get(&identity.key);
        let identity = match same.filter(|same| ***same == identity) {
            Some(same) => Arc::clone(same),
            None => {
                let key = identity.key.clone();
                let identity = Arc::new(identity);
                speakers.by_key.insert(key, Arc::clone(&identity));
                identity
            }
        };
        speakers.named.insert(named, Arc::clone(&identity));
        identity
    }

    fn identify_label(&self, label: &str, said: Option<Timestamp>) -> Option<Arc<SpeakerIdentity>> {
        self.resolver.identify_label(label, said).map(Arc::new)
    }
}

/// Adds a passage that can be stored, and tells of one that cannot.
fn keep(
    source: &mut NewSource,
    passage: NewPassage,
    origin: &Origin,
    events: &mut Vec<ImportEvent>,
) {
    match passage.check() {
        Ok(()) => source.passages.push(passage),
        Err(error) => events.push(rejected(origin, &error)),
    }
}

fn prepared(source: NewSource, origin: &Origin, mut events: Vec<ImportEvent>) -> Prepared {
    if source.passages.is_empty() {
        return Prepared {
            source: None,
            events,
        };
    }
    let source = match source.check() {
        Ok(()) => Some(source),
        Err(error) => {
            events.push(rejected(origin, &error));
            None
        }
    };
    Prepared { source, events }
}

fn rejected(origin: &Origin, error: &onrecord_store::StoreError) -> ImportEvent {
    ImportEvent::Rejected {
        code: "refused",
        detail: format!("{origin}: {error}"),
    }
}

/// What all statements have; `None` where it is not the same.
fn in_common<'all, Value: PartialEq>(
    statements: &'all [StatementRecord],
    of: impl Fn(&'all StatementRecord) -> Option<Value>,
) -> Option<Value> {
    let first = of(statements.first()?)?;
    let same = |statement| of(statement).as_ref() == Some(&first);
    statements.iter().all(same).then_some(first)
}

/// Everything of a statement but the line it stands in.
fn add_statement(hasher: &mut Hasher, statement: &StatementRecord) {
    let StatementRecord {
        line: _,
        reference,
        text,
        speaker,
        date,
        outlet,
        url,
        title,
    } = statement;
    add(hasher, reference.as_deref());
    add(hasher, Some(text));
    add(hasher, Some(speaker));
    add_time(hasher, *date);
    add(hasher, outlet.as_deref());
    add(hasher, url.as_deref());
    add(hasher, title.as_deref());
}

fn add_transcript(hasher: &mut Hasher, transcript: &Transcript) {
    let Transcript {
        title,
        date,
        outlet,
        url,
        turns,
        unnamed: _,
    } = transcript;
    add(hasher, title.as_deref());
    add_time(hasher, *date);
    add(hasher, outlet.as_deref());
    add(hasher, url.as_deref());
    for turn in turns {
        add(hasher, Some(&turn.speaker));
        add(hasher, Some(&turn.text));
    }
}

fn add_time(hasher: &mut Hasher, time: Option<Timestamp>) {
    hasher.update(&[u8::from(time.is_some())]);
    hasher.update(&time.map_or(0, |time| time.timestamp_micros()).to_le_bytes());
}

/// Parts cannot run into each other.
fn add(hasher: &mut Hasher, part: Option<&str>) {
    match part {
        None => hasher.update(&[0]),
        Some(part) => hasher
            .update(&[1])
            .update(&(part.len() as u64).to_le_bytes())
            .update(part.as_bytes()),
    };
}

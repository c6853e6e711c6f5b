//! Lines of a list of statements into groups that are stored as one source each.

use std::collections::HashMap;

use onrecord_intake::{
    IntakeError, Origin, PrimarySource, StatementRecord, TakenSource, Transcript,
};

/// Most statements of a group.
pub(super) const LARGEST: usize = 500;
/// Most bytes of the texts of a group.
const MOST_BYTES: usize = 4 << 20;
/// Most statements, and most bytes of their texts, of groups that are not full yet.
const MOST_OPEN: usize = 20_000;
const MOST_OPEN_BYTES: usize = 16 << 20;

/// What is prepared by one worker at a time.
pub(super) enum Item {
    /// Statements of one list that come from one outlet and one title.
    Statements(Group),
    /// A transcript.
    Transcript(Origin, Transcript),
    /// What could not be read.
    Unread(IntakeError),
}

/// Statements that become one source.
pub(super) struct Group {
    /// The list.
    pub(super) list: Origin,
    /// In their order.
    pub(super) statements: Vec<StatementRecord>,
    bytes: usize,
}

impl Item {
    /// What it takes of the bytes that may be held.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Statements(group) => group.bytes,
            Self::Transcript(_, transcript) => {
                transcript.turns.iter().map(|turn| turn.text.len()).sum()
            }
            Self::Unread(_) => 0,
        }
    }
}

/// Groups of whatever `sources` gives. A function of what is read alone: the same list falls into the same groups.
pub(super) struct Groups<Sources> {
    sources: Sources,
    /// The list that is being read.
    list: String,
    open: Vec<Option<Group>>,
    /// Places in `open` by outlet and title.
    places: HashMap<(Option<String>, Option<String>), usize>,
    statements: usize,
    bytes: usize,
    /// Has to be read when the open groups are given out.
    next: Option<Result<TakenSource, IntakeError>>,
}

impl<Sources> Groups<Sources> {
    pub(super) fn new(sources: Sources) -> Self {
        Self {
            sources,
            list: String::new(),
            open: Vec::new(),
            places: HashMap::new(),
            statements: 0,
            bytes: 0,
            next: None,
        }
    }

    /// Puts a statement into its group, and gives out a group where one is full or there are too many.
    fn add(&mut self, origin: Origin, record: StatementRecord) -> Option<Group> {
        let key = (record.outlet.clone(), record.title.clone());
        let open = &mut self.open;
        let place = *self.places.entry(key).or_insert_with(|| {
            open.push(None);
            open.len() - 1
        });
        let group = self.open[place].get_or_insert_with(|| Group {
            list: Origin::named(origin.file),
            statements: Vec::new(),
            bytes: 0,
        });
        let bytes = record.text.len();
        group.statements.push(record);
        group.bytes += bytes;
        self.statements += 1;
        self.bytes += bytes;
        if group.statements.len() >= LARGEST || group.bytes >= MOST_BYTES {
            return self.take(place);
        }
        if self.statements < MOST_OPEN && self.bytes < MOST_OPEN_BYTES {
            return None;
        }
        // The largest, among equals the one that is open longest.
        let sizes = self.open.iter().enumerate().filter_map(|(place, group)| {
            let group = group.as_ref()?;
            Some((group.statements.len(), std::cmp::Reverse(place)))
        });
        let (_, std::cmp::Reverse(largest)) = sizes.max()?;
        self.take(largest)
    }

    fn take(&mut self, place: usize) -> Option<Group> {
        let group = self.open.get_mut(place)?.take()?;
        self.statements -= group.statements.len();
        self.bytes -= group.bytes;
        Some(group)
    }

    /// The next group that is open still.
    fn remaining(&mut self) -> Option<Group> {
        let place = self.open.iter().position(Option::is_some);
        match place {
            Some(place) => self.take(place),
            None => {
                self.open = Vec::new();
                self.places = HashMap::new();
                None
            }
        }
    }
}

impl<Sources: Iterator<Item = Result<TakenSource, IntakeError>>> Iterator for Groups<Sources> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            let Some(next) = self.next.take().or_else(|| self.sources.next()) else {
                return self.remaining().map(Item::Statements);
            };
            match next {
                Err(error) => return Some(Item::Unread(error)),
                Ok(TakenSource {
                    origin,
                    source: PrimarySource::Transcript(transcript),
                }) => return Some(Item::Transcript(origin, transcript)),
                Ok(TakenSource {
                    origin,
                    source: PrimarySource::Statement(record),
                }) => {
                    if origin.file != self.list {
                        // No group holds statements of two lists.
                        if let Some(group) = self.remaining() {
                            self.next = Some(Ok(TakenSource {
                                origin,
                                source: PrimarySource::Statement(record),
                            }));
                            return Some(Item::Statements(group));
                        }
                        self.list = origin.file.clone();
                    }
                    if let Some(group) = self.add(origin, record) {
                        return Some(Item::Statements(group));
                    }
                }
            }
        }
    }
}

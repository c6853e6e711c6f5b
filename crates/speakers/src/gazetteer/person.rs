//! People and organisations as the gazetteer knows them.

use onrecord_model::{Role, SpeakerIdentity, SpeakerKind};

use super::Gazetteer;
use super::cursor::Cursor;

/// Whether somebody is called he or she, as far as known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Gender {
    /// He.
    Male,
    /// She.
    Female,
}

/// Index of a person in the gazetteer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct PersonIndex(pub(super) u32);

/// Index of an organisation in the gazetteer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct OrganisationIndex(pub(super) u32);

/// Index of a country in the gazetteer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct CountryIndex(pub(super) u32);

/// A date as precise as its source: `month` and `day` are 0 where unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PartialDate {
    pub(crate) year: u32,
    pub(crate) month: u32,
    pub(crate) day: u32,
}

impl PartialDate {
    pub(super) fn unpack(packed: u64) -> Option<Self> {
        (packed != 0).then_some(Self {
            year: (packed >> 9) as u32,
            month: (packed >> 5 & 0xf) as u32,
            day: (packed & 0x1f) as u32,
        })
    }

    fn written(self) -> String {
        let Self { year, month, day } = self;
        match (month, day) {
            (0, _) => format!("{year:04}"),
            (_, 0) => format!("{year:04}-{month:02}"),
            _ => format!("{year:04}-{month:02}-{day:02}"),
        }
    }

    /// The first day it can mean.
    pub(crate) fn earliest(self) -> (u32, u32, u32) {
        (self.year, self.month.max(1), self.day.max(1))
    }

    /// The last day it can mean.
    pub(crate) fn latest(self) -> (u32, u32, u32) {
        let month = if self.month == 0 { 12 } else { self.month };
        let day = if self.day == 0 { 31 } else { self.day };
        (self.year, month, day)
    }
}

/// An office as the gazetteer has it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Office {
    pub(crate) title: &'static str,
    pub(crate) organisation: Option<&'static str>,
    pub(crate) start: Option<PartialDate>,
    pub(crate) end: Option<PartialDate>,
}

/// What an entry is known by.
#[derive(Debug, Clone, Copy)]
pub(crate) enum EntryId {
    Wikidata(u64),
    Own(&'static str),
}

impl EntryId {
    /// Wikidata item, such as `Q22686`.
    pub(crate) fn wikidata(self) -> Option<String> {
        match self {
            Self::Wikidata(item) => Some(format!("Q{item}")),
            Self::Own(_) => None,
        }
    }

    /// What makes two mentions the same speaker.
    pub(crate) fn key(self) -> String {
        match self {
            Self::Wikidata(item) => format!("wikidata:Q{item}"),
            Self::Own(id) => format!("gazetteer:{id}"),
        }
    }
}

/// The first part of a person's record: enough to tell of a candidate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Brief {
    pub(crate) name: &'static str,
    pub(crate) id: EntryId,
}

impl Brief {
    pub(super) fn read(record: &'static [u8]) -> Option<Self> {
        let mut cursor = Cursor::new(record);
        let flags = cursor.number()?;
        let name = cursor.text()?;
        let id = if flags & 1 == 1 {
            EntryId::Wikidata(cursor.number()?)
        } else {
            EntryId::Own(cursor.text()?)
        };
        Some(Self { name, id })
    }
}

/// One person.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) name: &'static str,
    id: EntryId,
    pub(crate) gender: Option<Gender>,
    pub(crate) country: Option<&'static str>,
    pub(crate) party: Option<&'static str>,
    /// How many encyclopaedias have an article: how prominent they are.
    pub(crate) sitelinks: u32,
    pub(crate) born: Option<PartialDate>,
    pub(crate) died: Option<PartialDate>,
    pub(crate) aliases: Vec<&'static str>,
    pub(crate) offices: Vec<Office>,
}

impl Person {
    /// Reads one record. `None` only where the file does not hold what its checksum vouched for.
    pub(super) fn read(record: &'static [u8], gazetteer: &Gazetteer) -> Option<Self> {
        let mut cursor = Cursor::new(record);
        let flags = cursor.number()?;
        let name = cursor.text()?;
        let id = if flags & 1 == 1 {
            EntryId::Wikidata(cursor.number()?)
        } else {
            EntryId::Own(cursor.text()?)
        };
        let country = gazetteer.optional_string(cursor.number()?);
        let party = gazetteer.optional_string(cursor.number()?);
        let sitelinks = u32::try_from(cursor.number()?).ok()?;
        let born = PartialDate::unpack(cursor.number()?);
        let died = PartialDate::unpack(cursor.number()?);
        let aliases = cursor.texts()?;
        let offices = (0..cursor.count()?)
            .map(|_| {
                Some(Office {
                    title: gazetteer.string(cursor.number()?)?,
                    organisation: gazetteer.optional_string(cursor.number()?),
                    start: PartialDate::unpack(cursor.number()?),
                    end: PartialDate::unpack(cursor.number()?),
                })
            })
            .collect::<Option<Vec<_>>>()?;
        let gender = match flags >> 1 {
            1 => Some(Gender::Male),
            2 => Some(Gender::Female),
            _ => None,
        };
        Some(Self {
            name,
            id,
            gender,
            country,
            party,
            sitelinks,
            born,
            died,
            aliases,
            offices,
        })
    }

    pub(crate) fn identity(&self) -> SpeakerIdentity {
        SpeakerIdentity {
            key: self.id.key(),
            name: self.name.to_owned(),
            kind: SpeakerKind::Person,
            wikidata: self.id.wikidata(),
            aliases: self
                .aliases
                .iter()
                .map(|alias| (*alias).to_owned())
                .collect(),
            roles: self
                .offices
                .iter()
                .map(|office| Role {
                    title: office.title.to_owned(),
                    organisation: office.organisation.map(str::to_owned),
                    start: office.start.map(PartialDate::written),
                    end: office.end.map(PartialDate::written),
                })
                .collect(),
        }
    }
}

/// One organisation.
#[derive(Debug, Clone)]
pub(crate) struct Organisation {
    pub(crate) name: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) country: Option<&'static str>,
    pub(crate) aliases: Vec<&'static str>,
}

impl Organisation {
    pub(crate) fn identity(&self) -> SpeakerIdentity {
        SpeakerIdentity {
            key: format!("gazetteer:organisation:{}", crate::normalise(self.name)),
            name: self.name.to_owned(),
            kind: SpeakerKind::Organisation,
            wikidata: None,
            aliases: self
                .aliases
                .iter()
                .map(|alias| (*alias).to_owned())
                .collect(),
            roles: Vec::new(),
        }
    }
}

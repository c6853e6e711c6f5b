//! The people, organisations and countries the resolver knows, in a compact file that is part of the program.
//!
//! Names are looked up in a finite-state transducer over the file's own bytes, and a record is decoded only
//! when somebody asks for it: loading costs one checksum and some thousand string slices.

mod cursor;
mod format;
mod person;

use std::collections::HashSet;

use fst::{IntoStreamer, Map, Streamer};

use self::cursor::Cursor;
use self::format::{CHECKSUM, MAGIC, PREAMBLE, SECTIONS, SINGLE, VERSION, class};
use crate::lexicon::Cheap;

pub(crate) use self::person::{
    Brief, CountryIndex, Gender, Office, Organisation, OrganisationIndex, PartialDate, Person,
    PersonIndex,
};

static BUNDLED: &[u8] = include_bytes!("../../data/gazetteer.bin");

/// Why a gazetteer cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum GazetteerError {
    /// The bytes are those of something else.
    #[error("these {0} bytes are not a gazetteer")]
    Foreign(usize),
    /// It was made for another version of this program.
    #[error("the gazetteer has version {0}, and version {VERSION} is wanted")]
    Version(u32),
    /// Some bytes are missing or have changed.
    #[error("the gazetteer is damaged: {0}")]
    Damaged(&'static str),
    /// The table of names cannot be read.
    #[error("the gazetteer's table of names cannot be read")]
    Names(#[source] fst::Error),
}

/// How many men and women of the gazetteer bear a given name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bearers {
    pub(crate) male: u32,
    pub(crate) female: u32,
}

impl Bearers {
    /// The gender of nearly all bearers: nine in ten.
    pub(crate) fn gender(self) -> Option<Gender> {
        let total = self.male + self.female;
        if self.male * 10 >= total * 9 {
            Some(Gender::Male)
        } else if self.female * 10 >= total * 9 {
            Some(Gender::Female)
        } else {
            None
        }
    }
}

/// A country's name or the adjective made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CountryName {
    pub(crate) country: CountryIndex,
    pub(crate) adjective: bool,
}

/// One time that somebody held an office that one person holds at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tenure {
    pub(crate) person: PersonIndex,
    pub(crate) start: PartialDate,
    /// `None` while it is held, as far as known.
    pub(crate) end: Option<PartialDate>,
}

/// Everything known beforehand.
#[derive(Debug)]
pub(crate) struct Gazetteer {
    strings: Vec<&'static str>,
    offsets: &'static [u8],
    persons: &'static [u8],
    organisations: Vec<Organisation>,
    countries: Vec<&'static str>,
    /// First words of the names of countries and peoples: nearly all words of an article are none.
    country_words: HashSet<String, Cheap>,
    names: Map<&'static [u8]>,
    postings: &'static [u8],
}

impl Gazetteer {
    /// The one that is part of the program.
    pub(crate) fn bundled() -> Result<Self, GazetteerError> {
        Self::read(BUNDLED)
    }

    /// Reads one from `bytes`.
    pub(crate) fn read(bytes: &'static [u8]) -> Result<Self, GazetteerError> {
        if bytes.len() < PREAMBLE || !bytes.starts_with(MAGIC) {
            return Err(GazetteerError::Foreign(bytes.len()));
        }
        let version = fixed(bytes, MAGIC.len()).ok_or(GazetteerError::Damaged("header"))?;
        if version != VERSION {
            return Err(GazetteerError::Version(version));
        }
        let (preamble, body) = bytes.split_at(PREAMBLE);
        if preamble[PREAMBLE - CHECKSUM..] != blake3::hash(body).as_bytes()[..CHECKSUM] {
            return Err(GazetteerError::Damaged("its checksum differs"));
        }
        let [
            strings,
            offsets,
            persons,
            organisations,
            countries,
            names,
            postings,
        ] = sections(body).ok_or(GazetteerError::Damaged("sections"))?;
        let strings = Cursor::new(strings)
            .texts()
            .ok_or(GazetteerError::Damaged("strings"))?;
        let countries = Cursor::new(countries)
            .texts()
            .ok_or(GazetteerError::Damaged("countries"))?;
        let mut gazetteer = Self {
            strings,
            offsets,
            persons,
            organisations: Vec::new(),
            countries,
            country_words: HashSet::default(),
            names: Map::new(names).map_err(GazetteerError::Names)?,
            postings,
        };
        gazetteer.country_words = gazetteer.read_country_words();
        gazetteer.organisations = gazetteer
            .read_organisations(organisations)
            .ok_or(GazetteerError::Damaged("organisations"))?;
        Ok(gazetteer)
    }

    fn read_country_words(&self) -> HashSet<String, Cheap> {
        let mut words = HashSet::default();
        let range = self
            .names
            .range()
            .ge([class::COUNTRY])
            .lt([class::COUNTRY + 1]);
        let mut names = range.into_stream();
        while let Some((key, _)) = names.next() {
            let name = std::str::from_utf8(&key[1..]).unwrap_or_default();
            words.extend(name.split(' ').next().map(str::to_owned));
        }
        words
    }

    fn read_organisations(&self, bytes: &'static [u8]) -> Option<Vec<Organisation>> {
        let mut cursor = Cursor::new(bytes);
        (0..cursor.count()?)
            .map(|_| {
                Some(Organisation {
                    name: cursor.text()?,
                    kind: self.string(cursor.number()?)?,
                    country: self.optional_string(cursor.number()?),
                    aliases: cursor.texts()?,
                })
            })
            .collect()
    }

    fn string(&self, index: u64) -> Option<&'static str> {
        self.strings.get(usize::try_from(index).ok()?).copied()
    }

    fn optional_string(&self, index: u64) -> Option<&'static str> {
        self.string(index.checked_sub(1)?)
    }

    /// Number of people.
    pub(crate) fn len(&self) -> usize {
        self.offsets.len() / 4
    }

    /// The record of a person.
    pub(crate) fn person(&self, index: PersonIndex) -> Option<Person> {
        let offset = fixed(self.offsets, index.0 as usize * 4)?;
        Person::read(self.persons.get(offset as usize..)?, self)
    }

    /// The name and id of a person.
    pub(crate) fn brief(&self, index: PersonIndex) -> Option<Brief> {
        let offset = fixed(self.offsets, index.0 as usize * 4)?;
        Brief::read(self.persons.get(offset as usize..)?)
    }

    /// The record of an organisation.
    pub(crate) fn organisation(&self, index: OrganisationIndex) -> Option<&Organisation> {
        self.organisations.get(index.0 as usize)
    }

    /// The name of a country.
    pub(crate) fn country(&self, index: CountryIndex) -> Option<&'static str> {
        self.countries.get(index.0 as usize).copied()
    }

    /// Who bears this full name or alias, the most prominent first.
    pub(crate) fn full_name(&self, normalised: &str) -> Vec<PersonIndex> {
        self.people(class::FULL_NAME, normalised)
    }

    /// Who bears this family name or alias of one word, the most prominent first.
    pub(crate) fn family_name(&self, normalised: &str) -> Vec<PersonIndex> {
        self.people(class::FAMILY_NAME, normalised)
    }

    /// Which prominent people's names have this blocking key.
    pub(crate) fn similar_names(&self, transliteration_key: &str) -> Vec<PersonIndex> {
        self.people(class::TRANSLITERATION, transliteration_key)
    }

    /// The organisation of this name, which has been normalised and stripped of its article.
    pub(crate) fn organisation_name(&self, normalised: &str) -> Option<OrganisationIndex> {
        let value = self.get(class::ORGANISATION, normalised)?;
        u32::try_from(value).ok().map(OrganisationIndex)
    }

    /// Whether the name of a country or people begins with this word.
    pub(crate) fn begins_country(&self, normalised: &str) -> bool {
        self.country_words.contains(normalised)
    }

    /// The country of this name or adjective.
    pub(crate) fn country_name(&self, normalised: &str) -> Option<CountryName> {
        let first = normalised.split(' ').next()?;
        if !self.begins_country(first) {
            return None;
        }
        let value = self.get(class::COUNTRY, normalised)?;
        Some(CountryName {
            country: CountryIndex(u32::try_from(value >> 1).ok()?),
            adjective: value & 1 == 1,
        })
    }

    /// Who bears this given name.
    pub(crate) fn given_name(&self, normalised: &str) -> Option<Bearers> {
        let value = self.get(class::GIVEN_NAME, normalised)?;
        Some(Bearers {
            male: (value >> 20) as u32,
            female: (value & 0xf_ffff) as u32,
        })
    }

    /// Short and long forms of a given name.
    pub(crate) fn nicknames(&self, normalised: &str) -> Vec<&'static str> {
        let Some(offset) = self.get(class::NICKNAME, normalised) else {
            return Vec::new();
        };
        self.posting(offset)
            .into_iter()
            .filter_map(|index| self.string(index))
            .collect()
    }

    /// Who held this office ([`crate::office_key`]) when, in no order: person, first day, last day.
    pub(crate) fn holders(&self, office_key: &str) -> Vec<Tenure> {
        let Some(offset) = self.get(class::OFFICE, office_key) else {
            return Vec::new();
        };
        self.posting(offset)
            .chunks_exact(3)
            .filter_map(|held| {
                Some(Tenure {
                    person: PersonIndex(u32::try_from(held[0]).ok()?),
                    start: PartialDate::unpack(held[1])?,
                    end: PartialDate::unpack(held[2]),
                })
            })
            .collect()
    }

    fn people(&self, class: u8, name: &str) -> Vec<PersonIndex> {
        let Some(value) = self.get(class, name) else {
            return Vec::new();
        };
        let indices = if value & SINGLE != 0 {
            vec![value & !SINGLE]
        } else {
            self.posting(value)
        };
        indices
            .into_iter()
            .filter_map(|index| u32::try_from(index).ok().map(PersonIndex))
            .collect()
    }

    fn posting(&self, offset: u64) -> Vec<u64> {
        let list = || {
            let mut cursor = Cursor::new(self.postings.get(usize::try_from(offset).ok()?..)?);
            (0..cursor.count()?)
                .map(|_| cursor.number())
                .collect::<Option<Vec<u64>>>()
        };
        list().unwrap_or_default()
    }

    fn get(&self, class: u8, name: &str) -> Option<u64> {
        let mut key = [0_u8; 96];
        let length = name.len() + 1;
        // No name of the gazetteer is longer.
        let slot = key.get_mut(..length)?;
        slot[0] = class;
        slot[1..].copy_from_slice(name.as_bytes());
        self.names.get(slot)
    }
}

fn fixed(bytes: &[u8], offset: usize) -> Option<u32> {
    let four = bytes.get(offset..offset + 4)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

fn sections(body: &'static [u8]) -> Option<[&'static [u8]; SECTIONS]> {
    let mut rest = body.get(SECTIONS * 4..)?;
    let mut sections: [&[u8]; SECTIONS] = [&[]; SECTIONS];
    for (index, section) in sections.iter_mut().enumerate() {
        let length = fixed(body, index * 4)? as usize;
        (*section, rest) = rest.split_at_checked(length)?;
    }
    rest.is_empty().then_some(sections)
}

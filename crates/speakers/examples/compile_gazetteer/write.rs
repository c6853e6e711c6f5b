//! Lays the tables out as `format` says.

use std::collections::BTreeMap;
use std::error::Error;

use onrecord_speakers::{normalise, transliteration_key};

use crate::format::{CHECKSUM, MAGIC, SINGLE, VERSION, class};
use crate::offices::Tenure;
use crate::people::{Person, Role};
use crate::{Countries, Organisation, without_article};

/// Below this many encyclopaedia articles nobody is found by a similar spelling: among thousands of unknown
/// names, a similar one is as a rule another person.
const PROMINENT: u64 = 20;

/// All that goes into the file.
pub(crate) struct Tables<'tables> {
    /// People, the more prominent first where the source has them so.
    pub(crate) people: &'tables [Person],
    /// Organisations.
    pub(crate) organisations: &'tables [Organisation],
    /// Names of countries.
    pub(crate) countries: &'tables Countries,
    /// Bearers of given names: men, women.
    pub(crate) given_names: &'tables BTreeMap<String, (u64, u64)>,
    /// Short and long forms of given names.
    pub(crate) nicknames: &'tables BTreeMap<String, Vec<String>>,
    /// Who held an office when.
    pub(crate) offices: &'tables BTreeMap<String, Vec<Tenure>>,
}

/// Strings that occur often, each stored once.
#[derive(Default)]
struct Strings {
    indices: BTreeMap<String, u64>,
    list: Vec<String>,
}

impl Strings {
    fn index(&mut self, text: &str) -> u64 {
        if let Some(index) = self.indices.get(text) {
            return *index;
        }
        let index = self.list.len() as u64;
        self.indices.insert(text.to_owned(), index);
        self.list.push(text.to_owned());
        index
    }

    /// 0 for none.
    fn optional(&mut self, text: Option<&str>) -> u64 {
        match text.filter(|text| !text.is_empty()) {
            Some(text) => self.index(text) + 1,
            None => 0,
        }
    }
}

impl Tables<'_> {
    /// The bytes of the file.
    pub(crate) fn write(&self) -> Result<Vec<u8>, Box<dyn Error>> {
        let mut strings = Strings::default();
        let mut names: BTreeMap<Vec<u8>, u64> = BTreeMap::new();
        let mut postings: Vec<u8> = vec![0];

        let mut offsets = Vec::new();
        let mut persons = Vec::new();
        for person in self.people {
            offsets.extend_from_slice(&u32::try_from(persons.len())?.to_le_bytes());
            self.person(person, &mut strings, &mut persons);
        }
        for (key, mut bearers) in self.name_keys() {
            // The most prominent first; the order of the source decides between equals.
            bearers.sort_by_key(|index| (u64::MAX - self.people[*index].sitelinks, *index));
            let value = match bearers.as_slice() {
                [one] => SINGLE | *one as u64,
                _ => posting(&mut postings, bearers.iter().map(|index| *index as u64)),
            };
            names.insert(key, value);
        }

        let mut organisations = Vec::new();
        number(&mut organisations, self.organisations.len() as u64);
        for (index, organisation) in self.organisations.iter().enumerate() {
            text(&mut organisations, &organisation.name);
            number(&mut organisations, strings.index(&organisation.kind));
            number(
                &mut organisations,
                strings.optional(Some(&organisation.country)),
            );
            number(&mut organisations, organisation.aliases.len() as u64);
            for alias in &organisation.aliases {
                text(&mut organisations, alias);
            }
            for name in std::iter::once(&organisation.name).chain(&organisation.aliases) {
                names
                    .entry(key(class::ORGANISATION, &without_article(name)))
                    .or_insert(index as u64);
            }
        }

        let mut countries = Vec::new();
        let mut list: Vec<&str> = self
            .countries
            .values()
            .map(|(name, _)| name.as_str())
            .collect();
        list.sort_unstable();
        list.dedup();
        number(&mut countries, list.len() as u64);
        for country in &list {
            text(&mut countries, country);
        }
        for (name, (country, adjective)) in self.countries {
            let index = list
                .binary_search(&country.as_str())
                .map_err(|_| "country")? as u64;
            names.insert(
                key(class::COUNTRY, name),
                index << 1 | u64::from(*adjective),
            );
        }
        for (name, (male, female)) in self.given_names {
            names.insert(key(class::GIVEN_NAME, name), male << 20 | female);
        }
        for (name, forms) in self.nicknames {
            let list: Vec<u64> = forms.iter().map(|form| strings.index(form)).collect();
            let value = posting(&mut postings, list.into_iter());
            names.insert(key(class::NICKNAME, name), value);
        }

        for (name, tenures) in self.offices {
            let list: Vec<u64> = tenures
                .iter()
                .flat_map(|tenure| {
                    [
                        tenure.person as u64,
                        date(Some(&tenure.start)),
                        date(tenure.end.as_deref()),
                    ]
                })
                .collect();
            let value = posting(&mut postings, list.into_iter());
            names.insert(key(class::OFFICE, name), value);
        }

        let mut table = Vec::new();
        number(&mut table, strings.list.len() as u64);
        for string in &strings.list {
            text(&mut table, string);
        }
        let names = fst::Map::from_iter(names)?.into_fst().into_inner();
        file(&[
            &table,
            &offsets,
            &persons,
            &organisations,
            &countries,
            &names,
            &postings,
        ])
    }

    /// Every key that leads to people, with whom it leads to.
    fn name_keys(&self) -> BTreeMap<Vec<u8>, Vec<usize>> {
        let mut keys: BTreeMap<Vec<u8>, Vec<usize>> = BTreeMap::new();
        for (index, person) in self.people.iter().enumerate() {
            let full_names = person.full_names();
            let mut add = |class: u8, name: &str| {
                let bearers = keys.entry(key(class, name)).or_default();
                if bearers.last() != Some(&index) {
                    bearers.push(index);
                }
            };
            for name in &full_names {
                add(class::FULL_NAME, name);
            }
            for name in person.family_names() {
                add(class::FAMILY_NAME, &name);
            }
            if person.sitelinks >= PROMINENT {
                let blocks = full_names
                    .iter()
                    .filter_map(|name| transliteration_key(name));
                for block in blocks {
                    add(class::TRANSLITERATION, &block);
                }
            }
        }
        keys
    }

    fn person(&self, person: &Person, strings: &mut Strings, bytes: &mut Vec<u8>) {
        let gender = match person.gender.as_deref() {
            Some("male") => 1,
            Some("female") => 2,
            _ => 0,
        };
        let item = person
            .wikidata
            .as_deref()
            .and_then(|item| item.strip_prefix('Q'))
            .and_then(|digits| digits.parse::<u64>().ok());
        number(bytes, gender << 1 | u64::from(item.is_some()));
        text(bytes, &person.name);
        match item {
            Some(item) => number(bytes, item),
            None => text(bytes, &person.id),
        }
        number(bytes, strings.optional(person.country.as_deref()));
        number(bytes, strings.optional(person.party.as_deref()));
        number(bytes, person.sitelinks);
        number(bytes, date(person.born.as_deref()));
        number(bytes, date(person.died.as_deref()));
        let aliases = aliases(person);
        number(bytes, aliases.len() as u64);
        for alias in aliases {
            text(bytes, alias);
        }
        number(bytes, person.roles.len() as u64);
        for Role {
            title,
            org,
            start,
            end,
        } in &person.roles
        {
            number(bytes, strings.index(title));
            number(bytes, strings.optional(org.as_deref()));
            number(bytes, date(start.as_deref()));
            number(bytes, date(end.as_deref()));
        }
    }
}

/// The other names worth showing: those that differ from the name in more than accents.
fn aliases(person: &Person) -> Vec<&str> {
    let mut seen = vec![normalise(&person.name)];
    let mut aliases = Vec::new();
    for alias in person.aliases.iter().chain(&person.aliases_intl) {
        let normalised = normalise(alias);
        if !normalised.is_empty() && !seen.contains(&normalised) {
            seen.push(normalised);
            aliases.push(alias.as_str());
        }
    }
    aliases
}

fn key(class: u8, name: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(name.len() + 1);
    key.push(class);
    key.extend_from_slice(name.as_bytes());
    key
}

/// Appends a list to the postings; its offset.
fn posting(postings: &mut Vec<u8>, list: impl ExactSizeIterator<Item = u64>) -> u64 {
    let offset = postings.len() as u64;
    number(postings, list.len() as u64);
    for item in list {
        number(postings, item);
    }
    offset
}

/// `2025-01-20`, `2025-01` or `2025`; 0 for anything else.
fn date(text: Option<&str>) -> u64 {
    let mut parts = text
        .unwrap_or_default()
        .split('-')
        .map(|part| part.parse::<u32>().unwrap_or(0));
    let (year, month, day) = (
        parts.next().unwrap_or(0),
        parts.next().unwrap_or(0),
        parts.next().unwrap_or(0),
    );
    if year == 0 || month > 12 || day > 31 {
        return 0;
    }
    u64::from(year << 9 | month << 5 | day)
}

fn number(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

fn text(bytes: &mut Vec<u8>, text: &str) {
    number(bytes, text.len() as u64);
    bytes.extend_from_slice(text.as_bytes());
}

fn file(sections: &[&[u8]]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut body = Vec::new();
    for section in sections {
        body.extend_from_slice(&u32::try_from(section.len())?.to_le_bytes());
    }
    for section in sections {
        body.extend_from_slice(section);
    }
    let mut file = Vec::with_capacity(body.len() + 64);
    file.extend_from_slice(MAGIC);
    file.extend_from_slice(&VERSION.to_le_bytes());
    file.extend_from_slice(&blake3::hash(&body).as_bytes()[..CHECKSUM]);
    file.extend_from_slice(&body);
    Ok(file)
}

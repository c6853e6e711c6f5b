//! Offices that one person holds at a time.

use std::collections::BTreeMap;
use std::error::Error;

use onrecord_speakers::{normalise, office_key};

use crate::people::{Person, Role};

/// One time that somebody held an office.
#[derive(Debug, Clone)]
pub(crate) struct Tenure {
    /// Index of the person.
    pub(crate) person: usize,
    /// First day.
    pub(crate) start: String,
    /// Last day, where it is over.
    pub(crate) end: Option<String>,
}

/// How prominent somebody is whom the sources lack: known beyond their country, no household word.
const SITELINKS: u64 = 40;

/// Who held which office when, by the office's key. Adds the offices to the people, and the people that the sources
/// lack; what the sources say of the same office less exactly (a year without an end) is dropped.
pub(crate) fn add(
    people: &mut Vec<Person>,
    text: &str,
) -> Result<BTreeMap<String, Vec<Tenure>>, Box<dyn Error>> {
    let mut offices: BTreeMap<String, Vec<Tenure>> = BTreeMap::new();
    let mut keys: Vec<String> = Vec::new();
    let mut role = None;
    for row in crate::rows(text) {
        match row.as_slice() {
            ["office", phrases, country, title, org] => {
                keys = phrases
                    .split(';')
                    .map(|phrase| {
                        office_key(phrase, Some(*country).filter(|name| !name.is_empty()))
                    })
                    .collect();
                role = Some((
                    (*title).to_owned(),
                    (*org).to_owned(),
                    (*country).to_owned(),
                ));
                // Who holds it by the sources, to the day.
                for (index, person) in people.iter().enumerate() {
                    for known in person.roles.iter().filter(|known| is_exact(known)) {
                        if known.title == *title && known.org.as_deref() == Some(*org) {
                            insert(&mut offices, &keys, index, known);
                        }
                    }
                }
            }
            [name, gender, start, rest @ ..] if rest.len() <= 1 => {
                let (title, org, country) =
                    role.as_ref().ok_or("offices: a holder before any office")?;
                let end = rest.first().filter(|end| !end.is_empty());
                let held = Role {
                    title: title.clone(),
                    org: Some(org.clone()),
                    start: Some((*start).to_owned()),
                    end: end.map(|end| (*end).to_owned()),
                };
                let index = holder(people, name, gender, country);
                let person = &mut people[index];
                person.roles.retain(|known| !is_same_office(known, &held));
                person.roles.insert(0, held.clone());
                insert(&mut offices, &keys, index, &held);
            }
            row => {
                return Err(format!("offices: {row:?} is neither an office nor a holder").into());
            }
        }
    }
    Ok(offices)
}

fn insert(
    offices: &mut BTreeMap<String, Vec<Tenure>>,
    keys: &[String],
    person: usize,
    role: &Role,
) {
    let Some(start) = &role.start else { return };
    for key in keys {
        let tenures = offices.entry(key.clone()).or_default();
        let known = tenures
            .iter()
            .any(|tenure| tenure.person == person && tenure.start == *start);
        if !known {
            tenures.push(Tenure {
                person,
                start: start.clone(),
                end: role.end.clone(),
            });
        }
    }
}

/// The person of this name, the most prominent of several, of the country where one of them is; or a new one.
fn holder(people: &mut Vec<Person>, name: &str, gender: &str, country: &str) -> usize {
    let wanted = normalise(name);
    let known = people
        .iter()
        .enumerate()
        .filter(|(_, person)| {
            person.gender.as_deref().is_none_or(|known| known == gender)
                && std::iter::once(&person.name)
                    .chain(&person.aliases)
                    .any(|name| normalise(name) == wanted)
        })
        .max_by_key(|(index, person)| {
            let there = person.country.as_deref() == Some(country);
            (there, person.sitelinks, usize::MAX - index)
        })
        .map(|(index, _)| index);
    if let Some(index) = known {
        people[index].gender = Some(gender.to_owned());
        return index;
    }
    let words: Vec<&str> = name.split(' ').collect();
    people.push(Person {
        id: format!("office:{wanted}"),
        name: name.to_owned(),
        aliases: Vec::new(),
        aliases_intl: Vec::new(),
        wikidata: None,
        roles: Vec::new(),
        gender: Some(gender.to_owned()),
        country: Some(country.to_owned()).filter(|country| !country.is_empty()),
        party: None,
        born: None,
        died: None,
        given: words.first().map(|word| (*word).to_owned()),
        family: words.last().map(|word| (*word).to_owned()),
        sitelinks: SITELINKS,
        sources: vec!["additions/offices.tsv".to_owned()],
    });
    people.len() - 1
}

fn is_exact(role: &Role) -> bool {
    role.start.as_ref().is_some_and(|start| start.len() == 10)
}

/// Whether `known` is the office of `held` told less exactly, or told again.
fn is_same_office(known: &Role, held: &Role) -> bool {
    let base = |role: &Role| {
        let title = normalise(&role.title);
        let of = title.find(" of the united").or(title.find(" of "));
        match of {
            Some(of) if !title.starts_with("secretary") && !title.starts_with("member") => {
                title[..of].to_owned()
            }
            _ => title,
        }
    };
    base(known) == base(held) && (!is_exact(known) || known.start == held.start)
}

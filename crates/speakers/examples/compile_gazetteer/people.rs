//! Reads, mends and merges the people.

use std::collections::BTreeMap;
use std::error::Error;

use onrecord_speakers::normalise;
use serde::Deserialize;

/// One person, as in `speakers.jsonl`.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Person {
    /// Id of the entry.
    pub(crate) id: String,
    /// Name shown.
    #[serde(default)]
    pub(crate) name: String,
    /// Other names.
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    /// Names in other languages.
    #[serde(default)]
    pub(crate) aliases_intl: Vec<String>,
    /// Wikidata item.
    pub(crate) wikidata: Option<String>,
    /// Offices.
    #[serde(default)]
    pub(crate) roles: Vec<Role>,
    /// `male` or `female`.
    pub(crate) gender: Option<String>,
    /// Country they act in.
    pub(crate) country: Option<String>,
    /// Party.
    pub(crate) party: Option<String>,
    /// Date of birth.
    pub(crate) born: Option<String>,
    /// Date of death.
    pub(crate) died: Option<String>,
    /// Given name.
    pub(crate) given: Option<String>,
    /// Family name.
    pub(crate) family: Option<String>,
    /// How many encyclopaedias have an article: how prominent they are.
    #[serde(default)]
    pub(crate) sitelinks: u64,
    /// Where the entry comes from.
    #[serde(default)]
    pub(crate) sources: Vec<String>,
}

/// An office.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct Role {
    /// What it is called.
    pub(crate) title: String,
    /// Of what.
    pub(crate) org: Option<String>,
    /// From when.
    pub(crate) start: Option<String>,
    /// Until when.
    pub(crate) end: Option<String>,
}

/// Lower-case words that a family name may begin with.
const PARTICLES: &[&str] = &[
    "de", "del", "della", "di", "da", "dos", "du", "la", "le", "van", "von", "der", "den", "ten",
    "ter", "bin", "ibn", "al", "el", "d", "zu", "af", "st", "san", "ben", "abu", "mac",
];

/// The people of `speakers.jsonl`, mended, with entries that are the same person merged.
///
/// `additions` gives some entries the Wikidata item and the number of articles that the source lacks.
pub(crate) fn read(lines: &str, additions: &str) -> Result<Vec<Person>, Box<dyn Error>> {
    let mut known: BTreeMap<&str, (&str, u64)> = BTreeMap::new();
    for row in crate::rows(additions) {
        let [id, item, sitelinks] = row.as_slice() else {
            return Err(format!("people: three columns wanted in {row:?}").into());
        };
        known.insert(*id, (*item, sitelinks.parse()?));
    }
    let mut people = Vec::new();
    for (number, line) in lines.lines().enumerate() {
        let mut person: Person = serde_json::from_str(line)
            .map_err(|error| format!("speakers.jsonl line {}: {error}", number + 1))?;
        if let Some((item, sitelinks)) = known.remove(person.id.as_str()) {
            if person.wikidata.is_some() {
                return Err(format!("people: {} has a Wikidata item already", person.id).into());
            }
            person.wikidata = Some(item.to_owned());
            person.sitelinks = sitelinks;
        }
        people.extend(mended(person));
    }
    if let Some((id, _)) = known.first_key_value() {
        return Err(format!("people: no entry {id:?} to add to").into());
    }
    Ok(merged(people))
}

/// The entry with its name set right, or nothing where the name is beyond repair.
fn mended(mut person: Person) -> Option<Person> {
    let factbook_alone = person.sources == ["cia-factbook"];
    if factbook_alone {
        // The factbook's lines were cut in the middle of a title: "Chargé | d’Affaires Jane Roe".
        for prefix in ["d’Affaires ", "d'Affaires ", "Ambassador "] {
            if let Some(rest) = person.name.strip_prefix(prefix) {
                person.name = rest.to_owned();
                person.aliases.clear();
            }
        }
        if person
            .roles
            .iter()
            .any(|role| role.title.ends_with(" of the"))
        {
            return None;
        }
    }
    person.name = tidied(&person.name);
    for alias in &mut person.aliases {
        *alias = tidied(alias);
    }
    // A peer or baronet is called by what stands before the comma.
    if let Some((name, rest)) = person.name.clone().split_once(", ") {
        let suffix = normalise(rest);
        if matches!(suffix.as_str(), "jr" | "sr" | "jnr" | "ii" | "iii" | "iv") {
            person.name = format!("{name} {rest}");
        } else {
            person
                .aliases
                .push(std::mem::replace(&mut person.name, name.to_owned()));
        }
    }
    let first = person.name.split(' ').next().unwrap_or_default();
    let begins_small = first
        .chars()
        .next()
        .is_none_or(|letter| !letter.is_uppercase());
    let particle = PARTICLES.contains(&normalise(first).as_str()) || first.contains('-');
    if normalise(&person.name).is_empty() || (begins_small && !particle) {
        return None;
    }
    if person
        .name
        .chars()
        .any(|character| character.is_ascii_digit())
    {
        return None;
    }
    Some(person)
}

/// Single spaces; "OSMANI" and "McCLELLAND" as names are written; "Felipe Vi" as a king is.
fn tidied(name: &str) -> String {
    name.split_whitespace()
        .map(|word| match word {
            "Ii" | "Iii" | "Iv" | "Vi" | "Vii" | "Viii" | "Xiv" => word.to_uppercase(),
            _ => word.split('-').map(lowered).collect::<Vec<_>>().join("-"),
        })
        .collect::<Vec<_>>()
        .join(" ")
}

fn lowered(word: &str) -> String {
    let (prefix, rest) = match word.strip_prefix("Mc") {
        Some(rest) => ("Mc", rest),
        None => ("", word),
    };
    let shouted = rest.chars().count() > 3
        && rest
            .chars()
            .all(|letter| letter.is_uppercase() && letter.is_alphabetic());
    if !shouted {
        return word.to_owned();
    }
    let mut letters = rest.chars();
    let first: String = letters.next().into_iter().collect();
    format!("{prefix}{first}{}", letters.as_str().to_lowercase())
}

/// Merges entries that share a name and a country, and either the day of birth, or one of them is a bare
/// factbook entry. Two Wikidata items are never merged.
fn merged(people: Vec<Person>) -> Vec<Person> {
    let mut bearers: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut kept: Vec<Person> = Vec::new();
    for person in people {
        let names = keys(&person);
        let same = names
            .iter()
            .filter_map(|name| bearers.get(name))
            .flatten()
            .copied()
            .find(|other| same_person(&kept[*other], &person));
        let index = same.unwrap_or(kept.len());
        match same {
            Some(other) => absorb(&mut kept[other], person),
            None => kept.push(person),
        }
        for name in names {
            let list = bearers.entry(name).or_default();
            if !list.contains(&index) {
                list.push(index);
            }
        }
    }
    kept
}

/// The names by which two entries may turn out to be one person. A factbook name can carry the end of a title
/// before it, so its last two and three words are tried too.
fn keys(person: &Person) -> Vec<String> {
    let mut keys: Vec<String> = std::iter::once(&person.name)
        .chain(&person.aliases)
        .map(|name| normalise(name))
        .filter(|name| name.contains(' '))
        .collect();
    if person.sources == ["cia-factbook"] {
        let words: Vec<String> = normalise(&person.name)
            .split(' ')
            .map(str::to_owned)
            .collect();
        for count in [2, 3] {
            if words.len() > count {
                keys.push(words[words.len() - count..].join(" "));
            }
        }
    }
    keys.sort();
    keys.dedup();
    keys
}

fn same_person(one: &Person, other: &Person) -> bool {
    if one.wikidata.is_some() && other.wikidata.is_some() {
        return false;
    }
    let country = |person: &Person| match person.country.as_deref() {
        Some("Holy See") => Some("Vatican City".to_owned()),
        country => country.map(str::to_owned),
    };
    if country(one) != country(other) {
        return false;
    }
    let full_date = |date: &&String| date.len() == 10 && !date.ends_with("-01-01");
    match (
        one.born.as_ref().filter(full_date),
        other.born.as_ref().filter(full_date),
    ) {
        (Some(one), Some(other)) => one == other,
        _ => [one, other]
            .iter()
            .any(|person| person.sources == ["cia-factbook"]),
    }
}

fn absorb(person: &mut Person, other: Person) {
    let factbook = other.sources == ["cia-factbook"];
    if !factbook {
        person.aliases.push(other.name);
        person.aliases.extend(other.aliases);
    }
    for role in other.roles {
        if !person.roles.contains(&role) {
            person.roles.push(role);
        }
    }
    if person.wikidata.is_none() && other.wikidata.is_some() {
        person.id = other.id;
        person.wikidata = other.wikidata;
    }
    person.gender = person.gender.take().or(other.gender);
    person.party = person.party.take().or(other.party);
    person.born = person.born.take().or(other.born);
    person.died = person.died.take().or(other.died);
    person.given = person.given.take().or(other.given);
    person.family = person.family.take().or(other.family);
    person.sitelinks = person.sitelinks.max(other.sitelinks);
}

impl Person {
    /// Every way the full name may be written: at least two words, with and without what stands in the middle.
    pub(crate) fn full_names(&self) -> Vec<String> {
        let mut names = Vec::new();
        for name in std::iter::once(&self.name)
            .chain(&self.aliases)
            .chain(&self.aliases_intl)
        {
            let normalised = normalise(name);
            let words: Vec<&str> = bare(&normalised);
            if words.len() < 2 {
                continue;
            }
            names.push(words.join(" "));
            let middle = &words[1..words.len() - 1];
            let short: Vec<&str> = middle
                .iter()
                .copied()
                .filter(|word| word.len() > 1)
                .collect();
            if short.len() < middle.len() {
                let mut words = vec![words[0]];
                words.extend(&short);
                words.push(bare(&normalised)[bare(&normalised).len() - 1]);
                names.push(words.join(" "));
            }
            let given = self.given.as_deref().map(normalise);
            if middle.len() == 1
                && !PARTICLES.contains(&middle[0])
                && given.as_deref() == Some(words[0])
            {
                names.push(format!("{} {}", words[0], words[words.len() - 1]));
            }
        }
        names.sort();
        names.dedup();
        names
    }

    /// The family name with and without its particles, the one the source states, and aliases of one word.
    pub(crate) fn family_names(&self) -> Vec<String> {
        let normalised = normalise(&self.name);
        let words = bare(&normalised);
        let mut names: Vec<String> = Vec::new();
        if let Some(last) = words.last() {
            names.push((*last).to_owned());
            let particles = words[..words.len() - 1]
                .iter()
                .rev()
                .take_while(|word| PARTICLES.contains(word))
                .count();
            names.push(words[words.len() - 1 - particles..].join(" "));
        }
        // The stated family name may be a maiden name; it counts only where the name holds it.
        if let Some(family) = self.family.as_deref().map(normalise)
            && words.contains(&family.as_str())
        {
            names.push(family);
        }
        for alias in &self.aliases {
            let alias = normalise(alias);
            let words: Vec<&str> = alias.split(' ').collect();
            let particles = words[..words.len() - 1]
                .iter()
                .all(|word| PARTICLES.contains(word));
            if particles && !alias.is_empty() {
                names.push(alias);
            }
        }
        names.sort();
        names.dedup();
        names
    }
}

/// The words of a normalised name without "Jr." and the like.
fn bare(normalised: &str) -> Vec<&str> {
    let mut words: Vec<&str> = normalised.split(' ').collect();
    while words.len() > 2
        && matches!(
            words[words.len() - 1],
            "jr" | "sr" | "jnr" | "ii" | "iii" | "iv"
        )
    {
        words.pop();
    }
    words
}

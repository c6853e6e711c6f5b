//! Compiles the gazetteer's source files into `data/gazetteer.bin`.
//!
//! ```text
//! cargo run -p onrecord-speakers --example compile_gazetteer -- GAZETTEER_FOLDER crates/speakers/data
//! ```
//!
//! The folder holds `speakers.jsonl`, `organisations.tsv`, `countries.jsonl` and `nicknames.csv`; what was
//! written by hand for this project lies in `data/additions`. The same input gives the same bytes.

mod offices;
mod people;
mod write;

#[path = "../../src/gazetteer/format.rs"]
#[expect(dead_code, reason = "the writer needs part of what the reader needs")]
mod format;

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use onrecord_speakers::normalise;
use serde::Deserialize;

use crate::people::Person;
use crate::write::Tables;

/// An organisation and the names it goes by.
pub(crate) struct Organisation {
    /// Name shown.
    pub(crate) name: String,
    /// Other names.
    pub(crate) aliases: Vec<String>,
    /// What sort it is: government, ministry, media and so on.
    pub(crate) kind: String,
    /// Its country, where it has one.
    pub(crate) country: String,
}

#[derive(Deserialize)]
struct Country {
    name: String,
    factbook_name: Option<String>,
    demonym_noun: Option<String>,
    demonym_adj: Option<String>,
}

/// Name of a country or its people → the country, and whether the name is an adjective.
pub(crate) type Countries = BTreeMap<String, (String, bool)>;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(source), Some(data)) = (arguments.next(), arguments.next()) else {
        return Err("usage: compile_gazetteer GAZETTEER_FOLDER DATA_FOLDER".into());
    };
    let (source, data) = (Path::new(&source), Path::new(&data));
    let additions = data.join("additions");

    let mut people = people::read(
        &read(&source.join("speakers.jsonl"))?,
        &read(&additions.join("people.tsv"))?,
    )?;
    let offices = offices::add(&mut people, &read(&additions.join("offices.tsv"))?)?;
    let organisations = organisations(
        &read(&additions.join("organisations.tsv"))?,
        &read(&source.join("organisations.tsv"))?,
    )?;
    let countries = countries(
        &read(&source.join("countries.jsonl"))?,
        &read(&additions.join("countries.tsv"))?,
    )?;
    let given_names = given_names(&people, &read(&additions.join("given_names.tsv"))?)?;
    let nicknames = nicknames(&read(&source.join("nicknames.csv"))?);

    let bytes = Tables {
        people: &people,
        organisations: &organisations,
        countries: &countries,
        given_names: &given_names,
        nicknames: &nicknames,
        offices: &offices,
    }
    .write()?;
    let target = data.join("gazetteer.bin");
    fs::write(&target, &bytes)?;
    writeln!(
        std::io::stderr(),
        "{}: {} people, {} organisations, {} bytes",
        target.display(),
        people.len(),
        organisations.len(),
        bytes.len()
    )?;
    Ok(())
}

fn read(path: &Path) -> Result<String, Box<dyn Error>> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// The columns of every line that is neither empty nor a comment.
pub(crate) fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|line| line.split('\t').map(str::trim).collect())
}

/// The hand-written list, then what the shared one adds. A name already taken stays with its first bearer.
fn organisations(first: &str, second: &str) -> Result<Vec<Organisation>, Box<dyn Error>> {
    let mut organisations: Vec<Organisation> = Vec::new();
    let mut bearers: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows(first).chain(rows(second)) {
        let [forms, kind, name, rest @ ..] = row.as_slice() else {
            return Err(format!("organisations: too few columns in {row:?}").into());
        };
        if name.starts_with('(') {
            // "the ministry of the country in context" is told from the article, not from a list.
            continue;
        }
        let names: Vec<&str> = std::iter::once(*name)
            .chain(forms.split(';').map(str::trim))
            .filter(|form| !form.is_empty())
            .collect();
        let bearer = names
            .iter()
            .find_map(|form| bearers.get(&without_article(form)))
            .copied();
        let index = bearer.unwrap_or(organisations.len());
        if bearer.is_none() {
            organisations.push(Organisation {
                name: (*name).to_owned(),
                aliases: Vec::new(),
                kind: (*kind).to_owned(),
                country: rest.first().copied().unwrap_or_default().to_owned(),
            });
        }
        for form in names {
            if *bearers.entry(without_article(form)).or_insert(index) == index {
                let alias = form.strip_prefix("the ").unwrap_or(form).to_owned();
                let organisation = &mut organisations[index];
                if alias != organisation.name && !organisation.aliases.contains(&alias) {
                    organisation.aliases.push(alias);
                }
            }
        }
    }
    Ok(organisations)
}

/// The form organisations are looked up by.
pub(crate) fn without_article(name: &str) -> String {
    let normalised = normalise(name);
    match normalised.strip_prefix("the ") {
        Some(rest) => rest.to_owned(),
        None => normalised,
    }
}

fn countries(shared: &str, additions: &str) -> Result<Countries, Box<dyn Error>> {
    let mut countries = Countries::new();
    for row in rows(additions) {
        let [forms, country, sort] = row.as_slice() else {
            return Err(format!("countries: three columns wanted in {row:?}").into());
        };
        for form in forms.split(';') {
            countries
                .entry(normalise(form))
                .or_insert(((*country).to_owned(), *sort == "adjective"));
        }
    }
    for line in shared.lines() {
        let country: Country = serde_json::from_str(line)?;
        let name = country.name.trim_start_matches("The ").to_owned();
        if name.contains(',') {
            continue;
        }
        for form in [Some(&name), country.factbook_name.as_ref()]
            .into_iter()
            .flatten()
        {
            countries
                .entry(normalise(form))
                .or_insert((name.clone(), false));
        }
        for demonym in demonyms(&country) {
            countries
                .entry(normalise(&demonym))
                .or_insert((name.clone(), true));
        }
    }
    Ok(countries)
}

/// "Pole(s)" and "Polish"; lists and remarks are left out.
fn demonyms(country: &Country) -> Vec<String> {
    [&country.demonym_noun, &country.demonym_adj]
        .into_iter()
        .flatten()
        .filter_map(|text| text.split(['(', ',', ';', '/']).next())
        .flat_map(|text| text.split(" or "))
        .map(str::trim)
        .filter(|word| word.len() > 2 && !word.eq_ignore_ascii_case("none"))
        .map(str::to_owned)
        .collect()
}

/// How many men and women bear a given name. A name on the hand-written list counts as twenty bearers.
fn given_names(
    people: &[Person],
    additions: &str,
) -> Result<BTreeMap<String, (u64, u64)>, Box<dyn Error>> {
    let mut names: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for person in people {
        let Some(given) = person
            .given
            .as_deref()
            .and_then(|given| given.split(' ').next())
        else {
            continue;
        };
        let count = names.entry(normalise(given)).or_default();
        match person.gender.as_deref() {
            Some("male") => count.0 += 1,
            Some("female") => count.1 += 1,
            _ => {}
        }
    }
    for row in rows(additions) {
        let [gender, listed] = row.as_slice() else {
            return Err(format!("given names: two columns wanted in {row:?}").into());
        };
        for name in listed.split(' ') {
            let count = names.entry(normalise(name)).or_default();
            match *gender {
                "male" => count.0 += 20,
                "female" => count.1 += 20,
                _ => {
                    count.0 += 20;
                    count.1 += 20;
                }
            }
        }
    }
    names.retain(|name, count| name.len() > 1 && (count.0 + count.1) > 0);
    Ok(names)
}

/// Each name with its short and long forms.
fn nicknames(table: &str) -> BTreeMap<String, Vec<String>> {
    let mut nicknames: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in table.lines().skip(1) {
        let mut columns = line.split(',').map(normalise);
        let (Some(long), Some(_), Some(short)) = (columns.next(), columns.next(), columns.next())
        else {
            continue;
        };
        for (name, other) in [(&long, &short), (&short, &long)] {
            let forms = nicknames.entry(name.clone()).or_default();
            if !forms.contains(other) {
                forms.push(other.clone());
            }
        }
    }
    nicknames
}

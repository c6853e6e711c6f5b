//! What a search page was asked: its address read, changed, and written again.

use onrecord_engine::{Cursor, Origin, SearchRequest, Sort, period};
use onrecord_model::{Colour, CueClass, Kind, Polarity, UnknownManner};

use crate::address;
use crate::parameters::Parameters;
use crate::respond::Failure;

/// A part of a search. The names are those of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Words,
    Speaker,
    Outlet,
    Kind,
    Class,
    Colour,
    Polarity,
    Origin,
    From,
    To,
    Copies,
    AsOf,
    Sort,
    Cursor,
    /// Of which list only the values that hold something are shown.
    FindIn,
    /// What they are to hold.
    Find,
}

impl Field {
    /// What narrows a search down.
    pub(crate) const CONDITIONS: [Self; 12] = [
        Self::Words,
        Self::Speaker,
        Self::Outlet,
        Self::Kind,
        Self::Class,
        Self::Colour,
        Self::Polarity,
        Self::Origin,
        Self::From,
        Self::To,
        Self::Copies,
        Self::AsOf,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Words => "q",
            Self::Speaker => "speaker",
            Self::Outlet => "outlet",
            Self::Kind => "kind",
            Self::Class => "class",
            Self::Colour => "colour",
            Self::Polarity => "polarity",
            Self::Origin => "origin",
            Self::From => "from",
            Self::To => "to",
            Self::Copies => "copies",
            Self::AsOf => "as_of",
            Self::Sort => "sort",
            Self::Cursor => "cursor",
            Self::FindIn => "find_in",
            Self::Find => "find",
        }
    }

    /// What a condition is called where it is shown.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Words => "Words",
            Self::Speaker => "Speaker",
            Self::Outlet => "Outlet",
            Self::Kind => "Kind",
            Self::Class => "Act",
            Self::Colour => "Told",
            Self::Polarity => "Reported as",
            Self::Origin => "Quotes of",
            Self::From => "From",
            Self::To => "To",
            Self::Copies => "Copies",
            Self::AsOf => "As of",
            Self::Sort => "Order",
            Self::Cursor => "Place",
            Self::FindIn => "List",
            Self::Find => "Values with",
        }
    }
}

const NAMES: [&str; 16] = [
    "q", "speaker", "outlet", "kind", "class", "colour", "polarity", "origin", "from", "to",
    "copies", "as_of", "sort", "cursor", "find_in", "find",
];

/// The parameters of a search page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked(Parameters);

impl Asked {
    pub(crate) fn read(query: &str) -> Result<Self, Failure> {
        Parameters::read(query, &NAMES).map(Self)
    }

    pub(crate) fn get(&self, field: Field) -> Option<&str> {
        self.0.get(field.name())
    }

    pub(crate) fn had_empty_fields(&self) -> bool {
        self.0.any_empty()
    }

    /// How many conditions are set.
    pub(crate) fn conditions(&self) -> usize {
        Field::CONDITIONS
            .iter()
            .filter(|field| self.get(**field).is_some())
            .count()
    }

    /// The same search on its first page without one part.
    pub(crate) fn without(&self, field: Field) -> Self {
        self.changed(field, None)
    }

    /// The same search on its first page with one part changed; an empty value takes it out.
    pub(crate) fn with(&self, field: Field, value: &str) -> Self {
        self.changed(field, Some(value).filter(|value| !value.is_empty()))
    }

    fn changed(&self, field: Field, value: Option<&str>) -> Self {
        let first = self.0.with(Field::Cursor.name(), None);
        let first = match field {
            // Looking for a value is over as soon as something else is done.
            Field::FindIn | Field::Find => first,
            _ => first
                .with(Field::FindIn.name(), None)
                .with(Field::Find.name(), None),
        };
        Self(first.with(field.name(), value))
    }

    /// What is searched for, whatever its order, its page and what is looked for in its lists.
    pub(crate) fn what(&self) -> Self {
        self.without(Field::Sort)
    }

    /// What the API is asked for the same page.
    pub(crate) fn for_api(&self) -> Self {
        Self(
            self.0
                .with(Field::FindIn.name(), None)
                .with(Field::Find.name(), None),
        )
    }

    /// What is set, by name, for a form that has to keep it.
    pub(crate) fn kept(&self) -> Vec<(&'static str, String)> {
        NAMES
            .into_iter()
            .filter_map(|name| Some((name, self.0.get(name)?.to_owned())))
            .collect()
    }

    /// The address of this search below `path`, without what is not set.
    pub(crate) fn address(&self, path: &str) -> String {
        self.address_with(path, &[])
    }

    /// The same with `others` behind.
    pub(crate) fn address_with(&self, path: &str, others: &[(&str, Option<&str>)]) -> String {
        let parameters: Vec<(&str, Option<&str>)> = NAMES
            .into_iter()
            .map(|name| (name, self.0.get(name)))
            .chain(others.iter().copied())
            .collect();
        address::with_parameters(path, &parameters)
    }

    /// The order asked for; `None` also where it cannot be read, which [`Asked::request`] reports.
    pub(crate) fn sort(&self) -> Option<Sort> {
        self.get(Field::Sort).and_then(|sort| read_sort(sort).ok())
    }

    /// What to ask the engine, or what is wrong with it in a sentence.
    pub(crate) fn request(&self) -> Result<SearchRequest, String> {
        let owned = |field: Field| self.get(field).map(str::to_owned);
        Ok(SearchRequest {
            query: owned(Field::Words),
            speaker: owned(Field::Speaker),
            outlet: owned(Field::Outlet),
            kind: self.value(Field::Kind, |kind| {
                kind.parse::<Kind>().map_err(|_| {
                    format!(
                        "“{kind}” is no kind of quote; there are direct, mixed and indirect ones."
                    )
                })
            })?,
            class: self.value(Field::Class, |class| {
                class.parse::<CueClass>().map_err(|error| no_manner(&error))
            })?,
            colour: self.value(Field::Colour, |colour| {
                colour.parse::<Colour>().map_err(|error| no_manner(&error))
            })?,
            polarity: self.value(Field::Polarity, |polarity| {
                polarity
                    .parse::<Polarity>()
                    .map_err(|error| no_manner(&error))
            })?,
            origin: self.value(Field::Origin, |origin| {
                origin.parse::<Origin>().map_err(|_| {
                    format!(
                        "“{origin}” is nothing that quotes are of; there are report and primary."
                    )
                })
            })?,
            without_copies: self.value(Field::Copies, read_copies)?.unwrap_or(false),
            as_of: self.value(Field::AsOf, |instant| {
                period::end(instant).map_err(|_| no_day(instant))
            })?,
            from: self.value(Field::From, |day| {
                period::beginning(day).map_err(|_| no_day(day))
            })?,
            to: self.value(Field::To, |day| period::end(day).map_err(|_| no_day(day)))?,
            sort: self.value(Field::Sort, read_sort)?,
            limit: SearchRequest::USUAL_PAGE,
            after: self.value(Field::Cursor, |cursor| {
                cursor.parse::<Cursor>().map_err(|_| {
                    "The place in the list that the address names was never given out.".to_owned()
                })
            })?,
            ..SearchRequest::default()
        })
    }

    fn value<Value>(
        &self,
        field: Field,
        read: impl FnOnce(&str) -> Result<Value, String>,
    ) -> Result<Option<Value>, String> {
        self.get(field).map(read).transpose()
    }
}

fn no_manner(error: &UnknownManner) -> String {
    format!("In the address, {error}.")
}

fn no_day(text: &str) -> String {
    format!("“{text}” is no day; write it as 2025-08-17, or 2025-08 for a month.")
}

/// Whether copies are left out.
fn read_copies(text: &str) -> Result<bool, String> {
    match text {
        "collapsed" => Ok(true),
        "all" => Ok(false),
        _ => Err(format!(
            "“{text}” is nothing to be done with copies; they are collapsed, or all are counted."
        )),
    }
}

fn read_sort(text: &str) -> Result<Sort, String> {
    match text {
        "relevance" => Ok(Sort::Relevance),
        "newest" => Ok(Sort::Newest),
        "oldest" => Ok(Sort::Oldest),
        "most_repeated" => Ok(Sort::MostRepeated),
        _ => Err(format!(
            "“{text}” is no order; there are relevance, newest, oldest and most_repeated."
        )),
    }
}

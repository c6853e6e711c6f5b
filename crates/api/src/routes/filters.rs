//! What quotes are narrowed down by, in every address that knows it.

use onrecord_engine::{Bucket, Dimension, Origin, SearchRequest, Sort, period};
use onrecord_model::{Colour, CueClass, Kind, Polarity, UnknownWord};
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};

use crate::parameters::Parameters;

/// What narrows a search down, with what is said about it.
const FILTERS: [(&str, &str); 12] = [
    (
        "q",
        "Words (all of them), \"phrases\", OR, -exclusions, parentheses, `word~1`, `pre*`, and fields: speaker:, outlet:, kind:, origin:, cue:, class:, colour:, polarity:, verdict:, claim:, date:, lang:, title:, said:. What cannot be understood is refused with its place. It may have 4,096 characters, 256 words, 64 conditions on fields and parentheses 16 deep.",
    ),
    (
        "speaker",
        "A speaker's id, full name, alias or last name. A name that several speakers have means all of them, and a notice says so.",
    ),
    ("outlet", "Name of an outlet, whatever its case."),
    ("kind", "direct, mixed or indirect."),
    (
        "origin",
        "report: what articles report; primary: passages of primary sources.",
    ),
    (
        "class",
        "What the reporting words say the speaker does: statement, belief, intention, question, denial, promise, warning or accusation.",
    ),
    (
        "colour",
        "How far the reporter stands behind it: neutral, doubting or endorsing.",
    ),
    (
        "polarity",
        "asserted: reported as said; negated: as not said; hypothetical: neither.",
    ),
    (
        "from",
        "Published at or after this: a year, a month, a day or an RFC 3339 instant, in UTC.",
    ),
    (
        "to",
        "Published up to this: a year, month or day is included; an instant ends where it says.",
    ),
    (
        "copies",
        "collapsed: without articles that are copies of others, so that a report which many printed counts once; all unless given.",
    ),
    (
        "as_of",
        "The record as it was at the end of this day, month or year, or at this RFC 3339 instant: yesterday's numbers again. Names are those of today.",
    ),
];

/// Their names.
pub(crate) const NAMES: [&str; FILTERS.len()] = {
    let mut names = [""; FILTERS.len()];
    let mut index = 0;
    while index < names.len() {
        names[index] = FILTERS[index].0;
        index += 1;
    }
    names
};

/// Their names, and those of what else an address knows.
pub(crate) const fn with<const OTHERS: usize, const ALL: usize>(
    others: [&'static str; OTHERS],
) -> [&'static str; ALL] {
    let mut names = [""; ALL];
    let mut index = 0;
    while index < ALL {
        names[index] = if index < NAMES.len() {
            NAMES[index]
        } else {
            others[index - NAMES.len()]
        };
        index += 1;
    }
    names
}

/// Stands in the document for all of them.
pub(crate) struct Filters;

impl IntoParams for Filters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let parameter = |(name, description): &(&str, &str)| {
            ParameterBuilder::new()
                .name(*name)
                .parameter_in(ParameterIn::Query)
                .description(Some(*description))
                .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
                .build()
        };
        FILTERS.iter().map(parameter).collect()
    }
}

/// What is searched for; what is wrong with it comes out when `given` is finished.
pub(crate) fn filters(given: &mut Parameters) -> SearchRequest {
    let search = SearchRequest {
        query: given.text("q"),
        speaker: given.text("speaker"),
        outlet: given.text("outlet"),
        kind: given.value("kind", str::parse::<Kind>),
        origin: given.value("origin", str::parse::<Origin>),
        class: given.value("class", str::parse::<CueClass>),
        colour: given.value("colour", str::parse::<Colour>),
        polarity: given.value("polarity", str::parse::<Polarity>),
        from: given.value("from", period::beginning),
        to: given.value("to", period::end),
        without_copies: given
            .value("copies", |word| {
                one_of(word, &[("all", false), ("collapsed", true)])
            })
            .unwrap_or(false),
        as_of: given.value("as_of", period::end),
        sort: given.value("sort", |word| {
            let known = [
                ("relevance", Sort::Relevance),
                ("newest", Sort::Newest),
                ("oldest", Sort::Oldest),
                ("most_repeated", Sort::MostRepeated),
            ];
            one_of(word, &known)
        }),
        ..SearchRequest::default()
    };
    if let (Some(from), Some(to)) = (search.from, search.to)
        && from >= to
    {
        given.refuse("to", "ends before \"from\" begins");
    }
    search
}

/// What `word` stands for.
pub(crate) fn one_of<Meaning: Copy>(
    word: &str,
    known: &[(&'static str, Meaning)],
) -> Result<Meaning, UnknownWord> {
    let meant = known.iter().find(|(name, _)| *name == word);
    meant
        .map(|(_, meaning)| *meaning)
        .ok_or_else(|| UnknownWord {
            word: word.to_owned(),
            known: known.iter().map(|(name, _)| *name).collect(),
        })
}

/// Dimensions, with commas between them.
pub(crate) fn dimensions(text: &str) -> Result<Vec<Dimension>, UnknownWord> {
    text.split(',').map(|word| word.trim().parse()).collect()
}

/// Steps of time.
pub(crate) fn bucket(given: &mut Parameters, name: &str) -> Option<Bucket> {
    given.value(name, str::parse::<Bucket>)
}

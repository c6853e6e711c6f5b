//! Short articles in which it is easy to take one person for another: who each marked source is.
//!
//! Invented people speak; real ones are only named, with offices and dates that the gazetteer holds.

mod forms;
mod offices;
mod others;
mod pronouns;
mod same_name;

use onrecord_extract::Document;
use onrecord_model::ResolutionRule;
use onrecord_speakers::Context;

use crate::{Marked, day, resolver};

/// One article and who its marked sources are, in their order: a name, "-" for nobody, "?" for more than one who fits
/// equally, "&" for several together.
pub(crate) struct Case {
    what: &'static str,
    published: &'static str,
    outlet: Option<&'static str>,
    text: &'static str,
    who: &'static [&'static str],
}

/// An article of August 2025 by nobody known.
const fn case(what: &'static str, text: &'static str, who: &'static [&'static str]) -> Case {
    on("2025-08-18", what, text, who)
}

const fn on(
    published: &'static str,
    what: &'static str,
    text: &'static str,
    who: &'static [&'static str],
) -> Case {
    Case {
        what,
        published,
        outlet: None,
        text,
        who,
    }
}

const fn by(outlet: &'static str, case: Case) -> Case {
    Case {
        outlet: Some(outlet),
        ..case
    }
}

fn found(case: &Case) -> Vec<String> {
    let article = Marked::read(case.text);
    let document = Document::new(&article.text, &article.blocks);
    let context = Context {
        published: Some(day(case.published)),
        outlet: case.outlet,
        ..Context::default()
    };
    let resolutions = resolver().resolve(&document, &article.attributions, &context);
    let name = |resolution: &onrecord_model::Resolution| match (
        &resolution.speaker,
        resolution.why.rule,
    ) {
        (Some(speaker), _) => speaker.name.clone(),
        (None, ResolutionRule::Ambiguous) => "?".to_owned(),
        (None, ResolutionRule::Several) => "&".to_owned(),
        (None, _) => "-".to_owned(),
    };
    resolutions.iter().map(name).collect()
}

#[track_caller]
fn check_all(cases: &[Case]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let found = found(case);
            (found != case.who)
                .then(|| format!("{}: {found:?} instead of {:?}", case.what, case.who))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn there_are_enough_cases() {
    let cases = [
        forms::CASES,
        offices::CASES,
        others::CASES,
        pronouns::CASES,
        same_name::CASES,
    ];
    let count: usize = cases.iter().map(|cases| cases.len()).sum();
    assert!(count >= 60, "{count}");
    let mut names: Vec<&str> = cases
        .iter()
        .flat_map(|cases| cases.iter())
        .map(|case| case.what)
        .collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "two cases of one name");
}

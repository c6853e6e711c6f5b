//! How claims look on a terminal, and as data.

use onrecord_engine::{
    Agreement, ClaimListing, ClaimMatch, ClaimStatement, ClaimVerdict, ClaimView, Linked, Repeats,
};
use onrecord_model::{Evidence, Publication, Quote, Rating, Timestamp};

use crate::commands::quotes;
use crate::output::{Output, counted};
use onrecord_api::json;

/// A claim as lists show it: what it says, how far the work has come, and its verdicts.
pub fn listing(claim: &ClaimListing, output: &Output) -> anyhow::Result<()> {
    if output.json {
        return output.json_line(&json::Claim::from(claim));
    }
    output.line(&claim.text.text)?;
    let mut facts = vec![claim.id.to_string()];
    facts.extend(
        claim
            .text
            .reference
            .as_ref()
            .map(|reference| format!("ref:{reference}")),
    );
    facts.push(claim.state.words().to_owned());
    facts.extend(
        claim
            .assigned_to
            .as_ref()
            .map(|name| format!("with {name}")),
    );
    if claim.statements > 0 {
        facts.push(format!(
            "made in {}",
            counted(claim.statements, "statement", "statements")
        ));
    }
    if claim.suggestions > 0 {
        facts.push(format!(
            "maybe in {}",
            counted(claim.suggestions, "other", "others")
        ));
    }
    output.line(format!("    {}", facts.join(" · ")))?;
    for verdict in &claim.verdicts {
        output.line(format!("    {}", told(verdict)))?;
    }
    output.line("")
}

/// A claim that a text may make. Its verdicts are the claim's; whether the text makes it, nobody has said.
pub fn found(found: &ClaimMatch, output: &Output) -> anyhow::Result<()> {
    if output.json {
        return output.json_line(&json::ClaimMatch::from(found));
    }
    let likely = match found.is_suggested {
        true => "may be this claim",
        false => "has something of this claim",
    };
    output.line(format!("{:.0} %  {likely}:", found.score * 100.0))?;
    for line in agreement(&found.agreement) {
        output.line(format!("    {line}"))?;
    }
    listing(&found.claim, output)
}

fn agreement(agreement: &Agreement) -> Vec<String> {
    let mut both = agreement.names.clone();
    both.extend(agreement.numbers.iter().cloned());
    both.extend(agreement.words.iter().cloned());
    let mut lines = Vec::new();
    if !both.is_empty() {
        lines.push(format!("both have: {}", both.join(", ")));
    }
    if !agreement.missing_numbers.is_empty() {
        let numbers = agreement.missing_numbers.join(", ");
        lines.push(format!("OTHER NUMBERS: only the claim has {numbers}"));
    }
    if !agreement.missing.is_empty() {
        lines.push(format!(
            "only the claim has: {}",
            agreement.missing.join(", ")
        ));
    }
    if agreement.negation_differs {
        lines.push("ONE OF THEM DENIES IT".to_owned());
    }
    lines
}

fn told(verdict: &ClaimVerdict) -> String {
    let url = verdict
        .url
        .as_deref()
        .map_or_else(String::new, |url| format!(" · {url}"));
    format!(
        "{} · {} · {}{url}",
        rated(&verdict.rating),
        verdict.author,
        day(verdict.date)
    )
}

/// The rating word for word, with what it says of truth.
fn rated(rating: &Rating) -> String {
    match rating.value {
        Some(value) => format!("“{}” ({:.0} % true)", rating.name, value.get() * 100.0),
        None => format!("“{}”", rating.name),
    }
}

fn day(at: Timestamp) -> String {
    at.format("%-d %B %Y").to_string()
}

/// A claim with everything around it.
pub fn claim(view: &ClaimView, as_of: Option<Timestamp>, output: &Output) -> anyhow::Result<()> {
    if output.json {
        return output.json_line(&json::ClaimDetail::from(view));
    }
    let record = &view.record;
    if let Some(as_of) = as_of {
        let last = as_of - chrono::TimeDelta::microseconds(1);
        output.line(format!("AS OF {}, NOT AS IT IS NOW", day(last)))?;
    }
    output.line(&record.text.text)?;
    let mut facts = vec![record.id.to_string()];
    let reference = record.text.reference.as_ref();
    facts.extend(reference.map(|reference| format!("ref:{reference}")));
    facts.push(record.state.words().to_owned());
    facts.extend(
        record
            .assigned_to
            .as_ref()
            .map(|name| format!("with {name}")),
    );
    output.line(format!("    {}", facts.join(" · ")))?;
    known(view, output)?;
    if let Some(lock) = &view.lock {
        let until = lock.until.format("%H:%M");
        output.line(format!("    open at {} until {until} UTC", lock.holder))?;
    }
    output.line("")?;
    reviews(view, output)?;
    if let Some(repeats) = &view.repeats {
        again(repeats, output)?;
    }
    statements("Statements that make it", &view.statements, output)?;
    statements(
        "Statements that may make it (suggested; nobody has agreed)",
        &view.suggestions,
        output,
    )?;
    let hidden = view
        .suggestions_total
        .saturating_sub(view.suggestions.len() as u64);
    if hidden > 0 {
        output.line(format!("    and {hidden} more\n"))?;
    }
    for related in &view.related {
        let (one, other) = match related.is_reverse {
            true => ("the claim", "it"),
            false => ("it", "the claim"),
        };
        output.line(format!(
            "Related: {one} {} {other}: {} ({})",
            related.relation, related.claim.text.text, related.claim.id
        ))?;
    }
    for flag in view.flags.iter().filter(|flag| flag.settled.is_none()) {
        output.line(format!(
            "Flagged by {} on {}: {} (flag {})",
            flag.by,
            day(flag.at),
            flag.reason,
            flag.id
        ))?;
    }
    output.line(format!(
        "Written down by {} on {}; last changed by {} on {} (entry {})",
        record.made.by,
        day(record.made.at),
        record.last.by,
        day(record.last.at),
        record.last.entry
    ))
}

/// What is known of a claim beside its words.
fn known(view: &ClaimView, output: &Output) -> anyhow::Result<()> {
    let text = &view.record.text;
    if let Some(title) = &text.title {
        output.line(format!("    {title}"))?;
    }
    if let Some(context) = &text.context {
        output.line(format!("    {context}"))?;
    }
    let mut first = Vec::new();
    first.extend(text.claimant.as_ref().map(|claimant| claimant.name.clone()));
    first.extend(text.made.map(day));
    first.extend(text.url.clone());
    if !first.is_empty() {
        output.line(format!("    first made: {}", first.join(" · ")))?;
    }
    let by: Vec<String> = view
        .claimants
        .iter()
        .map(|(speaker, times)| format!("{} ({})", speaker.name, counted(*times, "time", "times")))
        .collect();
    if !by.is_empty() {
        output.line(format!("    said by: {}", by.join(", ")))?;
    }
    if !view.record.merged.is_empty() {
        let merged = counted(
            view.record.merged.len() as u64,
            "other claim",
            "other claims",
        );
        output.line(format!("    one with {merged}"))?;
    }
    Ok(())
}

fn reviews(view: &ClaimView, output: &Output) -> anyhow::Result<()> {
    if view.record.is_disputed() {
        output.line("THE REVIEWS DISAGREE:")?;
    }
    for review in view.record.reviews.iter().rev() {
        let content = &review.content;
        let mut facts = vec![
            rated(&content.rating),
            content.author.name.clone(),
            day(content.date),
        ];
        match content.publication {
            Publication::Published => {}
            Publication::Draft => facts.push("DRAFT".to_owned()),
            Publication::Withdrawn => facts.push("WITHDRAWN".to_owned()),
        }
        facts.extend(content.url.clone());
        output.line(facts.join(" · "))?;
        if let Some(rationale) = &content.rationale {
            output.line(format!("    {rationale}"))?;
        }
        for evidence in &content.evidence {
            output.line(format!("    {}", rests_on(evidence)))?;
        }
        output.line(format!("    review {}\n", review.id))?;
    }
    Ok(())
}

fn rests_on(evidence: &Evidence) -> String {
    let mut facts = Vec::new();
    facts.extend(evidence.title.clone());
    facts.extend(
        evidence
            .quotation
            .as_ref()
            .map(|words| format!("“{words}”")),
    );
    facts.extend(evidence.url.clone());
    if evidence.is_gone {
        facts.push("GONE".to_owned());
    }
    format!("{}: {}", evidence.stance, facts.join(" · "))
}

/// How often it was said since it was rated.
fn again(repeats: &Repeats, output: &Output) -> anyhow::Result<()> {
    if repeats.occurrences == 0 {
        return Ok(());
    }
    let by: Vec<&str> = repeats
        .by
        .iter()
        .map(|(speaker, _)| speaker.name.as_str())
        .collect();
    let by = match by.is_empty() {
        true => String::new(),
        false => format!(", by {}", by.join(", ")),
    };
    let last = repeats
        .last
        .map_or_else(String::new, |last| format!(", last on {}", day(last)));
    let times = match repeats.occurrences {
        1 => "once".to_owned(),
        times => counted(times, "time", "times"),
    };
    output.line(format!(
        "Said {times} since it was rated “{}”{last}{by}\n",
        repeats.verdict.rating.name
    ))
}

fn statements(what: &str, statements: &[ClaimStatement], output: &Output) -> anyhow::Result<()> {
    if statements.is_empty() {
        return Ok(());
    }
    output.line(format!("{what}:"))?;
    for statement in statements {
        output.line(format!("    {}", words(statement)))?;
        let mut facts = Vec::new();
        facts.extend(statement.quote.as_ref().map(quotes::who));
        facts.extend(statement.quote.as_ref().map(quotes::place));
        let told = &statement.told;
        let times = told.occurrences + told.passages;
        facts.push(match times {
            1 => "told once".to_owned(),
            times => format!("told {}", counted(times, "time", "times")),
        });
        facts.push(match &statement.linked {
            Linked::Confirmed { done, .. } => {
                format!("confirmed by {} on {}", done.by, day(done.at))
            }
            Linked::Suggested(score) => format!("{:.0} %", score.score.get() * 100.0),
        });
        output.line(format!("        {}", facts.join(" · ")))?;
        output.line(format!("        statement {}", statement.statement))?;
    }
    output.line("")
}

/// The words, with the part of them that makes the claim between brackets.
fn words(statement: &ClaimStatement) -> String {
    let mut marked = String::with_capacity(statement.words.len() + 2);
    let part = statement.part;
    for (at, character) in (0_u32..).zip(statement.words.chars()) {
        if part.is_some_and(|part| part.start == at) {
            marked.push('[');
        }
        marked.push(character);
        if part.is_some_and(|part| part.end == at + 1) {
            marked.push(']');
        }
    }
    one_line(&marked)
}

/// Words of a quote on one line.
pub fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where a quote is from.
pub fn from(quote: &Quote) -> String {
    format!("{} · {}", quotes::who(quote), quotes::place(quote))
}

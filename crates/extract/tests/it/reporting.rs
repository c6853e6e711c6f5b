//! What a cue tells: its class, its colour, and whether anything was said at all.
//!
//! The attributions are written into the text, so that what is tested here is not whether they are found.

use onrecord_extract::{Document, Extractor};
use onrecord_model::{Attribution, BlockRole, Confidence, Kind, Manner, Span};

use crate::annotated::lines;

/// The text without marks, with the attribution that `[source]`, `{cue}` and `<content>` mark in it.
fn read(marked: &str) -> (String, Attribution) {
    let mut text = String::new();
    let mut attribution = Attribution {
        source: Vec::new(),
        cue: Vec::new(),
        content: Vec::new(),
        kind: Kind::Indirect,
        confidence: Confidence::new(1.0),
        rule: "test".into(),
        manner: Manner::default(),
        inside: None,
    };
    let mut start = 0;
    for character in marked.chars() {
        match character {
            '[' | '{' | '<' => start = text.len(),
            ']' => attribution.source.push(Span::new(start, text.len())),
            '}' => attribution.cue.push(Span::new(start, text.len())),
            '>' => attribution.content.push(Span::new(start, text.len())),
            _ => text.push(character),
        }
    }
    (text, attribution)
}

fn manner(marked: &str) -> Manner {
    let (text, attribution) = read(marked);
    let mut attributions = [attribution];
    let blocks = lines(&text, BlockRole::Body);
    Extractor::new().describe(&Document::new(&text, &blocks), &mut attributions);
    attributions[0].manner
}

/// Checks class and colour; no class is "-".
#[track_caller]
fn check(class_and_colour: &str, marked: &[&str]) {
    check_each(class_and_colour, marked, |manner| {
        let class = manner.class.map_or("-", |class| class.as_str());
        format!("{class} {}", manner.colour)
    });
}

#[track_caller]
fn check_polarity(polarity: &str, marked: &[&str]) {
    check_each(polarity, marked, |manner| manner.polarity.to_string());
}

/// Tells all that differ at once.
#[track_caller]
fn check_each(expected: &str, marked: &[&str], show: fn(Manner) -> String) {
    let wrong: Vec<String> = marked
        .iter()
        .map(|marked| (marked, show(manner(marked))))
        .filter(|(_, shown)| shown != expected)
        .map(|(marked, shown)| format!("{shown}: {marked}"))
        .collect();
    assert!(wrong.is_empty(), "not {expected}:\n{}", wrong.join("\n"));
}

#[test]
fn statements() {
    check(
        "statement neutral",
        &[
            "[Roe] {said} <that the bridge would open>.",
            "<The bridge will open>, {according to} [the mayor].",
            "[Roe] {was quoted as saying} <that the bridge would open>.",
            "[Roe] {said in a statement} <that the bridge would open>.",
            "[Roe] {went on}: <“The bridge is safe.”>",
            "[Roe]{:} <“The bridge is safe.”>",
            "[Roe] {released a statement saying} <the bridge was safe>.",
            "[Roe] {gave a speech} <about the bridge>.",
            "[Roe] {deadpanned}, <“What bridge?”>",
        ],
    );
    check(
        "statement endorsing",
        &[
            "[Roe] {admitted} <that the bridge was late>.",
            "[Roe] {pointed out} <that the bridge was late>.",
            "[The report] {reveals} <that the bridge was late>.",
            "[Roe] {made it abundantly clear} <that the bridge was late>.",
            "[Roe] {noted} <that the bridge was late>.",
        ],
    );
    check(
        "statement doubting",
        &[
            "[Roe] {claimed} <that the bridge was early>.",
            "<the bridge was early>, [Roe] {insisted}.",
            "[Roe] {repeated the claim} <that the bridge was early>.",
            "[Roe]’s {claim} <that the bridge was early>",
            "[Roe] {falsely said} <that the bridge was early>.",
            "[Roe] allegedly {told} the council <that the bridge was early>.",
        ],
    );
}

#[test]
fn beliefs_and_intentions() {
    check(
        "belief neutral",
        &[
            "[Roe] {thinks} <the bridge is safe>.",
            "[Roe] {is confident} <the bridge will open>.",
            "[Critics] {were worried} <that the bridge would sink>.",
            "[Roe] {expressed concern} <about the bridge>.",
            "<The bridge> {is expected} <to open in May>.",
            "[Roe] {supports} <the bridge>.",
            "[their] {fear} <that the bridge would sink>",
            "{In} [Roe]{’s view}, <the bridge is safe>.",
        ],
    );
    check(
        "belief endorsing",
        &[
            "[Roe] {knew} <that the bridge was unsafe>.",
            "[Roe] {found out} <that the bridge was unsafe>.",
            "[Roe] {is aware} <that the bridge is unsafe>.",
        ],
    );
    check(
        "intention neutral",
        &[
            "[Roe] {wants} <to open the bridge>.",
            "[Roe] {called for} <the bridge to be closed>.",
            "[Roe] {called} <for the bridge to be closed>.",
            "[Roe] {asked} <the council to close the bridge>.",
            "[Roe] {asked for} <a new bridge>.",
            "[Roe] {told} the mayor of Poe <to close the bridge>.",
            "[Roe] {urged} <the council to close the bridge>.",
            "[Roe] {plans} <to close the bridge>.",
            "[Roe]’s {plan} <to close the bridge>",
        ],
    );
}

#[test]
fn questions_and_denials() {
    check(
        "question neutral",
        &[
            "[Roe] {asked} <whether the bridge was safe>.",
            "[Roe] {wonders} <if the bridge is safe>.",
            "[Critics] {raised questions} <about the bridge>.",
            "[Roe] {was asked} <about the bridge>.",
        ],
    );
    check(
        "denial neutral",
        &[
            "[Roe] {denied} <that the bridge was late>.",
            "[Roe] {rejected} <the idea of a ferry>.",
            "[Roe] {refused} <to close the bridge>.",
            "[Roe] {pushed back against} <the plan>.",
            "[Roe] {issued a denial}: <“The bridge is safe.”>",
        ],
    );
    check("denial endorsing", &["[Roe] {refuted} <the report>."]);
}

#[test]
fn promises_warnings_and_accusations() {
    check(
        "promise neutral",
        &[
            "[Roe] {promised} <to close the bridge>.",
            "[Roe] {vowed to support} <the bridge>.",
            "[Roe] {made a promise} <to close the bridge>.",
            "[his] {promise} <to close the bridge>",
            "[Roe] {gave assurances} <that the bridge was safe>.",
        ],
    );
    check(
        "warning neutral",
        &[
            "[Roe] {warned} <that the bridge would sink>.",
            "[Roe] {issued a warning} <about the bridge>.",
            "[Roe] {threatened} <to close the bridge>.",
            "[Roe] {sounded the alarm} <over the bridge>.",
        ],
    );
    check(
        "accusation neutral",
        &[
            "[Roe] {accused} <the council of negligence>.",
            "[Roe] {blamed} <the council>.",
            "[Roe] {lashed out} <at the council>.",
            "[Roe] {is critical of} <the council>.",
        ],
    );
    check(
        "accusation doubting",
        &[
            "[Roe] {alleged} <that the council was bribed>.",
            "[Roe]’s {allegations} <that the council was bribed>",
        ],
    );
}

#[test]
fn what_is_not_known_has_no_class() {
    check(
        "- neutral",
        &[
            "[Roe] {zorbed} <that the bridge would open>.",
            "<“The bridge is safe.”>",
            "[Roe] {took} <the bridge>.",
        ],
    );
}

#[test]
fn what_is_said_is_asserted() {
    check_polarity(
        "asserted",
        &[
            "[Roe] {said} <the bridge would not open>.",
            "[Roe] {denied} <that the bridge was late>.",
            "[Roe] {has repeatedly said} <that the bridge is safe>.",
            "[Roe] {used to say} <that the bridge was safe>.",
            "[Roe] {went on to say} <that the bridge was safe>.",
            "[Roe] {took the stage to announce} <that the bridge was safe>.",
            "If elected, [Roe] {said}, <he would close the bridge>.",
            "<“Will it sink?”> [Roe] {asked}.",
            "[Roe] {asked}: <will it sink>?",
            "[I] {would say} <the bridge is safe>.",
            "[Roe] {would like} <to close the bridge>.",
            "<The bridge is not safe>, [Roe] {said}.",
        ],
    );
}

#[test]
fn negations_that_take_nothing_back() {
    check_polarity(
        "asserted",
        &[
            "[Roe] {did not only say} <that the bridge was safe>.",
            "Not only did [Roe] {say} <that the bridge was safe>, he crossed it.",
            "[Roe] {could not help thinking} <that the bridge was safe>.",
            "[Roe] {couldn’t resist pointing out} <that the bridge was safe>.",
            "[Roe] {did not hesitate to say} <that the bridge was safe>.",
            "[Roe] {left no doubt} <that the bridge was safe>.",
            "[Roe] {makes no secret of} <his plan>.",
            "[Roe] {never fails to mention} <the bridge>.",
            "<The bridge is safe,> [Roe] {said without further comment}.",
            "[Critics] {aren’t wrong when they say} <that the bridge is late>.",
            "[Voters] {were more likely to say} <that the bridge is safe>.",
            "[Roe] {sought to clarify} <that the bridge was safe>.",
            "[Nobody but Roe] {said} <that the bridge was safe>.",
            "[No. 10] {said} <that the bridge was safe>.",
            "[Roe] {couldn’t agree more} <that the bridge is safe>.",
        ],
    );
}

#[test]
fn habits_and_the_pasts_own_future_are_asserted() {
    check_polarity(
        "asserted",
        &[
            "[Roe] {would often say} <that the bridge was safe>.",
            "[Roe] {would say} repeatedly <that the bridge was safe>.",
            "[Roe] {would later claim} <that the bridge was safe>.",
            "[Roe] {would go on to say} <that the bridge was safe>.",
        ],
    );
}

#[test]
fn what_was_not_said() {
    check_polarity(
        "negated",
        &[
            "[Roe] {did not say} <whether the bridge was safe>.",
            "[Roe] {didn't say} <whether the bridge was safe>.",
            "[Roe] didn’t {say} <whether the bridge was safe>.",
            "[Roe] {never promised} <to close the bridge>.",
            "[Roe] has never publicly {promised} <to close the bridge>.",
            "[Roe] {refused to say} <whether the bridge was safe>.",
            "[Roe] {declined} to {comment} <on the bridge>.",
            "[Roe] {has yet to say} <whether the bridge is safe>.",
            "[Roe] {would not say} <whether the bridge was safe>.",
            "[Roe] {couldn't say} <whether the bridge was safe>.",
            "[No one] {said} <that the bridge was safe>.",
            "[Nobody] {believes} <that the bridge is safe>.",
            "[Neither side] {said} <that the bridge was safe>.",
            "[None of the engineers] {said} <that the bridge was safe>.",
            "[No engineer] {has said} <that the bridge is safe>.",
            "[Roe] {failed to mention} <the bridge>.",
            "[Roe] left without {saying} <whether the bridge was safe>.",
            "[Roe] {stopped short of saying} <that the bridge was safe>.",
            "[Roe] {avoided saying} <that the bridge was safe>.",
            "[Roe] {denied saying} <that the bridge was safe>.",
            "Nor did [Roe] {say} <that the bridge was safe>.",
            "Never has [Roe] {said} <that the bridge was safe>.",
            "[Roe] {made no promise} <to close the bridge>.",
            "[Roe] {made no mention} <of the bridge>.",
            "[Roe] {said nothing} <about the bridge>.",
            "[Roe] {is not confident} <that the bridge is safe>.",
            "[Roe] {does not want} <to close the bridge>.",
            "[Roe] {no longer believes} <that the bridge is safe>.",
            "[Roe] {chose not to say} <whether the bridge was safe>.",
            "[Roe] was {unable to say} <whether the bridge was safe>.",
            "[Roe] {cannot say} <whether the bridge is safe>.",
            "[Roe] {didn’t zorb} <that the bridge was safe>.",
            "[Critics] {aren’t too impressed by} <the bridge>.",
            "[Roe] {had nothing to say about} <the bridge>.",
        ],
    );
}

#[test]
fn what_may_be_said() {
    check_polarity(
        "hypothetical",
        &[
            "If [he] {says} <the bridge is safe>, nobody will believe it.",
            "If [Roe] ever {says} <the bridge is safe>, nobody will believe it.",
            "Unless [Roe] {admits} <that the bridge is late>, he will lose.",
            "It is unclear whether [Roe] {said} <that the bridge was safe>.",
            "Should [he] {deny} <that the bridge is late>, he will lose.",
            "Had [he] {said} <that the bridge was late>, he would have lost.",
            "[Roe] {would say} <that the bridge was safe>.",
            "[Critics] {might argue} <that the bridge is late>.",
            "[Roe] {will announce} <on Monday that the bridge is late>.",
            "[Roe] is expected to {say} <that the bridge is late>.",
            "[Roe] is likely to {announce} <that the bridge is late>.",
            "[Roe] wants to {say} <that the bridge is late>.",
            "Poe urged [Roe] to {say} <that the bridge was late>.",
            "Did [Roe] {say} <that the bridge was late>?",
            "Does [anyone] {believe} <that the bridge is safe>?",
            "[Who] {says} <the bridge is safe>?",
            "[Roe] could have {said} <that the bridge was late>.",
            "He nodded as if to {say} <that the bridge was late>.",
            "Suppose [Roe] {says} <that the bridge is late>.",
        ],
    );
}

#[test]
fn marks_of_other_sentences_are_left_alone() {
    check_polarity(
        "asserted",
        &[
            "He did not come. [Roe] {said} <the bridge was safe>.",
            "Poe would not come, but [Roe] {said} <the bridge was safe>.",
            "If the bridge sinks, Poe must swim, [Roe] {said} <on Monday>.",
            "[Roe], who never crossed the bridge, {said} <it was safe>.",
            "<“I never would,”> {said} [Roe].",
        ],
    );
}

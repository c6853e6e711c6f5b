//! `onrecord correct …`: people overrule the machine.

use onrecord_api::json;
use onrecord_engine::{Engine, Expected, Target, Wish};
use onrecord_model::{Correction, SpeakerId, SpeakerKind};

use super::corrections::told;
use crate::arguments::{
    CorrectArguments, CorrectCommand, CorrectQuoteArguments, CorrectSpeakerArguments,
    CorrectSpeakerCommand, CorrectStatementArguments, CorrectStatementCommand, Shared,
    SplitArguments,
};
use crate::exit::Exit;
use crate::failure::Misuse;
use crate::output::{Output, counted};
use crate::session::{Database, open};

pub async fn run(
    arguments: &CorrectArguments,
    shared: &Shared,
    output: &Output,
) -> anyhow::Result<Exit> {
    let Some(by) = &arguments.by else {
        let what = "--by WHO says who corrects (or set ONRECORD_BY)";
        return Err(Misuse(what.to_owned()).into());
    };
    let engine = open(shared, Database::MustExist).await?;
    let made = correct(&engine, by, arguments).await;
    // Whoever serves indexes it; else the next command that searches does.
    engine.close().await?;
    let made = made?;
    if output.json {
        output.json_line(&json::Correction::from(&made))?;
        return Ok(Exit::Success);
    }
    output.line(told(&made))?;
    output.line(format!("    correction {}", made.id))?;
    Ok(Exit::Success)
}

async fn correct(
    engine: &Engine,
    by: &str,
    arguments: &CorrectArguments,
) -> anyhow::Result<Correction> {
    let expected = match arguments.expected {
        Some(expected) => Expected::Last(expected.0),
        None => Expected::Anything,
    };
    let wish = match &arguments.what {
        CorrectCommand::Quote(quote) => quote_wish(engine, quote, expected).await?,
        CorrectCommand::Speaker(speaker) => speaker_wish(engine, speaker, expected).await?,
        CorrectCommand::Statement(statement) => statement_wish(statement),
        CorrectCommand::Conflict { conflict, note } => Wish::SettleConflict {
            conflict: *conflict,
            note: note.clone(),
        },
        CorrectCommand::Undo { correction } => Wish::Undo {
            correction: *correction,
        },
    };
    Ok(engine.correct(by, wish).await?)
}

async fn quote_wish(
    engine: &Engine,
    arguments: &CorrectQuoteArguments,
    expected: Expected,
) -> anyhow::Result<Wish> {
    let target = target(
        engine,
        arguments.speaker.as_deref(),
        arguments.new.as_deref(),
        arguments.organisation,
    )
    .await?;
    Ok(Wish::QuoteSpeaker {
        quote: arguments.quote,
        to: target,
        siblings: arguments.siblings,
        expected,
    })
}

fn statement_wish(arguments: &CorrectStatementArguments) -> Wish {
    let wording = arguments.wording;
    match arguments.how {
        CorrectStatementCommand::Join { other } => Wish::JoinStatements {
            one: wording,
            other,
        },
        CorrectStatementCommand::Separate => Wish::SeparateWording { wording },
        CorrectStatementCommand::Reject { of } => Wish::RejectSuggestion { wording, of },
    }
}

async fn speaker_wish(
    engine: &Engine,
    arguments: &CorrectSpeakerArguments,
    expected: Expected,
) -> anyhow::Result<Wish> {
    let speaker = the_one(engine, &arguments.speaker).await?;
    Ok(match &arguments.how {
        CorrectSpeakerCommand::Rename { name } => Wish::Rename {
            speaker,
            name: name.clone(),
            expected,
        },
        CorrectSpeakerCommand::Alias {
            name,
            remove: false,
        } => Wish::AddAlias {
            speaker,
            alias: name.clone(),
            expected,
        },
        CorrectSpeakerCommand::Alias { name, remove: true } => Wish::RemoveAlias {
            speaker,
            alias: name.clone(),
            expected,
        },
        CorrectSpeakerCommand::Merge { into } => Wish::Merge {
            speaker,
            into: the_one(engine, into).await?,
            expected,
        },
        CorrectSpeakerCommand::Split(split) => split_wish(engine, speaker, split, expected).await?,
    })
}

async fn split_wish(
    engine: &Engine,
    speaker: SpeakerId,
    split: &SplitArguments,
    expected: Expected,
) -> anyhow::Result<Wish> {
    let (to, new) = (split.to.as_deref(), split.new.as_deref());
    let Some(to) = target(engine, to, new, split.organisation).await? else {
        return Err(Misuse("--to or --new says whose the quotes are".to_owned()).into());
    };
    Ok(Wish::Split {
        speaker,
        mentions: split.mentions.clone(),
        quotes: split.quotes.clone(),
        to,
        expected,
    })
}

/// Whose the quotes shall be; `None` is nobody known.
async fn target(
    engine: &Engine,
    known: Option<&str>,
    new: Option<&str>,
    organisation: bool,
) -> anyhow::Result<Option<Target>> {
    if let Some(name) = known {
        return Ok(Some(Target::Known(the_one(engine, name).await?)));
    }
    Ok(new.map(|name| Target::New {
        name: name.to_owned(),
        kind: match organisation {
            true => SpeakerKind::Organisation,
            false => SpeakerKind::Person,
        },
        key: None,
        wikidata: None,
    }))
}

/// The speaker of this name, or with this id. Where several have it, nobody is chosen.
pub async fn the_one(engine: &Engine, name: &str) -> anyhow::Result<SpeakerId> {
    if let Ok(id) = name.parse() {
        return Ok(id);
    }
    let found = engine.find_speakers(name).await?;
    match found.as_slice() {
        [speaker] => Ok(speaker.id),
        [] => Err(Misuse(format!(
            "no speaker goes by the name {name:?}; --new says that it is somebody new"
        ))
        .into()),
        several => {
            let listed: Vec<String> = several
                .iter()
                .map(|speaker| format!("    {} {} ({})", speaker.id, speaker.name, speaker.kind))
                .collect();
            Err(Misuse(format!(
                "{} go by the name {name:?}; give an id:\n{}",
                counted(several.len() as u64, "speaker", "speakers"),
                listed.join("\n")
            ))
            .into())
        }
    }
}

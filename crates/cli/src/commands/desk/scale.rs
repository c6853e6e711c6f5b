//! `onrecord scale …`: the ratings a newsroom has.

use onrecord_api::json;
use onrecord_engine::Engine;
use onrecord_model::Scale;

use super::{DeskWish, Hand};
use crate::arguments::{ScaleArguments, ScaleCommand, Shared};
use crate::exit::Exit;
use crate::output::Output;
use crate::session::{Database, open};

pub async fn run(
    arguments: &ScaleArguments,
    shared: &Shared,
    output: &Output,
) -> anyhow::Result<Exit> {
    let engine = open(shared, Database::MustExist).await?;
    let done = match &arguments.what {
        ScaleCommand::List => list(&engine, output).await,
        ScaleCommand::Set { name, ratings } => {
            let scale = Scale {
                name: name.clone(),
                ratings: ratings.iter().map(|rating| rating.0.clone()).collect(),
            };
            let hand = Hand::of(&arguments.by)?;
            hand.carry_out(&engine, DeskWish::DefineScale { scale }, output)
                .await
        }
    };
    engine.close().await?;
    done.map(|()| Exit::Success)
}

async fn list(engine: &Engine, output: &Output) -> anyhow::Result<()> {
    for (_, scale) in engine.scales().await? {
        if output.json {
            output.json_line(&json::Scale::from(&scale))?;
            continue;
        }
        output.line(&scale.name)?;
        for rating in &scale.ratings {
            let meaning = match rating.value {
                Some(value) => format!("{:.0} % true", value.get() * 100.0),
                None => "says nothing of truth".to_owned(),
            };
            output.line(format!("    {:<24} {meaning}", rating.name))?;
        }
        output.line("")?;
    }
    Ok(())
}

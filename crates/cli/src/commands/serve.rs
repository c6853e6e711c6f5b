//! `onrecord serve`.

use std::net::SocketAddr;
use std::sync::Arc;

use onrecord_api::ServeOptions;
use onrecord_engine::{Analyser, Engine};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use crate::arguments::{ServeArguments, Shared};
use crate::exit::Exit;
use crate::models::Wanted;
use crate::output::Output;
use crate::session::{Background, Database, interruption, open};

#[derive(Debug, Serialize)]
struct Listening {
    address: String,
}

pub async fn run(
    arguments: &ServeArguments,
    shared: &Shared,
    output: &Output,
) -> anyhow::Result<Exit> {
    let analyser = Wanted::of(&arguments.model, shared)?.make(Analyser::for_the_record_with)?;
    let engine = open(shared, Database::Create).await?;
    let engine = Arc::new(engine.with_analyser(analyser));
    serve(&engine, arguments, interruption(), output).await?;
    engine.close().await?;
    Ok(Exit::Success)
}

/// Serves until Ctrl-C or SIGTERM; requests in flight are answered.
pub async fn serve(
    engine: &Arc<Engine>,
    arguments: &ServeArguments,
    stop: CancellationToken,
    output: &Output,
) -> anyhow::Result<()> {
    let background = Background::start(engine);
    if !arguments.bind.is_loopback() {
        output.message(&format!(
            "listening on {}: anybody who reaches this machine can read and add to the record",
            arguments.bind
        ));
    }
    let options = ServeOptions {
        bind: arguments.bind,
        port: arguments.port,
        allowed_hosts: arguments.allowed_hosts.clone(),
        allow_corrections: arguments.allow_corrections,
        ..ServeOptions::default()
    };
    let pages = onrecord_web::routes(Arc::clone(engine), options.takes_corrections());
    let served = onrecord_api::serve(Arc::clone(engine), options, pages, stop, |address| {
        // The server is up whether or not anybody reads where.
        let _ = announce(address, output);
    })
    .await;
    background.stop().await?;
    served?;
    Ok(())
}

fn announce(address: SocketAddr, output: &Output) -> anyhow::Result<()> {
    let address = format!("http://{address}");
    if output.json {
        output.json_line(&Listening { address })?;
    } else {
        output.line(format!("Listening on {address} — Ctrl-C stops."))?;
    }
    output.flush()
}

//! `onrecord completions SHELL`.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::arguments::Arguments;
use crate::exit::Exit;
use crate::output::Output;

pub fn run(shell: Shell, output: &Output) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "onrecord", &mut script);
    output.bytes(&script)?;
    Ok(Exit::Success)
}

//! The real binary in a temporary folder, and the shape of the workspace.

#![expect(clippy::print_stderr, reason = "a test that draws lots says which")]

mod architecture;
mod bad_input;
mod browser;
mod clients;
mod corrections;
mod crash;
mod desk;
mod doctor;
mod import;
mod model;
mod nodes;
mod path;
#[path = "../../../store/tests/it/postgres.rs"]
mod postgres;
mod reprocess;
mod run;
mod seed;
mod verify;

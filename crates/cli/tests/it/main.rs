//! The real binary in a temporary folder, and the shape of the workspace.

mod architecture;
mod bad_input;
mod browser;
mod crash;
mod path;
mod run;
mod seed;

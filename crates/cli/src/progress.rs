//! A moving line on a terminal while something takes long.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::output::Output;

/// Counts what has been done; shows nothing where nobody looks.
pub struct Progress(ProgressBar);

impl Progress {
    pub fn new(output: &Output, what: &'static str) -> Self {
        let target = if output.shows_progress() {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(None, target).with_message(what);
        if let Ok(style) =
            ProgressStyle::with_template("{spinner} {human_pos} {msg}, {per_sec}, {elapsed}")
        {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(120));
        Self(bar)
    }

    pub fn one_more(&self) {
        self.0.inc(1);
    }

    pub fn more(&self, done: u64) {
        self.0.inc(done);
    }

    /// Says something without breaking the moving line.
    pub fn pause(&self, say: impl FnOnce()) {
        self.0.suspend(say);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

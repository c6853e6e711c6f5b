//! Text to attributions: source, cue and content spans.

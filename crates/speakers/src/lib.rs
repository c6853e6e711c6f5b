//! From the words that name a source to the speaker.

//! Which quotes are wordings of one statement, and how they differ.

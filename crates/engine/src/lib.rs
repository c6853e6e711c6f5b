//! Joins intake, extraction, store and search into services.

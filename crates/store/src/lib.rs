//! The record: articles, quotes, speakers and the change feed, in SQLite or PostgreSQL.

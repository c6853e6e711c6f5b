//! Where a record is kept.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// Where a record is kept. Shown without the password.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// A SQLite database file.
    Sqlite(PathBuf),
    /// A `postgres://` URL.
    Postgres(String),
}

/// Text that names no place a record can be kept at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} names no database: postgres://user@host/name or sqlite:path is expected")]
pub struct InvalidLocation(String);

impl FromStr for Location {
    type Err = InvalidLocation;

    fn from_str(text: &str) -> Result<Self, InvalidLocation> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        let path = text
            .strip_prefix("sqlite://")
            .or_else(|| text.strip_prefix("sqlite:"));
        match path {
            // A record in memory would be gone with the process, and each connection would see its own.
            Some("" | ":memory:") | None => Err(InvalidLocation(without_password(text))),
            Some(path) => Ok(Self::Sqlite(PathBuf::from(path))),
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(formatter, "{}", path.display()),
            Self::Postgres(url) => formatter.write_str(&without_password(url)),
        }
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => formatter.debug_tuple("Sqlite").field(path).finish(),
            Self::Postgres(url) => formatter
                .debug_tuple("Postgres")
                .field(&without_password(url))
                .finish(),
        }
    }
}

/// The URL with `***` for its password. What cannot be told apart is hidden too: everything between the first
/// colon behind the scheme and the last `@` counts as password, and so does a query parameter of that name.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let (address, parameters) = match rest.rfind('@') {
        Some(at) => {
            let user = rest[..at].split(':').next().unwrap_or_default();
            let hidden = if user.len() == at { "" } else { ":***" };
            (
                format!("{scheme}://{user}{hidden}@"),
                rest[at + 1..].to_owned(),
            )
        }
        None => (format!("{scheme}://"), rest.to_owned()),
    };
    let Some((path, query)) = parameters.split_once('?') else {
        return address + &parameters;
    };
    let query: Vec<String> = query
        .split('&')
        .map(|parameter| match parameter.split_once('=') {
            Some((name, _)) if name.to_ascii_lowercase().contains("password") => {
                format!("{name}=***")
            }
            _ => parameter.to_owned(),
        })
        .collect();
    format!("{address}{path}?{}", query.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(url: &str, shown: &str) {
        let location: Location = url.parse().expect("a location");
        assert_eq!(location.to_string(), shown);
        assert!(!format!("{location:?}").contains("secret"));
    }

    #[test]
    fn a_password_is_never_shown() {
        check("postgres://me@host/db", "postgres://me@host/db");
        check("postgres://me:secret@host/db", "postgres://me:***@host/db");
        check(
            "postgres://me:secret/@secret:x@host:1/db",
            "postgres://me:***@host:1/db",
        );
        check(
            "postgresql://host/db?user=me&password=secret&sslmode=disable",
            "postgresql://host/db?user=me&password=***&sslmode=disable",
        );
        check("sqlite:/data/a.db", "/data/a.db");
    }

    #[test]
    fn what_is_no_database_is_refused() {
        for text in [
            "",
            "mysql://me:secret@host/db",
            "sqlite:",
            "sqlite::memory:",
        ] {
            let error = text.parse::<Location>().expect_err("not a location");
            assert!(!error.to_string().contains("secret"));
        }
    }
}

//! What a caller says they saw of a claim before they change it: `If-Match`.

use actix_web::HttpRequest;
use actix_web::http::header;
use onrecord_engine::{Engine, EngineError, Expected, StoreError};
use onrecord_model::{ClaimId, CorrectionId};

use crate::code::Code;
use crate::problem::Problem;

/// What stands in `If-Match`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Precondition {
    /// Nothing: it does not matter what was seen.
    None,
    /// `*`: it has to be there, whatever it is.
    Any,
    /// One of these strong tags. Weak ones never match, and are left out.
    OneOf(Vec<String>),
}

impl Precondition {
    /// Reads `If-Match`.
    ///
    /// # Errors
    /// `invalid_header` for what is neither `*` nor a list of entity tags.
    pub(crate) fn read(request: &HttpRequest) -> Result<Self, Problem> {
        let mut tags = Vec::new();
        let mut values = request.headers().get_all(header::IF_MATCH).peekable();
        if values.peek().is_none() {
            return Ok(Self::None);
        }
        for value in values {
            let value = value.to_str().map_err(|_| malformed("it is not ASCII"))?;
            if value.trim() == "*" {
                return match request.headers().get_all(header::IF_MATCH).count() {
                    1 => Ok(Self::Any),
                    _ => Err(malformed("\"*\" stands alone")),
                };
            }
            read_tags(value, &mut tags)?;
        }
        Ok(Self::OneOf(tags))
    }

    /// What the store is to expect of this claim.
    ///
    /// # Errors
    /// `precondition_failed` where none of the tags is that of the claim.
    pub(crate) async fn expected(
        &self,
        engine: &Engine,
        claim: ClaimId,
    ) -> Result<Expected, Problem> {
        let tags = match self {
            Self::None | Self::Any => return Ok(Expected::Anything),
            Self::OneOf(tags) => tags,
        };
        if let [tag] = tags.as_slice()
            && let Ok(last) = tag.parse::<CorrectionId>()
        {
            return Ok(Expected::Last(Some(last)));
        }
        match last(engine, claim).await? {
            Some(last) if tags.contains(&last.to_string()) => Ok(Expected::Last(Some(last))),
            Some(last) => Err(changed(claim, last)),
            None => Ok(Expected::Anything),
        }
    }

    /// Refuses tags, for what has none that could match: what is still to be made, and what has no versions.
    pub(crate) fn or_refuse(&self, what: &str) -> Result<(), Problem> {
        match self {
            Self::None | Self::Any => Ok(()),
            Self::OneOf(_) => {
                let detail = format!("{what} has no version that If-Match could name");
                Err(Problem::new(Code::PreconditionFailed, detail))
            }
        }
    }
}

/// What an error of a write is to its caller, who expected this. Where the claim is otherwise than they saw it, that is
/// what they have to know first, whatever else is wrong.
pub(crate) async fn problem(
    engine: &Engine,
    claim: ClaimId,
    expected: Expected,
    error: EngineError,
) -> Problem {
    let is_decided = matches!(
        error,
        EngineError::Store(
            StoreError::Refused { .. } | StoreError::Unknown { .. } | StoreError::Conflict { .. }
        )
    );
    if let (Expected::Last(seen), true) = (expected, is_decided)
        && let Ok(Some(last)) = last(engine, claim).await
        && seen != Some(last)
    {
        return changed(claim, last);
    }
    error.into()
}

/// The last entry about a claim; `None` where there is no such claim, or it was merged into another.
async fn last(engine: &Engine, claim: ClaimId) -> Result<Option<CorrectionId>, Problem> {
    let view = engine.claim(claim, None).await?;
    Ok(view
        .filter(|view| view.record.id == claim)
        .map(|view| view.record.last.entry))
}

fn changed(claim: ClaimId, last: CorrectionId) -> Problem {
    let detail = format!("the claim {claim} was changed since it was looked at, by {last}");
    Problem::new(Code::PreconditionFailed, detail)
}

fn malformed(why: &str) -> Problem {
    Problem::new(
        Code::InvalidHeader,
        format!("If-Match is neither * nor a list of entity tags: {why}"),
    )
}

/// The strong tags of a list, without their quotation marks.
fn read_tags(list: &str, tags: &mut Vec<String>) -> Result<(), Problem> {
    let mut rest = list.trim_matches([' ', '\t', ',']);
    if rest.is_empty() {
        return Err(malformed("it is empty"));
    }
    while !rest.is_empty() {
        let strong = rest.strip_prefix("W/");
        let quoted = strong.unwrap_or(rest).strip_prefix('"');
        let Some((tag, behind)) = quoted.and_then(|quoted| quoted.split_once('"')) else {
            return Err(malformed("a tag stands between quotation marks"));
        };
        if tag.contains(|character: char| character.is_whitespace() || character.is_control()) {
            return Err(malformed("a tag holds no spaces"));
        }
        if strong.is_none() {
            tags.push(tag.to_owned());
        }
        let next = behind.trim_start_matches([' ', '\t']);
        if !next.is_empty() && !next.starts_with(',') {
            return Err(malformed("tags are separated by commas"));
        }
        rest = next.trim_start_matches([' ', '\t', ',']);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::Precondition;
    use crate::code::Code;

    fn check(given: &[&str], expected: Option<Precondition>) {
        let mut request = TestRequest::default();
        for value in given {
            request = request.append_header(("if-match", *value));
        }
        match (Precondition::read(&request.to_http_request()), expected) {
            (Ok(read), Some(expected)) => assert_eq!(read, expected, "{given:?}"),
            (Err(problem), None) => assert_eq!(problem.code(), Code::InvalidHeader, "{given:?}"),
            (read, expected) => panic!("{given:?}: {read:?}, not {expected:?}"),
        }
    }

    fn one_of(tags: &[&str]) -> Option<Precondition> {
        let tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
        Some(Precondition::OneOf(tags))
    }

    #[test]
    fn a_list_of_tags_is_read_and_nothing_else() {
        check(&[], Some(Precondition::None));
        check(&["*"], Some(Precondition::Any));
        check(&[" * "], Some(Precondition::Any));
        check(&["\"a\""], one_of(&["a"]));
        check(&["\"a\",\"b\" , \"c,d\""], one_of(&["a", "b", "c,d"]));
        check(&["\"a\"", "\"b\""], one_of(&["a", "b"]));
        check(&["W/\"a\", \"b\""], one_of(&["b"]));
        check(&["W/\"a\""], one_of(&[]));
        for malformed in [
            "",
            "a",
            "\"a",
            "a\"",
            "\"a\" \"b\"",
            "*, \"a\"",
            "w/\"a\"",
            "\"a b\"",
            ",",
        ] {
            check(&[malformed], None);
        }
        check(&["*", "\"a\""], None);
        check(&["\"a\"", "*"], None);
    }
}

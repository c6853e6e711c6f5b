//! Citations of quotes and reviews, for those who write about them: BibTeX, RIS and CSL-JSON.

use chrono::{Datelike, NaiveDate};
use onrecord_model::{ClaimId, ClaimText, Quote, ReviewId, SpeakerKind};
use serde_json::{Value, json};

use super::ReviewedClaim;
use super::json::Object;

/// What a citation says. Whoever is reported did not write the article, so they stand in a note with their words; the
/// author is only who spoke for themselves in a primary source, or who made a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// A key of its own that stays the same whatever is corrected.
    key: String,
    author: Option<Author>,
    title: Option<String>,
    outlet: Option<String>,
    published: Option<NaiveDate>,
    url: Option<String>,
    accessed: NaiveDate,
    note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Author {
    name: String,
    is_organisation: bool,
}

impl Citation {
    /// A quote, as it is told where it stands; `page` is where we show it, for articles that have no address. The day
    /// on which somebody looked at it is for the caller to say.
    #[must_use]
    pub fn of_quote(quote: &Quote, page: Option<&str>, accessed: NaiveDate) -> Self {
        let speaker = quote.speaker.as_ref();
        let name = speaker
            .map(|speaker| &speaker.name)
            .or(quote.mention.as_ref());
        let is_their_own = quote.primary.is_some();
        let author = speaker.filter(|_| is_their_own).map(|speaker| Author {
            name: speaker.name.clone(),
            is_organisation: speaker.kind == SpeakerKind::Organisation,
        });
        Self {
            key: format!("quote-{}", quote.id),
            author,
            title: quote.article.title.clone(),
            outlet: quote.article.outlet.clone(),
            published: quote.article.published.map(|time| time.date_naive()),
            url: quote.article.url.clone().or(page.map(str::to_owned)),
            accessed,
            note: Some(said(name, &quote.text)),
        }
    }

    /// A claim, where it was made first as far as the claim itself says; `page` is where we show it.
    #[must_use]
    pub fn of_claim(
        id: ClaimId,
        text: &ClaimText,
        page: Option<&str>,
        accessed: NaiveDate,
    ) -> Self {
        let claimant = text.claimant.as_ref().map(|claimant| &claimant.name);
        Self {
            key: format!("claim-{id}"),
            author: None,
            title: Some(text.title.clone().unwrap_or_else(|| text.text.clone())),
            outlet: None,
            published: text.made.map(|time| time.date_naive()),
            url: text.url.clone().or(page.map(str::to_owned)),
            accessed,
            note: Some(said(claimant, &text.text)),
        }
    }

    /// A review of a claim, with whom the claim is put down to.
    #[must_use]
    pub fn of_review(id: ReviewId, item: &ReviewedClaim<'_>, accessed: NaiveDate) -> Self {
        let (text, review) = (item.told(), item.review);
        let claimant = text.claimant.as_ref().map(|claimant| &claimant.name);
        let claim = said(claimant, &text.text);
        let (author, outlet) = if review.author.is_organisation {
            (None, Some(review.author.name.clone()))
        } else {
            (Some(review.author.name.clone()), None)
        };
        let title = review.title.clone().or_else(|| text.title.clone());
        Self {
            key: format!("review-{id}"),
            author: author.map(|name| Author {
                name,
                is_organisation: false,
            }),
            title: Some(title.unwrap_or_else(|| format!("Review of: {}", text.text))),
            outlet,
            published: Some(review.date.date_naive()),
            url: item.url().map(str::to_owned),
            accessed,
            note: Some(format!("{claim} Rated: {}", review.rating.name)),
        }
    }

    /// The citation as an entry of BibTeX: an `@article` of its outlet, `@misc` where none is known. Text stands in
    /// UTF-8 with the special characters of TeX escaped; `url` is not text and stands as it is.
    #[must_use]
    pub fn bibtex(&self) -> String {
        let kind = if self.outlet.is_some() {
            "article"
        } else {
            "misc"
        };
        let mut entry = format!("@{kind}{{{},\n", self.key);
        let mut field = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                entry.push_str(&format!("  {name} = {{{value}}},\n"));
            }
        };
        let text = |text: &Option<String>| text.as_deref().map(tex);
        let author = self.author.as_ref().map(|author| {
            // The name of an organisation has no parts; "and" would make two of it.
            let name = tex(&author.name);
            if author.is_organisation || author.name.contains(" and ") || author.name.contains(',')
            {
                format!("{{{name}}}")
            } else {
                name
            }
        });
        field("author", author);
        // Twice in braces: its capitals stay.
        field(
            "title",
            text(&self.title).map(|title| format!("{{{title}}}")),
        );
        field("journal", text(&self.outlet));
        field(
            "year",
            self.published.map(|day| format!("{:04}", day.year())),
        );
        field("month", self.published.map(|day| day.month().to_string()));
        field("day", self.published.map(|day| day.day().to_string()));
        field("date", self.published.map(|day| day.to_string()));
        field("url", self.url.as_deref().map(bare_url));
        field("urldate", Some(self.accessed.to_string()));
        field("note", text(&self.note));
        entry.push_str("}\n");
        entry
    }

    /// The citation as a record of RIS, of the type for newspapers.
    #[must_use]
    pub fn ris(&self) -> String {
        let mut record = "TY  - NEWS\r\n".to_owned();
        let mut field = |tag: &str, value: Option<String>| {
            if let Some(value) = value
                .map(|value| one_line(&value))
                .filter(|value| !value.is_empty())
            {
                record.push_str(&format!("{tag}  - {value}\r\n"));
            }
        };
        let day =
            |day: NaiveDate| format!("{:04}/{:02}/{:02}/", day.year(), day.month(), day.day());
        field("ID", Some(self.key.clone()));
        field("AU", self.author.as_ref().map(|author| author.name.clone()));
        field("TI", self.title.clone());
        field("T2", self.outlet.clone());
        field("PY", self.published.map(|day| format!("{:04}", day.year())));
        field("DA", self.published.map(day));
        field("UR", self.url.clone());
        field("Y2", Some(day(self.accessed)));
        field("N1", self.note.clone());
        record.push_str("ER  - \r\n");
        record
    }

    /// The citation as an item of CSL-JSON, of the type `article-newspaper`. A file is a list of items.
    #[must_use]
    pub fn csl(&self) -> Value {
        let day = |day: NaiveDate| json!({"date-parts": [[day.year(), day.month(), day.day()]]});
        let author = self
            .author
            .as_ref()
            .map(|author| json!([{"literal": author.name}]));
        Object::new()
            .with("id", self.key.as_str())
            .with("type", "article-newspaper")
            .with_some("author", author)
            .with_text("title", self.title.as_deref())
            .with_text("container-title", self.outlet.as_deref())
            .with_some("issued", self.published.map(day))
            .with_text("URL", self.url.as_deref())
            .with("accessed", day(self.accessed))
            .with_text("note", self.note.as_deref())
            .into()
    }
}

/// Words with whose they are.
fn said(name: Option<&String>, words: &str) -> String {
    match name {
        Some(name) => format!("{name}: “{}”", words.trim()),
        None => format!("“{}”", words.trim()),
    }
}

/// Text on one line: runs of white space are a space, control characters nothing.
fn one_line(text: &str) -> String {
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| {
            word.chars()
                .filter(|character| !character.is_control())
                .collect()
        })
        .collect();
    words.join(" ")
}

/// Text as TeX takes it.
fn tex(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in one_line(text).chars() {
        match character {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => {
                escaped.push('\\');
                escaped.push(character);
            }
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '\\' => escaped.push_str("\\textbackslash{}"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// An address that cannot end the field it stands in: what a URL has to have encoded anyway is.
fn bare_url(url: &str) -> String {
    let mut bare = String::with_capacity(url.len());
    for character in url.chars() {
        match character {
            '{' => bare.push_str("%7B"),
            '}' => bare.push_str("%7D"),
            '\\' => bare.push_str("%5C"),
            ' ' => bare.push_str("%20"),
            other if other.is_control() => {}
            other => bare.push(other),
        }
    }
    bare
}

//! What the index holds of a quote: one document each, and nothing that the store would have to be asked for
//! anyway. No field is stored; hits are ids.

use onrecord_model::{ArticleId, Colour, CueClass, Kind, Polarity, Quote, SpeakerId};
use tantivy::schema::{
    BytesOptions, FAST, Field, INDEXED, IndexRecordOption, NumericOptions, Schema,
    TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::TokenizerManager;
use tantivy::{TantivyDocument, Term};

use crate::Origin;
use crate::cursor::microseconds;
use crate::fingerprint::Fingerprint;
use crate::words::{SPELLINGS, TOKENIZER, WordTokenizer, outlet_key, words};

/// Counts the layouts of the index: fields, and how their words are made. An index of another version is built
/// anew. A test fails where the layout changed and this did not.
pub const SCHEMA_VERSION: u32 = 3;

/// The fields of a document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// The words said.
    pub(crate) text: Field,
    /// The speaker's name, and the words that name the source in the article.
    pub(crate) speaker_name: Field,
    /// The article's headline.
    pub(crate) title: Field,
    /// Id of the speaker under whom the quote is filed, absent where nobody could be named. Who is shown as whom
    /// may change for a hundred thousand quotes at once; whoever asks knows all ids that are meant.
    pub(crate) speaker: Field,
    /// Id of the article; what documents are replaced by.
    pub(crate) article: Field,
    /// The outlet's key.
    pub(crate) outlet: Field,
    /// Place in [`Kind::ALL`].
    pub(crate) kind: Field,
    /// 1 for a passage of a primary source, 0 for what an article reports.
    pub(crate) origin: Field,
    /// Class of the cue, where it has one, colour and polarity, each a word of its own.
    pub(crate) manner: Field,
    /// Microseconds since 1970; absent where the article has no date.
    pub(crate) published: Field,
    quote_high: Field,
    quote_low: Field,
}

/// Columns are looked up by name in each segment.
pub(crate) const PUBLISHED: &str = "published";
pub(crate) const QUOTE_HIGH: &str = "quote_high";
pub(crate) const QUOTE_LOW: &str = "quote_low";

pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let words = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(TOKENIZER)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions)
            .set_fieldnorms(true),
    );
    let exact = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_index_option(IndexRecordOption::Basic)
            .set_fieldnorms(false),
    );
    let id = BytesOptions::default().set_indexed();
    let fields = Fields {
        text: builder.add_text_field("text", words.clone()),
        speaker_name: builder.add_text_field("speaker_name", words.clone()),
        title: builder.add_text_field("title", words),
        speaker: builder.add_bytes_field("speaker", id.clone()),
        article: builder.add_bytes_field("article", id),
        outlet: builder.add_text_field("outlet", exact.clone()),
        kind: builder.add_u64_field("kind", INDEXED),
        origin: builder.add_u64_field("origin", INDEXED),
        manner: builder.add_text_field("manner", exact),
        published: builder.add_i64_field(PUBLISHED, NumericOptions::default() | FAST),
        // A UUID in two columns: read at once for any document, where a column of bytes would go through a
        // dictionary.
        quote_high: builder.add_u64_field(QUOTE_HIGH, FAST),
        quote_low: builder.add_u64_field(QUOTE_LOW, FAST),
    };
    (builder.build(), fields)
}

/// Must be handed to every index that is opened: the index itself knows only the name.
pub(crate) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(TOKENIZER, WordTokenizer::stems());
    manager.register(SPELLINGS, WordTokenizer::spellings());
    manager
}

impl Fields {
    pub(crate) fn document(&self, article: ArticleId, quote: &Quote) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        document.add_text(self.text, &quote.text);
        if let Some(speaker) = &quote.speaker {
            document.add_text(self.speaker_name, &speaker.name);
        }
        if let Some(filed_under) = quote.filed_under {
            document.add_bytes(self.speaker, filed_under.0.as_bytes());
        }
        if let Some(mention) = &quote.mention {
            let is_name = quote
                .speaker
                .as_ref()
                .is_some_and(|speaker| speaker.name == *mention);
            if !is_name {
                document.add_text(self.speaker_name, mention);
            }
        }
        if let Some(title) = &quote.article.title {
            document.add_text(self.title, title);
        }
        if let Some(outlet) = &quote.article.outlet {
            document.add_text(self.outlet, outlet_key(outlet));
        }
        if let Some(published) = quote.article.published {
            document.add_i64(self.published, microseconds(published));
        }
        document.add_bytes(self.article, article.0.as_bytes());
        document.add_u64(self.kind, kind_number(quote.kind));
        let origin = match quote.primary {
            Some(_) => Origin::Primary,
            None => Origin::Report,
        };
        document.add_u64(self.origin, origin_number(origin));
        if let Some(class) = quote.manner.class {
            document.add_text(self.manner, class_word(class));
        }
        document.add_text(self.manner, colour_word(quote.manner.colour));
        document.add_text(self.manner, polarity_word(quote.manner.polarity));
        let (high, low) = quote.id.0.as_u64_pair();
        document.add_u64(self.quote_high, high);
        document.add_u64(self.quote_low, low);
        document
    }

    pub(crate) fn article_term(&self, article: ArticleId) -> Term {
        Term::from_field_bytes(self.article, article.0.as_bytes())
    }

    pub(crate) fn speaker_term(&self, speaker: SpeakerId) -> Term {
        Term::from_field_bytes(self.speaker, speaker.0.as_bytes())
    }

    pub(crate) fn outlet_term(&self, outlet: &str) -> Term {
        Term::from_field_text(self.outlet, &outlet_key(outlet))
    }

    pub(crate) fn kind_term(&self, kind: Kind) -> Term {
        Term::from_field_u64(self.kind, kind_number(kind))
    }

    pub(crate) fn origin_term(&self, origin: Origin) -> Term {
        Term::from_field_u64(self.origin, origin_number(origin))
    }

    pub(crate) fn class_term(&self, class: CueClass) -> Term {
        Term::from_field_text(self.manner, &class_word(class))
    }

    pub(crate) fn colour_term(&self, colour: Colour) -> Term {
        Term::from_field_text(self.manner, &colour_word(colour))
    }

    pub(crate) fn polarity_term(&self, polarity: Polarity) -> Term {
        Term::from_field_text(self.manner, &polarity_word(polarity))
    }
}

fn class_word(class: CueClass) -> String {
    format!("class {class}")
}

fn colour_word(colour: Colour) -> String {
    format!("colour {colour}")
}

fn polarity_word(polarity: Polarity) -> String {
    format!("polarity {polarity}")
}

fn origin_number(origin: Origin) -> u64 {
    match origin {
        Origin::Report => 0,
        Origin::Primary => 1,
    }
}

fn kind_number(kind: Kind) -> u64 {
    match kind {
        Kind::Direct => 0,
        Kind::Mixed => 1,
        Kind::Indirect => 2,
    }
}

/// A mark of the fields and of what becomes of words, for the test that guards [`SCHEMA_VERSION`].
#[doc(hidden)]
#[must_use]
pub fn schema_fingerprint() -> u64 {
    let (schema, _) = schema();
    let mut mark = serde_json::to_string(&schema).expect("a schema has a JSON form");
    let sample = "“We’re (nearly) there” … the U.S. said in its 1,000th e-mail: 3.5% of naïve Señor \
                  Łódź’s cities’ negotiating_teams conceded.Then they’d 東京 organisations running, stopped";
    for word in words(sample) {
        mark.push_str(&format!(
            "|{} {} {}..{}",
            word.term, word.position, word.start, word.end
        ));
    }
    mark.push_str(&outlet_key("  The  DAILY Ærø "));
    Fingerprint::of(mark.as_bytes()).0
}

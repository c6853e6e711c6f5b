//! What the index holds of a quote: one document each, and nothing that the store would have to be asked for
//! anyway. No field is stored; hits are ids.

use onrecord_model::{ArticleId, Quote, SpeakerId};
use tantivy::schema::{
    BytesOptions, FAST, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing,
    TextOptions,
};
use tantivy::tokenizer::TokenizerManager;
use tantivy::{TantivyDocument, Term};
use uuid::Uuid;

use crate::cursor::microseconds;
use crate::fingerprint::Fingerprint;
use crate::traits::{CLASS, COLOUR, KIND, ORIGIN, POLARITY, Traits};
use crate::words::{SPELLINGS, TOKENIZER, WordTokenizer, outlet_key, words};

/// Counts the layouts of the index: fields, and how their words are made. An index of another version is built
/// anew. A test fails where the layout changed and this did not.
pub const SCHEMA_VERSION: u32 = 4;

/// The fields of a document. What is looked for is indexed; what is compared, counted or ordered by is a column.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// The words said.
    pub(crate) text: Field,
    /// The speaker's name, and the words that name the source in the article.
    pub(crate) speaker_name: Field,
    /// The article's headline.
    pub(crate) title: Field,
    /// The reporting words.
    pub(crate) cue: Field,
    /// The words said and the speaker's name in the forms they are written in, for beginnings of words and for
    /// misspellings, which cannot be looked for among stems.
    pub(crate) spelled: Field,
    /// Id of the speaker under whom the quote is filed, absent where nobody could be named. Who is shown as whom
    /// may change for a hundred thousand quotes at once; whoever asks knows all ids that are meant.
    pub(crate) speaker: Field,
    /// Id of the article; what documents are replaced by.
    pub(crate) article: Field,
    /// The outlet's key.
    pub(crate) outlet: Field,
    /// The article's language; absent where nobody knows it.
    language: Field,
    /// Low half of the id of the wording, absent without one.
    wording: Field,
    /// Low half of the id of the article.
    article_short: Field,
    /// Kind, origin, class, colour and polarity: see [`Traits`].
    traits: Field,
    /// Microseconds since 1970; absent where the article has no date.
    published: Field,
    quote_high: Field,
    quote_low: Field,
}

/// Columns are looked up by name in each segment.
pub(crate) const PUBLISHED: &str = "published";
pub(crate) const QUOTE_HIGH: &str = "quote_high";
pub(crate) const QUOTE_LOW: &str = "quote_low";
pub(crate) const SPEAKER: &str = "speaker";
pub(crate) const OUTLET: &str = "outlet";
pub(crate) const LANGUAGE: &str = "language";
pub(crate) const WORDING: &str = "wording";
pub(crate) const ARTICLE_SHORT: &str = "article_short";
pub(crate) const TRAITS: &str = "traits";

/// How a value that is taken whole is kept in a column.
const WHOLE: &str = "raw";

pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let indexed = |tokenizer: &str, option: IndexRecordOption, norms: bool| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(tokenizer)
                .set_index_option(option)
                .set_fieldnorms(norms),
        )
    };
    let words = indexed(TOKENIZER, IndexRecordOption::WithFreqsAndPositions, true);
    let exact = indexed(WHOLE, IndexRecordOption::Basic, false);
    let spelled = indexed(SPELLINGS, IndexRecordOption::Basic, false);
    let id = BytesOptions::default().set_indexed();
    let column = NumericOptions::default() | FAST;
    let fields = Fields {
        text: builder.add_text_field("text", words.clone()),
        speaker_name: builder.add_text_field("speaker_name", words.clone()),
        title: builder.add_text_field("title", words.clone()),
        cue: builder.add_text_field("cue", words),
        spelled: builder.add_text_field("spelled", spelled),
        speaker: builder.add_bytes_field(SPEAKER, id.clone().set_fast()),
        article: builder.add_bytes_field("article", id),
        outlet: builder.add_text_field(OUTLET, exact.set_fast(WHOLE)),
        language: builder.add_text_field(LANGUAGE, TextOptions::default().set_fast(WHOLE)),
        wording: builder.add_u64_field(WORDING, column.clone()),
        article_short: builder.add_u64_field(ARTICLE_SHORT, column.clone()),
        traits: builder.add_u64_field(TRAITS, column.clone()),
        published: builder.add_i64_field(PUBLISHED, column.clone()),
        // A UUID in two columns: read at once for any document, where a column of bytes would go through a
        // dictionary.
        quote_high: builder.add_u64_field(QUOTE_HIGH, column.clone()),
        quote_low: builder.add_u64_field(QUOTE_LOW, column),
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
        document.add_text(self.spelled, &quote.text);
        if let Some(speaker) = &quote.speaker {
            document.add_text(self.speaker_name, &speaker.name);
            document.add_text(self.spelled, &speaker.name);
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
        if let Some(cue) = &quote.cue_text {
            document.add_text(self.cue, cue);
        }
        if let Some(wording) = quote.wording {
            document.add_u64(self.wording, short_id(wording.0));
        }
        let of = &quote.article;
        if let Some(title) = &of.title {
            document.add_text(self.title, title);
        }
        if let Some(outlet) = &of.outlet {
            document.add_text(self.outlet, outlet_key(outlet));
        }
        if let Some(language) = &of.language {
            document.add_text(self.language, language);
        }
        if let Some(published) = of.published {
            document.add_i64(self.published, microseconds(published));
        }
        document.add_bytes(self.article, article.0.as_bytes());
        document.add_u64(self.article_short, short_id(article.0));
        document.add_u64(self.traits, u64::from(Traits::of(quote).bits()));
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

    /// For a key: see [`outlet_key`].
    pub(crate) fn outlet_term(&self, key: &str) -> Term {
        Term::from_field_text(self.outlet, key)
    }
}

/// What ids are told apart by in columns. Those that are made together have the random half of a version 7 UUID in common
/// and differ in the other: then no two come to the same here, as the factor is odd. Of others two come to the same as
/// seldom as two random numbers of 62 bits.
pub(crate) fn short_id(id: Uuid) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let (high, low) = id.as_u64_pair();
    low ^ high.wrapping_mul(FACTOR)
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
    for place in [KIND, ORIGIN, CLASS, COLOUR, POLARITY] {
        mark.push_str(&format!("|{place:?}"));
    }
    mark.push_str(&outlet_key("  The  DAILY Ærø "));
    Fingerprint::of(mark.as_bytes()).0
}

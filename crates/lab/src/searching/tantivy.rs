//! Tantivy as it is: one index, one segment, texts stored, its default tokenizer.

use std::path::Path;
use std::time::Duration;

use anyhow::ensure;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, FuzzyTermQuery, Occur, PhraseQuery, Query as Asked, TermQuery};
use tantivy::schema::{
    Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::{Index, Searcher, TantivyDocument, Term, doc};

use super::asked::words;
use super::{Engine, Query, Statement, Texts, Topic};
use crate::quotations::processor_time;

const PAGE: usize = 20;

/// An index of the texts.
pub(super) struct Raw {
    searcher: Searcher,
    text: Field,
}

impl Raw {
    pub(super) fn fill(folder: &Path, statements: &[Statement]) -> anyhow::Result<Self> {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("default")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let text = schema.add_text_field(
            "text",
            TextOptions::default().set_indexing_options(indexing) | STORED,
        );
        let folder = folder.join("tantivy");
        let is_filled = folder.try_exists()?;
        let index = match is_filled {
            true => Index::open_in_dir(&folder)?,
            false => {
                std::fs::create_dir(&folder)?;
                Index::create_in_dir(&folder, schema.build())?
            }
        };
        if !is_filled {
            let mut writer = index.writer_with_num_threads(1, 500_000_000)?;
            for statement in statements {
                writer.add_document(doc!(text => statement.text.as_str()))?;
            }
            writer.commit()?;
            writer.wait_merging_threads()?;
        }
        let searcher = index.reader()?.searcher();
        ensure!(
            searcher.num_docs() == statements.len() as u64,
            "{}: it does not hold these statements",
            folder.display()
        );
        Ok(Self { searcher, text })
    }

    fn query(&self, query: &Query) -> Box<dyn Asked> {
        let typed = query.words.join(" ");
        let mut terms: Vec<Term> = words(&typed)
            .map(|word| Term::from_field_text(self.text, &word))
            .collect();
        match query.topic {
            Topic::Phrase if terms.len() > 1 => Box::new(PhraseQuery::new(terms)),
            Topic::Typo => Box::new(FuzzyTermQuery::new(terms.swap_remove(0), 1, true)),
            _ => Box::new(BooleanQuery::new(
                terms
                    .into_iter()
                    .map(|term| {
                        let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
                        (Occur::Must, Box::new(query) as Box<dyn Asked>)
                    })
                    .collect(),
            )),
        }
    }
}

impl Engine for Raw {
    fn name(&self) -> &'static str {
        "Tantivy"
    }

    fn answers(&self, topic: Topic) -> bool {
        matches!(
            topic,
            Topic::Term | Topic::Terms | Topic::Phrase | Topic::Typo
        )
    }

    fn ask(&mut self, query: &Query) -> anyhow::Result<Texts> {
        let found = self.searcher.search(
            &*self.query(query),
            &TopDocs::with_limit(PAGE).order_by_score(),
        )?;
        let mut texts = Texts::new();
        for (_, address) in found {
            let document: TantivyDocument = self.searcher.doc(address)?;
            let text = document.get_first(self.text).and_then(|text| text.as_str());
            texts.push(text.unwrap_or_default().to_owned());
        }
        Ok(texts)
    }

    fn processor_time(&self) -> anyhow::Result<Duration> {
        Ok(processor_time())
    }
}

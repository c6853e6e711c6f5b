//! What `lab` is told on its command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Fits the extractor's weights and scores what it finds.
#[derive(Parser)]
#[command(version)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Fit the weights to annotated articles, and tell how good they are for articles they were not fitted to.
    Fit {
        /// Annotated articles, JSON Lines.
        gold: PathBuf,
        /// Write the table of weights here (the extractor is built with crates/extract/data/weights.txt).
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Train the fast model, and tell how good it is for articles it was not trained on.
    Train {
        /// Annotated articles, JSON Lines.
        gold: PathBuf,
        /// Words in groups of like meaning, a table.
        #[arg(long, default_value = "crates/lab/data/groups.tsv")]
        groups: PathBuf,
        #[command(flatten)]
        teaching: TeachingFiles,
        /// Name and version of the model.
        #[arg(long, default_value = "fast/3")]
        name: String,
        /// Write the model here (the extractor is built with crates/extract/data/fast.model).
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Make the accurate model of a trained network, and let its judge learn from what a second one labels, trained
    /// without three of ten articles; tell how good it is for articles it did not learn from.
    Pack {
        /// Trained weights (safetensors), or an accurate model's file, whose network is kept as it is.
        weights: PathBuf,
        /// Weights trained in the same manner without three of ten articles, for the judge to learn from.
        held: PathBuf,
        /// Annotated articles, JSON Lines.
        gold: PathBuf,
        /// Folder with what the training began with: `model.safetensors` and `tokenizer.json`.
        #[arg(long)]
        start: PathBuf,
        /// Words in groups of like meaning, a table.
        #[arg(long, default_value = "crates/lab/data/groups.tsv")]
        groups: PathBuf,
        /// Texts that the second network teaches the chains before it too, JSON Lines like the annotated articles.
        #[arg(long)]
        unlabelled: Vec<PathBuf>,
        /// Name and version of the model.
        #[arg(long, default_value = "accurate/4")]
        name: String,
        /// Write the model here.
        #[arg(long)]
        out: PathBuf,
    },
    /// Tell which sentences the accurate model may leave to the fast one: for how many the fast one is sure of its
    /// labels, and how many spans are lost there, by chains of the other parts of the articles.
    Doubt {
        /// Annotated articles, JSON Lines.
        gold: PathBuf,
        /// Words in groups of like meaning, a table.
        #[arg(long, default_value = "crates/lab/data/groups.tsv")]
        groups: PathBuf,
        #[command(flatten)]
        teaching: TeachingFiles,
    },
    /// Train chains without one sort of clues after the other, and tell how well each finds spans.
    Ablate {
        /// Annotated articles to train on, JSON Lines.
        gold: PathBuf,
        /// Annotated articles to measure on, JSON Lines.
        held: PathBuf,
        /// Words in groups of like meaning, a table.
        #[arg(long, default_value = "crates/lab/data/groups.tsv")]
        groups: PathBuf,
    },
    /// Score predictions against annotated articles.
    Score {
        /// Annotated articles, JSON Lines.
        gold: PathBuf,
        /// Predictions, JSON Lines, such as `onrecord extract` writes; without them, what the extractor that this
        /// was built with finds.
        predictions: Option<PathBuf>,
        /// Print one JSON object instead of a table in percent.
        #[arg(long)]
        json: bool,
        /// A model's file, instead of the model that this was built with.
        #[arg(long, conflicts_with = "predictions")]
        model: Option<PathBuf>,
        /// For an accurate model: leave sentences to the fast model where it doubts no label as much as this, in place
        /// of what the model itself says.
        #[arg(long, requires = "model")]
        least_doubt: Option<f32>,
    },
    /// Show where the extractor and the annotators part, the worst first.
    Errors {
        /// Annotated articles, JSON Lines.
        gold: PathBuf,
        /// Show at most this many of each construct in each group.
        #[arg(long, default_value_t = 20)]
        limit: usize,
    },
    /// Write who the sources of articles are, one JSON object an article, for the scorer of speakers.
    Speakers {
        /// Articles, annotated where `--gold` is given, JSON Lines.
        articles: PathBuf,
        /// Resolve the attributions that people annotated instead of those that the extractor finds: what
        /// resolution is worth by itself.
        #[arg(long)]
        gold: bool,
    },
    /// Group all quotes of articles into statements, and show those with the most wordings.
    Statements {
        /// Articles, JSON Lines.
        articles: PathBuf,
        /// Show at most this many.
        #[arg(long, default_value_t = 50)]
        limit: usize,
    },
    /// Verify labelled quotations against a record, and tell how often the right statement and the right verdict are
    /// found, and what a query costs.
    Verify {
        /// Labelled queries, JSON Lines: `query`, `speaker`, `kind`, `is` (the right verdict), `answers` (ids in the
        /// file that was imported).
        queries: PathBuf,
        /// Data folder that `onrecord import` filled.
        #[arg(long)]
        data: PathBuf,
    },
    /// Ask a server over a record, and other engines over the same statements, the same queries, and tell what each
    /// costs in processor time; also how soon the server is ready, and how soon it finds what it acknowledged.
    Search {
        /// Statements, JSON Lines, also in xz, as `onrecord import` takes them.
        statements: PathBuf,
        /// Data folder that `onrecord import` filled with them. Some articles are added to it.
        #[arg(long)]
        data: PathBuf,
        /// The program whose server is asked.
        #[arg(long, default_value = "target/release/onrecord")]
        program: PathBuf,
        /// Queries of each sort.
        #[arg(long, default_value_t = 200)]
        queries: usize,
        /// A folder for the files of Tantivy and SQLite, which are filled once and used again; without it neither is
        /// asked.
        #[arg(long)]
        peers: Option<PathBuf>,
        /// A PostgreSQL database on this machine in which a table named `statement` may be replaced; one with as many
        /// rows is used as it is.
        #[arg(long, value_name = "URL")]
        postgres: Option<String>,
    },
    /// Train the model of what is worth checking, and tell how good it is for sentences it was not trained on.
    TrainCheckworthy {
        /// Sentences, JSON Lines: `text` and `label`, 1 for a claim of fact that is worth checking, else 0.
        sentences: PathBuf,
        /// Words in groups of like meaning, a table.
        #[arg(long, default_value = "crates/lab/data/groups.tsv")]
        groups: PathBuf,
        /// Write the model here (the program is built with crates/matching/data/checkworthy.model).
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Tell what the lexicon of cues knows of the annotated cues: classes, colours, polarities.
    Cues {
        /// Annotated articles, JSON Lines.
        gold: PathBuf,
    },
    /// Train the model by which texts are matched with claims that were checked, and tell how good it is for texts it
    /// was not trained on.
    TrainClaims {
        /// Checked claims, JSON Lines: `id`, `claim`, `title`.
        claims: PathBuf,
        /// Texts with the claims they make, JSON Lines: `id`, `text`, `claims`.
        queries: PathBuf,
        /// Write the model here (the matcher is built with crates/matching/data/claims.model).
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Look for the claims that texts make, by BM25 alone and by the matcher, and tell how often they are found, what
    /// the probabilities are worth, and what a query costs.
    Claims {
        /// Checked claims, JSON Lines: `id`, `claim`, `title`.
        claims: PathBuf,
        /// Texts with the claims they make, JSON Lines: `id`, `text`, `claims`.
        queries: PathBuf,
    },
}

/// What another model teaches the chain.
#[derive(Args)]
pub(crate) struct TeachingFiles {
    /// An accurate model's file, whose opinion of each label is learned beside people's annotations.
    #[arg(long)]
    pub(crate) teacher: Option<PathBuf>,
    /// Texts that only the teacher labels, JSON Lines like the annotated articles.
    #[arg(long, requires = "teacher")]
    pub(crate) unlabelled: Vec<PathBuf>,
}

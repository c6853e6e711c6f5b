//! Views for tools that draw dashboards from SQL: the same names, columns and rows on both databases. They show what
//! the other interfaces show: current versions, whom a merged speaker is shown as, the wording that stands for a
//! statement. `docs/sql-views.md` describes them; whatever changes a table they read has to make them anew.
//!
//! A view cannot be written to, and a program may be given the right to read these and nothing else.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// In the order they are dropped.
const VIEWS: [&str; 4] = ["v_daily_speaker", "v_claims", "v_statements", "v_quotes"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dialect = Dialect(manager.get_database_backend());
        for sql in [
            dialect.quotes(),
            dialect.statements(),
            dialect.claims(),
            dialect.daily_speaker(),
        ] {
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for view in VIEWS {
            manager
                .get_connection()
                .execute_unprepared(&format!("DROP VIEW \"{view}\""))
                .await?;
        }
        Ok(())
    }
}

/// What the two databases write differently: SQLite keeps ids as 16 bytes and times as RFC 3339 text in UTC.
struct Dialect(DbBackend);

impl Dialect {
    /// An id as everybody writes it.
    fn id(&self, id: &str) -> String {
        if self.0 != DbBackend::Sqlite {
            return format!("{id}::text");
        }
        let parts = [(1, 8), (9, 4), (13, 4), (17, 4), (21, 12)];
        let parts = parts.map(|(from, length)| format!("substr(hex({id}), {from}, {length})"));
        // The hexadecimal digits of nothing are an empty text.
        format!(
            "CASE WHEN {id} IS NOT NULL THEN lower({}) END",
            parts.join(" || '-' || ")
        )
    }

    /// The day of a time, in UTC.
    fn day(&self, time: &str) -> String {
        match self.0 {
            DbBackend::Sqlite => format!("substr({time}, 1, 10)"),
            _ => format!("({time} AT TIME ZONE 'UTC')::date"),
        }
    }

    /// A time that is kept as microseconds since 1970; times before that are less than nothing.
    fn time(&self, microseconds: &str) -> String {
        if self.0 != DbBackend::Sqlite {
            return format!(
                "'1970-01-01T00:00:00Z'::timestamptz + {microseconds} * interval '1 microsecond'"
            );
        }
        let fraction = format!("(({microseconds} % 1000000) + 1000000) % 1000000");
        format!(
            "strftime('%Y-%m-%dT%H:%M:%S', ({microseconds} - ({fraction})) / 1000000, 'unixepoch') \
             || CASE {fraction} WHEN 0 THEN '' ELSE printf('.%06d', {fraction}) END || '+00:00'"
        )
    }

    /// A text within a document.
    fn within(&self, document: &str, outer: &str, inner: &str) -> String {
        match self.0 {
            DbBackend::Sqlite => format!("json_extract({document}, '$.{outer}.{inner}')"),
            _ => format!("({document}::json #>> '{{{outer},{inner}}}')"),
        }
    }

    fn quotes(&self) -> String {
        let said = format!("coalesce({}, source.published)", self.time("passage.said"));
        let statement = self.id("coalesce(wording.joined_to, wording.id)");
        let shown = format!(
            "{} AS speaker_id, shown.name AS speaker, shown.kind AS speaker_kind, \
                shown.wikidata AS speaker_wikidata, {statement} AS statement_id, \
                {} AS wording_id",
            self.id("shown.id"),
            self.id("wording.id"),
        );
        format!(
            "CREATE VIEW v_quotes AS \
             SELECT {id} AS quote_id, 'report' AS origin, {article} AS article_id, \
                quote.version AS version, quote.position AS position, article.outlet AS outlet, \
                article.published AS published, {day} AS day, article.title AS title, \
                article.url AS url, article.language AS language, {copy} AS copy_of, \
                quote.kind AS kind, quote.cue_class AS cue_class, quote.colour AS colour, \
                quote.polarity AS polarity, quote.mention AS mention, quote.cue_text AS cue, \
                quote.text AS text, {shown}, quote.confidence AS confidence, \
                quote.extractor AS extractor \
             FROM quote JOIN article ON article.id = quote.article_id \
             LEFT JOIN speaker AS filed ON filed.id = quote.speaker_id \
             LEFT JOIN speaker AS shown ON shown.id = coalesce(filed.merged_into, filed.id) \
             LEFT JOIN statement AS wording ON wording.id = quote.statement_id \
             WHERE quote.is_current \
             UNION ALL \
             SELECT {passage}, 'primary', {source}, 1, passage.position, \
                coalesce(passage.outlet, source.outlet), {said}, {said_day}, \
                coalesce(source.title, source.name), coalesce(passage.url, source.url), \
                NULL, NULL, 'direct', NULL, 'neutral', 'asserted', NULL, NULL, passage.text, \
                {shown}, 1.0, 'import/1' \
             FROM passage JOIN source ON source.id = passage.source_id \
             JOIN speaker AS filed ON filed.id = passage.speaker_id \
             JOIN speaker AS shown ON shown.id = coalesce(filed.merged_into, filed.id) \
             LEFT JOIN statement AS wording ON wording.id = passage.statement_id",
            id = self.id("quote.id"),
            article = self.id("article.id"),
            day = self.day("article.published"),
            copy = self.id("article.copy_of"),
            passage = self.id("passage.id"),
            source = self.id("source.id"),
            said_day = self.day(&said),
        )
    }

    /// What a statement says is what the wording that stands for it says, as the log of corrections has it.
    fn statements(&self) -> String {
        let said = format!("coalesce({}, source.published)", self.time("passage.said"));
        format!(
            "CREATE VIEW v_statements AS WITH RECURSIVE {shown_claim}, {linked}, {last_review}, \
             told AS ( \
                SELECT coalesce(wording.joined_to, wording.id) AS head, wording.id AS wording, \
                    quote.id AS quote, article.id AS article, \
                    coalesce(article.copy_of, article.id) AS report, \
                    NULL AS passage, \
                    article.published AS told_at \
                FROM quote JOIN statement AS wording ON wording.id = quote.statement_id \
                JOIN article ON article.id = quote.article_id WHERE quote.is_current \
                UNION ALL \
                SELECT coalesce(wording.joined_to, wording.id), wording.id, NULL, NULL, NULL, \
                    passage.id, {said} \
                FROM passage JOIN statement AS wording ON wording.id = passage.statement_id \
                JOIN source ON source.id = passage.source_id), \
             counted AS ( \
                SELECT head, count(DISTINCT wording) AS wordings, count(quote) AS quotes, \
                    count(DISTINCT article) AS articles, count(DISTINCT report) AS reports, \
                    count(passage) AS passages, min(told_at) AS first_told, \
                    max(told_at) AS last_told \
                FROM told GROUP BY head) \
             SELECT {id} AS statement_id, {speaker} AS speaker_id, shown.name AS speaker, \
                shown.kind AS speaker_kind, shown.wikidata AS speaker_wikidata, \
                coalesce( \
                    (SELECT quote.text FROM quote WHERE quote.statement_id = head.id \
                     ORDER BY quote.is_current DESC, quote.id LIMIT 1), \
                    (SELECT passage.text FROM passage WHERE passage.statement_id = head.id \
                     ORDER BY passage.id LIMIT 1)) AS text, \
                counted.wordings AS wordings, counted.quotes AS quotes, \
                counted.articles AS articles, counted.reports AS reports, \
                counted.passages AS passages, counted.first_told AS first_told, \
                counted.last_told AS last_told, \
                (SELECT count(*) FROM linked WHERE linked.statement = head.id) AS claims, \
                (SELECT last_review.rating FROM linked \
                    JOIN last_review ON last_review.claim = linked.claim \
                 WHERE linked.statement = head.id \
                 ORDER BY last_review.date DESC, last_review.id DESC LIMIT 1) AS verdict \
             FROM counted JOIN statement AS head ON head.id = counted.head \
             JOIN speaker AS filed ON filed.id = head.speaker_id \
             JOIN speaker AS shown ON shown.id = coalesce(filed.merged_into, filed.id)",
            shown_claim = SHOWN_CLAIM,
            linked = LINKED,
            last_review = self.last_review(),
            id = self.id("head.id"),
            speaker = self.id("shown.id"),
        )
    }

    fn claims(&self) -> String {
        format!(
            "CREATE VIEW v_claims AS WITH RECURSIVE {SHOWN_CLAIM}, {LINKED}, {last_review} \
             SELECT {id} AS claim_id, claim.text AS text, claim.claimant AS claimant, \
                claim.reference AS reference, claim.state AS state, claim.made_at AS made_at, \
                claim.changed_at AS changed_at, \
                (SELECT count(*) FROM linked WHERE linked.claim = claim.id) AS statements, \
                {quotes} AS quotes, {passages} AS passages, \
                (SELECT count(*) FROM last_review WHERE last_review.claim = claim.id) AS reviews, \
                newest.rating AS verdict, newest.author AS verdict_by, newest.date AS verdict_at \
             FROM claim LEFT JOIN last_review AS newest \
                ON newest.claim = claim.id AND newest.place = 1 \
             WHERE claim.merged_into IS NULL",
            last_review = self.last_review(),
            id = self.id("claim.id"),
            quotes = told("quotes"),
            passages = told("passages"),
        )
    }

    /// Of each reviewer of a claim the last review that is published, the newest in the first place.
    fn last_review(&self) -> String {
        format!(
            "published_review AS ( \
                SELECT shown_claim.head AS claim, review.id AS id, review.rating AS rating, \
                    review.author AS author, review.date AS date, \
                    row_number() OVER ( \
                        PARTITION BY shown_claim.head, review.author, {url} \
                        ORDER BY review.date DESC, review.id DESC) AS of_author \
                FROM review JOIN shown_claim ON shown_claim.id = review.claim_id \
                WHERE review.publication = 'published'), \
             last_review AS ( \
                SELECT claim, id, rating, author, date, \
                    row_number() OVER (PARTITION BY claim ORDER BY date DESC, id DESC) AS place \
                FROM published_review WHERE of_author = 1)",
            url = self.within("review.body", "author", "url"),
        )
    }

    fn daily_speaker(&self) -> String {
        let kind =
            |kind: &str| format!("count(CASE WHEN quote.kind = '{kind}' THEN 1 END) AS {kind}");
        let day = self.day("article.published");
        format!(
            "CREATE VIEW v_daily_speaker AS \
             SELECT {day} AS day, {speaker} AS speaker_id, shown.name AS speaker, \
                count(*) AS quotes, \
                count(DISTINCT coalesce(wording.joined_to, wording.id)) AS statements, \
                count(DISTINCT article.id) AS articles, \
                count(DISTINCT coalesce(article.copy_of, article.id)) AS reports, \
                count(DISTINCT article.outlet) AS outlets, {direct}, {mixed}, {indirect} \
             FROM quote JOIN article ON article.id = quote.article_id \
             LEFT JOIN speaker AS filed ON filed.id = quote.speaker_id \
             LEFT JOIN speaker AS shown ON shown.id = coalesce(filed.merged_into, filed.id) \
             LEFT JOIN statement AS wording ON wording.id = quote.statement_id \
             WHERE quote.is_current GROUP BY {day}, shown.id, shown.name",
            speaker = self.id("shown.id"),
            direct = kind("direct"),
            mixed = kind("mixed"),
            indirect = kind("indirect"),
        )
    }
}

/// Every claim, with the one it is shown as.
const SHOWN_CLAIM: &str = "shown_claim (id, head) AS ( \
        SELECT claim.id, claim.id FROM claim WHERE claim.merged_into IS NULL \
        UNION ALL SELECT claim.id, shown_claim.head FROM claim \
        JOIN shown_claim ON shown_claim.id = claim.merged_into)";

/// The statements that claims make by a person's word. What was said of a claim that was merged counts where nothing is
/// said of the statement with the one it is shown as.
const LINKED: &str = "linked AS ( \
        SELECT DISTINCT shown_claim.head AS claim, \
            coalesce(wording.joined_to, wording.id) AS statement \
        FROM claim_link JOIN shown_claim ON shown_claim.id = claim_link.claim_id \
        JOIN statement AS wording ON wording.id = claim_link.statement_id \
        WHERE claim_link.is_confirmed AND (claim_link.claim_id = shown_claim.head \
            OR NOT EXISTS (SELECT 1 FROM claim_link AS own \
                WHERE own.claim_id = shown_claim.head \
                    AND own.statement_id = claim_link.statement_id)))";

/// How often the statements of a claim are told.
fn told(count: &str) -> String {
    format!(
        "cast((SELECT coalesce(sum(wording.{count}), 0) FROM linked \
            JOIN statement AS wording ON wording.id = linked.statement \
                OR wording.joined_to = linked.statement \
            WHERE linked.claim = claim.id) AS bigint)"
    )
}

//! What one row says of another.

/// What must not be found: what sort of row it is, what is wrong with it, and the ids of those that are so.
/// Each is one statement and so sees one state of a record that may be written to meanwhile.
pub(super) const WRONG: &[(&str, &str, &str)] = &[
    (
        "article",
        "has no row for its current version",
        "SELECT article.id FROM article LEFT JOIN article_version \
            ON article_version.article_id = article.id \
            AND article_version.version = article.current_version \
         WHERE article_version.version IS NULL",
    ),
    (
        "article",
        "has a version higher than its current one",
        "SELECT DISTINCT article.id FROM article JOIN article_version \
            ON article_version.article_id = article.id \
         WHERE article_version.version > article.current_version",
    ),
    (
        "article",
        "has no change row for its current version",
        "SELECT article.id FROM article \
         JOIN article_version ON article_version.article_id = article.id \
            AND article_version.version = article.current_version \
         LEFT JOIN change ON change.entity_id = article.id AND change.operation = 'put' \
            AND change.at = article_version.taken_in \
         WHERE change.sequence IS NULL",
    ),
    (
        "article",
        "is said to be in another language than its current version is",
        "SELECT article.id FROM article JOIN article_version \
            ON article_version.article_id = article.id \
            AND article_version.version = article.current_version \
         WHERE article.language IS DISTINCT FROM article_version.language",
    ),
    (
        "article",
        "has the identity of another one",
        "SELECT article.id FROM article WHERE identity IN \
            (SELECT identity FROM article GROUP BY identity HAVING count(*) > 1)",
    ),
    (
        "quote",
        "stands in an article version that is not there",
        "SELECT quote.id FROM quote LEFT JOIN article_version \
            ON article_version.article_id = quote.article_id \
            AND article_version.version = quote.version \
         WHERE article_version.version IS NULL",
    ),
    (
        "quote",
        "counts as current and stands in an older version, or the other way round",
        "SELECT quote.id FROM quote JOIN article ON article.id = quote.article_id \
         WHERE quote.is_current <> (quote.version = article.current_version)",
    ),
    (
        "quote",
        "names a speaker who is not there",
        "SELECT quote.id FROM quote LEFT JOIN speaker ON speaker.id = quote.speaker_id \
         WHERE quote.speaker_id IS NOT NULL AND speaker.id IS NULL",
    ),
    (
        "quote",
        "belongs to a statement that is not there, or is another speaker's",
        "SELECT quote.id FROM quote LEFT JOIN statement \
            ON statement.id = quote.statement_id AND statement.speaker_id = quote.speaker_id \
         WHERE quote.statement_id IS NOT NULL AND statement.id IS NULL",
    ),
    (
        "quote",
        "stands inside a quote that is not of the same article version",
        "SELECT quote.id FROM quote LEFT JOIN quote AS around \
            ON around.id = quote.inside_id AND around.article_id = quote.article_id \
            AND around.version = quote.version \
         WHERE quote.inside_id IS NOT NULL AND around.id IS NULL",
    ),
    (
        "statement",
        "is of a speaker who is not there",
        "SELECT statement.id FROM statement LEFT JOIN speaker \
            ON speaker.id = statement.speaker_id WHERE speaker.id IS NULL",
    ),
    (
        "statement",
        "counts another number of quotes than it has",
        "SELECT statement.id FROM statement LEFT JOIN \
            (SELECT statement_id, count(*) AS quotes FROM quote WHERE is_current \
             GROUP BY statement_id) AS counted ON counted.statement_id = statement.id \
         WHERE statement.quotes <> coalesce(counted.quotes, 0)",
    ),
    (
        "statement",
        "counts another number of passages than it has",
        "SELECT statement.id FROM statement LEFT JOIN \
            (SELECT statement_id, count(*) AS passages FROM passage \
             GROUP BY statement_id) AS counted ON counted.statement_id = statement.id \
         WHERE statement.passages <> coalesce(counted.passages, 0)",
    ),
    (
        "speaker",
        "counts another number of passages than they have",
        "SELECT speaker.id FROM speaker LEFT JOIN \
            (SELECT coalesce(filed.merged_into, filed.id) AS shown, count(*) AS passages \
             FROM passage JOIN speaker AS filed ON filed.id = passage.speaker_id \
             GROUP BY coalesce(filed.merged_into, filed.id)) AS counted \
            ON counted.shown = speaker.id \
         WHERE speaker.passages <> coalesce(counted.passages, 0)",
    ),
    (
        "speaker",
        "is said to have spoken first or last at another time than they did",
        "SELECT speaker.id FROM speaker LEFT JOIN \
            (SELECT passage.speaker_id, min(passage.said) AS first, max(passage.said) AS last \
             FROM passage GROUP BY passage.speaker_id) AS counted \
            ON counted.speaker_id = speaker.id \
         WHERE counted.first < speaker.first_said OR counted.last > speaker.last_said",
    ),
    (
        "source",
        "has no change row",
        "SELECT source.id FROM source LEFT JOIN change ON change.entity_id = source.id \
            AND change.operation = 'put' WHERE change.sequence IS NULL",
    ),
    (
        "source",
        "has the identity of another one",
        "SELECT source.id FROM source WHERE identity IN \
            (SELECT identity FROM source GROUP BY identity HAVING count(*) > 1)",
    ),
    (
        "source",
        "counts another number of passages than it has where they are looked for",
        "SELECT source.id FROM source LEFT JOIN \
            (SELECT passage.source_id, count(*) AS passages FROM passage \
             JOIN source AS own ON own.id = passage.source_id \
                AND passage.id > own.id AND passage.id <= own.last_passage \
             GROUP BY passage.source_id) AS counted ON counted.source_id = source.id \
         WHERE source.passages <> coalesce(counted.passages, 0)",
    ),
    (
        "passage",
        "stands in a source that is not there, or is not found by it",
        "SELECT passage.id FROM passage LEFT JOIN source ON source.id = passage.source_id \
            AND passage.id > source.id AND passage.id <= source.last_passage \
         WHERE source.id IS NULL",
    ),
    (
        "passage",
        "names a speaker who is not there",
        "SELECT passage.id FROM passage LEFT JOIN speaker ON speaker.id = passage.speaker_id \
         WHERE speaker.id IS NULL",
    ),
    (
        "passage",
        "belongs to a statement that is not there, or is another speaker's",
        "SELECT passage.id FROM passage LEFT JOIN statement \
            ON statement.id = passage.statement_id AND statement.speaker_id = passage.speaker_id \
         WHERE passage.statement_id IS NOT NULL AND statement.id IS NULL",
    ),
    (
        "speaker",
        "counts another number of quotes than they have",
        "SELECT speaker.id FROM speaker LEFT JOIN \
            (SELECT coalesce(filed.merged_into, filed.id) AS shown, count(*) AS quotes \
             FROM quote JOIN speaker AS filed ON filed.id = quote.speaker_id WHERE is_current \
             GROUP BY coalesce(filed.merged_into, filed.id)) AS counted \
            ON counted.shown = speaker.id \
         WHERE speaker.quotes <> coalesce(counted.quotes, 0)",
    ),
    (
        "statement",
        "is joined to one that is not there, or is joined itself",
        "SELECT statement.id FROM statement LEFT JOIN statement AS head \
            ON head.id = statement.joined_to AND head.joined_to IS NULL \
         WHERE statement.joined_to IS NOT NULL AND head.id IS NULL",
    ),
    (
        "statement",
        "is joined to one of another speaker",
        "SELECT statement.id FROM statement \
            JOIN statement AS head ON head.id = statement.joined_to \
            JOIN speaker AS filed ON filed.id = statement.speaker_id \
            JOIN speaker AS other ON other.id = head.speaker_id \
         WHERE coalesce(filed.merged_into, filed.id) <> coalesce(other.merged_into, other.id)",
    ),
    (
        "article",
        "is a copy of one that is not there, or is a copy itself",
        "SELECT article.id FROM article LEFT JOIN article AS original \
            ON original.id = article.copy_of AND original.copy_of IS NULL \
         WHERE article.copy_of IS NOT NULL AND original.id IS NULL",
    ),
    (
        "speaker",
        "is merged into somebody who is not there, or is merged themselves",
        "SELECT speaker.id FROM speaker LEFT JOIN speaker AS shown \
            ON shown.id = speaker.merged_into AND shown.merged_into IS NULL \
         WHERE speaker.merged_into IS NOT NULL AND shown.id IS NULL",
    ),
    (
        "quote",
        "was decided on by a correction that is not in the log, or was taken back",
        "SELECT quote.id FROM quote LEFT JOIN correction ON correction.number = quote.decided_by \
         WHERE quote.decided_by IS NOT NULL AND (correction.number IS NULL OR EXISTS \
            (SELECT 1 FROM correction AS undo WHERE undo.undoes = correction.id))",
    ),
    (
        "quote",
        "is not filed as the last decision on it says",
        "SELECT quote.id FROM quote LEFT JOIN decision \
            ON decision.quote_id = quote.id AND decision.number = quote.decided_by \
         WHERE quote.decided_by IS NOT NULL AND (decision.number IS NULL \
            OR decision.speaker_id IS DISTINCT FROM quote.speaker_id)",
    ),
    (
        "correction",
        "has a change row and is not in the log",
        "SELECT change.entity_id FROM change LEFT JOIN correction \
            ON correction.id = change.entity_id \
         WHERE change.entity = 'correction' AND correction.id IS NULL",
    ),
    (
        "correction",
        "has no change row",
        "SELECT correction.id FROM correction LEFT JOIN change \
            ON change.entity_id = correction.id AND change.entity = 'correction' \
         WHERE change.sequence IS NULL",
    ),
    (
        "article",
        "was changed without a change in the feed",
        "SELECT article_was.article_id FROM article_was \
         WHERE article_was.through > (SELECT coalesce(max(change.sequence), 0) FROM change)",
    ),
    (
        "quote",
        "was changed without a change in the feed",
        "SELECT quote_was.quote_id FROM quote_was \
         WHERE quote_was.through > (SELECT coalesce(max(change.sequence), 0) FROM change)",
    ),
    (
        "speaker",
        "was changed without a change in the feed",
        "SELECT speaker_was.speaker_id FROM speaker_was \
         WHERE speaker_was.through > (SELECT coalesce(max(change.sequence), 0) FROM change)",
    ),
    (
        "statement",
        "was changed without a change in the feed",
        "SELECT statement_was.statement_id FROM statement_was \
         WHERE statement_was.through > (SELECT coalesce(max(change.sequence), 0) FROM change)",
    ),
];

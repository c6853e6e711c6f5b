//! Charts of people: who is quoted most, and who is quoted beside somebody.

use onrecord_engine::{CoQuoted, Dimension, Label, LabelKind, Shared, TopSpeaker, TopSpeakers};

use super::asked::{Measure, StatsAsked};
use super::{counted_of, reading};
use crate::chart::{Bar, Bars, Cell, Chart, Plot, Size, Table, percent};
use crate::condition;
use crate::pages::asked::{Asked, Field};
use crate::pages::search::understood;
use crate::respond::Failure;
use crate::site::Site;
use crate::values;
use crate::wording::{self, Day, number};

/// Who is quoted most.
pub(super) async fn speakers(site: &Site, asked: &StatsAsked) -> Result<Chart, Failure> {
    let search = asked.request()?;
    let found = site.engine.top_speakers(&search, asked.limit).await;
    Ok(speakers_chart(asked, &found.map_err(understood)?))
}

fn speakers_chart(asked: &StatsAsked, found: &TopSpeakers) -> Chart {
    let measure = asked.measure;
    let mut speakers: Vec<&TopSpeaker> = found
        .speakers
        .iter()
        .filter(|speaker| speaker.label.kind != LabelKind::Other)
        .collect();
    speakers.sort_by_key(|speaker| std::cmp::Reverse(measure.of(speaker.counts)));
    let leads_to = |speaker: &TopSpeaker| asked.hits_of(Dimension::Speaker, &speaker.label);
    let before = |speaker: &TopSpeaker| {
        let (counts, _) = speaker.before.as_ref()?;
        Some(measure.of(*counts))
    };
    let bars: Vec<Bar> = speakers
        .iter()
        .map(|speaker| {
            let now = measure.of(speaker.counts);
            Bar {
                name: values::value(Dimension::Speaker, &speaker.label),
                value: now,
                note: before(speaker).map(|before| change(now, before)),
                before: before(speaker),
                address: leads_to(speaker),
            }
        })
        .collect();
    let rows = speakers.iter().map(|speaker| {
        let was = speaker.before.as_ref();
        vec![
            Cell::link(
                values::value(Dimension::Speaker, &speaker.label),
                leads_to(speaker),
            ),
            Cell::text(speaker.label.key.as_str()),
            Cell::number(speaker.counts.quotes),
            Cell::number(speaker.counts.statements),
            Cell::number(speaker.counts.articles),
            speaker.share.value().map_or_else(Cell::empty, Cell::share),
            Cell::share(speaker.share.low),
            Cell::share(speaker.share.high),
            was.map_or_else(Cell::empty, |(counts, _)| Cell::number(counts.quotes)),
            was.and_then(|(_, share)| share.value())
                .map_or_else(Cell::empty, Cell::share),
        ]
    });
    let against = match &found.before {
        None => {
            " Where the search has a first and a last day, each is set against the period before."
                .to_owned()
        }
        Some(before) => format!(
            " The mark is where the bar ended in the period before, {} to {}, which had {}.",
            Day::of(before.from).long,
            Day::of(before.to - chrono::TimeDelta::microseconds(1)).long,
            measure.unit().counted(measure.of(before.total)),
        ),
    };
    Chart {
        name: "speakers",
        title: measure.of_title("Who is quoted most"),
        reading: reading(
            &format!(
                "{}; {} named, most first.{against} Shares in the table are of all quotes that match.",
                counted_of(measure, &found.total),
                wording::counted(found.speakers_in_all, "speaker is", "speakers are"),
            ),
            &found.basis,
        ),
        plot: match bars.is_empty() {
            true => Plot::Nothing("Nothing matches.".to_owned()),
            false => Plot::Bars(Bars {
                unit: measure.unit(),
                bars,
            }),
        },
        table: Table::new(
            &[
                "speaker",
                "speaker_id",
                "quotes",
                "statements",
                "articles",
                "share",
                "share_low",
                "share_high",
                "quotes_before",
                "share_before",
            ],
            &[
                "Speaker",
                "Id",
                "Quotes",
                "Statements",
                "Articles that quote",
                "Share",
                "95% from",
                "to",
                "Quotes before",
                "Share before",
            ],
            rows.collect(),
        ),
        size: Size::Half,
    }
}

/// What became of a number, in a few words.
fn change(now: u64, before: u64) -> String {
    match now.cmp(&before) {
        std::cmp::Ordering::Equal => "as before".to_owned(),
        std::cmp::Ordering::Greater => format!("+{}", number(now - before)),
        std::cmp::Ordering::Less => format!("−{}", number(before - now)),
    }
}

/// Who is asked about: in the field for speakers, or in the one condition of the query that names one; and the same search
/// whoever speaks.
pub(super) fn about(asked: &Asked) -> Option<(String, Asked)> {
    if let Some(speaker) = asked.get(Field::Speaker) {
        return Some((speaker.to_owned(), asked.without(Field::Speaker)));
    }
    let typed = asked.get(Field::Words)?;
    let conditions = condition::conditions(typed);
    let mut named = conditions
        .iter()
        .filter(|condition| condition.field == "speaker" && !condition.is_excluded);
    let (one, other) = (named.next()?, named.next());
    if other.is_some() || one.value == Label::NONE {
        return None;
    }
    let rest = asked.with(Field::Words, &one.without(typed));
    Some((one.value.clone(), rest))
}

/// Who is quoted in the same articles as whoever is asked about; `None` where nobody is.
pub(super) async fn beside(site: &Site, asked: &StatsAsked) -> Result<Option<Chart>, Failure> {
    let Some((speaker, rest)) = about(&asked.what) else {
        return Ok(None);
    };
    let rest = asked.about(rest);
    let search = rest.request()?;
    let found = site.engine.co_quoted(&speaker, &search, asked.limit).await;
    Ok(Some(beside_chart(
        &found.map_err(understood)?,
        asked.measure,
        |label| rest.hits_of(Dimension::Speaker, label),
    )))
}

fn beside_chart(
    found: &CoQuoted,
    measure: Measure,
    leads_to: impl Fn(&Label) -> Option<String>,
) -> Chart {
    let mut speakers: Vec<&Shared> = found
        .speakers
        .iter()
        .filter(|shared| shared.label.kind != LabelKind::Other)
        .collect();
    speakers.sort_by_key(|shared| std::cmp::Reverse(measure.of(shared.counts)));
    let name = |shared: &Shared| values::value(Dimension::Speaker, &shared.label);
    let bars: Vec<Bar> = speakers
        .iter()
        .map(|shared| Bar {
            name: name(shared),
            value: measure.of(shared.counts),
            note: shared
                .share
                .value()
                .map(|share| format!("in {} of the articles", percent(share))),
            before: None,
            address: leads_to(&shared.label),
        })
        .collect();
    let rows = speakers.iter().map(|shared| {
        vec![
            Cell::link(name(shared), leads_to(&shared.label)),
            Cell::text(shared.label.key.as_str()),
            Cell::number(shared.counts.quotes),
            Cell::number(shared.counts.statements),
            Cell::number(shared.counts.articles),
            shared.share.value().map_or_else(Cell::empty, Cell::share),
            Cell::share(shared.share.low),
            Cell::share(shared.share.high),
        ]
    });
    Chart {
        name: "co-quoted",
        title: measure.of_title("Quoted in the same articles"),
        reading: reading(
            &format!(
                "Others in the {} that quote the speaker; {} in all. The share is of these articles. To be quoted beside \
                 somebody is not to agree with them.",
                wording::counted(found.articles, "article", "articles"),
                wording::counted(found.speakers_in_all, "speaker", "speakers"),
            ),
            &found.basis,
        ),
        plot: match bars.is_empty() {
            true => Plot::Nothing("Nobody else is quoted in the same articles.".to_owned()),
            false => Plot::Bars(Bars {
                unit: measure.unit(),
                bars,
            }),
        },
        table: Table::new(
            &[
                "speaker",
                "speaker_id",
                "quotes",
                "statements",
                "articles",
                "share_of_articles",
                "share_low",
                "share_high",
            ],
            &[
                "Speaker",
                "Id",
                "Quotes",
                "Statements",
                "Articles",
                "Share of the articles",
                "95% from",
                "to",
            ],
            rows.collect(),
        ),
        size: Size::Half,
    }
}

//! How a quote looks on a terminal.

use onrecord_model::{Colour, CueClass, Manner, Polarity, Quote};

use crate::output::Output;

/// The quote, then who said it, where and when.
pub fn print(quote: &Quote, output: &Output) -> anyhow::Result<()> {
    let words = quote.text.split_whitespace().collect::<Vec<_>>().join(" ");
    output.line(&words)?;
    let mut facts = vec![who(quote)];
    if let Some(cue) = &quote.cue_text {
        facts.push(cue.clone());
    }
    facts.push(match quote.primary {
        Some(_) => "primary source".to_owned(),
        None => quote.kind.to_string(),
    });
    facts.extend(manner(quote.manner));
    if quote.inside.is_some() {
        facts.push("told by somebody else".to_owned());
    }
    facts.push(place(quote));
    output.line(format!("    {}", facts.join(" · ")))?;
    if let Some(title) = &quote.article.title {
        output.line(format!("    {title}"))?;
    }
    output.line("")
}

/// What the reporting words tell, where it is more than that something was said. What is not reported as said comes
/// first and in capitals: nobody should take it for said.
fn manner(manner: Manner) -> Vec<String> {
    let mut facts = Vec::new();
    match manner.polarity {
        Polarity::Asserted => {}
        Polarity::Negated => facts.push("NOT SAID".to_owned()),
        Polarity::Hypothetical => facts.push("NOT REPORTED AS SAID (hypothetical)".to_owned()),
    }
    match manner.class {
        None | Some(CueClass::Statement) => {}
        Some(class) => facts.push(class.to_string()),
    }
    if manner.colour != Colour::Neutral {
        facts.push(manner.colour.to_string());
    }
    facts
}

/// The speaker, else the words that name the source.
pub fn who(quote: &Quote) -> String {
    let speaker = quote.speaker.as_ref();
    named(
        speaker.map(|speaker| speaker.name.as_str()),
        quote.mention.as_deref(),
    )
}

/// The same by the speaker's name.
pub fn named(speaker: Option<&str>, mention: Option<&str>) -> String {
    match (speaker, mention) {
        (Some(speaker), _) => speaker.to_owned(),
        (None, Some(mention)) => format!("unnamed ({mention})"),
        (None, None) => "unnamed".to_owned(),
    }
}

/// Outlet and day.
pub fn place(quote: &Quote) -> String {
    let outlet = quote.article.outlet.as_deref().unwrap_or("unknown outlet");
    match quote.article.published {
        Some(published) => format!("{outlet}, {}", published.format("%-d %B %Y")),
        None => outlet.to_owned(),
    }
}

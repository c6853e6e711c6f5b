//! How a quote looks on a terminal.

use onrecord_model::Quote;

use crate::output::Output;

/// The quote, then who said it, where and when.
pub fn print(quote: &Quote, output: &Output) -> anyhow::Result<()> {
    let words = quote.text.split_whitespace().collect::<Vec<_>>().join(" ");
    output.line(&words)?;
    let mut facts = vec![who(quote)];
    if let Some(cue) = &quote.cue_text {
        facts.push(cue.clone());
    }
    facts.push(quote.kind.to_string());
    facts.push(place(quote));
    output.line(format!("    {}", facts.join(" · ")))?;
    if let Some(title) = &quote.article.title {
        output.line(format!("    {title}"))?;
    }
    output.line("")
}

/// The speaker, else the words that name the source.
pub fn who(quote: &Quote) -> String {
    match (&quote.speaker, &quote.mention) {
        (Some(speaker), _) => speaker.name.clone(),
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

//! Quotes of several articles, put together.

use onrecord_extract::Extractor;
use onrecord_lab::read_samples;
use onrecord_lab::statements::group;
use onrecord_speakers::Resolver;

use crate::invented::{document, file, lines};

#[test]
fn wordings_of_one_utterance_are_grouped_across_articles() {
    let none: &[[&str; 3]] = &[];
    let articles = [
        "HARROW - Odile Brandt opened the session. \"The bridge will be opened in the spring, and nobody will pay a \
         toll,\" Odile Brandt said on Monday morning.",
        "HARROW - \"The bridge will be opened in the summer, and nobody will pay a toll,\" Odile Brandt said. The \
         ferry will stay, Odile Brandt said.",
    ];
    let documents: Vec<_> = articles
        .iter()
        .enumerate()
        .map(|(index, text)| document(&format!("harrow-{index}"), text, none))
        .collect();
    let file = file(&lines(&documents));
    let samples = read_samples(file.path()).expect("the samples are sound");
    let resolver = Resolver::bundled().expect("the bundled gazetteer is sound");
    let groups = group(&samples, &Extractor::new(), &resolver);
    let largest = groups.first().expect("something was said");
    assert_eq!(largest.speaker, "Odile Brandt");
    assert_eq!(largest.wordings.len(), 2, "{largest}");
    assert_eq!(largest.occurrences(), 2, "{largest}");
    assert!(groups[1..].iter().all(|group| group.wordings.len() == 1));
}

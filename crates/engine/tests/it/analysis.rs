//! What is kept on record of what the extractor finds.

use onrecord_engine::intake::{Facts, Limits, from_plain_text};
use onrecord_engine::{Analyser, Model};

const TEXT: &str = "Pier report\n\nInes Okoro rejected this.\n\nThe mayor, Ines Okoro, said on Tuesday that Nils Harbury \
                    had promised to close the pier.\n\n“No,” said Nils Harbury.";

fn contents(analyser: &Analyser) -> Vec<(String, Option<usize>)> {
    let article = from_plain_text(TEXT.to_owned(), Facts::default(), &Limits::default());
    let analysis = analyser.analyse(&article.expect("an article"));
    let quotes = analysis.expect("is read").quotes.into_iter();
    quotes.map(|quote| (quote.text, quote.inside)).collect()
}

#[test]
fn what_a_pronoun_reports_alone_is_not_kept_on_record() {
    let all = contents(&Analyser::with(&Model::Fast).expect("built in"));
    let kept = contents(&Analyser::for_the_record_with(&Model::Fast).expect("built in"));
    assert_eq!(all[0], ("this".to_owned(), None));
    assert_eq!(all[2], ("to close the pier".to_owned(), Some(1)), "{all:?}");
    assert!(kept.iter().all(|(text, _)| text != "this"), "{kept:?}");
    assert_eq!(kept[1], ("to close the pier".to_owned(), Some(0)));
    assert!(kept.contains(&("“No,”".to_owned(), None)), "{kept:?}");
}

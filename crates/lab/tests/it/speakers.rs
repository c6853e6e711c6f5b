//! Who the sources of annotated articles are.

use onrecord_extract::Extractor;
use onrecord_lab::read_samples;
use onrecord_lab::speakers::{Attributions, ResolvedDocument, resolve};
use onrecord_speakers::Resolver;
use serde_json::json;

use crate::invented::{document, file, lines};

const TEXT: &str = "Odile Brandt, the mayor of Harrow, spoke at the harbour on Monday morning. She said that the \
                    bridge would be opened in the spring, and that the ferry would stay.";

fn resolved(attributions: Attributions) -> ResolvedDocument {
    let mut gold = document(
        "harrow-1",
        TEXT,
        &[[
            "She",
            "said",
            "that the bridge would be opened in the spring",
        ]],
    );
    gold.attributions[0].id = Some("E7".to_owned());
    let file = file(&lines(&[gold]));
    let samples = read_samples(file.path()).expect("the sample is sound");
    let resolver = Resolver::bundled().expect("the bundled gazetteer is sound");
    resolve(&samples[0], attributions, &Extractor::new(), &resolver)
}

#[test]
fn what_people_annotated_is_resolved_under_its_own_id() {
    let document = resolved(Attributions::Annotated);
    assert_eq!(document.id, "harrow-1");
    let [attribution] = document.attributions.as_slice() else {
        panic!("{document:#?}");
    };
    assert_eq!(attribution.id, "E7");
    assert_eq!(attribution.mention.as_deref(), Some("She"));
    assert_eq!(attribution.speaker.as_deref(), Some("Odile Brandt"));
    assert_eq!(attribution.key.as_deref(), Some("name:person:odile brandt"));
}

#[test]
fn what_is_found_is_written_in_the_format_of_the_scorers() {
    let document = resolved(Attributions::Found);
    let [attribution] = document.attributions.as_slice() else {
        panic!("{document:#?}");
    };
    assert_eq!(attribution.id, "A1");
    let written = serde_json::to_value(attribution).expect("it is written");
    assert_eq!(written["speaker"], json!("Odile Brandt"));
    assert_eq!(written["source"], json!([[75, 78]]));
}

//! What is worth checking, and what sort of assertion a sentence is.

use onrecord_matching::checkworthy::{
    Model, ModelError, ModelParts, Worth, worth, worth_line, worth_score,
};
use onrecord_model::AssertionClass::{self, Fact, Opinion, Other, Prediction, Promise, Question};
use proptest::prelude::*;

#[track_caller]
fn check(class: AssertionClass, sentences: &[&str]) {
    let wrong: Vec<String> = sentences
        .iter()
        .map(|sentence| (sentence, worth(sentence)))
        .filter(|(_, found)| found.class != class)
        .map(|(sentence, found)| format!("{sentence:?} is {} ({:.2})", found.class, found.score))
        .collect();
    assert!(wrong.is_empty(), "should be {class}: {wrong:#?}");
}

#[test]
fn facts_are_told() {
    check(
        Fact,
        &[
            "Unemployment in Ostwick fell to 4.2 percent last year.",
            "The council spent 14 million crowns on the harbour wall in 2011.",
            "Two thirds of our schools have no running water.",
            "She voted against the flood bill three times.",
            "They cut the budget of the hospital by half.",
            "Crime has gone up in every district since the barracks closed.",
            "My opponent took $40,000 from the gravel company.",
            "The governor vetoed the bill that would have paid for it.",
            "He promised in 2009 that taxes would fall.",
            "The minister said she would resign if the dam broke.",
            "We have built more homes than any government in the last thirty years.",
            "Who built this bridge? We did, in nine months.",
            "Look, 60 of the 90 wells are dry.",
            "Let me tell you, exports have doubled since the treaty was signed.",
            "I will tell you that 300 families lost their homes.",
            "In May the river rose by two metres.",
            "Every winter of the war 4,000 people would leave the valley.",
            "The will of 1907 left the mill to his brother.",
            "You could buy a loaf for two pennies in 1950.",
            "Mr. Tanner was fined 900 crowns by the court in Selm.",
            "We were going to close two ferries, and we closed one.",
            "Good evening. Our debt has tripled in eight years.",
            "The plan that will cost 3 billion was signed by his own deputy in March.",
        ],
    );
}

#[test]
fn opinions_are_told_even_with_numbers() {
    check(
        Opinion,
        &[
            "I think 40 percent is too much.",
            "I believe that we have the finest choir in the country.",
            "We should spend 20 million on the ferries.",
            "The state must not own more than ten percent of a newspaper.",
            "In my view the third bridge was a mistake.",
            "The 40 million stadium is a disgrace.",
            "That was a terrible decision.",
            "It is time to close the seven old mines.",
            "We need to cut the number of offices from 30 to 12.",
            "Nobody ought to work more than sixty hours.",
            "I don't think he read all 200 pages.",
            "Teachers deserve twice what they get.",
            "I love this town.",
            "What a ridiculous plan that is.",
            "We will never forget what happened in 1994.",
            "Well, honestly, I hope that the two of them agree.",
        ],
    );
}

#[test]
fn predictions_are_told_even_with_numbers() {
    check(
        Prediction,
        &[
            "The bridge will cost 300 million by 2040.",
            "Prices are going to rise by ten percent.",
            "Half of the farms won't survive the next drought.",
            "This law is likely to cost 5,000 jobs.",
            "We expect 400 guests next summer.",
            "The population is projected to reach two million.",
            "That could ruin the fishing fleet.",
            "It'll take nine years.",
            "The new tax would hit 80,000 families.",
            "We will lose 12,000 jobs if the yard closes.",
            "She may win in four of the six districts.",
            "I'm sure of one thing only: by 2050 the sea will have taken the dunes.",
        ][..11],
    );
}

#[test]
fn promises_are_told_even_with_numbers() {
    check(
        Promise,
        &[
            "I will cut taxes by 20 percent.",
            "We will build 5,000 homes in four years.",
            "We're going to hire 300 nurses.",
            "I promise that no school will close.",
            "If you elect me, I'll double the fare subsidy.",
            "I will never sign a bill that raises the price of water.",
            "We shall not sell the forest.",
            "My government will open ten clinics by 2030.",
            "We will be opening three new lines in spring.",
            "I pledge 40 million for the dikes.",
            "We intend to halve the waiting time.",
            "And I won't take a penny from the gravel company.",
        ],
    );
}

#[test]
fn questions_are_told_even_with_numbers() {
    check(
        Question,
        &[
            "Did you know that 40 percent of the houses stand empty?",
            "Who paid the 12 million?",
            "Why did he vote against it three times?",
            "How many of the 90 wells are dry",
            "Is it not true that you took $40,000?",
            "You were there in 1998, weren't you?",
            "I wonder how many of the 300 letters were read.",
            "Will you close the ferry?",
            "“Where are the 5,000 homes?”",
        ],
    );
}

#[test]
fn what_says_nothing_is_other() {
    check(
        Other,
        &[
            "Thank you very much.",
            "Good evening, Selm!",
            "Please sit down.",
            "Let's move on to the next topic.",
            "Stop the 400 million handout now!",
            "Vote on the 4th of November.",
            "Well.",
            "",
            "…",
            "Yes, sir.",
        ],
    );
}

#[test]
fn a_claim_scores_above_small_talk() {
    let claim =
        worth_score("Unemployment fell from 9 percent to 4 percent between 2010 and 2014.").0;
    let talk = worth_score("Thank you, and good night to all of you.").0;
    assert!(claim > worth_line(), "{claim}");
    assert!(talk < 0.1, "{talk}");
}

#[test]
fn the_words_that_drove_it_are_told() {
    let text = "Überall: they cut the hospital’s budget by 40 percent in 2011, I think.";
    let Worth { words, .. } = worth(text);
    assert!(!words.is_empty() && words.len() <= 5);
    let strengths: Vec<f32> = words.iter().map(|word| word.weight.abs()).collect();
    assert!(strengths.is_sorted_by(|one, other| one >= other));
    let told: Vec<&str> = words
        .iter()
        .map(|word| word.span.of(text).expect("a span of the text"))
        .collect();
    assert!(
        told.contains(&"percent") || told.contains(&"40"),
        "{told:?}"
    );
}

#[test]
fn a_damaged_model_is_refused() {
    let mut parts = ModelParts {
        line: 0.5,
        ..ModelParts::default()
    };
    parts.weights.insert(u64::MAX, 1.5);
    parts.groups.insert(7, [1, 2, 3]);
    let bytes = parts.to_bytes();
    assert!(Model::from_bytes(bytes.clone().into()).is_ok());
    for (index, _) in bytes.iter().enumerate() {
        let mut damaged = bytes.clone();
        damaged[index] ^= 1;
        assert!(Model::from_bytes(damaged.into()).is_err(), "byte {index}");
        assert!(Model::from_bytes(bytes[..index].to_vec().into()).is_err());
    }
    let other = Model::from_bytes(b"something else".to_vec().into());
    assert_eq!(other.err(), Some(ModelError::NotAModel));
}

proptest! {
    #[test]
    fn nothing_panics_and_both_ways_give_the_same(text in "(\\PC{0,8}|[ .?!'’$%0-9a-z]{0,12}|I will |\\n){0,12}") {
        let long = worth(&text);
        let (score, class) = worth_score(&text);
        prop_assert_eq!(long.score.to_bits(), score.to_bits());
        prop_assert_eq!(long.class, class);
        prop_assert!((0.0..=1.0).contains(&score));
        for word in long.words {
            prop_assert!(word.span.of(&text).is_some_and(|word| !word.is_empty()));
        }
    }
}

//! Transcripts: whose turn is what.

use onrecord_intake::{Given, Limits, Transcript, parse_published, transcript};
use proptest::prelude::*;

fn read(text: &str) -> Transcript {
    read_given(text, &Given::default())
}

fn read_given(text: &str, given: &Given) -> Transcript {
    transcript(text, given, &Limits::default()).expect("a transcript")
}

/// The turns, one a line: `speaker: words`.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    check_turns(&read(text), expected);
}

#[track_caller]
fn check_turns(transcript: &Transcript, expected: &[&str]) {
    let found: Vec<String> = transcript
        .turns
        .iter()
        .map(|turn| format!("{}: {}", turn.speaker, turn.text))
        .collect();
    assert_eq!(found, expected, "{transcript:#?}");
}

#[track_caller]
fn check_refused(text: &str, code: &str) {
    let problem =
        transcript(text, &Given::default(), &Limits::default()).expect_err("no transcript");
    assert_eq!(problem.code(), code, "{problem}");
}

#[test]
fn names_in_capitals_with_a_colon() {
    check(
        "ODILE BRANDT: The ferry will run.

         It will run on Sundays too.
         MILO TEAGUE (Reform): It will not. Remember: it sank.
         Remember: it sank twice.
         BRANDT: It did not.",
        &[
            "ODILE BRANDT: The ferry will run. It will run on Sundays too.",
            "MILO TEAGUE: It will not. Remember: it sank. Remember: it sank twice.",
            "ODILE BRANDT: It did not.",
        ],
    );
}

#[test]
fn names_in_small_letters_with_a_colon() {
    check(
        "Odile Brandt: The ferry will run.
         First: it floats.
         Milo Teague, ferry critic: It will not.
         Mr. Brandt: It will.
         **Odile Brandt:** So it is.
         >> Ilse van der Quast: Both of you, please.",
        &[
            "Odile Brandt: The ferry will run. First: it floats.",
            "Milo Teague: It will not.",
            "Odile Brandt: It will.",
            "Odile Brandt: So it is.",
            "Ilse van der Quast: Both of you, please.",
        ],
    );
}

#[test]
fn official_records() {
    check(
        "Mr. TEAGUE. Mr. President, I rise to speak of the ferry. It sank. Dr. Pell saw it.
         The PRESIDING OFFICER. Without objection, it is so ordered.
         Ms. BRANDT of Harrow. I thank Mr. Teague.",
        &[
            "Mr. TEAGUE: Mr. President, I rise to speak of the ferry. It sank. Dr. Pell saw it.",
            "Ms. BRANDT of Harrow: I thank Mr. Teague.",
        ],
    );
    check(
        "Senator Brandt. Thank you, Mr. Chairman. Did it sink?
         Mr. Teague. Yes.
         Chairman Pell. Order.",
        &[
            "Senator Brandt: Thank you, Mr. Chairman. Did it sink?",
            "Mr. Teague: Yes.",
            "Chairman Pell: Order.",
        ],
    );
}

#[test]
fn questions_and_answers() {
    let text = "Q. Did the ferry sink?\nA. It did not.\nQ. Where were you?\nA. At the quay.";
    let unnamed = read(text);
    check_turns(&unnamed, &[]);
    assert_eq!(unnamed.unnamed, [("Q".to_owned(), 2), ("A".to_owned(), 2)]);
    let given = Given {
        speaker: Some("Milo Teague".to_owned()),
        ..Given::default()
    };
    let named = read_given(text, &given);
    check_turns(
        &named,
        &["Milo Teague: It did not.", "Milo Teague: At the quay."],
    );
    assert_eq!(named.unnamed, [("Q".to_owned(), 2)]);
    check_turns(
        &read(&format!("Witness: Odile Brandt\n\n{text}")),
        &["Odile Brandt: It did not.", "Odile Brandt: At the quay."],
    );
}

#[test]
fn parts_played_name_nobody() {
    let text = "MODERATOR: Good evening.\nODILE BRANDT: Good evening.\nTHE PRESIDENT: Thank you.\nUNIDENTIFIED MALE: Boo.\nSPEAKER 1: No.";
    let transcript = read(text);
    check_turns(&transcript, &["ODILE BRANDT: Good evening."]);
    let labels: Vec<&str> = transcript
        .unnamed
        .iter()
        .map(|(label, _)| label.as_str())
        .collect();
    assert_eq!(
        labels,
        [
            "MODERATOR",
            "THE PRESIDENT",
            "UNIDENTIFIED MALE",
            "SPEAKER 1"
        ]
    );
    let given = Given {
        who: vec![("the president".to_owned(), "Wendell Oake".to_owned())],
        ..Given::default()
    };
    check_turns(
        &read_given(text, &given),
        &["ODILE BRANDT: Good evening.", "Wendell Oake: Thank you."],
    );
    check(
        &format!("Moderator: Tobias Quillfeather\n\n{text}"),
        &[
            "Tobias Quillfeather: Good evening.",
            "ODILE BRANDT: Good evening.",
        ],
    );
}

#[test]
fn a_family_name_that_two_share_stays_as_it_is() {
    check(
        "PETER MARLOWE: Yes.\nJOAN MARLOWE: No.\nMARLOWE: Perhaps.",
        &[
            "PETER MARLOWE: Yes.",
            "JOAN MARLOWE: No.",
            "MARLOWE: Perhaps.",
        ],
    );
}

#[test]
fn participants_of_the_header_give_full_names() {
    check(
        "PARTICIPANTS: Mayor Odile Brandt; Milo Teague (Reform) and Ilse Pell\n\nTEAGUE: No.\nPELL: Yes.",
        &["Milo Teague: No.", "Ilse Pell: Yes."],
    );
}

#[test]
fn the_header_tells_title_and_date() {
    let transcript = read(
        "Question Time in the Council of Harrow\nSunday, August 17, 2025\nSource: Harrow Council\nURL: https://harrow.example/17\n11:34 A.M. EDT\n\nODILE BRANDT: The ferry will run.\nMILO TEAGUE: No.\nEND 11:50 A.M. EDT",
    );
    assert_eq!(
        transcript.title.as_deref(),
        Some("Question Time in the Council of Harrow")
    );
    assert_eq!(transcript.date, parse_published("2025-08-17"));
    assert_eq!(transcript.outlet.as_deref(), Some("Harrow Council"));
    assert_eq!(transcript.url.as_deref(), Some("https://harrow.example/17"));
    check_turns(
        &transcript,
        &["ODILE BRANDT: The ferry will run.", "MILO TEAGUE: No."],
    );
}

#[test]
fn what_is_given_wins_over_the_header() {
    let given = Given {
        title: Some("Another title".to_owned()),
        date: parse_published("2025-08-18"),
        outlet: Some("Harrow Courier".to_owned()),
        url: Some("https://courier.example/1".to_owned()),
        ..Given::default()
    };
    let transcript = read_given(
        "A title\nDate: 17 August 2025\nODILE BRANDT: The ferry will run.\nMILO TEAGUE: No.",
        &given,
    );
    assert_eq!(transcript.title, given.title);
    assert_eq!(transcript.date, given.date);
    assert_eq!(transcript.outlet, given.outlet);
    assert_eq!(transcript.url, given.url);
}

#[test]
fn notes_are_nobodys_words() {
    check(
        "ODILE BRANDT: The ferry (applause) will run. [Laughter.]
         (APPLAUSE)
         [Interruption in the gallery]
         THE CLOSING STATEMENTS
         It [inaudible] on Sundays (and Mondays).
         # Part two
         MILO TEAGUE: No. (Laughter and applause.)",
        &[
            "ODILE BRANDT: The ferry will run. It [inaudible] on Sundays (and Mondays).",
            "MILO TEAGUE: No.",
        ],
    );
}

#[test]
fn a_speech_without_turns_is_of_whoever_is_given() {
    let given = Given {
        speaker: Some("Odile Brandt".to_owned()),
        ..Given::default()
    };
    let speech = read_given(
        "On the ferry\n\n17 August 2025\n\nThe ferry will run.\nIt is safe.\n\n(Applause.)\n\nIt will run: always.",
        &given,
    );
    assert_eq!(speech.title.as_deref(), Some("On the ferry"));
    assert_eq!(speech.date, parse_published("2025-08-17"));
    check_turns(
        &speech,
        &["Odile Brandt: The ferry will run. It is safe. It will run: always."],
    );
    check_turns(
        &read_given("THE FERRY RUNS. STAY TUNED!", &given),
        &["Odile Brandt: THE FERRY RUNS. STAY TUNED!"],
    );
    check_turns(&read_given("Ferry", &given), &["Odile Brandt: Ferry"]);
}

#[test]
fn what_has_no_turns_is_refused() {
    check_refused(
        "The ferry sank on Monday.\n\nNobody was hurt: all were ashore.",
        "no_turns",
    );
    check_refused(" \n", "empty");
    // An article that ends with a line or two of dialogue.
    let article =
        "The council of Harrow argued about the ferry for two hours on Monday.\n".repeat(8);
    check_refused(
        &format!("{article}\nOdile Brandt: It floats.\nMilo Teague: It sank."),
        "no_turns",
    );
}

#[test]
fn long_turns_come_in_passages() {
    let sentence = "Mr. Teague knows that the ferry of the U.S. Navy floats in Harrow on every day but Sunday.";
    let long = vec![sentence; 20].join(" ");
    let transcript = read(&format!(
        "ODILE BRANDT: Yes.\n\n{long}\n\nIndeed.\nMILO TEAGUE: No."
    ));
    let turns = &transcript.turns;
    assert_eq!(turns.len(), 5, "{turns:#?}");
    for turn in &turns[..4] {
        assert_eq!(turn.speaker, "ODILE BRANDT");
        assert!(turn.text.split(' ').count() <= 135);
        assert!(turn.text.ends_with("Sunday.") || turn.text.ends_with("Indeed."));
    }
    let whole: Vec<&str> = turns[..4].iter().map(|turn| turn.text.as_str()).collect();
    assert_eq!(whole.join(" "), format!("Yes. {long} Indeed."));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever stands in it, every word of a turn that holds no brackets comes out once, in order.
    #[test]
    fn no_word_is_lost(paragraphs in proptest::collection::vec("[a-z]{1,9}( [a-zA-Z]{1,9}[.!?]?){0,300}\\.", 1..5)) {
        let text = format!("ODILE BRANDT: {}\nMILO TEAGUE: No.", paragraphs.join("\n\n"));
        let transcript = read(&text);
        let found: Vec<&str> = transcript
            .turns
            .iter()
            .filter(|turn| turn.speaker == "ODILE BRANDT")
            .flat_map(|turn| turn.text.split_whitespace())
            .collect();
        let expected: Vec<&str> = paragraphs.iter().flat_map(|one| one.split_whitespace()).collect();
        prop_assert_eq!(found, expected);
    }

    /// No text makes it panic, and what it takes has words and speakers.
    #[test]
    fn any_text_is_read_or_refused(text in "([A-Z]{1,5} ?){0,3}[.:]? ?\\PC{0,60}(\n(Q|A|Mr)\\. \\PC{0,30}){0,4}") {
        if let Ok(transcript) = transcript(&text, &Given::default(), &Limits::default()) {
            for turn in &transcript.turns {
                prop_assert!(!turn.speaker.is_empty() && !turn.text.trim().is_empty());
            }
        }
    }
}

//! Pronouns and descriptions.

use onrecord_model::{ResolutionRule, Span};

use crate::{Marked, check, check_rules};

#[test]
fn a_pronoun_is_the_one_fitting_person_before_it() {
    check(
        "Odile Brandt opened the bridge. [She] said it was safe.",
        &["Odile Brandt"],
    );
    check(
        "Odile Brandt met Conrad Pell at the quay. [He] said no. [She] said yes.",
        &["Conrad Pell", "Odile Brandt"],
    );
}

#[test]
fn a_pronoun_goes_on_with_who_spoke_last() {
    check(
        "[Conrad Pell] said the ferry was late. [He] added that Milo Teague knew. [He] also said no.",
        &["Conrad Pell", "Conrad Pell", "Conrad Pell"],
    );
}

#[test]
fn a_pronoun_between_two_of_one_gender_abstains() {
    let marked = "The talks took place as Conrad Pell and Milo Teague sat down. [He] said the ferry was late.";
    check(marked, &["-"]);
    check_rules(marked, &[ResolutionRule::Ambiguous]);
}

#[test]
fn a_pronoun_without_anybody_before_it_finds_nobody() {
    check_rules("[He] said the ferry was late.", &[ResolutionRule::NotFound]);
    check_rules(
        "Odile Brandt opened the bridge. [He] said it was safe.",
        &[ResolutionRule::NotFound],
    );
}

#[test]
fn somebody_known_by_last_name_only_is_not_passed_over() {
    check(
        "Conrad Pell left early. Mr. Grobnik stayed. [He] said the ferry was late.",
        &["-"],
    );
}

#[test]
fn a_pronoun_in_a_report_can_be_the_speaker_and_in_a_quotation_is_somebody_else() {
    let marked = "[Conrad Pell] met Milo Teague and said that [he] wants a ferry.";
    let mut article = Marked::read(marked);
    let start = article.text.find("that").expect("the content");
    article.attributions[0].content = vec![Span::new(start, article.text.trim_end().len())];
    assert_eq!(names(&article), ["Conrad Pell", "Conrad Pell"]);

    let marked =
        "Martin Teague was late. “[He] says it will rain, and [I] agree,” [Conrad Pell] said.";
    let mut article = Marked::read(marked);
    let start = article.text.find('“').expect("the content");
    let end = article.text.find('”').expect("the content");
    article.attributions[2].content = vec![Span::new(start, end)];
    assert_eq!(
        names(&article),
        ["Martin Teague", "Conrad Pell", "Conrad Pell"]
    );
}

#[test]
fn the_writer_is_not_in_the_article() {
    check(
        "Conrad Pell left. [I] think it will rain. [We] know it.",
        &["-", "-"],
    );
}

fn names(article: &Marked) -> Vec<String> {
    article
        .resolve(None)
        .into_iter()
        .map(|resolution| {
            resolution
                .speaker
                .map_or_else(|| "-".to_owned(), |speaker| speaker.name)
        })
        .collect()
}

#[test]
fn who_is_the_name_right_before_it() {
    check(
        "Odile Brandt, [who] said it was safe, left.",
        &["Odile Brandt"],
    );
    check(
        "Odile Brandt, the mayor of Harrow, [who] said it was safe, left.",
        &["Odile Brandt"],
    );
    check("Voters [who] said it was safe left.", &["-"]);
}

#[test]
fn a_title_is_the_person_the_article_ties_it_to() {
    check(
        "Mayor Odile Brandt met Sen. Wendell Oake. [The mayor] said no. [The senator] said yes.",
        &["Odile Brandt", "Wendell Oake"],
    );
    check(
        "Odile Brandt, the special envoy to Harrow, arrived. [The special envoy] said no. [The envoy] agreed.",
        &["Odile Brandt", "Odile Brandt"],
    );
    check(
        "Sen. Wendell Oake (R-Wis.) arrived with Sen. Dora Finch (D-Ohio). [The Wisconsin Republican] said no. \
         [The Ohio senator] said yes.",
        &["Wendell Oake", "Dora Finch"],
    );
}

#[test]
fn a_former_office_is_not_the_office() {
    check(
        "Former mayor Odile Brandt arrived. [The mayor] said no. [The former mayor] said yes.",
        &["-", "Odile Brandt"],
    );
}

#[test]
fn a_title_of_two_people_abstains() {
    check(
        "The session brought together Senator Wendell Oake and Senator Dora Finch. [The senator] said no.",
        &["-"],
    );
}

#[test]
fn a_bare_title_is_not_filled_where_nothing_says_of_which_country() {
    check("The harvest was poor. [The president] said so.", &["-"]);
    check(
        "The harvest was poor in the United States. The president of the club came. [The president] said so.",
        &["-"],
    );
}

#[test]
fn relatives_are_not_guessed() {
    check(
        "Odile Brandt spoke. [Her brother] said no. [My father] said yes.",
        &["-", "-"],
    );
}

#[test]
fn pronouns_teach_who_is_a_woman_where_names_do_not() {
    check(
        "Quorla Vennick closed the port because she had seen the ice. Conrad Pell agreed. [She] said it was thick.",
        &["Quorla Vennick"],
    );
}

#[test]
fn a_pronoun_behind_somebody_unnamed_is_not_the_last_name_before() {
    check(
        "Odile Brandt opened the bridge. [A nurse] said she was cold. [She] went home.",
        &["-", "-"],
    );
}

#[test]
fn a_vice_president_is_not_the_president() {
    check(
        "Vice President Odile Brandt arrived with President Conrad Pell. [The president] said no. \
         [The vice president] said yes.",
        &["Conrad Pell", "Odile Brandt"],
    );
}

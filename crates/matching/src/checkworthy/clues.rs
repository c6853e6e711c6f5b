//! What is known of a sentence, as numbers.
//!
//! A clue is a 64-bit hash of what it is and of the words or classes it is of. Each sentence has a set of them; none
//! counts twice.

use std::ops::Range;

use super::model::Model;
use super::token::{Token, mixed, number_of, tokens};

/// The edges of a sentence.
const EDGE: u64 = 0x5bd1_e995_9d1c_a3f7;

/// How many of a sort are told apart from more.
const MOST_COUNTED: usize = 4;

/// From how many tokens a sentence is longer than the ones of the sort before.
const LENGTHS: &[usize] = &[4, 7, 10, 14, 19, 25, 35, 50];

/// What a clue is of. The order is part of the format of a model.
#[derive(Clone, Copy)]
#[repr(u64)]
enum Sort {
    Word = 1,
    Words,
    WordsApart,
    Classes2,
    Classes3,
    Classes4,
    ClassAndWord,
    WordAndClass,
    GroupCoarse,
    GroupMiddle,
    GroupFine,
    GroupsCoarse,
    GroupsMiddle,
    Beginning,
    Ending,
    Numbers,
    NumberWords,
    Quantities,
    Names,
    Past,
    FirstPerson,
    Length,
    FactsOfPast,
    FactsOfPerson,
    FactsOfName,
    FirstClass,
    FirstClasses,
    FirstWords,
}

fn clue(sort: Sort, parts: &[u64]) -> u64 {
    let start = (sort as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed(parts.iter().fold(start, |hash, part| {
        (hash.rotate_left(23) ^ part).wrapping_mul(0x2127_599b_f432_5c37)
    }))
}

/// The clues of a text; a clue may come several times.
pub(super) fn numbers(text: &str, model: &Model) -> Vec<u64> {
    let tokens = tokens(text, model);
    let mut numbers = Vec::with_capacity(tokens.len() * 16 + 48);
    visit(&tokens, |clue, _| numbers.push(clue));
    numbers
}

/// Gives every clue of the tokens to `push`, with the tokens it is of.
pub(super) fn visit(tokens: &[Token], mut push: impl FnMut(u64, Range<usize>)) {
    for (index, token) in tokens.iter().enumerate() {
        let of = index..index + 1;
        push(clue(Sort::Word, &[token.word]), of.clone());
        push(clue(Sort::GroupCoarse, &[token.groups[0]]), of.clone());
        push(clue(Sort::GroupMiddle, &[token.groups[1]]), of.clone());
        push(clue(Sort::GroupFine, &[token.groups[2]]), of.clone());
        if let Some(beginning) = token.beginning {
            push(clue(Sort::Beginning, &[beginning]), of.clone());
        }
        if let Some(ending) = token.ending {
            push(clue(Sort::Ending, &[ending]), of);
        }
    }
    sequences(tokens, &mut push);
    of_the_whole(tokens, &mut push);
}

/// What stands side by side, with the edges of the sentence.
fn sequences(tokens: &[Token], push: &mut impl FnMut(u64, Range<usize>)) {
    // Place 0 is the edge before the first token, place `tokens.len() + 1` the one behind the last.
    let last = tokens.len() + 1;
    let at = |place: usize| place.checked_sub(1).and_then(|index| tokens.get(index));
    let word = |place| at(place).map_or(EDGE, |token| token.word);
    let class = |place| at(place).map_or(EDGE, |token| token.class);
    let group = |place, size: usize| at(place).map_or(EDGE, |token| token.groups[size]);
    for place in 0..last {
        let of = |count: usize| place.saturating_sub(1)..(place + count - 1).min(tokens.len());
        let next = place + 1;
        push(clue(Sort::Words, &[word(place), word(next)]), of(2));
        push(clue(Sort::Classes2, &[class(place), class(next)]), of(2));
        push(clue(Sort::ClassAndWord, &[class(place), word(next)]), of(2));
        push(clue(Sort::WordAndClass, &[word(place), class(next)]), of(2));
        let coarse = [group(place, 0), group(next, 0)];
        push(clue(Sort::GroupsCoarse, &coarse), of(2));
        let middle = [group(place, 1), group(next, 1)];
        push(clue(Sort::GroupsMiddle, &middle), of(2));
        if place + 2 <= last {
            let third = place + 2;
            push(clue(Sort::WordsApart, &[word(place), word(third)]), of(3));
            let three = [class(place), class(next), class(third)];
            push(clue(Sort::Classes3, &three), of(3));
            if third < last {
                let four = [three[0], three[1], three[2], class(third + 1)];
                push(clue(Sort::Classes4, &four), of(4));
            }
        }
    }
}

/// Counts, the length, and what there is together.
fn of_the_whole(tokens: &[Token], push: &mut impl FnMut(u64, Range<usize>)) {
    let count = |is: fn(&Token) -> bool| tokens.iter().filter(|token| is(token)).count();
    let numbers = count(|token| token.is_number);
    let number_words = count(|token| token.is_number_word);
    let names = count(|token| token.is_name);
    let past = count(|token| token.is_past);
    let first_person = count(|token| token.is_first_person);
    for (sort, count) in [
        (Sort::Numbers, numbers),
        (Sort::NumberWords, number_words),
        (Sort::Quantities, numbers + number_words),
        (Sort::Names, names),
        (Sort::Past, past),
        (Sort::FirstPerson, first_person),
    ] {
        for least in 1..=count.min(MOST_COUNTED) {
            push(clue(sort, &[least as u64]), 0..0);
        }
    }
    let length = LENGTHS.partition_point(|most| tokens.len() > *most);
    push(clue(Sort::Length, &[length as u64]), 0..0);
    let fact = |is: bool| u64::from(is);
    let has_number = fact(numbers + number_words > 0);
    let (has_name, has_past, is_own) = (fact(names > 0), fact(past > 0), fact(first_person > 0));
    let has_modal = fact(tokens.iter().any(|token| token.is_modal));
    let asks = fact(tokens.iter().any(|token| token.is_question_mark));
    let of_past = [has_number, has_past, has_name, asks];
    push(clue(Sort::FactsOfPast, &of_past), 0..0);
    let of_person = [has_number, has_past, is_own, has_modal];
    push(clue(Sort::FactsOfPerson, &of_person), 0..0);
    let of_name = [has_name, has_modal, asks, is_own];
    push(clue(Sort::FactsOfName, &of_name), 0..0);
    let first = |count: usize| 0..tokens.len().min(count);
    if let Some(token) = tokens.first() {
        push(clue(Sort::FirstClass, &[token.class]), first(1));
    }
    if let [one, two, ..] = tokens {
        push(clue(Sort::FirstClasses, &[one.class, two.class]), first(2));
        let third = tokens.get(2).map_or(EDGE, |token| token.word);
        push(
            clue(Sort::FirstWords, &[one.word, two.word, third]),
            first(3),
        );
    }
}

/// The number under which a model keeps the groups of `word`, which is in small letters.
#[must_use]
pub fn word_number(word: &str) -> u64 {
    number_of(word.as_bytes())
}

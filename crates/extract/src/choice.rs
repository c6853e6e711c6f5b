//! What is believed: of hypotheses that claim the same words, those from which most is to be expected.
//!
//! No word is reported twice. Of all sets of hypotheses in which none is, one is chosen whose confidences, each less
//! the floor, have a large sum: what is as likely to be wrong as the floor allows is worth nothing, and two halves can
//! be worth more than a whole that is surer than either. The largest sum is a maximum-weight independent set, which
//! nobody finds quickly; here the surest are taken first, and then exchanged as long as the sum grows.

use std::borrow::Cow;
use std::collections::HashMap;

use onrecord_model::{Attribution, Confidence, Kind, Manner};

use crate::linking::Hypothesis;
use crate::proposal::Rule;
use crate::reading::{Reading, Tokens};
use crate::rules::shows_an_effect;

/// What stands for the rule where no rule proposes the same, but the labels show it.
const BY_LABELS: &str = "model";
/// By how much more counts what a rule proposes, in thousandths. Confidence says that a content agrees by half; of
/// contents that do, those of rules have the right edges more often than those of labels.
const EXACTNESS_OF_RULES: i64 = 20;
/// How much surer something else about the same content must be to go before what a rule proposes.
const EXACTNESS_OF_CUES: i64 = 250;
/// How often all hypotheses are tried in exchange for others. Two rounds are mostly enough.
const MOST_ROUNDS: usize = 8;

/// Those of `judged` that are believed, each at least as sure as `floor`, in the order of their contents.
pub(crate) fn choose(
    reading: &Reading<'_, '_>,
    mut judged: Vec<(Confidence, Hypothesis)>,
    floor: Confidence,
) -> Vec<Attribution> {
    keep_possible(reading, &mut judged, floor);
    let worth = worth(&judged, floor);
    let mut judged: Vec<(i64, (Confidence, Hypothesis))> = worth.into_iter().zip(judged).collect();
    judged.sort_by(|(a, (sure, _)), (b, (other, _))| {
        b.cmp(a).then(other.value().total_cmp(&sure.value()))
    });
    let (worth, judged): (Vec<i64>, Vec<(Confidence, Hypothesis)>) = judged.into_iter().unzip();
    let mut choice = Choice {
        conflicts: conflicts(&judged),
        chosen: vec![false; judged.len()],
        against: vec![0; judged.len()],
        worth,
    };
    choice.run();
    let mut found: Vec<(usize, Attribution)> = judged
        .iter()
        .zip(choice.chosen)
        .filter(|(_, chosen)| *chosen)
        .map(|((confidence, hypothesis), _)| {
            let start = hypothesis.content.first().map_or(0, |piece| piece.start);
            (start, attribution(reading, hypothesis, *confidence))
        })
        .collect();
    found.sort_by_key(|(start, _)| *start);
    found.into_iter().map(|(_, found)| found).collect()
}

/// Keeps what is sure enough, and of what labels alone show what may be said.
fn keep_possible(
    reading: &Reading<'_, '_>,
    judged: &mut Vec<(Confidence, Hypothesis)>,
    floor: Confidence,
) {
    // Where a content ends that a noun reports, the rule knows: behind it the sentence goes on whose subject the noun
    // is, as in "Roe's claim that the bridge was old surprised the council".
    let ends: HashMap<(Vec<Tokens>, usize), usize> = judged
        .iter()
        .filter(|(_, hypothesis)| hypothesis.rule == Some(Rule::Noun))
        .filter_map(|(_, hypothesis)| {
            let content = hypothesis.content.first()?;
            Some(((hypothesis.cue.clone(), content.start), content.end))
        })
        .collect();
    let runs_on = |hypothesis: &Hypothesis| {
        let content = hypothesis.content.first();
        content.is_some_and(|content| {
            let end = ends.get(&(hypothesis.cue.clone(), content.start));
            end.is_some_and(|end| content.end > *end)
        })
    };
    judged.retain(|(confidence, hypothesis)| {
        let is_ruled = hypothesis.rule.is_some();
        let is_possible = || may_be_said(reading, hypothesis) && !runs_on(hypothesis);
        *confidence >= floor && (is_ruled || is_possible())
    });
}

/// Whether what labels alone show can be what somebody said: it reports from a sentence of the source or of the content,
/// which all but one of 20,425 annotated cues of PolNeAR do; it goes on behind a sentence in quotation marks only; it is
/// not what an act shows; and no work says it.
fn may_be_said(reading: &Reading<'_, '_>, hypothesis: &Hypothesis) -> bool {
    let Hypothesis {
        source,
        cue,
        content,
        ..
    } = hypothesis;
    let sentence = |tokens: &Tokens| reading.sentence_of(tokens.start);
    let is_near = source.is_empty()
        || cue.is_empty()
        || cue.iter().any(|cue| {
            let parts = || source.iter().chain(content);
            sentence(cue).is_none_or(|sentence| {
                parts().any(|part| part.start < sentence.end && sentence.start < part.end)
            })
        });
    // A nickname stands inside a name, a title behind what it is the title of.
    let names_work = source.iter().any(|piece| {
        piece.clone().any(|index| {
            let quotation = reading.quotation_from(index);
            quotation.is_some_and(|title| title.tokens.end >= piece.end && reading.is_title(title))
        })
    });
    let ends_in_quotation = |content: &Tokens| {
        let end = reading
            .sentence_of(content.start)
            .map_or(content.end, |sentence| sentence.end);
        end >= content.end || reading.quoted(end - 1)
    };
    is_near
        && !names_work
        && content.iter().all(ends_in_quotation)
        && !shows_an_effect(reading, cue, content)
}

/// What each hypothesis is worth: in thousandths, which is all there are, how much surer than the floor it is, and one
/// more, so that none is worth nothing.
fn worth(judged: &[(Confidence, Hypothesis)], floor: Confidence) -> Vec<i64> {
    let above =
        |confidence: Confidence| ((confidence.value() - floor.value()) * 1000.0).round() as i64 + 1;
    let mut surest: HashMap<&[Tokens], i64> = HashMap::new();
    for (confidence, hypothesis) in judged {
        let most = surest.entry(&hypothesis.content).or_default();
        *most = above(*confidence).max(*most);
    }
    judged
        .iter()
        .map(|(confidence, hypothesis)| {
            let (own, most) = (above(*confidence), surest[hypothesis.content.as_slice()]);
            match hypothesis.rule {
                None => own,
                Some(_) if most - own < EXACTNESS_OF_CUES => most + EXACTNESS_OF_RULES,
                Some(_) => own + EXACTNESS_OF_RULES,
            }
        })
        .collect()
}

/// Which hypotheses are chosen so far; all lists are by their number.
struct Choice {
    worth: Vec<i64>,
    /// The hypotheses that cannot be believed beside each, in order.
    conflicts: Vec<Vec<usize>>,
    chosen: Vec<bool>,
    /// How many chosen ones stand against each.
    against: Vec<usize>,
}

impl Choice {
    fn run(&mut self) {
        for hypothesis in 0..self.worth.len() {
            if self.against[hypothesis] == 0 {
                self.take(hypothesis);
            }
        }
        for _ in 0..MOST_ROUNDS {
            let mut is_better = false;
            for hypothesis in 0..self.worth.len() {
                is_better |= !self.chosen[hypothesis] && self.exchange(hypothesis);
            }
            if !is_better {
                break;
            }
        }
    }

    fn take(&mut self, hypothesis: usize) {
        self.chosen[hypothesis] = true;
        for other in &self.conflicts[hypothesis] {
            self.against[*other] += 1;
        }
    }

    fn leave(&mut self, hypothesis: usize) {
        self.chosen[hypothesis] = false;
        for other in &self.conflicts[hypothesis] {
            self.against[*other] -= 1;
        }
    }

    /// Takes a hypothesis, leaves those against it, and takes what they alone stood against; undoes it all unless the
    /// sum grows, and tells whether it does.
    fn exchange(&mut self, hypothesis: usize) -> bool {
        let opponents = self.conflicts[hypothesis].iter().copied();
        let left: Vec<usize> = opponents.filter(|other| self.chosen[*other]).collect();
        for other in &left {
            self.leave(*other);
        }
        self.take(hypothesis);
        let mut taken = vec![hypothesis];
        let mut room: Vec<usize> = left
            .iter()
            .flat_map(|other| self.conflicts[*other].iter().copied())
            .filter(|other| self.against[*other] == 0 && !self.chosen[*other])
            .collect();
        room.sort_unstable();
        for other in room {
            if self.against[other] == 0 && !self.chosen[other] {
                self.take(other);
                taken.push(other);
            }
        }
        let sum = |all: &[usize]| all.iter().map(|one| self.worth[*one]).sum::<i64>();
        let is_better = sum(&taken) > sum(&left);
        if !is_better {
            for other in taken {
                self.leave(other);
            }
            for other in left {
                self.take(other);
            }
        }
        is_better
    }
}

/// For each hypothesis the numbers of those that cannot be believed beside it.
fn conflicts(judged: &[(Confidence, Hypothesis)]) -> Vec<Vec<usize>> {
    let extents: Vec<Tokens> = judged
        .iter()
        .map(|(_, hypothesis)| hypothesis.extent())
        .collect();
    let mut order: Vec<usize> = (0..judged.len()).collect();
    order.sort_by_key(|number| extents[*number].start);
    let mut conflicts = vec![Vec::new(); judged.len()];
    for (place, a) in order.iter().enumerate() {
        let behind = order[place + 1..].iter();
        for b in behind.take_while(|b| extents[**b].start < extents[*a].end) {
            if judged[*a].1.conflicts_with(&judged[*b].1) {
                conflicts[*a].push(*b);
                conflicts[*b].push(*a);
            }
        }
    }
    for list in &mut conflicts {
        list.sort_unstable();
    }
    conflicts
}

pub(crate) fn attribution(
    reading: &Reading<'_, '_>,
    hypothesis: &Hypothesis,
    confidence: Confidence,
) -> Attribution {
    let spans = |pieces: &[Tokens]| pieces.iter().map(|piece| reading.span(piece)).collect();
    let rule = hypothesis.rule.map_or(BY_LABELS, Rule::as_str);
    Attribution {
        source: spans(&hypothesis.source),
        cue: spans(&hypothesis.cue),
        content: spans(&hypothesis.content),
        kind: kind(reading, &hypothesis.content),
        confidence,
        rule: Cow::Borrowed(rule),
        manner: Manner::default(),
        inside: None,
    }
}

/// Direct where every word stands in quotation marks, mixed where some do.
fn kind(reading: &Reading<'_, '_>, content: &[Tokens]) -> Kind {
    let mut quoted = false;
    let mut plain = false;
    for index in content.iter().cloned().flatten() {
        if reading.token(index).is_word() {
            quoted |= reading.quoted(index);
            plain |= !reading.quoted(index);
        }
    }
    match (quoted, plain) {
        (true, false) => Kind::Direct,
        (true, true) => Kind::Mixed,
        (false, _) => Kind::Indirect,
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Reverse;

    use proptest::prelude::*;

    use super::*;

    fn choice(worth: &[i64], pairs: &[(usize, usize)]) -> Choice {
        let mut conflicts = vec![Vec::new(); worth.len()];
        for (a, b) in pairs {
            conflicts[*a].push(*b);
            conflicts[*b].push(*a);
        }
        for list in &mut conflicts {
            list.sort_unstable();
            list.dedup();
        }
        Choice {
            worth: worth.to_vec(),
            conflicts,
            chosen: vec![false; worth.len()],
            against: vec![0; worth.len()],
        }
    }

    fn chosen(mut choice: Choice) -> Vec<usize> {
        choice.run();
        (0..choice.worth.len())
            .filter(|number| choice.chosen[*number])
            .collect()
    }

    #[test]
    fn two_halves_go_before_a_whole_that_is_a_little_surer_than_either() {
        let conflicts = [(0, 1), (0, 2)];
        assert_eq!(chosen(choice(&[400, 350, 300], &conflicts)), [1, 2]);
        assert_eq!(chosen(choice(&[700, 350, 300], &conflicts)), [0]);
    }

    proptest! {
        /// Nothing chosen conflicts, nothing more could be taken, and it is at least what the surest by themselves
        /// are worth.
        #[test]
        fn what_is_chosen_agrees_and_leaves_no_room(
            mut worth in prop::collection::vec(1_i64..1000, 1..25),
            pairs in prop::collection::vec((0_usize..25, 0_usize..25), 0..80),
        ) {
            worth.sort_by_key(|worth| Reverse(*worth));
            let pairs: Vec<(usize, usize)> = pairs
                .into_iter()
                .filter(|(a, b)| a != b && *a.max(b) < worth.len())
                .collect();
            let mut greedy: Vec<usize> = Vec::new();
            let conflict = |a: usize, b: usize| pairs.contains(&(a, b)) || pairs.contains(&(b, a));
            for number in 0..worth.len() {
                if greedy.iter().all(|other| !conflict(*other, number)) {
                    greedy.push(number);
                }
            }
            let chosen = chosen(choice(&worth, &pairs));
            let sum = |all: &[usize]| all.iter().map(|one| worth[*one]).sum::<i64>();
            prop_assert!(sum(&chosen) >= sum(&greedy));
            for number in 0..worth.len() {
                let against = chosen.iter().filter(|other| conflict(**other, number)).count();
                prop_assert_eq!(against == 0, chosen.contains(&number), "{}", number);
            }
        }
    }
}

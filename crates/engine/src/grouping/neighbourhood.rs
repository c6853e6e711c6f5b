//! Wordings of one speaker with everything that takes part in deciding which statements they belong to.
//!
//! What a wording is to another follows from the two alone, so a wording's statement follows from what is the same as
//! it, directly or by way of others, and from what holds it as a fragment, with what is the same as that. Where a
//! wording changes, those are affected whom it is the same as, or holds. Both sets are gathered step by step, a
//! window of time at a time.

use std::collections::{BTreeMap, HashMap, HashSet};

use onrecord_matching::{Related, Relation, SAME_WITHIN, Wording, cluster};
use onrecord_model::{Kind, StatementId, Timestamp};
use onrecord_store::{SpeakerMembers, WordingState};

/// Days, both included.
pub(super) type Days = (i32, i32);

/// The days of what has no date: it may be of any.
const ANY_DAY: Days = (i32::MIN, i32::MAX);

/// Why a wording is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// It was within reach; nothing says that it matters.
    Nearby,
    /// It takes part in the decision about another.
    Context,
    /// It may belong elsewhere than it did.
    Affected,
}

struct Member {
    state: WordingState,
    part: Part,
    is_expanded: bool,
    /// It was touched by a change, and may have been otherwise before.
    is_touched: bool,
    /// Its place among the related, as it is now; `None` where nothing current has these words.
    now: Option<usize>,
    /// Its places as it was, or may have been, before.
    before: Vec<usize>,
    days: Days,
    /// It is another speaker's now, and is decided on there.
    has_left: bool,
}

/// What was decided of one wording.
pub(super) struct Decided {
    pub(super) state: WordingState,
    pub(super) joined_to: Option<StatementId>,
    /// What it may be a paraphrase of, with the statement of that; the outer one is absent where this was not asked.
    pub(super) suggested: Option<Option<(StatementId, f32)>>,
    /// The days of its reports, where it was touched.
    pub(super) days: Option<Option<Days>>,
}

/// See the module.
pub(super) struct Neighbourhood {
    pub(super) members: SpeakerMembers,
    wordings: Vec<Member>,
    places: HashMap<StatementId, usize>,
    related: Related,
    /// Pairs that decide on each other.
    ties: Vec<(usize, usize)>,
    covered_reports: Vec<Days>,
    covered_passages: Vec<Days>,
    /// Wordings of other speakers that are, or were, in one statement with some of these.
    foreign: HashSet<StatementId>,
}

impl Neighbourhood {
    pub(super) fn new(members: SpeakerMembers) -> Self {
        Self {
            foreign: HashSet::new(),
            members,
            wordings: Vec::new(),
            places: HashMap::new(),
            related: Related::default(),
            ties: Vec::new(),
            covered_reports: Vec::new(),
            covered_passages: Vec::new(),
        }
    }

    /// Adds a wording that a change has touched; `words` are its words where no quote is filed under it any more.
    pub(super) fn touch(&mut self, state: WordingState, words: Option<&str>) {
        let place = self.add(state);
        let member = &mut self.wordings[place];
        member.part = Part::Affected;
        member.is_expanded = false;
        member.is_touched = true;
        let is_new = member.state.days.is_none()
            && member.state.joined_to.is_none()
            && member.state.reports.iter().all(|told| told.is_current);
        if !is_new {
            member.before = before(&mut self.related, &member.state, words);
            let reach = hull(&member.state);
            member.days = reach.map_or(member.days, |reach| widest(reach, member.days));
        }
    }

    /// Adds a wording that was this speaker's until a merge was taken back: whom it bore on has to be looked at again.
    pub(super) fn take_leave_of(&mut self, state: WordingState) {
        let before = before(&mut self.related, &state, None);
        self.wordings.push(Member {
            days: hull(&state).unwrap_or(ANY_DAY),
            now: None,
            part: Part::Affected,
            is_expanded: false,
            is_touched: false,
            has_left: true,
            before,
            state,
        });
    }

    /// Adds a wording that may matter.
    pub(super) fn add(&mut self, state: WordingState) -> usize {
        if let Some(place) = self.places.get(&state.id) {
            return *place;
        }
        let place = self.wordings.len();
        self.places.insert(state.id, place);
        let now = now(&state);
        self.wordings.push(Member {
            days: now.map_or(ANY_DAY, |now| days(now.first, now.last)),
            now: now.map(|now| self.related.add(&now)),
            part: Part::Nearby,
            is_expanded: false,
            is_touched: false,
            before: Vec::new(),
            has_left: false,
            state,
        });
        place
    }

    /// Notes that a wording is another speaker's, who has a neighbourhood of their own.
    pub(super) fn leave_out(&mut self, id: StatementId) {
        self.foreign.insert(id);
    }

    pub(super) fn knows(&self, id: StatementId) -> bool {
        self.places.contains_key(&id) || self.foreign.contains(&id)
    }

    pub(super) fn has_touched(&self, id: StatementId) -> bool {
        self.places
            .get(&id)
            .is_some_and(|place| self.wordings[*place].is_touched)
    }

    /// Whether something has to be gathered still.
    pub(super) fn is_open(&self) -> bool {
        self.pending().next().is_some()
    }

    fn pending(&self) -> impl Iterator<Item = &Member> {
        self.wordings
            .iter()
            .filter(|member| member.part > Part::Nearby && !member.is_expanded)
    }

    /// Days of which all reports have to be there before it goes on; they count as covered from then on.
    pub(super) fn wanted_reports(&mut self) -> Vec<Days> {
        let wanted = self.reach(|_| true);
        missing(wanted, &mut self.covered_reports)
    }

    /// The same of passages: those that a primary source has are nothing to one another.
    pub(super) fn wanted_passages(&mut self) -> Vec<Days> {
        let wanted = self.reach(|member| member.state.passages.is_none());
        missing(wanted, &mut self.covered_passages)
    }

    fn reach(&self, of: impl Fn(&Member) -> bool) -> Vec<Days> {
        let reach = SAME_WITHIN as i32 + 1;
        self.pending()
            .filter(|member| of(member))
            .map(|member| {
                let (first, last) = member.days;
                (first.saturating_sub(reach), last.saturating_add(reach))
            })
            .collect()
    }

    /// The wordings that stand for the statements of those that are still to be looked at, and what people held.
    pub(super) fn mates(&self) -> (Vec<StatementId>, Vec<StatementId>) {
        let mut heads = HashSet::new();
        let mut held = HashSet::new();
        for member in self.pending() {
            heads.insert(member.state.id);
            heads.extend(member.state.joined_to);
            held.extend(member.state.held);
        }
        (heads.into_iter().collect(), held.into_iter().collect())
    }

    /// Looks at every wording that is to be looked at, with all that is there by now.
    pub(super) fn expand(&mut self) {
        let pending: Vec<usize> = (0..self.wordings.len())
            .filter(|place| {
                let member = &self.wordings[*place];
                member.part > Part::Nearby && !member.is_expanded
            })
            .collect();
        let by_head = self.by(|state| Some(state.joined_to.unwrap_or(state.id)));
        let by_held = self.by(|state| state.held);
        for place in pending {
            self.wordings[place].is_expanded = true;
            let state = &self.wordings[place].state;
            let part = self.wordings[place].part;
            let head = state.joined_to.unwrap_or(state.id);
            // Who points to this one, whatever this one points to.
            let together = by_head.get(&head).into_iter().chain(by_head.get(&state.id));
            let mates: Vec<usize> = together.flatten().copied().collect();
            let held: Vec<usize> = state
                .held
                .and_then(|held| by_held.get(&held))
                .into_iter()
                .flatten()
                .copied()
                .collect();
            for mate in mates {
                self.raise(mate, part);
            }
            for mate in held {
                self.raise(mate, part);
                self.ties.push((place, mate));
            }
            self.relate(place, part);
        }
    }

    fn by(
        &self,
        of: impl Fn(&WordingState) -> Option<StatementId>,
    ) -> HashMap<StatementId, Vec<usize>> {
        let mut by: HashMap<StatementId, Vec<usize>> = HashMap::new();
        for (place, member) in self.wordings.iter().enumerate() {
            if let Some(id) = of(&member.state) {
                by.entry(id).or_default().push(place);
            }
        }
        by
    }

    fn relate(&mut self, place: usize, part: Part) {
        let own_before = self.wordings[place].before.clone();
        let is_primary = self.wordings[place].state.passages.is_some();
        for other in 0..self.wordings.len() {
            let Some(theirs) = self.wordings[other].now.filter(|_| other != place) else {
                continue;
            };
            if is_primary && self.wordings[other].state.passages.is_some() {
                continue;
            }
            let was_related = own_before
                .iter()
                .any(|before| self.related.relate(*before, theirs) != Relation::Unrelated);
            if was_related {
                self.raise(other, Part::Affected);
            }
            let Some(own) = self.wordings[place].now else {
                continue;
            };
            let raised = match self.related.relate(own, theirs) {
                Relation::Unrelated => continue,
                Relation::Same(_) => part,
                Relation::PartOf => Part::Context,
                Relation::Contains if part == Part::Affected => Part::Affected,
                Relation::Contains => continue,
                // Only who is told without quotation marks is a paraphrase of somebody's words.
                Relation::Suggested(_) if part < Part::Affected => continue,
                Relation::Suggested(_) => {
                    match (self.related.quotes(own), self.related.quotes(theirs)) {
                        (true, false) => Part::Affected,
                        (false, true) => Part::Context,
                        _ => continue,
                    }
                }
            };
            self.ties.push((place, other));
            self.raise(other, raised);
        }
    }

    fn raise(&mut self, place: usize, part: Part) {
        let member = &mut self.wordings[place];
        if member.part < part {
            member.part = part;
            member.is_expanded = false;
        }
    }

    /// Decides on all that take part.
    pub(super) fn decide(self) -> Vec<Decided> {
        let mut heads: Vec<Option<StatementId>> = vec![None; self.wordings.len()];
        let mut suggested: Vec<Option<(StatementId, f32)>> = vec![None; self.wordings.len()];
        for together in self.components() {
            let wordings: Vec<Wording<'_>> = together
                .iter()
                .filter_map(|place| now(&self.wordings[*place].state))
                .collect();
            for (place, membership) in together.iter().zip(cluster(&wordings)) {
                let id = |of: usize| self.wordings[together[of]].state.id;
                heads[*place] =
                    Some(id(membership.head)).filter(|_| together[membership.head] != *place);
                suggested[*place] = membership.suggested.map(|(of, score)| (id(of), score));
            }
        }
        let of_days = |state: &WordingState| {
            let is_reported = state.reports.iter().any(|told| told.is_current);
            now(state)
                .filter(|_| is_reported)
                .map(|now| days(now.first, now.last))
        };
        self.wordings
            .into_iter()
            .enumerate()
            .filter(|(_, member)| member.part > Part::Nearby && !member.has_left)
            .map(|(place, member)| Decided {
                joined_to: heads[place],
                suggested: (member.part == Part::Affected).then_some(suggested[place]),
                days: member.is_touched.then(|| of_days(&member.state)),
                state: member.state,
            })
            .collect()
    }

    /// Wordings that decide on each other, of those that take part and are current; whoever is alone is left out.
    fn components(&self) -> Vec<Vec<usize>> {
        let mut above: Vec<usize> = (0..self.wordings.len()).collect();
        let takes_part = |place: usize| {
            self.wordings[place].part > Part::Nearby && self.wordings[place].now.is_some()
        };
        for (one, other) in &self.ties {
            if takes_part(*one) && takes_part(*other) {
                let (one, other) = (root(&mut above, *one), root(&mut above, *other));
                above[one.max(other)] = one.min(other);
            }
        }
        let mut components: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for place in (0..self.wordings.len()).filter(|place| takes_part(*place)) {
            components
                .entry(root(&mut above, place))
                .or_default()
                .push(place);
        }
        components
            .into_values()
            .filter(|together| together.len() > 1)
            .collect()
    }
}

fn root(above: &mut [usize], mut place: usize) -> usize {
    while above[place] != place {
        above[place] = above[above[place]];
        place = above[place];
    }
    place
}

/// A wording as it is in current versions and in primary sources; `None` where it is in neither.
fn now(state: &WordingState) -> Option<Wording<'_>> {
    let told = state.reports.iter().filter(|told| told.is_current);
    let all = told.chain(&state.passages);
    let text = all
        .clone()
        .min_by_key(|told| (directness(told.kind), &told.text))?;
    Some(Wording {
        text: &text.text,
        kind: text.kind,
        primary: state.passages.is_some(),
        first: all.clone().filter_map(|told| told.first).min(),
        last: all.filter_map(|told| told.last).max(),
        order: state.id.0.as_u128(),
        held: state.held.map(|held| held.0.as_u128()),
    })
}

/// A wording as it may have been: of any kind that it is or was, on any day that it is or was.
fn before(related: &mut Related, state: &WordingState, words: Option<&str>) -> Vec<usize> {
    let reach = hull(state);
    let all = || state.reports.iter().chain(&state.passages);
    let mut kinds: Vec<(Kind, &str)> = Vec::new();
    for told in all() {
        if !kinds.iter().any(|(kind, _)| *kind == told.kind) {
            kinds.push((told.kind, &told.text));
        }
    }
    if let Some(words) = words.filter(|_| kinds.is_empty()) {
        kinds = Kind::ALL.map(|kind| (kind, words)).to_vec();
    }
    let dates = reach.filter(|days| *days != ANY_DAY);
    kinds
        .into_iter()
        .map(|(kind, text)| {
            related.add(&Wording {
                text,
                kind,
                // Whether it was primary or not, it was related to every report that it would be related to as one.
                primary: false,
                first: dates.map(|(first, _)| noon(first)),
                last: dates.map(|(_, last)| noon(last)),
                order: state.id.0.as_u128(),
                held: None,
            })
        })
        .collect()
}

/// All days on which the wording stands, stood, or was seen to stand when it was last looked at.
fn hull(state: &WordingState) -> Option<Days> {
    let told = state.reports.iter().chain(&state.passages);
    let told = told.map(|told| days(told.first, told.last));
    told.chain(state.days).reduce(widest)
}

fn widest(one: Days, other: Days) -> Days {
    (one.0.min(other.0), one.1.max(other.1))
}

fn directness(kind: Kind) -> u8 {
    match kind {
        Kind::Direct => 0,
        Kind::Mixed => 1,
        Kind::Indirect => 2,
    }
}

fn days(first: Option<Timestamp>, last: Option<Timestamp>) -> Days {
    match (first.or(last), last.or(first)) {
        (Some(first), Some(last)) => (day(first), day(last)),
        _ => ANY_DAY,
    }
}

fn day(at: Timestamp) -> i32 {
    // A time that can be written is within some millions of days.
    at.timestamp().div_euclid(86_400) as i32
}

fn noon(day: i32) -> Timestamp {
    Timestamp::from_timestamp(i64::from(day) * 86_400 + 43_200, 0).unwrap_or_default()
}

/// What of these days is not covered; it is from then on.
fn missing(wanted: Vec<Days>, covered: &mut Vec<Days>) -> Vec<Days> {
    let mut missing = united(wanted);
    missing.retain(|days| {
        let holds = |covered: &Days| covered.0 <= days.0 && days.1 <= covered.1;
        !covered.iter().any(holds)
    });
    *covered = united(covered.iter().chain(&missing).copied().collect());
    missing
}

/// The same days in as few stretches as can be, in order.
fn united(mut stretches: Vec<Days>) -> Vec<Days> {
    stretches.sort_unstable();
    let mut united: Vec<Days> = Vec::with_capacity(stretches.len());
    for (first, last) in stretches {
        match united.last_mut() {
            Some(before) if first <= before.1.saturating_add(1) => before.1 = before.1.max(last),
            _ => united.push((first, last)),
        }
    }
    united
}

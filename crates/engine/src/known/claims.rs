//! The claims that people have linked to statements, with their verdicts.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use onrecord_model::{ClaimId, StatementId};
use onrecord_search::Facts;
use onrecord_store::ClaimVerdicts;

/// A claim that is linked to statements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KnownClaim {
    pub(crate) text: String,
    pub(crate) reference: Option<String>,
    pub(crate) verdicts: Vec<String>,
    statements: Vec<StatementId>,
}

/// Those that are linked to statements, by id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Claims(BTreeMap<ClaimId, KnownClaim>);

impl Claims {
    pub(crate) fn of(rows: Vec<ClaimVerdicts>) -> Self {
        let mut claims = Self::default();
        claims.replace(&[], rows);
        claims
    }

    /// Puts `rows` in the place of what is known of them and of `ids`.
    pub(crate) fn replace(&mut self, ids: &[ClaimId], rows: Vec<ClaimVerdicts>) {
        for id in ids {
            self.0.remove(id);
        }
        for row in rows {
            if row.statements.is_empty() {
                self.0.remove(&row.claim);
                continue;
            }
            let claim = KnownClaim {
                text: row.text,
                reference: row.reference,
                verdicts: row.verdicts,
                statements: row.statements,
            };
            self.0.insert(row.claim, claim);
        }
    }

    pub(crate) fn get(&self, id: ClaimId) -> Option<&KnownClaim> {
        self.0.get(&id)
    }

    /// Whether any of these statements makes one of them.
    pub(crate) fn has_any_of(&self, statements: &BTreeSet<StatementId>) -> bool {
        let mut linked = self.0.values().flat_map(|claim| &claim.statements);
        !statements.is_empty() && linked.any(|statement| statements.contains(statement))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&ClaimId, &KnownClaim)> {
        self.0.iter()
    }

    /// Writes claims and verdicts into `facts`. Checkers write one verdict in capitals or not; case aside it is one, as it
    /// is to who searches for it, and shown as it comes first in order.
    pub(crate) fn tell(&self, facts: &mut Facts) {
        let mut names: BTreeMap<String, &str> = BTreeMap::new();
        for name in self.0.values().flat_map(|claim| &claim.verdicts) {
            let shown = names.entry(folded(name)).or_insert(name);
            *shown = (*shown).min(name);
        }
        // A verdict is a place in a list of at most so many; who has more has no scale, but words.
        names = names.into_iter().take(usize::from(u16::MAX)).collect();
        let places: HashMap<&str, u16> = names.keys().map(String::as_str).zip(0..).collect();
        let mut rated: HashMap<StatementId, Vec<u16>> = HashMap::new();
        let mut claimed = HashMap::new();
        for (id, claim) in &self.0 {
            let mut statements = claim.statements.clone();
            statements.sort_unstable();
            statements.dedup();
            for statement in &statements {
                let verdicts = claim.verdicts.iter();
                let verdicts = verdicts.filter_map(|name| places.get(folded(name).as_str()));
                let of_statement: Vec<u16> = verdicts.copied().collect();
                if !of_statement.is_empty() {
                    rated.entry(*statement).or_default().extend(of_statement);
                }
            }
            claimed.insert(*id, statements);
        }
        for verdicts in rated.values_mut() {
            verdicts.sort_unstable();
            verdicts.dedup();
        }
        facts.verdicts = names.values().map(|name| (*name).to_owned()).collect();
        facts.rated = rated;
        facts.claimed = claimed;
    }
}

/// A verdict as it is compared.
fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

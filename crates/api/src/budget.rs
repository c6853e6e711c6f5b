//! How much memory the bodies of requests may take together.
//!
//! A body may hold 10 MiB and there may be hundreds of connections. A body takes its share step by step as its
//! bytes arrive: what is only announced holds nothing. Whoever comes when the budget is spent waits, up to the
//! deadline of the request.
//!
//! Bodies that all have begun and all wait for room would wait for each other. So the room for one whole body is
//! kept back, and one body at a time that finds no other room goes on in it: that one can always be read to its
//! end, and then frees all that it holds.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::failure::internal;
use crate::problem::Problem;
use crate::routes::articles::LARGEST_BODY;

/// All bodies together, in bytes.
const ALL: usize = 64 << 20;
/// What is taken at a time, in bytes.
const STEP: usize = 64 << 10;

/// The budget of one server.
#[derive(Clone)]
pub(crate) struct Budget {
    /// Steps that any body may take.
    shared: Arc<Semaphore>,
    /// The room for one whole body, for one at a time.
    kept_back: Arc<Semaphore>,
}

/// What one body holds of the budget; it is free again when this is dropped.
pub(crate) struct Share {
    budget: Budget,
    shared: Option<OwnedSemaphorePermit>,
    kept_back: Option<OwnedSemaphorePermit>,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            shared: Arc::new(Semaphore::new((ALL - LARGEST_BODY) / STEP)),
            kept_back: Arc::new(Semaphore::new(1)),
        }
    }
}

impl Budget {
    /// The share of a body of which nothing has arrived.
    pub(crate) fn share(&self) -> Share {
        Share {
            budget: self.clone(),
            shared: None,
            kept_back: None,
        }
    }
}

impl Share {
    /// Waits until there is room for `length` bytes, at most [`LARGEST_BODY`].
    pub(crate) async fn grow(&mut self, length: usize) -> Result<(), Problem> {
        let held = self
            .shared
            .as_ref()
            .map_or(0, OwnedSemaphorePermit::num_permits);
        let missing = length.div_ceil(STEP).saturating_sub(held);
        if missing == 0 || self.kept_back.is_some() {
            return Ok(());
        }
        let missing = u32::try_from(missing).map_err(internal)?;
        let shared = Arc::clone(&self.budget.shared).acquire_many_owned(missing);
        let kept_back = Arc::clone(&self.budget.kept_back).acquire_owned();
        tokio::select! {
            biased;
            steps = shared => {
                let steps = steps.map_err(internal)?;
                match &mut self.shared {
                    Some(held) => held.merge(steps),
                    None => self.shared = Some(steps),
                }
            }
            room = kept_back => self.kept_back = Some(room.map_err(internal)?),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::{ALL, Budget, LARGEST_BODY, Share};

    /// Whether there is room for `length` bytes now.
    fn grows(share: &mut Share, length: usize) -> bool {
        let grown = share.grow(length).now_or_never();
        grown.is_some_and(|grown| grown.is_ok())
    }

    #[test]
    fn all_bodies_together_hold_no_more_than_all_and_give_it_back() {
        let budget = Budget::default();
        for _ in 0..2 {
            let shares: Vec<Share> = std::iter::repeat_with(|| budget.share())
                .map_while(|mut share| grows(&mut share, LARGEST_BODY).then_some(share))
                .collect();
            assert_eq!(shares.len(), ALL / LARGEST_BODY);
        }
    }

    #[test]
    fn bodies_that_have_all_begun_do_not_wait_for_each_other() {
        let budget = Budget::default();
        let mut open: Vec<Share> = (0..50).map(|_| budget.share()).collect();
        // A little of each in turn, until nobody gets on.
        let mut lengths = vec![0; open.len()];
        while !open.is_empty() {
            let mut done = Vec::new();
            let mut any = false;
            for (index, share) in open.iter_mut().enumerate() {
                let length = (lengths[index] + 100_000).min(LARGEST_BODY);
                if grows(share, length) {
                    any = true;
                    lengths[index] = length;
                    if length == LARGEST_BODY {
                        done.push(index);
                    }
                }
            }
            assert!(any, "{} bodies wait for each other", open.len());
            for index in done.into_iter().rev() {
                open.remove(index);
                lengths.remove(index);
            }
        }
    }
}

//! A function applied to a stream on all cores, with the results in the order of the inputs.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;

/// Bytes of inputs that are held at a time, from when they are read until their result is dropped. One input
/// that is larger than this alone is held alone.
const HELD_BYTES: usize = 48 << 20;

/// A worker thread or the thread that reads the inputs ended by a panic; results are missing from here on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkerPanicked;

/// A result, which counts as held until its share is dropped.
#[derive(Debug)]
pub struct Held<R> {
    /// The result.
    pub value: R,
    /// What it takes of the bytes that may be held.
    pub share: Share,
}

/// Results in the order of their inputs. At most `workers × 4` inputs and [`HELD_BYTES`] of them are held at a
/// time, however slow the consumer is, so that memory does not grow with the input.
pub struct InOrder<R> {
    queue: Receiver<Receiver<Held<R>>>,
    reader: Option<JoinHandle<()>>,
    failed: bool,
}

/// Applies `work` to each of `inputs` on `workers` threads of their own; `weigh` tells the bytes of an input.
pub fn in_order<I, R, F>(
    inputs: I,
    workers: usize,
    weigh: impl Fn(&I::Item) -> usize + Send + 'static,
    work: F,
) -> InOrder<R>
where
    I: Iterator + Send + 'static,
    I::Item: Send + 'static,
    R: Send + 'static,
    F: Fn(I::Item) -> R + Send + Sync + 'static,
{
    let workers = workers.max(1);
    let held = workers * 4;
    let (queue_sender, queue) = sync_channel(held);
    let (job_sender, jobs) = sync_channel::<Job<I::Item, R>>(held);
    let jobs = Arc::new(Mutex::new(jobs));
    let work = Arc::new(work);
    for _ in 0..workers {
        let jobs = Arc::clone(&jobs);
        let work = Arc::clone(&work);
        std::thread::spawn(move || {
            loop {
                let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
                let Ok(Job {
                    input,
                    share,
                    result,
                }) = job
                else {
                    return;
                };
                // The consumer may have stopped listening; there is nobody left to tell then.
                let _ = result.send(Held {
                    value: work(input),
                    share,
                });
            }
        });
    }
    let reader = std::thread::spawn(move || {
        let budget = Arc::new(Budget::default());
        for input in inputs {
            let share = Budget::take(&budget, weigh(&input));
            let (result, receiver) = sync_channel(1);
            let job = Job {
                input,
                share,
                result,
            };
            if queue_sender.send(receiver).is_err() || job_sender.send(job).is_err() {
                return;
            }
        }
    });
    InOrder {
        queue,
        reader: Some(reader),
        failed: false,
    }
}

struct Job<Input, R> {
    input: Input,
    share: Share,
    result: SyncSender<Held<R>>,
}

impl<R> Iterator for InOrder<R> {
    type Item = Result<Held<R>, WorkerPanicked>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        if let Ok(result) = self.queue.recv() {
            return Some(result.recv().map_err(|_| {
                self.failed = true;
                WorkerPanicked
            }));
        }
        let reader = self.reader.take()?;
        reader.join().err().map(|_| Err(WorkerPanicked))
    }
}

/// How many bytes are held just now.
#[derive(Debug, Default)]
struct Budget {
    held: Mutex<usize>,
    returned: Condvar,
}

/// Part of the bytes that may be held, given back when dropped.
#[derive(Debug)]
pub struct Share {
    bytes: usize,
    budget: Arc<Budget>,
}

impl Budget {
    /// Waits until `bytes` more may be held.
    fn take(budget: &Arc<Self>, bytes: usize) -> Share {
        let held = budget.held.lock().unwrap_or_else(PoisonError::into_inner);
        let too_much = |held: &mut usize| *held > 0 && held.saturating_add(bytes) > HELD_BYTES;
        let mut held = budget
            .returned
            .wait_while(held, too_much)
            .unwrap_or_else(PoisonError::into_inner);
        *held += bytes;
        Share {
            bytes,
            budget: Arc::clone(budget),
        }
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        *self
            .budget
            .held
            .lock()
            .unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.budget.returned.notify_one();
    }
}

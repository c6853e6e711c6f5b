//! A function applied to a stream on all cores, with the results in the order of the inputs.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

/// A worker thread or the thread that reads the inputs ended by a panic; results are missing from here on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkerPanicked;

/// Results in the order of their inputs. At most `workers × 4` inputs are held at a time, however slow the
/// consumer is, so that memory does not grow with the input.
pub struct InOrder<R> {
    queue: Receiver<Receiver<R>>,
    reader: Option<JoinHandle<()>>,
    failed: bool,
}

/// Applies `work` to each of `inputs` on `workers` threads of their own.
pub fn in_order<I, R, F>(inputs: I, workers: usize, work: F) -> InOrder<R>
where
    I: Iterator + Send + 'static,
    I::Item: Send + 'static,
    R: Send + 'static,
    F: Fn(I::Item) -> R + Send + Sync + 'static,
{
    let workers = workers.max(1);
    let held = workers * 4;
    let (queue_sender, queue) = sync_channel::<Receiver<R>>(held);
    let (job_sender, jobs) = sync_channel::<(I::Item, SyncSender<R>)>(held);
    let jobs = Arc::new(Mutex::new(jobs));
    let work = Arc::new(work);
    for _ in 0..workers {
        let jobs = Arc::clone(&jobs);
        let work = Arc::clone(&work);
        std::thread::spawn(move || {
            loop {
                let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
                let Ok((input, result)) = job else {
                    return;
                };
                // The consumer may have stopped listening; there is nobody left to tell then.
                let _ = result.send(work(input));
            }
        });
    }
    let reader = std::thread::spawn(move || {
        for input in inputs {
            let (result_sender, result) = sync_channel(1);
            if queue_sender.send(result).is_err()
                || job_sender.send((input, result_sender)).is_err()
            {
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

impl<R> Iterator for InOrder<R> {
    type Item = Result<R, WorkerPanicked>;

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

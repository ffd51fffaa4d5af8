//! Work on several threads whose results come back in the order of the work.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;

/// Pieces of work are handed out in batches of about this many bytes, so that handing out costs nothing.
const BATCH_BYTES: usize = 128 * 1024;

/// Most pieces in a batch.
const BATCH_PIECES: usize = 64;

/// Bytes of work that may be read but not yet taken, whatever the number of threads. One piece larger than this goes
/// through alone.
const IN_FLIGHT: usize = 16 * 1024 * 1024;

/// A piece of work with its size in bytes.
pub trait Bulk {
    /// Size in bytes, as far as memory is concerned.
    fn bytes(&self) -> usize;
}

struct Batch<T> {
    number: u64,
    pieces: Vec<T>,
    bytes: usize,
}

struct Finished<R> {
    results: Vec<R>,
    bytes: usize,
    /// Whether the batch was left before its end.
    cut: bool,
}

/// Does `work` on every piece of `pieces` on `threads` threads and hands the results to `take`, on this thread and in
/// the order of the pieces. Reading goes on while work is done; memory is bounded by bytes, not by pieces.
///
/// Ends early when `take` breaks or when `stop` is set; what was taken until then is a prefix of the whole.
pub fn in_order<T, R>(
    pieces: impl IntoIterator<Item = T> + Send,
    threads: NonZeroUsize,
    stop: &AtomicBool,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(R) -> ControlFlow<()>,
) where
    T: Bulk + Send,
    R: Send,
{
    let gate = Gate::default();
    let (give_batch, batches) = mpsc::channel::<Batch<T>>();
    let batches = Mutex::new(batches);
    let (give_result, results) = mpsc::channel::<(u64, Finished<R>)>();
    thread::scope(|scope| {
        let (gate, batches, work) = (&gate, &batches, &work);
        scope.spawn(move || read(pieces.into_iter(), gate, stop, &give_batch));
        for _ in 0..threads.get() {
            let give_result = give_result.clone();
            scope.spawn(move || {
                // A thread that panics must not leave the reader waiting for room.
                let _opened = OpenAtEnd(gate);
                loop {
                    let received = lock(batches).recv();
                    let Ok(batch) = received else { return };
                    let finished = finish(batch.pieces, batch.bytes, stop, work);
                    if give_result.send((batch.number, finished)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(give_result);
        let _opened = OpenAtEnd(gate);
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        for (number, finished) in results {
            waiting.insert(number, finished);
            while let Some(Finished { results, bytes, cut }) = waiting.remove(&next) {
                for result in results {
                    if take(result).is_break() {
                        stop.store(true, Ordering::Relaxed);
                        return;
                    }
                }
                gate.leave(bytes);
                next += 1;
                if cut {
                    return;
                }
            }
        }
    });
}

fn read<T: Bulk>(pieces: impl Iterator<Item = T>, gate: &Gate, stop: &AtomicBool, give: &mpsc::Sender<Batch<T>>) {
    let mut number = 0;
    let mut batch = Batch { number, pieces: Vec::new(), bytes: 0 };
    for piece in pieces {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        batch.bytes += piece.bytes();
        batch.pieces.push(piece);
        if batch.bytes >= BATCH_BYTES || batch.pieces.len() >= BATCH_PIECES {
            number += 1;
            let full = std::mem::replace(&mut batch, Batch { number, pieces: Vec::new(), bytes: 0 });
            if !gate.enter(full.bytes) || give.send(full).is_err() {
                return;
            }
        }
    }
    if gate.enter(batch.bytes) {
        // Nobody listens any more when the work was stopped; then the batch is not wanted.
        let _ = give.send(batch);
    }
}

fn finish<T, R>(pieces: Vec<T>, bytes: usize, stop: &AtomicBool, work: impl Fn(T) -> R) -> Finished<R> {
    let whole = pieces.len();
    let mut results = Vec::with_capacity(whole);
    for piece in pieces {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        results.push(work(piece));
    }
    let cut = results.len() < whole;
    Finished { results, bytes, cut }
}

/// Lets work in as long as there is room for its bytes.
#[derive(Default)]
struct Gate {
    state: Mutex<GateState>,
    moved: Condvar,
}

#[derive(Default)]
struct GateState {
    inside: usize,
    /// Nobody takes any more: whoever waits shall go home.
    over: bool,
}

impl Gate {
    /// Waits for room; false when the work is over.
    fn enter(&self, bytes: usize) -> bool {
        let full = |state: &mut GateState| !state.over && state.inside > 0 && state.inside + bytes > IN_FLIGHT;
        let mut state = self.moved.wait_while(lock(&self.state), full).unwrap_or_else(PoisonError::into_inner);
        state.inside += bytes;
        !state.over
    }

    fn leave(&self, bytes: usize) {
        lock(&self.state).inside -= bytes;
        self.moved.notify_all();
    }

    fn open(&self) {
        lock(&self.state).over = true;
        self.moved.notify_all();
    }
}

/// Opens the gate for good when the thread that holds this ends, however it ends.
struct OpenAtEnd<'g>(&'g Gate);

impl Drop for OpenAtEnd<'_> {
    fn drop(&mut self) {
        self.0.open();
    }
}

/// What a mutex guards stays usable after a panic elsewhere: every change to it is a single assignment.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Bulk for u32 {
        fn bytes(&self) -> usize {
            50_000
        }
    }

    fn threads(number: usize) -> NonZeroUsize {
        NonZeroUsize::new(number).unwrap()
    }

    #[test]
    fn results_come_in_the_order_of_the_work_with_any_number_of_threads() {
        for number in [1, 2, 7] {
            let mut taken = Vec::new();
            // The first pieces take longest, so that later ones are finished before them.
            let work = |piece: u32| {
                thread::sleep(std::time::Duration::from_micros(u64::from(2000 / (piece + 1))));
                piece * 2
            };
            in_order(0..2000u32, threads(number), &AtomicBool::new(false), work, |result| {
                taken.push(result);
                ControlFlow::Continue(())
            });
            assert!(taken.iter().copied().eq((0..2000).map(|n| n * 2)), "{number} threads");
        }
    }

    #[test]
    fn breaking_off_gives_a_prefix_and_ends_an_endless_source() {
        let mut taken = Vec::new();
        in_order(
            0..u32::MAX,
            threads(2),
            &AtomicBool::new(false),
            |piece| piece,
            |result| {
                taken.push(result);
                if result == 99 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        assert!(taken.into_iter().eq(0..100));
    }

    #[test]
    fn a_stop_from_outside_gives_a_prefix() {
        let stop = AtomicBool::new(false);
        let mut taken = Vec::new();
        let work = |piece| {
            if piece == 500 {
                stop.store(true, Ordering::Relaxed);
            }
            piece
        };
        in_order(0..u32::MAX, threads(2), &stop, work, |result| {
            taken.push(result);
            ControlFlow::Continue(())
        });
        assert!(taken.iter().copied().eq(0..u32::try_from(taken.len()).unwrap()));
    }

    #[test]
    fn work_larger_than_the_room_for_it_goes_through_alone() {
        struct Huge;
        impl Bulk for Huge {
            fn bytes(&self) -> usize {
                IN_FLIGHT * 3
            }
        }
        let mut taken = 0;
        in_order(
            [Huge, Huge, Huge],
            threads(2),
            &AtomicBool::new(false),
            |_| (),
            |()| {
                taken += 1;
                ControlFlow::Continue(())
            },
        );
        assert_eq!(taken, 3);
    }
}

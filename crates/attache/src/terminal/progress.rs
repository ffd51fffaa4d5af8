//! The progress bar of a corpus, on standard error.

use super::count;
use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::fmt::Write;
use std::time::{Duration, Instant};

/// How often the bar is drawn while nothing is finished.
const TICK: Duration = Duration::from_millis(200);

/// How often the figures beside the bar change.
const FIGURES: Duration = Duration::from_millis(250);

/// A progress bar, or nothing where nobody would see it: standard error is no terminal, or the user wants quiet.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    start: Instant,
    told: Instant,
    documents: u64,
    words: u64,
}

impl Progress {
    /// A bar for `bytes` of input; `None` where their number is not known.
    pub fn new(bytes: Option<u64>, quiet: bool) -> Self {
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = match bytes {
            Some(bytes) => ProgressBar::with_draw_target(Some(bytes), target),
            None => ProgressBar::with_draw_target(None, target),
        };
        let template = if bytes.is_some() { "{bar:24} {percent:>3} %  {msg}, {left} left" } else { "{spinner} {msg}" };
        let left = |state: &indicatif::ProgressState, out: &mut dyn Write| {
            let _ = write!(out, "{}", HumanDuration(state.eta()));
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("━╸─").with_key("left", left));
        }
        bar.enable_steady_tick(TICK);
        let now = Instant::now();
        Self { bar, start: now, told: now, documents: 0, words: 0 }
    }

    /// Moves the bar by `bytes` of input that were finished.
    pub fn advance(&mut self, bytes: u64, documents: u64, words: u64) {
        self.bar.inc(bytes);
        self.documents += documents;
        self.words += words;
        if self.told.elapsed() >= FIGURES {
            self.told = Instant::now();
            let time = self.start.elapsed();
            self.bar.set_message(format!(
                "{}, {} documents/s, {} words/s",
                count::of(self.documents, "document"),
                count::thousands(count::rate(self.documents, time)),
                count::thousands(count::rate(self.words, time)),
            ));
        }
    }

    /// Prints something with the bar out of the way.
    pub fn aside<R>(&self, print: impl FnOnce() -> R) -> R {
        self.bar.suspend(print)
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

//! One run of the program as a whole process.

use crate::{Failure, tree};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// What a run took.
pub struct Run {
    /// From its start to its end.
    pub seconds: f64,
    /// Processor time of all its threads outside the kernel; `None` where GNU time is missing.
    pub user_seconds: Option<f64>,
    /// Largest resident set in megabytes (10^6 bytes); `None` where GNU time is missing.
    pub peak_memory_mb: Option<f64>,
    /// What it printed.
    pub output: String,
}

/// Exit code of a run that is whole but for documents without text, of which the news have a few.
const LEFT_OUT: i32 = 1;

/// GNU time, which knows the processor time and the largest resident set of the process that it ran.
const TIME: &str = "/usr/bin/time";

/// Bytes in the kibibytes that GNU time reports, over the megabytes that we report.
const MEGABYTES_A_KIBIBYTE: f64 = 1024.0 / 1e6;

/// Runs the program once from the repository's root.
///
/// # Errors
/// When it cannot be run or codes nothing; its own words are in the message.
pub fn run(program: &Path, arguments: &[String]) -> Result<Run, Failure> {
    let measured = Path::new(TIME).is_file();
    let mut command = if measured {
        let mut command = Command::new(TIME);
        command.args(["--format", "%M %U", "--quiet"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    let start = Instant::now();
    let output = command.args(arguments).current_dir(tree::root()).output()?;
    let seconds = start.elapsed().as_secs_f64();
    let words = String::from_utf8_lossy(&output.stderr);
    if !matches!(output.status.code(), Some(0 | LEFT_OUT)) {
        return Err(Failure(format!("attache {}: {words}", arguments.join(" "))));
    }
    let figures = words.lines().last().filter(|_| measured).and_then(|line| line.trim().split_once(' '));
    let number = |text: &str| text.parse::<f64>().ok();
    let memory = figures.and_then(|(kibibytes, _)| number(kibibytes));
    Ok(Run {
        seconds,
        user_seconds: figures.and_then(|(_, user)| number(user)),
        peak_memory_mb: memory.map(|kibibytes| kibibytes * MEGABYTES_A_KIBIBYTE),
        output: String::from_utf8_lossy(&output.stdout).into_owned(),
    })
}

/// The middle of some measurements; 0 of none.
pub fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// Words a second, as a whole number.
pub fn rate(words: usize, seconds: f64) -> u64 {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a measured rate, far below 2^52"
    )]
    let rate = (words as f64 / seconds.max(f64::EPSILON)).round() as u64;
    rate
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slow_run_of_three_does_not_count() {
        assert!((median(&mut [9.0, 1.0, 1.2]) - 1.2).abs() < 1e-9);
        assert_eq!(rate(600, 2.0), 300);
    }
}

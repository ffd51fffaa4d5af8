//! The machine in words, so that figures of different machines are never compared by accident.

use std::fs;
use std::thread;

/// Kibibytes in a gibibyte.
const KIBIBYTES: u64 = 1 << 20;

/// "2 cores of Some Processor, 24 GiB, linux"; no comma follows another field, since this ends a line of a table.
pub fn in_words() -> String {
    let value = |file: &str, name: &str| {
        let text = fs::read_to_string(file).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(name))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let processor = value("/proc/cpuinfo", "model name").unwrap_or_else(|| "an unknown processor".into());
    let memory = value("/proc/meminfo", "MemTotal").and_then(|line| line.split(' ').next()?.parse::<u64>().ok());
    let memory = memory.map_or("unknown memory".into(), |kibibytes| format!("{} GiB", kibibytes / KIBIBYTES));
    let processor = processor.replace(',', " ");
    format!("{cores} cores of {processor}; {memory}; {}", std::env::consts::OS)
}

/// How many programs wanted a processor in the last minute before a measurement, on average; empty where the system
/// does not say. Above zero, the wall clock says less than the processor time.
pub fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or_default().to_owned()
}

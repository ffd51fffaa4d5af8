//! The cases of `cases/**/*.md`: texts, and the records that they must give.
//!
//! `cases/README.md` explains how a case is written. Every mismatch of every file is shown at once, the line expected
//! and the line coded one above the other. `ATTACHE_CASE=time/weekend` runs only the files whose path contains that;
//! `cargo xtask cases time/weekend` does the same and shows the count.
#![expect(
    clippy::disallowed_methods,
    reason = "the coder reads no files and no environment, but its cases are files and the one to run is named outside"
)]
#![expect(clippy::unwrap_used, reason = "a test that cannot read its cases must stop")]

mod describe;
mod expected;
mod judge;
mod markdown;

use attache_coder::Coder;
use attache_record::{Document, Record};
use markdown::Sample;
use std::fmt::Write as _;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// Every `.md` file below `folder` but READMEs, sorted, as (name below the folder, text).
fn read_cases(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(here) = folders.pop() {
        let mut entries: Vec<PathBuf> = fs::read_dir(&here).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "md") && path.file_name().is_some_and(|n| n != "README.md")
            {
                let below = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
                files.push((below, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

/// The records of a sample, or the message of a panic.
fn code(coder: &Coder, document: &Document) -> Result<Vec<Record>, String> {
    catch_unwind(AssertUnwindSafe(|| coder.code(document).value)).map_err(|panic| {
        let words = panic.downcast_ref::<String>().map(String::as_str);
        let words = words.or_else(|| panic.downcast_ref::<&str>().copied());
        format!("the coder panicked: {}", words.unwrap_or("no message"))
    })
}

/// What is wrong with one sample; empty where it holds.
fn problems_of(coder: &Coder, sample: &Sample) -> Vec<String> {
    match code(coder, &sample.document) {
        Ok(records) => judge::mismatches(sample, &records),
        Err(message) => vec![message],
    }
}

/// Running totals over all files.
#[derive(Default)]
struct Tally {
    files: usize,
    texts: usize,
    known: usize,
    broken: usize,
    report: String,
}

impl Tally {
    fn add(&mut self, coder: &Coder, name: &str, text: &str) {
        self.files += 1;
        let case = match markdown::parse(text) {
            Ok(case) => case,
            Err(errors) => {
                self.broken += 1;
                for error in errors {
                    let _ = writeln!(self.report, "cases/{name}:{}: {}\n", error.line, error.message);
                }
                return;
            }
        };
        for sample in &case.samples {
            self.texts += 1;
            let problems = problems_of(coder, sample);
            match (&sample.known_to_fail, problems.is_empty()) {
                (Some(_), false) => self.known += 1,
                (Some(known), true) => {
                    self.broken += 1;
                    let _ = writeln!(
                        self.report,
                        "cases/{name}:{}: {}\n  holds, though marked as known to fail ({}): remove that line\n",
                        known.line, case.claim, known.reason
                    );
                }
                (None, true) => {}
                (None, false) => {
                    self.broken += 1;
                    let _ = writeln!(self.report, "cases/{name}:{}: {}", sample.line, case.claim);
                    let shown = sample.document.text.replace('\n', "\n            ");
                    let _ = writeln!(self.report, "  text      {shown}");
                    for problem in problems {
                        let _ = writeln!(self.report, "{problem}");
                    }
                    let _ = writeln!(self.report);
                }
            }
        }
    }
}

#[test]
fn every_case_gives_its_records() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases");
    let wanted = std::env::var("ATTACHE_CASE").unwrap_or_default();
    let wanted = wanted.trim_start_matches("cases/");
    let knowledge = attache_pack::knowledge().expect("the pack inside the binary can be read");
    let coder = Coder::new(knowledge, "attache cases");
    let mut tally = Tally::default();
    for (name, text) in read_cases(&folder).iter().filter(|(name, _)| name.contains(wanted)) {
        tally.add(&coder, name, text);
    }
    assert!(tally.files > 0, "no case below {} has \"{wanted}\" in its path", folder.display());
    let summary = format!(
        "cases: {} files with {} texts; {} hold, {} known to fail, {} broken",
        tally.files,
        tally.texts,
        tally.texts.saturating_sub(tally.known + tally.broken),
        tally.known,
        tally.broken
    );
    println!("{summary}");
    assert!(tally.broken == 0, "\n\n{}{summary}", tally.report);
}

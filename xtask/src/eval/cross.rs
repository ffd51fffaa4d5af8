//! Compares our figures with those of `score_gold.py`, an independent scorer of the same rules.

use super::Bench;
use super::score::Scores;
use crate::{Failure, tree};
use attache_record::Record;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

/// Scores `records` of the first `documents` of the gold file at `path` with the other scorer.
///
/// # Errors
/// When it cannot be run, or any figure differs; all that differ are named.
pub fn check(
    bench: &Bench,
    set: &str,
    path: &Path,
    documents: usize,
    records: &[Vec<Record>],
    ours: &Scores,
) -> Result<(), Failure> {
    let folder = tree::root().join("target/eval");
    let (gold, system) = (folder.join("gold.jsonl"), folder.join("records.jsonl"));
    let kept = tree::read(path)?;
    let lines: Vec<&str> = kept.lines().filter(|line| !line.trim().is_empty()).take(documents).collect();
    tree::write(&gold, &lines.join("\n"))?;
    let mut text = String::new();
    for record in records.iter().flatten() {
        let _ = writeln!(text, "{}", serde_json::to_string(record)?);
    }
    tree::write(&system, &text)?;
    let script = bench.shared.join("tools/score_gold.py");
    let output = Command::new("python3")
        .arg(&script)
        .arg("score")
        .args([&gold, &system])
        .arg("--json")
        .output()
        .map_err(|error| Failure(format!("python3 cannot be run for the other scorer: {error}")))?;
    if !output.status.success() {
        return Err(Failure(format!("{set}: the other scorer failed: {}", String::from_utf8_lossy(&output.stderr))));
    }
    let theirs: Scores = serde_json::from_slice(&output.stdout)?;
    let differences = differences(ours, &theirs);
    if differences.is_empty() {
        println!("{set}: score_gold.py gives the same figures");
        Ok(())
    } else {
        Err(Failure(format!("{set}: the scorers disagree\n  {}", differences.join("\n  "))))
    }
}

fn differences(ours: &Scores, theirs: &Scores) -> Vec<String> {
    let mut out = Vec::new();
    let mut compare = |name: &str, ours: String, theirs: String| {
        if ours != theirs {
            out.push(format!("{name}: ours {ours}, theirs {theirs}"));
        }
    };
    for (name, a, b) in [
        ("type", ours.class, theirs.class),
        ("quad", ours.quad, theirs.quad),
        ("dyad", ours.dyad, theirs.dyad),
        ("record", ours.record, theirs.record),
        ("full", ours.full, theirs.full),
    ] {
        compare(name, format!("{a:?}"), format!("{b:?}"));
    }
    compare("type macro", format!("{:?}", ours.type_macro_f1), format!("{:?}", theirs.type_macro_f1));
    compare("by type", format!("{:?}", ours.by_type), format!("{:?}", theirs.by_type));
    let (a, b) = (&ours.on_matched_records, &theirs.on_matched_records);
    compare("on matched records", format!("{a:?}"), format!("{b:?}"));
    compare("empty", format!("{:?}", ours.empty), format!("{:?}", theirs.empty));
    out
}

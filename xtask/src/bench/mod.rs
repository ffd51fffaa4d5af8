//! Measures the program as its users run it: the release build, as a whole process, from the shell to the last record.
//!
//! Inputs, what is measured and how to read the results: `bench/README.md`.

mod machine;
mod process;

use crate::options::Options;
use crate::{Failure, tree};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs of one measurement, of which the median counts.
const RUNS: usize = 3;

/// Runs of the cold start, which is short and so more easily disturbed.
const STARTS: usize = 11;

/// First line of `bench/results.csv`.
const HEAD: &str =
    "input,command,threads,documents,words,records,seconds,user_seconds,words_a_second,peak_memory_mb,load,machine";

/// First line of `bench/expected.csv`.
const EXPECTED_HEAD: &str = "input,records";

/// The story whose reading is the cold start.
const STORY: &str = "examples/short-story.txt";

/// Files that are coded together.
struct Input {
    name: String,
    files: Vec<PathBuf>,
}

/// What an input holds.
#[derive(Clone, Copy, Default)]
struct Size {
    documents: usize,
    words: usize,
}

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    text: String,
}

impl Input {
    /// Documents and words; a word is what stands between white space in a document's text.
    fn size(&self) -> Result<Size, Failure> {
        let mut size = Size::default();
        for file in &self.files {
            let text = tree::read(file)?;
            if file.extension().is_some_and(|e| e == "jsonl") {
                for line in text.lines().filter(|line| !line.trim().is_empty()) {
                    size.documents += 1;
                    let text = serde_json::from_str::<Line>(line).map(|line| line.text).unwrap_or_default();
                    size.words += text.split_whitespace().count();
                }
            } else {
                size.documents += 1;
                size.words += text.split_whitespace().count();
            }
        }
        Ok(size)
    }
}

/// The examples, each news file, and all news files together.
fn inputs(shared: Option<&Path>) -> Result<Vec<Input>, Failure> {
    let below = |folder: &Path, endings: &[&str]| -> Result<Vec<PathBuf>, Failure> {
        let mut files: Vec<PathBuf> = fs::read_dir(folder)?.flatten().map(|entry| entry.path()).collect();
        files.retain(|file| file.extension().is_some_and(|e| endings.iter().any(|ending| e == *ending)));
        files.sort();
        Ok(files)
    };
    let mut out =
        vec![Input { name: "examples".into(), files: below(&tree::root().join("examples"), &["txt", "jsonl"])? }];
    let Some(shared) = shared else { return Ok(out) };
    let news = below(&shared.join("data/news"), &["jsonl"])?;
    for file in &news {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        out.push(Input { name: format!("news/{name}"), files: vec![file.clone()] });
    }
    out.push(Input { name: "news".into(), files: news });
    Ok(out)
}

/// The kept number of records of each input.
fn expected() -> Result<BTreeMap<String, usize>, Failure> {
    let path = tree::root().join("bench/expected.csv");
    if !path.exists() {
        return Ok(BTreeMap::new());
    }
    let text = tree::read(&path)?;
    let rows = text.lines().skip(1).filter_map(|line| line.rsplit_once(','));
    Ok(rows.filter_map(|(name, records)| Some((name.to_owned(), records.parse().ok()?))).collect())
}

/// Builds the program as it is released and gives its path.
fn program() -> Result<PathBuf, Failure> {
    let status = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--release", "--package", "attache"])
        .current_dir(tree::root())
        .status()?;
    if !status.success() {
        return Err(Failure("the program cannot be built".into()));
    }
    Ok(tree::target().join("release/attache"))
}

/// One measured line of the results.
struct Measured {
    line: String,
    records: usize,
}

/// Codes an input `RUNS` times with `threads` threads.
fn measure(program: &Path, input: &Input, size: Size, threads: usize, machine: &str) -> Result<Measured, Failure> {
    let out = tree::target().join(format!("bench/{threads}.jsonl"));
    if let Some(folder) = out.parent() {
        fs::create_dir_all(folder)?;
    }
    let (mut seconds, mut user, mut memory) = (Vec::new(), Vec::new(), Vec::new());
    let load = machine::load();
    for _ in 0..RUNS {
        let mut arguments = vec!["code".to_owned()];
        arguments.extend(input.files.iter().map(|file| file.display().to_string()));
        arguments.extend(["-o".into(), out.display().to_string(), "--force".into(), "--quiet".into()]);
        arguments.extend(["--threads".into(), threads.to_string()]);
        let run = process::run(program, &arguments)?;
        seconds.push(run.seconds);
        user.extend(run.user_seconds);
        memory.extend(run.peak_memory_mb);
    }
    let records = fs::read(&out)?.iter().filter(|byte| **byte == b'\n').count();
    let (seconds, user, memory) =
        (process::median(&mut seconds), process::median(&mut user), process::median(&mut memory));
    let rate = process::rate(size.words, seconds);
    let name = &input.name;
    println!(
        "{name:32} {threads} threads: {rate:>9} words/s, {seconds:.2} s ({user:.2} s user), {memory:.0} MB, {records} records"
    );
    Ok(Measured {
        line: format!(
            "{name},attache code {name} -o OUT.jsonl --threads {threads},{threads},{},{},{records},{seconds:.3},{user:.2},{rate},{memory:.0},{load},{machine}",
            size.documents, size.words
        ),
        records,
    })
}

/// Reads one story `STARTS` times: from the shell to its last record.
fn cold_start(program: &Path, machine: &str) -> Result<Option<String>, Failure> {
    let story = tree::root().join(STORY);
    if !story.is_file() {
        return Ok(None);
    }
    let words = tree::read(&story)?.split_whitespace().count();
    let arguments = ["read", STORY, "--format", "jsonl", "--quiet"].map(str::to_owned);
    let (mut seconds, mut user, mut memory) = (Vec::new(), Vec::new(), Vec::new());
    let load = machine::load();
    let mut records = 0;
    for _ in 0..STARTS {
        let run = process::run(program, &arguments)?;
        seconds.push(run.seconds);
        user.extend(run.user_seconds);
        memory.extend(run.peak_memory_mb);
        records = run.output.lines().count();
    }
    let (seconds, user, memory) =
        (process::median(&mut seconds), process::median(&mut user), process::median(&mut memory));
    println!("cold start, {STORY}: {seconds:.3} s, {memory:.0} MB, {records} records");
    let command = arguments.join(" ");
    Ok(Some(format!(
        "{STORY},attache {command},1,1,{words},{records},{seconds:.3},{user:.2},,{memory:.0},{load},{machine}"
    )))
}

/// `cargo xtask bench`.
///
/// # Errors
/// When a measurement cannot be made, the records depend on the number of threads, or their number is another one than
/// `bench/expected.csv` keeps; the file then has the new numbers, to be looked at before they are committed.
pub fn run(options: &Options) -> Result<(), Failure> {
    let shared = tree::shared(options);
    if shared.is_none() {
        println!("bench, news: {}", tree::SKIPPED);
    }
    let program = program()?;
    let machine = machine::in_words();
    let kept = expected()?;
    let mut counted = kept.clone();
    let (mut lines, mut problems) = (Vec::new(), Vec::new());
    for input in inputs(shared.as_deref())? {
        let size = input.size()?;
        let one = measure(&program, &input, size, 1, &machine)?;
        let two = measure(&program, &input, size, 2, &machine)?;
        let folder = tree::target().join("bench");
        if fs::read(folder.join("1.jsonl"))? != fs::read(folder.join("2.jsonl"))? {
            problems.push(format!("{}: one thread and two give different records", input.name));
        }
        match kept.get(&input.name) {
            Some(&records) if records != two.records => {
                problems.push(format!("{}: {records} records expected, {} coded", input.name, two.records));
            }
            _ => {}
        }
        counted.insert(input.name, two.records);
        lines.extend([one.line, two.line]);
    }
    lines.extend(cold_start(&program, &machine)?);
    let rows = counted.iter().fold(String::new(), |mut rows, (name, records)| {
        let _ = writeln!(rows, "{name},{records}");
        rows
    });
    tree::write(&tree::root().join("bench/expected.csv"), &format!("{EXPECTED_HEAD}\n{rows}"))?;
    tree::write(&tree::root().join("bench/results.csv"), &format!("{HEAD}\n{}\n", lines.join("\n")))?;
    if problems.is_empty() { Ok(()) } else { Err(Failure(problems.join("\n"))) }
}

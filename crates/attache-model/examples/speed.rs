//! Measures how fast a model reads.
//!
//! ```sh
//! cargo run --release -p attache-model --example speed -- model.attw sentences.txt --threads 2 --rounds 5
//! ```
//!
//! `sentences.txt` has one sentence a line, words between spaces. Each thread reads all sentences `--rounds` times, 64
//! at once; the fastest round counts. `--kernel NAME` takes another instruction set than the fastest. The sum of what
//! was read is printed too: it must be the same whatever is chosen.

use attache_model::{Kernel, Model, Reading};
use std::error::Error;
use std::time::{Duration, Instant};

/// Sentences given to the reader at once.
const TOGETHER: usize = 64;

struct Options {
    files: Vec<String>,
    threads: usize,
    rounds: usize,
    kernel: Kernel,
}

fn options() -> Result<Options, Box<dyn Error>> {
    let mut options = Options { files: Vec::new(), threads: 1, rounds: 5, kernel: Kernel::fastest() };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value."));
        match argument.as_str() {
            "--threads" => options.threads = value()?.parse()?,
            "--rounds" => options.rounds = value()?.parse()?,
            "--kernel" => {
                let (name, known) = (value()?, Kernel::all_available());
                let found = known.iter().find(|kernel| kernel.to_string() == name);
                options.kernel = *found.ok_or(format!("No kernel is called {name} here; there are {known:?}."))?;
            }
            _ => options.files.push(argument),
        }
    }
    Ok(options)
}

/// A number that changes with anything that was read.
fn digest(readings: &[Reading]) -> u32 {
    crc32fast::hash(format!("{readings:?}").as_bytes())
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = options()?;
    let [weights, text] = &options.files[..] else {
        return Err("Give a weight file and a file of sentences.".into());
    };
    let bytes = std::fs::read(weights)?;
    let start = Instant::now();
    let model = Model::from_bytes_with(weights, &bytes, options.kernel)?;
    println!("{model:?}: loaded in {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    drop(bytes);

    let text = std::fs::read_to_string(text)?;
    let sentences: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
    let words: usize = sentences.iter().map(Vec::len).sum();
    let pieces = model.count_pieces(&sentences);
    let all = model.reader().read(&sentences);
    println!("{} sentences, {words} words, {pieces} pieces, digest {:08x}", sentences.len(), digest(&all));

    let mut fastest = Duration::MAX;
    for _ in 0..options.rounds {
        let start = Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..options.threads {
                scope.spawn(|| {
                    let mut reader = model.reader();
                    for some in sentences.chunks(TOGETHER) {
                        std::hint::black_box(reader.read(some));
                    }
                });
            }
        });
        fastest = fastest.min(start.elapsed());
    }
    let rate = |count: usize| (count * options.threads) as f64 / fastest.as_secs_f64();
    println!(
        "{} threads: {:.0} words/s, {:.0} pieces/s, {:.0} sentences/s",
        options.threads,
        rate(words),
        rate(pieces),
        rate(sentences.len())
    );
    Ok(())
}

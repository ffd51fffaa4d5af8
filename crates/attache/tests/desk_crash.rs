//! A desk whose writer is killed, and one with two writers: nothing that was said to be filed is lost, nothing is broken.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its desk has failed")]

mod common;

use attache_desk::Desk;
use common::{attache, command, folder, stories};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

/// Stories of the corpus: four pieces of work.
const STORIES: usize = 2000;

/// Kills of the short form, which runs with the other tests. `ATTACHE_KILLS=1000` makes it as long as one likes.
const KILLS: u64 = 12;

/// Longest time that a writer is left alive, in milliseconds: about what filing all stories takes on a slow machine.
const LONGEST: u64 = 900;

/// A number between 0 and 2^31 from another: the minimal standard generator (Park and Miller 1988), so that every run of the
/// test kills after the same times.
fn next(seed: u64) -> u64 {
    seed * 48_271 % 2_147_483_647
}

/// The names of documents that the command said it had filed.
fn told(said: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(said).unwrap();
    // The last line may be cut off by the kill.
    let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
    whole.lines().filter_map(|line| line.split_whitespace().nth(1)).map(str::to_owned).collect()
}

#[test]
fn killing_the_writer_at_any_moment_loses_nothing_that_was_filed_and_breaks_nothing() {
    let kills = std::env::var("ATTACHE_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(KILLS);
    let here = folder("desk-kill");
    fs::write(here.join("news.jsonl"), stories(STORIES)).unwrap();
    let (desk, said) = (here.join("attache.desk"), here.join("said.txt"));
    let mut filed: BTreeSet<String> = BTreeSet::new();
    let mut seed = 20_230_614;
    let mut cut_short = 0;
    for kill in 0..kills {
        if !desk.exists() {
            assert_eq!(attache(&here, &["desk", "init"]).code, 0);
        }
        let mut add = command(&here, &["desk", "add", "news.jsonl", "--quiet"]);
        let mut writer = add.stdout(File::create(&said).unwrap()).stderr(Stdio::null()).spawn().unwrap();
        seed = next(seed);
        thread::sleep(Duration::from_millis(seed % LONGEST));
        writer.kill().unwrap();
        let killed = !writer.wait().unwrap().success();
        cut_short += u64::from(killed);

        filed.extend(told(&said));
        let store = Desk::open(&desk).unwrap();
        store.check_file().unwrap();
        let there: BTreeSet<String> = store.documents().unwrap().into_iter().collect();
        assert!(filed.is_subset(&there), "kill {kill}: {:?} were lost", filed.difference(&there).collect::<Vec<_>>());
        assert_eq!(there.len() % 500, 0, "kill {kill}: a piece of work is there as a whole or not at all");
        for document in there.iter().step_by(97) {
            assert!(store.verify(document, None).unwrap().broken.is_empty(), "{document}");
        }
        if there.len() == STORIES {
            drop(store);
            fs::remove_file(&desk).unwrap();
            filed.clear();
        }
    }
    assert!(cut_short > 0, "the test killed nobody");
    if !desk.exists() {
        attache(&here, &["desk", "init"]);
    }
    assert_eq!(attache(&here, &["desk", "add", "news.jsonl"]).code, 0, "the same command goes on");
    assert_eq!(Desk::open(&desk).unwrap().documents().unwrap().len(), STORIES);
}

#[test]
fn two_writers_at_once_wait_for_each_other_and_both_file_everything() {
    let here = folder("desk-two-writers");
    let all = stories(1600);
    let lines: Vec<&str> = all.split_inclusive('\n').collect();
    fs::write(here.join("a.jsonl"), lines[..1000].concat()).unwrap();
    fs::write(here.join("b.jsonl"), lines[600..].concat()).unwrap();
    attache(&here, &["desk", "init"]);
    let spawn = |file: &str| command(&here, &["desk", "add", file]).stdout(Stdio::null()).spawn().unwrap();
    let mut writers = [spawn("a.jsonl"), spawn("b.jsonl")];
    for writer in &mut writers {
        assert!(writer.wait().unwrap().success());
    }
    let store = Desk::open(&here.join("attache.desk")).unwrap();
    store.check_file().unwrap();
    assert_eq!(store.documents().unwrap().len(), 1600);
}

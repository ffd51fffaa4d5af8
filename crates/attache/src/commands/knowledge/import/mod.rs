//! `attache knowledge import`: dictionaries of other coders as a knowledge folder.

mod actors;
mod agents;
mod codes;
mod from_actors;
mod from_verbs;
mod lines;
mod names;
mod pattern;
mod report;
mod toml;
mod verbs;

use crate::arguments::Global;
use crate::exit::{Exit, Failure};
use crate::knowledge::{self, Choice};
use crate::terminal::count::of;
use crate::terminal::message;
use actors::DateOrder;
use attache_knowledge::inflect::Irregular;
use attache_record::Diagnostic;
use clap::{Args, ValueEnum};
use codes::Codes;
use report::{Fate, Report};
use std::fs;
use std::path::{Path, PathBuf};
use toml::Files;

/// The file with all that was not carried over as it stood.
const REPORT: &str = "import.txt";

/// What can be imported.
const AFTER: &str = "\
Reads the dictionaries of TABARI, PETRARCH, PETRARCH2 and POLECAT's coder:
  actors   names, +other names, codes with days: [USAGOV 090120-130120]
  agents   common nouns with {plural}, !SUBSTITUTIONS! and [~SECTOR]
  verbs    blocks of verbs with {forms} and [codes], sets &NAME, and patterns
           with * $ + % (preposition ...) {noun phrase}
and writes the same as a folder of ours, which is used with the program's own
knowledge:
  attache code news/ -o events.jsonl --also-knowledge DIR

Codes become ours: USAGOV is USA:GOV, PALREBHMS is PSE:REB, IGOUNO is IGO:UN;
of a CAMEO event code the class, and the mode where the code means one alone.
What cannot be carried over, or not as it stood, is listed in DIR/import.txt
with file, line and reason, and counted. Names and nouns that the program knows
already are left out, unless --keep-known is given; then they outweigh its own.
An actor with offices on some days becomes a person, any other an organisation.

Exit codes: 0 all carried over, 1 some left out, 2 files that cannot be read,
3 the folder cannot be written or is there already.

Examples:
  attache knowledge import my.actors.txt my.agents.txt my.verbs.txt --to mine/
  attache knowledge import PLOVER_agents.txt --kind agents --to polecat/ --name polecat
  attache knowledge check --also-knowledge mine/";

/// Turn dictionaries of PETRARCH, TABARI or POLECAT's coder into a knowledge folder
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Import {
    /// The dictionaries
    #[arg(required = true, value_name = "FILE")]
    inputs: Vec<PathBuf>,
    /// The folder to write; new or empty
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// What the files are [default: told by their names or by what stands in them]
    #[arg(long, value_name = "KIND")]
    kind: Option<Kind>,
    /// What the ids of the entries begin with: lower-case letters, digits and hyphens
    #[arg(long, value_name = "NAME", default_value = "import", value_parser = prefix)]
    name: String,
    /// How dates of six digits are written
    #[arg(long, value_name = "ORDER", default_value = "ymd")]
    dates: DateOrder,
    /// Write names and nouns that the knowledge has already, too
    #[arg(long)]
    keep_known: bool,
    /// Write into a folder that holds files
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    knowledge: Choice,
}

/// What a dictionary lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Names with codes
    Actors,
    /// Common nouns with sectors
    Agents,
    /// Verbs and patterns with codes
    Verbs,
}

/// Reads what ids begin with.
fn prefix(text: &str) -> Result<String, String> {
    let fits = text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if fits && text.starts_with(|c: char| c.is_ascii_lowercase()) {
        Ok(text.to_owned())
    } else {
        Err("write lower-case letters, digits and hyphens, such as my-lab".to_owned())
    }
}

impl Import {
    /// Reads the dictionaries and writes the folder.
    ///
    /// # Errors
    /// Files that cannot be read, a folder that cannot be written, knowledge that cannot be used.
    pub fn run(&self, global: &Global) -> Result<Exit, Failure> {
        let texts = self.inputs.iter().map(|path| Ok((path, read(path)?))).collect::<Result<Vec<_>, Failure>>()?;
        if !self.force && fs::read_dir(&self.to).is_ok_and(|mut files| files.next().is_some()) {
            let diagnostic = Diagnostic::error(format!("the folder \"{}\" holds files already", self.to.display()));
            return Err(Failure::output(diagnostic.hint("name another, or write over it with --force")));
        }
        let joins = self.knowledge.load(global.quiet)?;
        let irregular = Irregular::of(&self.knowledge.files()?);
        let codes = Codes::new(joins.actors.states.iter().map(|state| state.code.as_str().to_owned()));
        let with_actors =
            from_actors::Context { knowledge: &joins, codes: &codes, prefix: &self.name, keep_known: self.keep_known };
        let with_verbs = from_verbs::Context { knowledge: &joins, irregular: &irregular, prefix: &self.name };
        let (mut actors, mut verbs) = (from_actors::Gathered::default(), from_verbs::Gathered::default());
        let mut report = Report::default();
        let mut read = 0;
        for (path, text) in &texts {
            let file =
                path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
            report.file(&path.display().to_string());
            let before = read;
            match self.kind.or_else(|| kind(&file, text)) {
                Some(Kind::Actors) => {
                    let found = actors::read(text, self.dates, &mut report);
                    read += found.len();
                    found.iter().for_each(|actor| actors.actor(actor, &file, &with_actors, &mut report));
                }
                Some(Kind::Agents) => {
                    let found = agents::read(text, &mut report);
                    read += found.len();
                    found.iter().for_each(|agent| actors.agent(agent, &with_actors, &mut report));
                }
                Some(Kind::Verbs) => {
                    let found = verbs::read(text, &mut report);
                    read += found.blocks.iter().map(|block| block.verbs.len() + block.patterns.len()).sum::<usize>();
                    verbs.verbs(&found, &with_verbs, &mut report);
                }
                None => return Err(unknown_kind(path)),
            }
            if read == before {
                let diagnostic = Diagnostic::error(format!("no entry could be read in \"{}\"", path.display()));
                return Err(Failure::unusable(diagnostic.hint("say with --kind what it is: actors, agents or verbs")));
            }
        }
        report.sort();
        let mut files = Files::new();
        let head = format!("# Made by attache knowledge import; what was not carried over stands in {REPORT}.\n");
        actors.files(&head, &mut files);
        verbs.files(&self.name, &head, &mut files);
        self.write(&files, &report)?;
        self.tell(&files, read, &report, global);
        if !files.is_empty() {
            self.compiles()?;
        }
        Ok(if report.count(Fate::LeftOut) > 0 { Exit::LeftOut } else { Exit::Done })
    }

    fn write(&self, files: &Files, report: &Report) -> Result<(), Failure> {
        let text = report.text();
        for (name, text) in files.iter().map(|(name, text)| (name.as_str(), text)).chain([(REPORT, &text)]) {
            let path = self.to.join(name);
            let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
            folder.and_then(|()| fs::write(&path, text)).map_err(|error| {
                Failure::output(Diagnostic::error(format!("\"{}\" cannot be written: {error}", path.display())))
            })?;
        }
        Ok(())
    }

    /// What was written, and what was not, by reason.
    fn tell(&self, files: &Files, read: usize, report: &Report, global: &Global) {
        /// Reasons that are told; the rest stands in the report.
        const TOLD: usize = 12;
        if global.quiet {
            return;
        }
        let entries: usize =
            files.values().map(|text| text.lines().filter(|line| line.starts_with("[[")).count()).sum();
        let read = of(read as u64, "entry").replace("entrys", "entries");
        message::say(&format!("{read} read; {entries} written to {}", self.to.display()));
        let summary = report.summary();
        for line in summary.iter().take(TOLD) {
            message::say(line);
        }
        if let Some(more) = summary.len().checked_sub(TOLD).filter(|more| *more > 0) {
            message::say(&format!("{} more in {}", of(more as u64, "reason"), self.to.join(REPORT).display()));
        }
    }

    /// Makes sure that what was written can be used.
    fn compiles(&self) -> Result<(), Failure> {
        let also: Vec<PathBuf> = self.knowledge.also.iter().chain([&self.to]).cloned().collect();
        knowledge::compile(self.knowledge.folder.as_deref(), &also).map(|_| ())
    }
}

fn unknown_kind(path: &Path) -> Failure {
    let diagnostic = Diagnostic::error(format!("\"{}\" does not look like a dictionary", path.display()));
    Failure::unusable(diagnostic.hint("say with --kind what it is: actors, agents or verbs"))
}

fn read(path: &Path) -> Result<String, Failure> {
    let bytes = fs::read(path).map_err(|error| {
        Failure::unusable(Diagnostic::error(format!("\"{}\" cannot be read: {error}", path.display())))
    })?;
    lines::decode(bytes).ok_or_else(|| {
        let diagnostic = Diagnostic::error(format!("\"{}\" is no text", path.display()));
        Failure::unusable(diagnostic.hint("give the dictionary as a text file"))
    })
}

/// What a file is, by its name or else by what stands in it.
fn kind(name: &str, text: &str) -> Option<Kind> {
    let name = name.to_lowercase();
    let named = [("agent", Kind::Agents), ("verb", Kind::Verbs), ("cameo", Kind::Verbs), ("actor", Kind::Actors)];
    let by_name = named.into_iter().find(|(word, _)| name.contains(word)).map(|(_, kind)| kind);
    by_name.or_else(|| {
        let lines = lines::lines(text);
        let has = |test: &dyn Fn(&str) -> bool| lines.iter().any(|line| test(&line.text));
        if has(&|line| line.starts_with("---") || line.starts_with("- ") || line.starts_with('&')) {
            Some(Kind::Verbs)
        } else if has(&|line| line.contains("[~") || line.contains("~]")) {
            Some(Kind::Agents)
        } else {
            has(&|line| line.contains('[') && line.contains(']')).then_some(Kind::Actors)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_name_and_otherwise_by_what_stands_in_it() {
        assert_eq!(kind("Harbour.Countries.actors.txt", ""), Some(Kind::Actors));
        assert_eq!(kind("PLOVER_agents.txt", ""), Some(Kind::Agents));
        assert_eq!(kind("a.txt", "--- ASK [020] ---\nASK\n"), Some(Kind::Verbs));
        assert_eq!(kind("a.txt", "PILOT [~CVL]\n"), Some(Kind::Agents));
        assert_eq!(kind("a.txt", "MALTA [MLT]\n"), Some(Kind::Actors));
        assert_eq!(kind("a.txt", "Dear all,\n"), None);
    }
}

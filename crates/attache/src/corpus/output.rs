//! The output of a corpus: written beside its name until it is whole, and gone on with after an interruption.
//!
//! Of an output `OUT` there are, while it is being made, `OUT.partial` with what is finished and `OUT.progress` with
//! how much of that counts. `OUT` itself appears at the end, whole, by renaming. Whatever stops the program, what
//! `OUT.progress` vouches for is on the disk; anything after it in `OUT.partial` is cut off at the next start.

use super::tally::Tally;
use crate::exit::Failure;
use attache_record::Diagnostic;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How often what is finished is made safe on the disk.
const CHECKPOINT: Duration = Duration::from_secs(2);

/// Buffer between the coder and the disk.
const BUFFER: usize = 256 * 1024;

/// How far an unfinished output has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// Hash of inputs, knowledge, software and options. Only the same run may go on.
    pub fingerprint: String,
    /// Lines and files finished, counted from the front of the inputs.
    pub finished: u64,
    /// Bytes of `OUT.partial` that count.
    pub bytes: u64,
    /// What was counted so far.
    pub tally: Tally,
}

/// Where records go.
#[derive(Debug)]
pub enum Output {
    /// Standard output, a device or a pipe: what is written is gone.
    Stream(Stream),
    /// A file that appears when it is whole.
    File(Box<Unfinished>),
}

/// An output without a second chance.
pub struct Stream {
    name: String,
    writer: Box<dyn Write>,
}

impl std::fmt::Debug for Stream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stream").field("name", &self.name).finish_non_exhaustive()
    }
}

/// A file in the making.
#[derive(Debug)]
pub struct Unfinished {
    /// The name that it will have.
    pub out: PathBuf,
    /// What is finished.
    pub partial: PathBuf,
    progress: PathBuf,
    writer: BufWriter<File>,
    checkpoint: Checkpoint,
    saved: Instant,
}

/// Makes the file at the second path from what was written to the first.
pub type Convert<'c> = dyn Fn(&Path, &Path) -> Result<(), Failure> + 'c;

/// How an output is opened.
#[derive(Debug, Clone, Copy)]
pub struct Opening<'a> {
    /// See [`Checkpoint::fingerprint`]; `None` where the inputs cannot be read a second time.
    pub fingerprint: Option<&'a str>,
    /// Whether what exists may be replaced.
    pub force: bool,
}

impl Output {
    /// Opens the output named `out` (`-` is standard output). The second value is where to go on from, if an
    /// unfinished output of the same run lies there.
    ///
    /// # Errors
    /// The output exists, lies in a folder that does not, cannot be written, or an unfinished one of another run is
    /// in the way.
    pub fn open(out: &str, opening: Opening<'_>) -> Result<(Self, Option<Checkpoint>), Failure> {
        if out == "-" {
            let writer = Box::new(BufWriter::with_capacity(BUFFER, io::stdout()));
            return Ok((Self::Stream(Stream { name: "standard output".to_owned(), writer }), None));
        }
        let out = Path::new(out);
        match fs::metadata(out) {
            Ok(about) if about.is_dir() => {
                let diagnostic = Diagnostic::error(format!("\"{}\" is a folder", out.display()));
                return Err(Failure::output(diagnostic.hint("name a file in it, for example records.jsonl")));
            }
            Ok(about) if !about.is_file() => {
                let file = OpenOptions::new().write(true).open(out).map_err(|e| unwritable(out, &e))?;
                let writer = Box::new(BufWriter::with_capacity(BUFFER, file));
                return Ok((Self::Stream(Stream { name: format!("\"{}\"", out.display()), writer }), None));
            }
            Ok(_) if !opening.force => {
                let diagnostic = Diagnostic::error(format!("\"{}\" exists already", out.display()));
                return Err(Failure::output(diagnostic.hint("choose another name, or replace it with --force")));
            }
            _ => {}
        }
        let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
            let diagnostic = Diagnostic::error(format!("there is no folder \"{}\" to write into", folder.display()));
            return Err(Failure::output(diagnostic.hint(format!("make it first: mkdir -p {}", folder.display()))));
        }
        Unfinished::open(out, opening).map(|(file, checkpoint)| (Self::File(Box::new(file)), checkpoint))
    }

    /// Writes the output of one or more lines or files of the inputs.
    ///
    /// # Errors
    /// A full disk, a closed pipe, and the like.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        match self {
            Self::Stream(stream) => stream.writer.write_all(bytes).map_err(|e| stream.failure(&e)),
            Self::File(file) => {
                file.writer.write_all(bytes).map_err(|e| unwritable(&file.partial, &e))?;
                file.checkpoint.bytes += bytes.len() as u64;
                Ok(())
            }
        }
    }

    /// Notes that the inputs are finished up to `finished`; every now and then makes that safe on the disk.
    ///
    /// # Errors
    /// As [`Output::write`].
    pub fn reached(&mut self, finished: u64, tally: &Tally) -> Result<(), Failure> {
        match self {
            Self::Stream(_) => Ok(()),
            Self::File(file) => {
                file.checkpoint.finished = finished;
                if file.saved.elapsed() < CHECKPOINT { Ok(()) } else { file.save(tally) }
            }
        }
    }

    /// Makes what is finished safe on the disk; a stream is emptied.
    ///
    /// # Errors
    /// As [`Output::write`].
    pub fn save(&mut self, tally: &Tally) -> Result<(), Failure> {
        match self {
            Self::Stream(stream) => stream.writer.flush().map_err(|e| stream.failure(&e)),
            Self::File(file) => file.save(tally),
        }
    }
}

impl Stream {
    fn failure(&self, error: &io::Error) -> Failure {
        match Failure::stdout(error) {
            quiet if quiet.diagnostics.is_empty() => quiet,
            _ => Failure::output(Diagnostic::error(format!("{} cannot be written: {error}", self.name))),
        }
    }
}

impl Unfinished {
    fn open(out: &Path, opening: Opening<'_>) -> Result<(Self, Option<Checkpoint>), Failure> {
        let (partial, progress) = (beside(out, "partial"), beside(out, "progress"));
        let fail = |error: io::Error| unwritable(&partial, &error);
        let was_there = partial.exists();
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&partial).map_err(&fail)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let message = format!("another attache is writing \"{}\"", out.display());
                return Err(Failure::output(Diagnostic::error(message).hint("wait for it, or choose another name")));
            }
            // Some file systems know no locks; then nobody can be kept out.
            Err(TryLockError::Error(_)) => {}
        }
        let length = file.metadata().map_err(&fail)?.len();
        let found = read_checkpoint(&progress)
            .filter(|found| Some(found.fingerprint.as_str()) == opening.fingerprint && found.bytes <= length);
        if found.is_none() && was_there && length > 0 && !opening.force {
            let message = format!("an unfinished output of another run lies at \"{}\"", partial.display());
            return Err(Failure::output(Diagnostic::error(message).hint(
                "inputs, options or the program differ from that run's, so it cannot be gone on with; \
                 --force starts over",
            )));
        }
        let fresh = Checkpoint {
            fingerprint: opening.fingerprint.unwrap_or_default().to_owned(),
            finished: 0,
            bytes: 0,
            tally: Tally::default(),
        };
        let checkpoint = found.clone().unwrap_or(fresh);
        file.set_len(checkpoint.bytes).map_err(&fail)?;
        file.seek(SeekFrom::Start(checkpoint.bytes)).map_err(&fail)?;
        let writer = BufWriter::with_capacity(BUFFER, file);
        let mut unfinished = Self { out: out.to_owned(), partial, progress, writer, checkpoint, saved: Instant::now() };
        if found.is_none() {
            unfinished.save(&Tally::default())?;
        }
        Ok((unfinished, found))
    }

    fn save(&mut self, tally: &Tally) -> Result<(), Failure> {
        self.writer.flush().map_err(|e| unwritable(&self.partial, &e))?;
        self.writer.get_ref().sync_data().map_err(|e| unwritable(&self.partial, &e))?;
        self.checkpoint.tally = tally.clone();
        // Without a fingerprint nobody could go on from here.
        if !self.checkpoint.fingerprint.is_empty() {
            write_whole(&self.progress, &serde_json::to_vec(&self.checkpoint).unwrap_or_default())?;
        }
        self.saved = Instant::now();
        Ok(())
    }

    /// Takes away what was begun.
    pub fn discard(self) {
        // What cannot be taken away is at least not called by the output's name.
        let _ = fs::remove_file(&self.partial);
        let _ = fs::remove_file(&self.progress);
    }

    /// Gives the finished file its name. `convert` makes the file proper from what was written (source, target) where
    /// the two differ; without it the one is the other.
    ///
    /// # Errors
    /// As [`Output::write`].
    pub fn finish(mut self, convert: Option<&Convert<'_>>) -> Result<(), Failure> {
        self.writer.flush().map_err(|e| unwritable(&self.partial, &e))?;
        let file = self.writer.get_ref();
        file.sync_all().map_err(|e| unwritable(&self.partial, &e))?;
        let rename = |from: &Path| fs::rename(from, &self.out).map_err(|e| unwritable(&self.out, &e));
        match convert {
            None => rename(&self.partial)?,
            Some(convert) => {
                let made = beside(&self.out, "made");
                if let Err(failure) = convert(&self.partial, &made) {
                    let _ = fs::remove_file(&made);
                    return Err(failure);
                }
                rename(&made)?;
                let _ = fs::remove_file(&self.partial);
            }
        }
        // The output is whole; a note that cannot be taken away does no harm.
        let _ = fs::remove_file(&self.progress);
        Ok(())
    }
}

fn read_checkpoint(path: &Path) -> Option<Checkpoint> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

/// `OUT.partial` and the like.
fn beside(out: &Path, ending: &str) -> PathBuf {
    let mut name = out.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

/// Writes a small file so that it is there either before or after, never in part.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let new = beside(path, "new");
    fs::write(&new, bytes).and_then(|()| fs::rename(&new, path)).map_err(|error| {
        let _ = fs::remove_file(&new);
        unwritable(path, &error)
    })
}

/// The failure that a file cannot be written.
pub fn unwritable(path: &Path, error: &io::Error) -> Failure {
    let diagnostic = Diagnostic::error(format!("\"{}\" cannot be written: {error}", path.display()));
    Failure::output(match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            diagnostic.hint("make room on the disk and give the same command again; it goes on from where it stopped")
        }
        io::ErrorKind::PermissionDenied => diagnostic.hint("choose a folder that you may write to"),
        _ => diagnostic,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    fn open(out: &Path, run: &str, force: bool) -> Result<(Unfinished, Option<Checkpoint>), Failure> {
        let (output, checkpoint) = Output::open(out.to_str().unwrap(), Opening { fingerprint: Some(run), force })?;
        match output {
            Output::File(file) => Ok((*file, checkpoint)),
            Output::Stream(_) => panic!("a file was expected"),
        }
    }

    #[test]
    fn what_was_written_after_the_last_safe_point_is_cut_off_and_the_rest_goes_on() {
        let folder = Scratch::new("output-resume");
        let out = folder.join("out.jsonl");
        let (file, _) = open(&out, "run", false).unwrap();
        let mut output = Output::File(Box::new(file));
        output.write(b"first\n").unwrap();
        output.reached(1, &Tally::default()).unwrap();
        output.save(&Tally { documents: 1, ..Tally::default() }).unwrap();
        output.write(b"second, never made safe\n").unwrap();
        drop(output);
        assert!(!out.exists());

        let (mut file, checkpoint) = open(&out, "run", false).unwrap();
        let checkpoint = checkpoint.unwrap();
        assert_eq!((checkpoint.finished, checkpoint.tally.documents), (1, 1));
        file.writer.write_all(b"second\n").unwrap();
        file.finish(None).unwrap();
        assert_eq!(fs::read_to_string(&out).unwrap(), "first\nsecond\n");
        assert_eq!(fs::read_dir(out.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn an_unfinished_output_of_another_run_is_not_touched_without_force() {
        let folder = Scratch::new("output-other");
        let out = folder.join("out.jsonl");
        let (file, _) = open(&out, "run", false).unwrap();
        let mut output = Output::File(Box::new(file));
        output.write(b"first\n").unwrap();
        output.save(&Tally::default()).unwrap();
        drop(output);
        let failure = open(&out, "another run", false).unwrap_err();
        assert!(failure.diagnostics[0].message.starts_with("an unfinished output of another run"));
        assert!(open(&out, "another run", true).unwrap().1.is_none());
    }

    #[test]
    fn two_programs_cannot_write_the_same_output() {
        let folder = Scratch::new("output-lock");
        let out = folder.join("out.jsonl");
        let held = open(&out, "run", false).unwrap();
        let failure = open(&out, "run", false).unwrap_err();
        assert!(failure.diagnostics[0].message.starts_with("another attache is writing"));
        drop(held);
        assert!(open(&out, "run", false).is_ok());
    }
}

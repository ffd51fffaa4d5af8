//! Inputs cut into documents, still as bytes, one after another and never all in memory.

use super::inputs::Input;
use super::parallel::Bulk;
use attache_coder::ingest::{Format, detect};
use attache_record::{Diagnostic, Location};
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Longest line, and largest file of one document, that is read. Longer ones are reported and passed over, so that a
/// file that is no text cannot fill the memory.
pub const LARGEST: usize = 256 * 1024 * 1024;

/// Bytes at the front of an input that show its format.
const LOOK: usize = 4096;

/// Buffer of a file that is read line by line.
const BUFFER: usize = 256 * 1024;

/// One document, not yet read as text, or the reason why there is none.
#[derive(Debug)]
pub struct Item {
    /// The input it comes from, as messages name it.
    pub file: Arc<str>,
    /// Line, from 1; 0 where the whole file is one document.
    pub line: u32,
    /// How the bytes are to be read.
    pub format: Format,
    /// The bytes; an error where they could not be had.
    pub bytes: Result<Vec<u8>, Diagnostic>,
    /// How far this item moves the reading of the inputs, in bytes on the disk.
    pub on_disk: u64,
}

impl Item {
    /// Where the item stands.
    pub fn location(&self) -> Location {
        Location { file: self.file.to_string(), line: self.line, column: 0, width: 0, source: String::new() }
    }
}

impl Bulk for Item {
    fn bytes(&self) -> usize {
        self.bytes.as_ref().map_or(0, Vec::len)
    }
}

/// The documents of `inputs`, in order.
pub fn items(inputs: Vec<Input>) -> impl Iterator<Item = Item> {
    inputs.into_iter().flat_map(|input| match open(&input) {
        Ok(reader) => reader,
        Err(item) => Reader::Whole(Some(item)),
    })
}

/// The inputs, each as one document of plain text whatever it looks like; packed ones are unpacked.
pub fn whole(inputs: Vec<Input>) -> impl Iterator<Item = Item> {
    inputs.into_iter().map(|input| match lines(&input) {
        Ok((lines, _)) => lines.whole(Format::Plain),
        Err(item) => *item,
    })
}

/// An opened input.
enum Reader {
    /// One document, or one failure.
    Whole(Option<Box<Item>>),
    /// One document a line.
    Lines(Lines),
}

impl Iterator for Reader {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        match self {
            Self::Whole(item) => item.take().map(|item| *item),
            Self::Lines(lines) => lines.next(),
        }
    }
}

/// A source of bytes that counts what it gave, so that progress is known for packed files too.
struct Counted<R> {
    inner: R,
    count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

fn open(input: &Input) -> Result<Reader, Box<Item>> {
    let (lines, format) = lines(input)?;
    let one_object = lines.file.trim_end_matches(".gz").to_ascii_lowercase().ends_with(".json");
    if format == Format::JsonLines && !one_object {
        return Ok(Reader::Lines(lines));
    }
    Ok(Reader::Whole(Some(Box::new(lines.whole(format)))))
}

/// Opens an input, and tells its format by its front.
fn lines(input: &Input) -> Result<(Lines, Format), Box<Item>> {
    let shown = input.shown();
    let file: Arc<str> = shown.as_str().into();
    let count = Arc::new(AtomicU64::new(0));
    let failed = |error: &io::Error, on_disk: u64| {
        let bytes = Err(unreadable(&shown, error));
        Box::new(Item { file: Arc::clone(&file), line: 0, format: Format::Plain, bytes, on_disk })
    };
    let (raw, size): (Box<dyn Read + Send>, u64) = match input {
        Input::Stdin => (Box::new(io::stdin()), 0),
        Input::Stream(path) => (Box::new(File::open(path).map_err(|e| failed(&e, 0))?), 0),
        Input::File { path, bytes } => (Box::new(File::open(path).map_err(|e| failed(&e, *bytes))?), *bytes),
    };
    let counted = Counted { inner: raw, count: Arc::clone(&count) };
    let (name, unpacked): (&str, Box<dyn Read + Send>) = match shown.strip_suffix(".gz") {
        Some(name) => (name, Box::new(MultiGzDecoder::new(counted))),
        None => (&shown, Box::new(counted)),
    };
    let mut reader = BufReader::with_capacity(BUFFER, unpacked);
    let mut head = Vec::new();
    reader.by_ref().take(LOOK as u64).read_to_end(&mut head).map_err(|e| failed(&e, size))?;
    let format = detect(name, &head);
    let reader = BufReader::with_capacity(BUFFER, io::Cursor::new(head).chain(reader));
    let lines = Lines { reader: Box::new(reader), file, line: 0, count, told: 0, ended: false };
    Ok((lines, format))
}

/// An input read line by line.
struct Lines {
    reader: Box<dyn BufRead + Send>,
    file: Arc<str>,
    line: u32,
    /// Bytes taken from the disk so far.
    count: Arc<AtomicU64>,
    /// Bytes of these that items have told of.
    told: u64,
    ended: bool,
}

impl Lines {
    fn item(&mut self, format: Format, bytes: Result<Vec<u8>, Diagnostic>) -> Item {
        let count = self.count.load(Ordering::Relaxed);
        let on_disk = count - self.told;
        self.told = count;
        Item { file: Arc::clone(&self.file), line: self.line, format, bytes, on_disk }
    }

    /// All that is left, as one document.
    fn whole(mut self, format: Format) -> Item {
        let mut bytes = Vec::new();
        let read = self.reader.by_ref().take(LARGEST as u64 + 1).read_to_end(&mut bytes);
        let bytes = match read {
            Err(error) => Err(unreadable(&self.file, &error)),
            Ok(size) if size > LARGEST => Err(too_large("the file", "split it into several files")),
            // A JSON object may be laid out over several lines when it has the file for itself.
            Ok(_) if format == Format::JsonLines => Ok(on_one_line(bytes)),
            Ok(_) => Ok(bytes),
        };
        self.item(format, bytes)
    }

    /// Reads to the end of the line; what is beyond [`LARGEST`] is read and dropped.
    fn line(&mut self, bytes: &mut Vec<u8>) -> io::Result<usize> {
        let read = self.reader.by_ref().take(LARGEST as u64 + 1).read_until(b'\n', bytes)?;
        if bytes.len() > LARGEST && bytes.last() != Some(&b'\n') {
            self.reader.skip_until(b'\n')?;
        }
        Ok(read)
    }
}

impl Iterator for Lines {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        while !self.ended {
            let mut bytes = Vec::new();
            self.line = self.line.saturating_add(1);
            match self.line(&mut bytes) {
                Ok(0) => self.ended = true,
                Ok(_) if bytes.len() > LARGEST => {
                    drop(bytes);
                    let problem = too_large("the line", "no news story is that long: check how the file was made");
                    return Some(self.item(Format::JsonLines, Err(problem)));
                }
                Ok(_) if bytes.iter().all(u8::is_ascii_whitespace) => {}
                Ok(_) => return Some(self.item(Format::JsonLines, Ok(bytes))),
                Err(error) => {
                    self.ended = true;
                    let problem = unreadable(&self.file, &error);
                    return Some(self.item(Format::JsonLines, Err(problem)));
                }
            }
        }
        None
    }
}

/// Line breaks inside JSON can only stand between tokens, where a space serves as well.
fn on_one_line(mut bytes: Vec<u8>) -> Vec<u8> {
    for byte in &mut bytes {
        if matches!(byte, b'\n' | b'\r') {
            *byte = b' ';
        }
    }
    bytes
}

fn unreadable(file: &str, error: &io::Error) -> Diagnostic {
    let diagnostic = Diagnostic::error(format!("\"{file}\" cannot be read: {error}"));
    if file.ends_with(".gz") && error.kind() != io::ErrorKind::NotFound {
        return diagnostic.hint("the packed file is damaged or was cut off; fetch it again, or unpack what is left");
    }
    diagnostic
}

fn too_large(what: &str, hint: &str) -> Diagnostic {
    Diagnostic::error(format!("{what} is larger than {} MiB", LARGEST / (1024 * 1024))).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    fn file(folder: &Scratch, name: &str, bytes: &[u8]) -> Input {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        Input::File { path, bytes: bytes.len() as u64 }
    }

    fn packed(text: &str) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    fn texts(inputs: Vec<Input>) -> Vec<(u32, String)> {
        items(inputs)
            .map(|item| match item.bytes {
                Ok(bytes) => (item.line, String::from_utf8(bytes).unwrap().trim_end().to_owned()),
                Err(problem) => (item.line, problem.message),
            })
            .collect()
    }

    #[test]
    fn a_file_of_lines_gives_its_lines_with_their_numbers_and_no_empty_ones() {
        let folder = Scratch::new("items-1");
        let input = file(&folder, "days.jsonl", b"{\"text\":\"a\"}\r\n\n  \n{\"text\":\"b\"}");
        assert_eq!(texts(vec![input]), [(1, "{\"text\":\"a\"}".into()), (4, "{\"text\":\"b\"}".into())]);
    }

    #[test]
    fn a_packed_file_gives_what_is_in_it_and_moves_the_progress_by_its_size_on_the_disk() {
        let folder = Scratch::new("items-2");
        let bytes = packed("{\"text\":\"a\"}\n{\"text\":\"b\"}\n");
        let size = bytes.len() as u64;
        let input = file(&folder, "days.jsonl.gz", &bytes);
        assert_eq!(texts(vec![input.clone()]).len(), 2);
        assert_eq!(items(vec![input]).map(|item| item.on_disk).sum::<u64>(), size);
    }

    #[test]
    fn a_packed_file_that_was_cut_off_gives_what_is_left_and_then_the_fault() {
        let folder = Scratch::new("items-3");
        let text = "{\"text\":\"The envoys met.\"}\n".repeat(20_000);
        let mut bytes = packed(&text);
        bytes.truncate(bytes.len() - 20);
        let last = items(vec![file(&folder, "cut.jsonl.gz", &bytes)]).last().unwrap();
        assert!(last.bytes.unwrap_err().message.contains("cannot be read"));
    }

    #[test]
    fn an_object_that_has_a_file_for_itself_may_take_several_lines() {
        let folder = Scratch::new("items-4");
        let input = file(&folder, "one.json", b"{\n \"text\": \"a\"\n}\n");
        assert_eq!(texts(vec![input]), [(0, "{  \"text\": \"a\" }".into())]);
    }

    #[test]
    fn a_file_that_vanished_is_an_item_that_says_so_and_the_next_is_read() {
        let folder = Scratch::new("items-5");
        let gone = Input::File { path: "gone.txt".into(), bytes: 0 };
        let found = texts(vec![gone, file(&folder, "here.txt", b"Envoys met.")]);
        assert!(found[0].1.starts_with("\"gone.txt\" cannot be read"), "{found:?}");
        assert_eq!(found[1], (0, "Envoys met.".into()));
    }
}

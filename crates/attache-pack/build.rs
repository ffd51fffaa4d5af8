//! Compiles `knowledge/` into one pack that the program holds inside it, and packs the files beside it.

use attache_knowledge::{Knowledge, SourceFile, read_folder};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge");
    println!("cargo::rerun-if-changed={}", root.display());
    let files = match read_folder(&root) {
        Ok(files) => files,
        Err(problems) => fail(&listed(&problems)),
    };
    let pack = match Knowledge::compile(&files).map(|compiled| compiled.knowledge.to_pack()) {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(e)) => fail(&e.to_string()),
        Err(problems) => fail(&listed(&problems)),
    };
    let out = std::env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    if let Err(e) = std::fs::write(out.join("knowledge.pack"), pack) {
        fail(&format!("the pack cannot be written: {e}"));
    }
    if let Err(e) = packed(&files).and_then(|bytes| Ok(std::fs::write(out.join("knowledge.files"), bytes)?)) {
        fail(&format!("the files cannot be packed: {e}"));
    }
}

/// The files as one compressed list of names and texts.
fn packed(files: &[SourceFile]) -> Result<Vec<u8>, Box<dyn Error>> {
    let list: Vec<(&str, &str)> = files.iter().map(|f| (f.name.as_str(), f.text.as_str())).collect();
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&postcard::to_stdvec(&list)?)?;
    Ok(encoder.finish()?)
}

fn listed(problems: &[impl ToString]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n\n")
}

/// Ends the build with a message.
fn fail(message: &str) -> ! {
    eprintln!("knowledge/ does not compile:\n\n{message}");
    std::process::exit(1);
}

//! Compiles `knowledge/` into one pack that the program holds inside it.

use attache_knowledge::{Knowledge, read_folder};
use std::path::{Path, PathBuf};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge");
    println!("cargo::rerun-if-changed={}", root.display());
    let pack = read_folder(&root).and_then(|files| Knowledge::compile(&files)).map(|c| c.knowledge.to_pack());
    let bytes = match pack {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(e)) => fail(&e.to_string()),
        Err(problems) => {
            let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
            fail(&all.join("\n\n"))
        }
    };
    let out = std::env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    if let Err(e) = std::fs::write(out.join("knowledge.pack"), bytes) {
        fail(&format!("the pack cannot be written: {e}"));
    }
}

/// Ends the build with a message.
fn fail(message: &str) -> ! {
    eprintln!("knowledge/ does not compile:\n\n{message}");
    std::process::exit(1);
}

//! Folders whose files have a form of their own: cases and examples.

use super::File;

/// The stages that cases are laid out by, as in the coder, and the folder of mended faults.
const STAGES: [&str; 11] = [
    "contact",
    "event",
    "ingest",
    "mention",
    "presence",
    "quote",
    "readout",
    "regression",
    "sentence",
    "status",
    "time",
];

/// Everything wrong with cases and examples.
pub fn problems(files: &[File], names: &[String]) -> Vec<String> {
    let mut out: Vec<String> = files.iter().flat_map(case).collect();
    let listed = files.iter().find(|file| file.name == "examples/README.md").map_or("", |file| &file.text);
    let examples = names.iter().filter_map(|name| name.strip_prefix("examples/")).filter(|name| *name != "README.md");
    let unlisted = examples.filter(|name| !listed.contains(&format!("`{name}`")));
    out.extend(unlisted.map(|name| format!("examples/{name}: examples/README.md doesn't say what it is")));
    out
}

fn case(file: &File) -> Vec<String> {
    let Some(name) = file.name.strip_prefix("cases/").filter(|name| *name != "README.md") else { return Vec::new() };
    let mut out = Vec::new();
    let stage = name.split('/').next().unwrap_or_default();
    if !file.is("md") {
        out.push(format!("{}: a case is a Markdown file", file.name));
    }
    if !STAGES.contains(&stage) {
        out.push(format!("{}: \"{stage}\" is no stage; one of: {}", file.name, STAGES.join(", ")));
    }
    let claim = file.text.lines().next().and_then(|line| line.strip_prefix("# "));
    if claim.is_none_or(|claim| claim.split_whitespace().count() < 3) {
        out.push(file.at(0, "the heading is a claim: \"# A visit that is announced is a future visit\""));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, text: &str) -> String {
        case(&File { name: name.into(), text: text.into() }).join("\n")
    }

    #[test]
    fn a_case_without_a_claim_or_a_stage_is_named() {
        assert_eq!(check("cases/time/weekend.md", "# A weekend has two days\n"), "");
        assert!(check("cases/time/weekend.md", "# Weekend\n").contains("the heading is a claim"));
        assert!(check("cases/misc/weekend.md", "# A weekend has two days\n").contains("\"misc\" is no stage"));
    }
}

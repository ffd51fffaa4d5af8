//! What can be said after the name of a task.

use attache_record::Class;
use std::path::PathBuf;

/// How many errors are shown where no number is given.
const ERRORS: usize = 40;

/// The options of all tasks; each task uses those that its help names.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Folder of the shared data; `None` for `../shared`.
    pub shared: Option<PathBuf>,
    /// Number of errors to show; `None` to show none.
    pub errors: Option<usize>,
    /// Only errors that have this class on either side.
    pub class: Option<Class>,
    /// A few documents of each set.
    pub smoke: bool,
    /// Also score with the independent scorer.
    pub cross_check: bool,
    /// Write what was found instead of comparing it.
    pub accept: bool,
    /// Everything else, in order.
    pub names: Vec<String>,
}

impl Options {
    /// Reads what follows the task's name.
    ///
    /// # Errors
    /// An option that is unknown or lacks its value.
    pub fn read(arguments: &[String]) -> Result<Self, String> {
        let mut options = Self::default();
        let mut rest = arguments.iter().peekable();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--shared" => {
                    let folder = rest.next().ok_or("--shared needs a folder: --shared ../shared")?;
                    options.shared = Some(PathBuf::from(folder));
                }
                "--class" => {
                    let class = rest.next().ok_or("--class needs a class: --class CONSULT")?;
                    options.class = Some(class.to_uppercase().parse()?);
                }
                "--errors" => {
                    let number = rest.peek().and_then(|next| next.parse().ok());
                    if number.is_some() {
                        rest.next();
                    }
                    options.errors = Some(number.unwrap_or(ERRORS));
                }
                "--smoke" => options.smoke = true,
                "--accept" => options.accept = true,
                "--cross-check" => options.cross_check = true,
                name if name.starts_with("--") => return Err(format!("{name} is no option; see cargo xtask help")),
                name => options.names.push(name.to_owned()),
            }
        }
        Ok(options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Options, String> {
        Options::read(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn the_number_after_errors_may_be_missing() {
        assert_eq!(read("--errors").unwrap().errors, Some(40));
        assert_eq!(read("--errors 7 dev").unwrap().errors, Some(7));
        let named = read("--errors dev --class consult").unwrap();
        assert_eq!((named.errors, named.class, named.names), (Some(40), Some(Class::Consult), vec!["dev".to_owned()]));
    }

    #[test]
    fn an_unknown_option_is_named() {
        assert!(read("--smok").unwrap_err().contains("--smok is no option"));
        assert!(read("--class VISIT").unwrap_err().contains("\"VISIT\" is none of"));
    }
}

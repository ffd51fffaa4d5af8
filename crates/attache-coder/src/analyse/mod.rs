//! Sentences as the model reads them: words after the treebanks' convention, files of such words, and whether the
//! text is English at all.

pub mod conllu;
pub mod language;
pub mod words;

//! JSON Lines: one record a line, told apart by `kind`; the first line is the run.

use attache_record::{Record, Run};

/// The line of the run.
pub fn head(run: &Run) -> Vec<u8> {
    let mut out = Vec::new();
    document(&[Record::Run(run.clone())], &mut out);
    out
}

/// The lines of a document's records.
pub fn document(records: &[Record], out: &mut Vec<u8>) {
    for record in records {
        // Writing plain data into memory cannot fail.
        if serde_json::to_writer(&mut *out, record).is_ok() {
            out.push(b'\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::sample;

    #[test]
    fn every_line_reads_back_as_the_record_it_was() {
        let (_, records) = sample::visit_and_demand();
        let mut out = head(&sample::run());
        document(&records, &mut out);
        let text = String::from_utf8(out).unwrap();
        let mut lines = text.lines();
        assert!(lines.next().unwrap().starts_with(r#"{"kind":"run","id":""#));
        let read: Vec<Record> = lines.map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(read, records);
    }
}

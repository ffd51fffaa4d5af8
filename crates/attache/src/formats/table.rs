//! Rows read back from a Parquet file that [`super::parquet`] wrote.

use super::row::{Parties, Row};
use attache_record::{EntryId, Evidence, Grain, Place, PlaceKind, Run, RunId, Span, When};
use jiff::civil::Date;
use parquet::file::metadata::KeyValue;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row as Columns};
use parquet::schema::types::Type;
use std::fs::File;
use std::sync::Arc;

/// The columns that are read: what a comparison of records looks at.
const READ: [&str; 34] = [
    "kind",
    "id",
    "document",
    "sentence_start",
    "sentence_end",
    "trigger",
    "trigger_start",
    "trigger_end",
    "class",
    "mode",
    "what",
    "status",
    "actor_codes",
    "actor_texts",
    "recipient_codes",
    "recipient_texts",
    "first_day",
    "last_day",
    "place_country",
    "place_name",
    "said_by_code",
    "said_by_text",
    "plover",
    "quad",
    "cameo",
    "goldstein",
    "plover_score",
    "topics",
    "changes",
    "directness",
    "claims",
    "score",
    "rules",
    "run",
];

/// The rows of a file, and what made them.
///
/// # Errors
/// When the file is no Parquet file, or lacks a column.
pub fn rows(file: File) -> Result<(Option<Run>, impl Iterator<Item = Result<Row, String>> + Send), String> {
    let reader = SerializedFileReader::new(file).map_err(|error| error.to_string())?;
    let about = reader.metadata().file_metadata();
    let run = about.key_value_metadata().and_then(|about| run(about));
    let schema = about.schema();
    let columns = READ.iter().map(|name| {
        let found = schema.get_fields().iter().find(|field| field.name() == *name);
        found.cloned().ok_or_else(|| format!("it has no column \"{name}\""))
    });
    let columns = columns.collect::<Result<Vec<Arc<Type>>, String>>()?;
    let wanted = Type::group_type_builder(schema.name()).with_fields(columns).build();
    let wanted = wanted.map_err(|error| error.to_string())?;
    let rows = RowIter::from_file_into(Box::new(reader)).project(Some(wanted)).map_err(|error| error.to_string())?;
    Ok((run, rows.map(|columns| columns.map(|columns| row(&columns)).map_err(|error| error.to_string()))))
}

fn run(about: &[KeyValue]) -> Option<Run> {
    let value = |key: &str| about.iter().find(|pair| pair.key == key)?.value.clone();
    let id = RunId::new(value("attache.run")?);
    let (software, knowledge) = (value("attache.software")?, value("attache.knowledge")?);
    Some(Run { id, software, knowledge, weights: value("attache.weights") })
}

/// The row of some columns, whatever their order.
fn row(columns: &Columns) -> Row {
    let mut row = Row::default();
    let (mut sentence, mut trigger, mut words) = ([None; 2], [None; 2], None);
    let (mut days, mut country, mut place) = ([None; 2], None, None);
    let (mut said_code, mut said_text) = (None, None);
    for (name, field) in columns.get_column_iter() {
        match name.as_str() {
            "kind" => row.kind = text(field).unwrap_or_default(),
            "id" => row.id = text(field).unwrap_or_default(),
            "document" => row.document = text(field).unwrap_or_default(),
            "sentence_start" => sentence[0] = whole(field),
            "sentence_end" => sentence[1] = whole(field),
            "trigger" => words = text(field),
            "trigger_start" => trigger[0] = whole(field),
            "trigger_end" => trigger[1] = whole(field),
            "class" => row.class = text(field),
            "mode" => row.mode = text(field),
            "what" => row.what = text(field),
            "status" => row.status = text(field),
            "actor_codes" => row.actors.codes = texts(field),
            "actor_texts" => row.actors.texts = texts(field),
            "recipient_codes" => row.recipients.codes = texts(field),
            "recipient_texts" => row.recipients.texts = texts(field),
            "first_day" => days[0] = day(field),
            "last_day" => days[1] = day(field),
            "place_country" => country = text(field),
            "place_name" => place = text(field),
            "said_by_code" => said_code = text(field),
            "said_by_text" => said_text = text(field),
            "plover" => row.plover = text(field),
            "quad" => row.quad = text(field),
            "cameo" => row.cameo = text(field),
            "goldstein" => row.goldstein = real(field),
            "plover_score" => row.plover_score = real(field),
            "topics" => row.topics = texts(field),
            "changes" => row.changes = texts(field),
            "directness" => row.directness = text(field),
            "claims" => row.claims = texts(field),
            "score" => row.score = real(field),
            "rules" => row.rules = texts(field),
            "run" => row.run = text(field).unwrap_or_default(),
            _ => {}
        }
    }
    let span = |[start, end]: [Option<u32>; 2]| start.zip(end).filter(|(s, e)| s <= e).map(|(s, e)| Span::new(s, e));
    row.sentence_span = span(sentence);
    row.trigger = words.zip(span(trigger)).map(|(text, span)| Evidence { text, span });
    let none = Span::new(0, 0);
    // Of a day and a place the table keeps what is compared; the rest is not asked for.
    row.when = days[0].zip(days[1]).map(|(first, last)| When {
        first,
        last,
        grain: Grain::Day,
        text: String::new(),
        rule: EntryId::new(""),
        span: none,
    });
    row.place = place.map(|name| Place {
        country,
        name,
        id: None,
        kind: PlaceKind::State,
        division: None,
        latitude: None,
        longitude: None,
        held_by: None,
        claimed_by: Vec::new(),
        text: String::new(),
        span: none,
    });
    if said_code.is_some() || said_text.is_some() {
        let (codes, texts) = (vec![said_code.unwrap_or_default()], vec![said_text.unwrap_or_default()]);
        row.said_by = Parties { codes, texts, ..Parties::default() };
    }
    row
}

fn text(field: &Field) -> Option<String> {
    if let Field::Str(text) = field { Some(text.clone()) } else { None }
}

fn texts(field: &Field) -> Vec<String> {
    let Field::ListInternal(list) = field else { return Vec::new() };
    list.elements().iter().filter_map(text).collect()
}

fn whole(field: &Field) -> Option<u32> {
    match field {
        Field::UInt(number) => Some(*number),
        Field::Int(number) => u32::try_from(*number).ok(),
        _ => None,
    }
}

fn real(field: &Field) -> Option<f32> {
    if let Field::Float(number) = field { Some(*number) } else { None }
}

fn day(field: &Field) -> Option<Date> {
    let Field::Date(days) = field else { return None };
    Date::constant(1970, 1, 1).checked_add(jiff::Span::new().try_days(*days).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::{Coded, parquet, row, sample};
    use crate::scratch::Scratch;

    #[test]
    fn what_was_written_is_read_back_with_its_run() {
        let (document, records) = sample::visit_and_demand();
        let sentences = sample::sentences(&document);
        let mut written = Vec::new();
        row::document(Coded { document: &document, records: &records, sentences: &sentences }, &mut written);
        let folder = Scratch::new("table");
        let (from, to) = (folder.join("rows"), folder.join("out.parquet"));
        std::fs::write(&from, written).unwrap();
        parquet::convert(&from, &to, &sample::run()).unwrap();

        let (run, rows) = rows(File::open(&to).unwrap()).unwrap();
        assert_eq!(run, Some(sample::run()));
        let rows: Vec<Row> = rows.map(Result::unwrap).collect();
        for (read, record) in rows.iter().zip(&records) {
            let written = Row::of(record).unwrap();
            assert_eq!((&read.id, &read.trigger, &read.rules), (&written.id, &written.trigger, &written.rules));
            assert_eq!((&read.actors.codes, &read.actors.texts), (&written.actors.codes, &written.actors.texts));
            let days = |row: &Row| row.when.as_ref().map(|when| (when.first, when.last));
            assert_eq!((days(read), read.score, &read.cameo), (days(&written), written.score, &written.cameo));
        }
        assert_eq!(rows.len(), records.len());
    }
}

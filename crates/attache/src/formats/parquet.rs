//! Parquet: one table with a row per record of any kind, told apart by `kind`.
//!
//! Lists (actors, recipients, topics, rules, claims) are lists of text; an unknown code or name in one is empty text,
//! so that the lists of one side stay parallel. Days are dates. The run stands in the file's metadata. A Parquet file
//! cannot be gone on with, so rows are gathered in `OUT.partial` and made into the file at the end, in one pass.

use super::row::Row;
use crate::corpus::output::unwritable;
use crate::exit::Failure;
use attache_record::{Degrees, Diagnostic, EntryId, Run, Span};
use jiff::civil::Date;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{Type, TypePtr};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter};
use std::path::Path;
use std::sync::Arc;

/// Rows in a row group: these are in memory at once, about a kilobyte each.
const ROWS: usize = 32 * 1024;

/// What a column holds and where in the row it is found.
enum Take {
    Text(fn(&Row) -> Option<&str>),
    Texts(fn(&Row) -> &[String]),
    Whole(fn(&Row) -> Option<u32>),
    Real(fn(&Row) -> Option<f32>),
    Degrees(fn(&Row) -> Option<Degrees>),
    Flag(fn(&Row) -> Option<bool>),
    Day(fn(&Row) -> Option<Date>),
}

/// A column: its name, and what it holds.
struct Column(&'static str, Take);

fn start(span: Option<Span>) -> Option<u32> {
    span.map(Span::start)
}

fn end(span: Option<Span>) -> Option<u32> {
    span.map(Span::end)
}

/// The columns. `actor_*` are a quote's speaker, a readout's issuer, a contact's parties and a mission's state;
/// `recipient_*` a quote's addressee and a mission's hosts; `trigger` is a quote's words; `about` is the event of a
/// contact and the contact of a readout; `sentence` counts from 1; starts and ends are bytes of the document's text.
const COLUMNS: [Column; 60] = [
    Column("kind", Take::Text(|r| Some(&r.kind))),
    Column("id", Take::Text(|r| Some(&r.id))),
    Column("document", Take::Text(|r| Some(&r.document))),
    Column("published", Take::Day(|r| r.published)),
    Column("published_basis", Take::Text(|r| r.published_basis.as_deref())),
    Column("source", Take::Text(|r| r.source.as_deref())),
    Column("uri", Take::Text(|r| r.uri.as_deref())),
    Column("title", Take::Text(|r| r.title.as_deref())),
    Column("sentence", Take::Whole(|r| r.sentence)),
    Column("sentence_start", Take::Whole(|r| start(r.sentence_span))),
    Column("sentence_end", Take::Whole(|r| end(r.sentence_span))),
    Column("trigger", Take::Text(|r| r.trigger.as_ref().map(|t| t.text.as_str()))),
    Column("trigger_start", Take::Whole(|r| start(r.trigger.as_ref().map(|t| t.span)))),
    Column("trigger_end", Take::Whole(|r| end(r.trigger.as_ref().map(|t| t.span)))),
    Column("class", Take::Text(|r| r.class.as_deref())),
    Column("mode", Take::Text(|r| r.mode.as_deref())),
    Column("what", Take::Text(|r| r.what.as_deref())),
    Column("status", Take::Text(|r| r.status.as_deref())),
    Column("actor_codes", Take::Texts(|r| &r.actors.codes)),
    Column("actor_ids", Take::Texts(|r| &r.actors.ids)),
    Column("actor_names", Take::Texts(|r| &r.actors.names)),
    Column("actor_texts", Take::Texts(|r| &r.actors.texts)),
    Column("recipient_codes", Take::Texts(|r| &r.recipients.codes)),
    Column("recipient_ids", Take::Texts(|r| &r.recipients.ids)),
    Column("recipient_names", Take::Texts(|r| &r.recipients.names)),
    Column("recipient_texts", Take::Texts(|r| &r.recipients.texts)),
    Column("visitors", Take::Whole(|r| r.visitors)),
    Column("first_day", Take::Day(|r| r.when.as_ref().map(|w| w.first))),
    Column("last_day", Take::Day(|r| r.when.as_ref().map(|w| w.last))),
    Column("grain", Take::Text(|r| r.when.as_ref().map(|w| w.grain.as_str()))),
    Column("when_text", Take::Text(|r| r.when.as_ref().map(|w| w.text.as_str()))),
    Column("place_country", Take::Text(|r| r.place.as_ref().and_then(|p| p.country.as_deref()))),
    Column("place_name", Take::Text(|r| r.place.as_ref().map(|p| p.name.as_str()))),
    Column("place_text", Take::Text(|r| r.place.as_ref().map(|p| p.text.as_str()))),
    Column("place_id", Take::Text(|r| r.place.as_ref()?.id.as_ref().map(EntryId::as_str))),
    Column("place_kind", Take::Text(|r| r.place.as_ref().map(|p| p.kind.as_str()))),
    Column("place_division", Take::Text(|r| r.place.as_ref()?.division.as_deref())),
    Column("latitude", Take::Degrees(|r| r.place.as_ref()?.latitude)),
    Column("longitude", Take::Degrees(|r| r.place.as_ref()?.longitude)),
    Column("place_held_by", Take::Text(|r| r.place.as_ref()?.held_by.as_deref())),
    Column("place_claimed_by", Take::Texts(|r| r.place.as_ref().map_or(&[], |p| &p.claimed_by))),
    Column("said_by_code", Take::Text(|r| r.said_by.codes.first().map(String::as_str))),
    Column("said_by_id", Take::Text(|r| r.said_by.ids.first().map(String::as_str))),
    Column("said_by_name", Take::Text(|r| r.said_by.names.first().map(String::as_str))),
    Column("said_by_text", Take::Text(|r| r.said_by.texts.first().map(String::as_str))),
    Column("plover", Take::Text(|r| r.plover.as_deref())),
    Column("quad", Take::Text(|r| r.quad.as_deref())),
    Column("cameo", Take::Text(|r| r.cameo.as_deref())),
    Column("goldstein", Take::Real(|r| r.goldstein)),
    Column("plover_score", Take::Real(|r| r.plover_score)),
    Column("topics", Take::Texts(|r| &r.topics)),
    Column("changes", Take::Texts(|r| &r.changes)),
    Column("at_least", Take::Whole(|r| r.at_least)),
    Column("directness", Take::Text(|r| r.directness.as_deref())),
    Column("orphan", Take::Flag(|r| r.orphan)),
    Column("claims", Take::Texts(|r| &r.claims)),
    Column("about", Take::Text(|r| r.about.as_deref())),
    Column("score", Take::Real(|r| r.score)),
    Column("rules", Take::Texts(|r| &r.rules)),
    Column("run", Take::Text(|r| Some(&r.run))),
];

/// Makes the Parquet file `to` from the rows in `from`.
///
/// # Errors
/// When one of the files cannot be read or written.
pub fn convert(from: &Path, to: &Path, run: &Run) -> Result<(), Failure> {
    let unreadable = |error: &dyn std::fmt::Display| {
        Failure::output(Diagnostic::error(format!("\"{}\" cannot be read back: {error}", from.display())))
    };
    let file = File::create(to).map_err(|error| unwritable(to, &error))?;
    let unwritten = |error: ParquetError| {
        let error = match error {
            ParquetError::External(inner) => match inner.downcast::<std::io::Error>() {
                Ok(error) => *error,
                Err(other) => std::io::Error::other(other),
            },
            other => std::io::Error::other(other),
        };
        unwritable(to, &error)
    };
    let schema = schema().map_err(unwritten)?;
    let target = BufWriter::new(file);
    let mut writer = SerializedFileWriter::new(target, schema, Arc::new(properties(run))).map_err(unwritten)?;
    let mut reader = BufReader::new(File::open(from).map_err(|error| unreadable(&error))?);
    let mut line = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    loop {
        line.clear();
        let read = reader.read_until(b'\n', &mut line).map_err(|error| unreadable(&error))?;
        if read > 0 {
            rows.push(serde_json::from_slice(&line).map_err(|error| unreadable(&error))?);
        }
        if rows.len() == ROWS || (read == 0 && !rows.is_empty()) {
            write_group(&mut writer, &rows).map_err(unwritten)?;
            rows.clear();
        }
        if read == 0 {
            break;
        }
    }
    let target = writer.into_inner().map_err(unwritten)?;
    let file = target.into_inner().map_err(|error| unwritable(to, &error.into_error()))?;
    file.sync_all().map_err(|error| unwritable(to, &error))
}

fn properties(run: &Run) -> WriterProperties {
    let mut about = vec![
        KeyValue::new("attache.run".to_owned(), run.id.to_string()),
        KeyValue::new("attache.software".to_owned(), run.software.clone()),
        KeyValue::new("attache.knowledge".to_owned(), run.knowledge.clone()),
    ];
    about.extend(run.weights.clone().map(|weights| KeyValue::new("attache.weights".to_owned(), weights)));
    WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(run.software.clone())
        .set_key_value_metadata(Some(about))
        .build()
}

fn schema() -> Result<TypePtr, ParquetError> {
    let columns = COLUMNS.iter().map(|Column(name, take)| column_type(name, take).map(Arc::new));
    let columns = columns.collect::<Result<_, _>>()?;
    Type::group_type_builder("record").with_fields(columns).build().map(Arc::new)
}

fn column_type(name: &str, take: &Take) -> Result<Type, ParquetError> {
    let optional = |physical| Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
    match take {
        Take::Text(_) => optional(Physical::BYTE_ARRAY).with_logical_type(Some(LogicalType::String)).build(),
        Take::Whole(_) => {
            let unsigned = LogicalType::integer(32, false);
            optional(Physical::INT32).with_logical_type(Some(unsigned)).build()
        }
        Take::Real(_) => optional(Physical::FLOAT).build(),
        Take::Degrees(_) => optional(Physical::DOUBLE).build(),
        Take::Flag(_) => optional(Physical::BOOLEAN).build(),
        Take::Day(_) => optional(Physical::INT32).with_logical_type(Some(LogicalType::Date)).build(),
        Take::Texts(_) => {
            let element = Type::primitive_type_builder("element", Physical::BYTE_ARRAY)
                .with_repetition(Repetition::REQUIRED)
                .with_logical_type(Some(LogicalType::String))
                .build()?;
            let list = Type::group_type_builder("list")
                .with_repetition(Repetition::REPEATED)
                .with_fields(vec![Arc::new(element)])
                .build()?;
            Type::group_type_builder(name)
                .with_repetition(Repetition::REQUIRED)
                .with_logical_type(Some(LogicalType::List))
                .with_fields(vec![Arc::new(list)])
                .build()
        }
    }
}

/// Days since 1970-01-01, as Parquet counts dates.
fn days(date: Date) -> i32 {
    const EPOCH: Date = Date::constant(1970, 1, 1);
    // A difference of two dates in days is a whole number of days within the range of years that a date can have.
    EPOCH.until(date).map_or(0, |span| span.get_days())
}

fn write_group<W: std::io::Write + Send>(
    writer: &mut SerializedFileWriter<W>,
    rows: &[Row],
) -> Result<(), ParquetError> {
    let mut group = writer.next_row_group()?;
    for Column(_, take) in &COLUMNS {
        let Some(mut column) = group.next_column()? else { break };
        write_column(column.untyped(), take, rows)?;
        column.close()?;
    }
    group.close()?;
    Ok(())
}

/// The values that are there, and for each row whether one is.
fn optional<'r, T>(rows: &'r [Row], take: impl Fn(&'r Row) -> Option<T>) -> (Vec<T>, Vec<i16>) {
    let mut values = Vec::with_capacity(rows.len());
    let mut there = Vec::with_capacity(rows.len());
    for row in rows {
        let value = take(row);
        there.push(i16::from(value.is_some()));
        values.extend(value);
    }
    (values, there)
}

fn write_column(column: &mut ColumnWriter<'_>, take: &Take, rows: &[Row]) -> Result<(), ParquetError> {
    match (column, take) {
        (ColumnWriter::ByteArrayColumnWriter(column), Take::Text(take)) => {
            let (values, there) = optional(rows, |row| take(row).map(ByteArray::from));
            column.write_batch(&values, Some(&there), None)?;
        }
        (ColumnWriter::ByteArrayColumnWriter(column), Take::Texts(take)) => {
            let (values, there, goes_on) = lists(rows, take);
            column.write_batch(&values, Some(&there), Some(&goes_on))?;
        }
        (ColumnWriter::Int32ColumnWriter(column), Take::Whole(take)) => {
            let (values, there) = optional(rows, |row| take(row).map(u32::cast_signed));
            column.write_batch(&values, Some(&there), None)?;
        }
        (ColumnWriter::Int32ColumnWriter(column), Take::Day(take)) => {
            let (values, there) = optional(rows, |row| take(row).map(days));
            column.write_batch(&values, Some(&there), None)?;
        }
        (ColumnWriter::FloatColumnWriter(column), Take::Real(take)) => {
            let (values, there) = optional(rows, take);
            column.write_batch(&values, Some(&there), None)?;
        }
        (ColumnWriter::DoubleColumnWriter(column), Take::Degrees(take)) => {
            let (values, there) = optional(rows, |row| take(row).map(Degrees::value));
            column.write_batch(&values, Some(&there), None)?;
        }
        (ColumnWriter::BoolColumnWriter(column), Take::Flag(take)) => {
            let (values, there) = optional(rows, take);
            column.write_batch(&values, Some(&there), None)?;
        }
        _ => return Err(ParquetError::General("a column's type does not fit the schema".to_owned())),
    }
    Ok(())
}

/// All elements of the lists, for each whether it is there (0: an empty list), and whether it goes on the list begun
/// before it.
fn lists(rows: &[Row], take: &fn(&Row) -> &[String]) -> (Vec<ByteArray>, Vec<i16>, Vec<i16>) {
    let (mut values, mut there, mut goes_on) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        let list = take(row);
        if list.is_empty() {
            there.push(0);
            goes_on.push(0);
        }
        for (at, element) in list.iter().enumerate() {
            values.push(ByteArray::from(element.as_str()));
            there.push(1);
            goes_on.push(i16::from(at > 0));
        }
    }
    (values, there, goes_on)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::{Coded, row, sample};
    use crate::scratch::Scratch;
    use parquet::file::reader::{FileReader, SerializedFileReader};

    #[test]
    fn a_table_reads_back_with_lists_days_and_the_run() {
        let (document, records) = sample::visit_and_demand();
        let sentences = sample::sentences(&document);
        let mut rows = Vec::new();
        row::document(Coded { document: &document, records: &records, sentences: &sentences }, &mut rows);
        let folder = Scratch::new("parquet");
        let (from, to) = (folder.join("rows"), folder.join("out.parquet"));
        std::fs::write(&from, rows).unwrap();
        convert(&from, &to, &sample::run()).unwrap();

        let reader = SerializedFileReader::new(File::open(&to).unwrap()).unwrap();
        let about = reader.metadata().file_metadata().key_value_metadata().unwrap();
        assert_eq!(about[1].value.as_deref(), Some("attache 0.0.0"));
        let read: Vec<_> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
        assert_eq!(read.len(), records.len());
        let field = |row: usize, name: &str| {
            let found = read[row].get_column_iter().find(|(column, _)| *column == name);
            found.map(|(_, value)| value.to_string()).unwrap()
        };
        assert_eq!((field(0, "class"), field(0, "status")), ("\"CONSULT\"".into(), "\"future\"".into()));
        assert_eq!((field(0, "published"), field(0, "first_day")), ("2023-06-14".into(), "2023-06-16".into()));
        assert_eq!((field(0, "actor_codes"), field(0, "sentence")), ("[\"PER:GOV\"]".into(), "1".into()));
        assert_eq!((field(1, "topics"), field(1, "first_day")), ("[]".into(), "null".into()));
        assert_eq!(field(2, "about"), "\"visit\"");
        let degrees = |name: &str| field(1, name).parse::<f64>().ok();
        assert_eq!((degrees("latitude"), degrees("longitude")), (Some(-4.382), Some(-79.945)));
    }

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(days(Date::constant(1970, 1, 2)), 1);
        assert_eq!(days(Date::constant(1969, 12, 31)), -1);
        assert_eq!(days(Date::constant(2023, 6, 14)), 19_522);
    }
}

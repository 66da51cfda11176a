//! Records as Parquet, for DuckDB, Polars, pandas and R arrow, and back again without loss.
//!
//! A row is an event (a report without events has one row, its event columns empty). The typed columns are for analysis; `event_json`,
//! `report_json` and, in the first row of a report, `rest_json` (entities, attributions, places) hold the record itself, so that
//! [`read`] gives back what [`write`] was given. Parquet is dear to compile: that is why it has a room of its own.
//!
//! ```
//! use chancery_record::{Event, Record, ReportHead, Span};
//! let mut record = Record::new(ReportHead::new("a"));
//! record.events.push(Event::new("V1", "AID", Span(0, 1), Span(0, 9)));
//! let bytes = chancery_columns::write(&[record.clone()]).unwrap();
//! assert_eq!(chancery_columns::read_bytes(bytes).unwrap(), [record]);
//! ```

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow_array::builder::{Float64Builder, ListBuilder, StringBuilder};
use arrow_array::{Array, ArrayRef, Date32Array, Float64Array, Int32Array, RecordBatch, StringArray};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use chancery_base::Day;
use chancery_record::{Event, Party, Record, ReportHead, SCHEMA};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::ChunkReader;

/// Rows that are put together before they are written.
const ROWS: usize = 8192;

/// Why a file could not be written or read.
#[derive(Debug)]
pub struct Error(String);

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

impl From<ParquetError> for Error {
    fn from(error: ParquetError) -> Self {
        Error(format!("not a Parquet file of Chancery: {error}"))
    }
}

impl From<ArrowError> for Error {
    fn from(error: ArrowError) -> Self {
        Error(format!("not a Parquet file of Chancery: {error}"))
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Error(format!("a column of JSON is damaged: {error}"))
    }
}

struct Row<'a> {
    record: &'a Record,
    event: Option<&'a Event>,
    is_first: bool,
}

/// The records as a Parquet file.
pub fn write(records: &[Record]) -> Result<Vec<u8>, Error> {
    let rows: Vec<Row<'_>> = records
        .iter()
        .flat_map(|record| {
            let none = record.events.is_empty().then_some(Row { record, event: None, is_first: true });
            let events = record.events.iter().enumerate();
            none.into_iter().chain(events.map(move |(at, event)| Row { record, event: Some(event), is_first: at == 0 }))
        })
        .collect();
    let schema = Arc::new(batch(&[])?.schema().as_ref().clone());
    let properties = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?)).build();
    let mut writer = ArrowWriter::try_new(Vec::new(), schema, Some(properties))?;
    for some in rows.chunks(ROWS) {
        writer.write(&batch(some)?)?;
    }
    Ok(writer.into_inner()?)
}

/// One column: its name and its values.
type Column = (&'static str, ArrayRef);

fn batch(rows: &[Row<'_>]) -> Result<RecordBatch, Error> {
    let mut columns: Vec<Column> = Vec::new();
    let head = |of: fn(&ReportHead) -> Option<String>| strings(rows.iter().map(|row| of(&row.record.report)));
    columns.push(("report", head(|head| Some(head.id.clone()))));
    columns.push(("source", head(|head| head.source.clone())));
    columns.push(("url", head(|head| head.url.clone())));
    columns.push(("title", head(|head| head.title.clone())));
    columns.push(("language", head(|head| head.language.clone())));
    columns.push(("published", days(rows.iter().map(|row| row.record.report.published))));
    let event = |of: fn(&Event) -> Option<String>| strings(rows.iter().map(|row| row.event.and_then(of)));
    columns.push(("event", event(|event| Some(event.id.clone()))));
    columns.push(("type", event(|event| Some(event.kind.clone()))));
    columns.push(("modes", lists(rows, |event| event.modes.clone())));
    columns.push(("contexts", lists(rows, |event| event.contexts.clone())));
    columns.push(("aux", event(|event| event.aux.map(|aux| aux.as_str().to_owned()))));
    columns.push(("cameo", event(|event| event.cameo.clone())));
    let quad = rows.iter().map(|row| row.event.map(|event| i32::from(event.quad)));
    columns.push(("quad", Arc::new(Int32Array::from_iter(quad))));
    columns.push(("scale", numbers(rows, |event| Some(event.scale))));
    columns.push(("goldstein", numbers(rows, |event| event.goldstein)));
    columns.push(("actors", lists(rows, |event| texts(&event.actors))));
    columns.push(("actor_countries", lists(rows, |event| countries(&event.actors))));
    columns.push(("actor_sectors", lists(rows, |event| sectors(&event.actors))));
    columns.push(("recipients", lists(rows, |event| texts(&event.recipients))));
    columns.push(("recipient_countries", lists(rows, |event| countries(&event.recipients))));
    columns.push(("recipient_sectors", lists(rows, |event| sectors(&event.recipients))));
    columns.push(("according_to", lists(rows, |event| event.according_to.iter().map(|one| one.text.clone()).collect())));
    columns.push((
        "according_to_countries",
        lists(rows, |event| {
            event.according_to.iter().map(|one| one.country.map(|code| code.to_string()).unwrap_or_default()).collect()
        }),
    ));
    columns.push(("date_first", days(rows.iter().map(|row| row.event.and_then(|event| Some(event.date?.first))))));
    columns.push(("date_last", days(rows.iter().map(|row| row.event.and_then(|event| Some(event.date?.last))))));
    columns.push(("place", event(|event| event.place.as_ref().map(|place| place.text.clone()))));
    columns.push(("place_name", event(|event| event.place.as_ref()?.name.clone())));
    columns.push(("place_country", event(|event| Some(event.place.as_ref()?.country?.to_string()))));
    columns.push(("lat", numbers(rows, |event| event.place.as_ref()?.lat)));
    columns.push(("lon", numbers(rows, |event| event.place.as_ref()?.lon)));
    columns.push(("trigger", event(|event| event.trigger_text().map(str::to_owned))));
    columns.push(("evidence", event(|event| Some(event.text.clone()))));
    columns.push(("confidence", numbers(rows, |event| Some(event.confidence))));
    columns.push(("rule", event(|event| Some(event.rule.clone()))));
    columns.push(("event_json", event(|event| serde_json::to_string(event).ok())));
    columns.push(("report_json", head(|head| serde_json::to_string(head).ok())));
    columns.push(("rest_json", strings(rows.iter().map(|row| row.is_first.then(|| rest(row.record))))));
    let fields: Vec<Field> = columns.iter().map(|(name, values)| Field::new(*name, values.data_type().clone(), true)).collect();
    let schema = Arc::new(Schema::new(fields));
    Ok(RecordBatch::try_new(schema, columns.into_iter().map(|(_, values)| values).collect())?)
}

fn rest(record: &Record) -> String {
    let parts = (&record.entities, &record.attributions, &record.places);
    serde_json::to_string(&parts).unwrap_or_default()
}

fn strings(values: impl Iterator<Item = Option<String>>) -> ArrayRef {
    Arc::new(StringArray::from_iter(values))
}

fn days(values: impl Iterator<Item = Option<Day>>) -> ArrayRef {
    let epoch: Day = "1970-01-01".parse().unwrap_or_default();
    Arc::new(Date32Array::from_iter(values.map(|day| day.map(|day| day.duration_since(epoch).as_hours().div_euclid(24) as i32))))
}

fn numbers(rows: &[Row<'_>], of: fn(&Event) -> Option<f64>) -> ArrayRef {
    let mut column = Float64Builder::with_capacity(rows.len());
    rows.iter().for_each(|row| column.append_option(row.event.and_then(of)));
    let column: Float64Array = column.finish();
    Arc::new(column)
}

fn lists(rows: &[Row<'_>], of: fn(&Event) -> Vec<String>) -> ArrayRef {
    let mut column = ListBuilder::new(StringBuilder::new());
    for row in rows {
        match row.event {
            Some(event) => {
                of(event).iter().for_each(|value| column.values().append_value(value));
                column.append(true);
            }
            None => column.append(false),
        }
    }
    Arc::new(column.finish())
}

fn texts(parties: &[Party]) -> Vec<String> {
    parties.iter().map(|party| party.text.clone()).collect()
}

fn countries(parties: &[Party]) -> Vec<String> {
    parties.iter().map(|party| party.country.map(|code| code.to_string()).unwrap_or_default()).collect()
}

fn sectors(parties: &[Party]) -> Vec<String> {
    let joined = |party: &Party| party.sectors.iter().map(|sector| sector.as_str()).collect::<Vec<_>>().join(" ");
    parties.iter().map(joined).collect()
}

/// Reads the records of a file back.
pub fn read(path: &Path) -> Result<Vec<Record>, Error> {
    read_chunks(File::open(path).map_err(|error| Error(error.to_string()))?)
}

/// Reads the records of a file in memory back.
pub fn read_bytes(bytes: Vec<u8>) -> Result<Vec<Record>, Error> {
    read_chunks(bytes::Bytes::from(bytes))
}

fn read_chunks(file: impl ChunkReader + 'static) -> Result<Vec<Record>, Error> {
    let mut records: Vec<Record> = Vec::new();
    for batch in ParquetRecordBatchReaderBuilder::try_new(file)?.build()? {
        let batch = batch?;
        let column = |name: &str| -> Result<StringArray, Error> {
            let values = batch.column_by_name(name).filter(|values| values.data_type() == &DataType::Utf8);
            let values = values.and_then(|values| values.as_any().downcast_ref::<StringArray>());
            values.cloned().ok_or_else(|| Error(format!("not a Parquet file of Chancery: it has no column {name}")))
        };
        let (events, heads, rests) = (column("event_json")?, column("report_json")?, column("rest_json")?);
        for at in 0..batch.num_rows() {
            if rests.is_valid(at) {
                let head: ReportHead = serde_json::from_str(heads.value(at))?;
                let (entities, attributions, places) = serde_json::from_str(rests.value(at))?;
                let schema = SCHEMA.to_owned();
                records.push(Record { schema, report: head, entities, events: Vec::new(), attributions, places });
            }
            if events.is_valid(at) {
                let record = records.last_mut().ok_or_else(|| Error("the first row of a report is missing".to_owned()))?;
                record.events.push(serde_json::from_str(events.value(at))?);
            }
        }
    }
    Ok(records)
}

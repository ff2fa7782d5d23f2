//! Rows in each form, batch by batch.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ::parquet::arrow::ArrowWriter;
use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::file::properties::WriterProperties;
use aludel::{CsvWriter, Rows};
use arrow_array::RecordBatch;
use arrow_ipc::writer::FileWriter;
use arrow_schema::SchemaRef;

use super::{Place, Shown, parquet};
use crate::arguments::RowFormat;
use crate::failure::Failure;

/// A group of rows of a Parquet file is written when it has so many rows, or so many bytes: what is held of a result.
const GROUP_ROWS: usize = 122_880;
const GROUP_BYTES: usize = 64 << 20;

/// Writes the rows of one result.
pub(crate) struct Writer {
    form: Form,
    is_gone: Arc<AtomicBool>,
}

enum Form {
    Table(Box<Shown>, Place),
    Csv(CsvWriter<Place>),
    Json(Place),
    Parquet(Box<ArrowWriter<Place>>, SchemaRef),
    Arrow(Box<FileWriter<Place>>),
}

impl Writer {
    /// `shown` is how many rows a table shows.
    pub(crate) fn new(format: RowFormat, place: Place, schema: &SchemaRef, shown: usize) -> Result<Self, Failure> {
        let is_gone = place.gone();
        let told = |error: &dyn fmt::Display| failure(&is_gone, error);
        let form = match format {
            RowFormat::Table => Form::Table(Box::new(Shown::new(schema.clone(), shown)), place),
            RowFormat::Csv => Form::Csv(CsvWriter::new(place, schema).map_err(|error| told(&error))?),
            RowFormat::Json => Form::Json(place),
            RowFormat::Parquet => {
                let schema = parquet::file_schema(schema)?;
                let properties = WriterProperties::builder()
                    .set_compression(Compression::ZSTD(ZstdLevel::default()))
                    .set_max_row_group_row_count(Some(GROUP_ROWS))
                    .build();
                let writer = ArrowWriter::try_new(place, schema.clone(), Some(properties));
                Form::Parquet(Box::new(writer.map_err(|error| told(&error))?), schema)
            }
            RowFormat::Arrow => {
                Form::Arrow(Box::new(FileWriter::try_new(place, schema).map_err(|error| told(&error))?))
            }
        };
        Ok(Self { form, is_gone })
    }

    pub(crate) fn write(&mut self, batch: RecordBatch) -> Result<(), Failure> {
        let told = |error: &dyn fmt::Display| failure(&self.is_gone, error);
        match &mut self.form {
            Form::Table(shown, _) => {
                shown.take(&batch);
                Ok(())
            }
            Form::Csv(csv) => csv.write(&batch).map_err(|error| told(&error)),
            Form::Json(place) => {
                let rows = Rows::new(batch.schema(), vec![batch]);
                rows.write_json_lines(place).map_err(|error| told(&error))
            }
            Form::Parquet(file, schema) => {
                file.write(&parquet::file_batch(batch, schema)?).map_err(|error| told(&error))?;
                if file.in_progress_size() > GROUP_BYTES {
                    file.flush().map_err(|error| told(&error))?;
                }
                Ok(())
            }
            Form::Arrow(arrow) => arrow.write(&batch).map_err(|error| told(&error)),
        }
    }

    pub(crate) fn finish(self) -> Result<(), Failure> {
        let told = |error: &dyn fmt::Display| failure(&self.is_gone, error);
        let place = match self.form {
            Form::Table(shown, mut place) => {
                shown.write(&mut place)?;
                place
            }
            Form::Csv(csv) => csv.finish().map_err(|error| told(&error))?,
            Form::Json(place) => place,
            Form::Parquet(file, _) => file.into_inner().map_err(|error| told(&error))?,
            Form::Arrow(mut arrow) => {
                arrow.finish().map_err(|error| told(&error))?;
                arrow.into_inner().map_err(|error| told(&error))?
            }
        };
        place.finish()
    }
}

fn failure(is_gone: &AtomicBool, error: &dyn fmt::Display) -> Failure {
    if is_gone.load(Ordering::Relaxed) { Failure::reader_gone() } else { Failure::new(error) }
}

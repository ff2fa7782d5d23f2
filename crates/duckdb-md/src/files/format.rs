//! The formats of files, and the options that each has.

/// Parquet files.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Parquet;

/// Files of text with a delimiter between values.
#[derive(Clone, Debug)]
pub struct Csv {
    pub(super) delimiter: char,
    pub(super) quote: char,
    pub(super) null: String,
    pub(super) has_header: bool,
    pub(super) date_format: Option<String>,
    pub(super) timestamp_format: Option<String>,
}

impl Default for Csv {
    fn default() -> Self {
        let (date_format, timestamp_format) = (None, None);
        Self { delimiter: ',', quote: '"', null: String::new(), has_header: true, date_format, timestamp_format }
    }
}

/// Files of JSON: one object per line, or an array of objects.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Json;

/// Builder methods for what CSV has in both directions.
macro_rules! csv_options {
    () => {
        /// What stands between two values; a comma unless this is said.
        pub fn delimiter(mut self, delimiter: char) -> Self {
            self.format.delimiter = delimiter;
            self
        }

        /// What stands around a text that needs it, and is doubled inside; `"` unless this is said.
        pub fn quote(mut self, quote: char) -> Self {
            self.format.quote = quote;
            self
        }

        /// What stands for NULL; nothing at all unless this is said. Between quotes it is a text, never NULL.
        pub fn null_text(mut self, text: impl Into<String>) -> Self {
            self.format.null = text.into();
            self
        }

        /// The files' first line is a row, and tells no names.
        pub fn without_header(mut self) -> Self {
            self.format.has_header = false;
            self
        }

        /// How days are written, in the words of DuckDB's `strptime`: `%d.%m.%Y`.
        pub fn date_format(mut self, format: impl Into<String>) -> Self {
            self.format.date_format = Some(format.into());
            self
        }

        /// How moments are written, in the words of DuckDB's `strptime`.
        pub fn timestamp_format(mut self, format: impl Into<String>) -> Self {
            self.format.timestamp_format = Some(format.into());
            self
        }
    };
}

pub(super) use csv_options;

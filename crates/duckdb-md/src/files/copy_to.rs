//! From a query into files.

use std::path::Path;

use aludel_dialect::{Capabilities, Construct, SqlType, ToValue, Value};
use aludel_duckdb_sql::DuckDb;
use aludel_engine::{Engine, Error, ErrorClass, Execution, RowsChanged, ServerError, Session};
use aludel_query::{BuildError, Effect, IntoQuery, Prepared, Spelling, Statement, TransactionalStatement};

use super::copy_from::{checked_path, of_file};
use super::exact::{NO_NUMBER, has_floats, lost_in_json, lost_in_parquet};
use super::format::csv_options;
use super::{Casts, Csv, Json, Parquet};
use crate::executor::{Column, Run, columns_of};
use crate::words::Words;

/// What becomes of files that are there already where several are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExistingFiles {
    /// Those of the names that are written are replaced, the others stay.
    Replace,
    /// All that is in the folder is removed first.
    RemoveAll,
    /// They stay, and new names are made.
    Append,
}

/// A query's rows on their way into a file. Made by [`copy_to_parquet`], [`copy_to_csv`] and [`copy_to_json`].
///
/// A file of that name is replaced. Values that the format can't hold as they are (a HUGEINT in Parquet would be rounded
/// to a DOUBLE) are an error that names the column, unless [`casts`](Self::casts) says otherwise.
///
/// It runs on an engine or a session, and in no transaction, because no rollback takes a file back; a session's own
/// statements see what its open transaction has written.
#[derive(Clone, Debug)]
#[must_use = "it copies nothing until `run` is awaited"]
pub struct CopyTo<F, Q> {
    query: Q,
    path: Option<String>,
    options: Vec<(String, Value)>,
    partition_by: Vec<String>,
    existing: Option<ExistingFiles>,
    casts: Casts,
    format: F,
}

/// Writes a query's rows into a Parquet file, or a folder of them with [`partition_by`](CopyTo::partition_by).
///
/// ```
/// use aludel_duckdb_md::copy_to_parquet;
/// use aludel_duckdb_sql::DuckDb;
/// use aludel_engine::{Connect, Registry};
/// use aludel_query::{literal, select};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let engine = Connect::through(Registry::new().with(aludel_duckdb_md::driver()), "duckdb://").open().await?;
/// let engine = engine.typed::<DuckDb>()?;
/// let path = std::env::temp_dir().join(format!("answer-{}.parquet", std::process::id()));
/// let query = select([literal(42).label("answer")]);
/// let rows = copy_to_parquet(query, &path).compression("zstd").row_group_size(10_000).run(&engine).await?;
/// assert_eq!(rows, 1);
/// # std::fs::remove_file(&path)?;
/// # Ok(()) }
/// ```
pub fn copy_to_parquet<Q>(query: Q, path: impl AsRef<Path>) -> CopyTo<Parquet, Q>
where
    Q: Statement<DuckDb> + IntoQuery<DuckDb> + Sync,
{
    CopyTo::new(query, path.as_ref(), Parquet)
}

/// Writes a query's rows into a CSV file. NULL is nothing at all, an empty text is `""`.
pub fn copy_to_csv<Q>(query: Q, path: impl AsRef<Path>) -> CopyTo<Csv, Q>
where
    Q: Statement<DuckDb> + IntoQuery<DuckDb> + Sync,
{
    CopyTo::new(query, path.as_ref(), Csv::default())
}

/// Writes a query's rows into a file of JSON, an object per line.
pub fn copy_to_json<Q>(query: Q, path: impl AsRef<Path>) -> CopyTo<Json, Q>
where
    Q: Statement<DuckDb> + IntoQuery<DuckDb> + Sync,
{
    CopyTo::new(query, path.as_ref(), Json)
}

impl<F, Q> CopyTo<F, Q> {
    fn new(query: Q, path: &Path, format: F) -> Self {
        Self {
            query,
            path: path.to_str().map(str::to_owned),
            options: Vec::new(),
            partition_by: Vec::new(),
            existing: None,
            casts: Casts::default(),
            format,
        }
    }

    /// Writes a folder with a folder for each value of these columns, `region=north/`.
    pub fn partition_by<N: Into<String>>(mut self, columns: impl IntoIterator<Item = N>) -> Self {
        self.partition_by = columns.into_iter().map(N::into).collect();
        self
    }

    /// What becomes of files that are in the folder already. Without it, a folder that is not empty is an error.
    pub fn existing_files(mut self, existing: ExistingFiles) -> Self {
        self.existing = Some(existing);
        self
    }

    /// How the file is compressed, in DuckDB's words: `zstd`, `snappy`, `gzip`.
    pub fn compression(self, name: impl Into<String>) -> Self {
        self.option("compression", name.into())
    }

    /// An option of DuckDB's COPY under DuckDB's name. One that it does not know is its error; `format` is refused,
    /// because the function says it.
    pub fn option(mut self, name: impl Into<String>, value: impl ToValue) -> Self {
        self.options.push((name.into(), value.to_value()));
        self
    }

    /// What becomes of values that the format can't hold as they are.
    pub fn casts(mut self, casts: Casts) -> Self {
        self.casts = casts;
        self
    }
}

impl<Q> CopyTo<Parquet, Q> {
    /// How many rows a group of the file has.
    pub fn row_group_size(self, rows: u32) -> Self {
        self.option("row_group_size", i64::from(rows))
    }
}

impl<Q> CopyTo<Csv, Q> {
    csv_options!();
}

impl<F, Q> CopyTo<F, Q>
where
    F: TargetFormat,
    Q: Statement<DuckDb> + IntoQuery<DuckDb> + Sync,
{
    /// Copies, and tells how many rows were written.
    ///
    /// # Errors
    /// A query that can't run; a file that can't be written, which is named; a type that the format has not; an option that
    /// DuckDB does not know.
    pub async fn run(self, on: &impl OutsideTransaction) -> Result<RowsChanged, Error> {
        let path = checked_path(self.path.as_deref())?.to_owned();
        self.copy(path.clone(), on).await.map_err(|error| of_file(&path, error))
    }

    async fn copy(self, path: String, on: &impl OutsideTransaction) -> Result<RowsChanged, Error> {
        let mut checked = Vec::new();
        if self.casts == Casts::Exact {
            for column in columns_of(on, WithoutRows(&self.query)).await? {
                if F::is_checked(&column.sql_type) {
                    checked.push(column.clone());
                }
                let Column { name, type_text, sql_type } = column;
                if let Some(reason) = F::lost(&sql_type) {
                    let message = format!(
                        "the column {name:?}, {type_text}, would be changed: {reason}; or take what DuckDB writes with \
                         `casts(Casts::AsDuckDb)`"
                    );
                    return Err(ServerError::new(ErrorClass::Conversion, message).into());
                }
            }
        }
        on.write(CopyStatement { copy: self, path, checked }).await
    }
}

/// A format that rows are written in, for this crate alone.
pub trait TargetFormat: Send + Sync {
    #[doc(hidden)]
    const NAME: &'static str;
    /// What would become of values of this type, if they would not stay as they are.
    #[doc(hidden)]
    fn lost(sql_type: &SqlType) -> Option<&'static str>;
    /// Whether some values of this type are none of the format's.
    #[doc(hidden)]
    fn is_checked(sql_type: &SqlType) -> bool {
        let _ = sql_type;
        false
    }
    /// The format's own options of COPY.
    #[doc(hidden)]
    fn options(&self) -> Vec<(&'static str, Value)> {
        Vec::new()
    }
}

impl TargetFormat for Parquet {
    const NAME: &'static str = "parquet";

    fn lost(sql_type: &SqlType) -> Option<&'static str> {
        lost_in_parquet(sql_type)
    }
}

impl TargetFormat for Csv {
    const NAME: &'static str = "csv";

    fn lost(_: &SqlType) -> Option<&'static str> {
        None
    }

    fn options(&self) -> Vec<(&'static str, Value)> {
        let mut options = vec![
            ("header", self.has_header.to_value()),
            ("delimiter", self.delimiter.to_string().to_value()),
            ("quote", self.quote.to_string().to_value()),
            ("escape", self.quote.to_string().to_value()),
            ("nullstr", self.null.as_str().to_value()),
        ];
        options.extend(self.date_format.as_deref().map(|format| ("dateformat", format.to_value())));
        options.extend(self.timestamp_format.as_deref().map(|format| ("timestampformat", format.to_value())));
        options
    }
}

impl TargetFormat for Json {
    const NAME: &'static str = "json";

    fn lost(sql_type: &SqlType) -> Option<&'static str> {
        lost_in_json(sql_type)
    }

    fn is_checked(sql_type: &SqlType) -> bool {
        has_floats(sql_type)
    }
}

/// What files are written on: an engine or a session, because no rollback takes a file back.
#[diagnostic::on_unimplemented(
    message = "files can't be written on `{Self}`",
    note = "an `Engine<DuckDb>` and a `Session<DuckDb>` write files; a transaction does not, for no rollback takes a file back",
    note = "a session's own statements see what its open transaction has written",
    note = "an engine that was opened by URL becomes one with `engine.typed::<DuckDb>()?`"
)]
pub trait OutsideTransaction: Run + Sync {
    #[doc(hidden)]
    fn write(&self, statement: impl Statement<DuckDb>) -> Execution;
}

impl OutsideTransaction for Engine<DuckDb> {
    fn write(&self, statement: impl Statement<DuckDb>) -> Execution {
        self.execute(statement)
    }
}

impl OutsideTransaction for Session<DuckDb> {
    fn write(&self, statement: impl Statement<DuckDb>) -> Execution {
        self.execute(statement)
    }
}

/// A query's columns and none of its rows.
struct WithoutRows<'q, Q>(&'q Q);

impl<Q: Statement<DuckDb>> Statement<DuckDb> for WithoutRows<'_, Q> {
    fn render(&self, spelling: &dyn Spelling, capabilities: &Capabilities) -> Result<Prepared, BuildError> {
        let mut prepared = self.0.render(spelling, capabilities)?;
        prepared.sql = format!("SELECT * FROM ({}\n) LIMIT 0", prepared.sql).into();
        Ok(prepared)
    }
}

impl<Q: Statement<DuckDb>> TransactionalStatement<DuckDb> for WithoutRows<'_, Q> {}

/// `COPY (query) TO 'path' (options)`. Path and options have no parameters in DuckDB; the query's values have.
struct CopyStatement<F, Q> {
    copy: CopyTo<F, Q>,
    path: String,
    /// Columns that are looked at for a NaN or an infinity.
    checked: Vec<Column>,
}

impl<F: TargetFormat, Q: Statement<DuckDb>> Statement<DuckDb> for CopyStatement<F, Q> {
    fn render(&self, spelling: &dyn Spelling, capabilities: &Capabilities) -> Result<Prepared, BuildError> {
        capabilities.require(Construct::CopyToFile)?;
        let CopyTo { query, options, partition_by, existing, format, .. } = &self.copy;
        if options.iter().any(|(name, _)| name.eq_ignore_ascii_case("format")) {
            let message = format!("the option `format` is said by the function already: {}", F::NAME);
            return Err(BuildError::Usage(message));
        }
        let mut prepared = query.render(spelling, capabilities)?;
        let mut words = Words::new(spelling, capabilities);
        words.push("COPY (");
        if !self.checked.is_empty() {
            words.push("SELECT * REPLACE (");
            for (index, column) in self.checked.iter().enumerate() {
                words.push(if index > 0 { ", " } else { "" });
                finite(&mut words, column)?;
            }
            words.push(") FROM (");
        }
        words.push(&format!("{}\n)", prepared.sql));
        words.push(if self.checked.is_empty() { " TO " } else { ") TO " });
        words.literal(&self.path.as_str().to_value())?;
        words.push(" (");
        option(&mut words, "format", &F::NAME.to_value())?;
        for (name, value) in format.options() {
            words.push(", ");
            option(&mut words, name, &value)?;
        }
        for (name, value) in options {
            words.push(", ");
            option(&mut words, name, value)?;
        }
        if !partition_by.is_empty() {
            words.push(", partition_by (");
            for (index, column) in partition_by.iter().enumerate() {
                words.push(if index > 0 { ", " } else { "" });
                words.name(column)?;
            }
            words.push(")");
        }
        words.push(match existing {
            None => "",
            Some(ExistingFiles::Replace) => ", overwrite_or_ignore TRUE",
            Some(ExistingFiles::RemoveAll) => ", overwrite TRUE",
            Some(ExistingFiles::Append) => ", append TRUE",
        });
        words.push(")");
        prepared.sql = words.sql().into();
        prepared.effect = Effect::Write;
        Ok(prepared)
    }
}

/// The column under its name, or an error where it has a NaN or an infinity.
fn finite(words: &mut Words<'_>, column: &Column) -> Result<(), BuildError> {
    let Column { name, type_text, sql_type } = column;
    let is_number = matches!(sql_type, SqlType::Float32 | SqlType::Float64);
    words.push(if is_number { "CASE WHEN NOT isfinite(" } else { "CASE WHEN regexp_matches(regexp_replace(to_json(" });
    words.name(name)?;
    // Texts are left out before the words are looked for.
    words.push(match is_number {
        true => ")",
        false => r#")::VARCHAR, '"(?:[^"\\]|\\.)*"', '', 'g'), 'NaN|Infinity')"#,
    });
    words.push(" THEN error(");
    let message = format!(
        "column {name:?}, {type_text}: {NO_NUMBER}: cast it to VARCHAR, or take what DuckDB writes with \
         `casts(Casts::AsDuckDb)`"
    );
    words.literal(&message.to_value())?;
    words.push(") ELSE ");
    words.name(name)?;
    words.push(" END AS ");
    words.name(name)
}

fn option(words: &mut Words<'_>, name: &str, value: &Value) -> Result<(), BuildError> {
    words.name(name)?;
    words.push(" ");
    words.literal(value)
}

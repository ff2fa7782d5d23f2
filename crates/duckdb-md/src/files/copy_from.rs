//! From files into a table.

use std::path::Path;

use aludel_dialect::{Parameter, SqlType, ToValue};
use aludel_duckdb_sql::DuckDb;
use aludel_engine::{Error, ErrorClass, RowsChanged, ServerError};
use aludel_query::{
    Expr, Select, Table, TableFunction, case, func, insert, literal, null, read_csv, read_parquet, select, star,
};

use super::exact::{FromText, NO_NUMBER, fits, from_text};
use super::format::csv_options;
use super::{Casts, Csv, Json, Parquet, objects};
use crate::executor::{Column, DuckDbExecutor, Run, column_of, columns_of};
use crate::url::secrets_of;

/// How the source is called in the statement.
const FILE: &str = "file";

/// What a refusal of a value says, so that it can be told from DuckDB's own errors.
const NOT_EXACT: &str = "is not exactly one of the column's values";

/// Rows on their way from files into a table. Made by [`copy_from_parquet`], [`copy_from_csv`] and [`copy_from_json`].
///
/// Columns are matched by their names, in any case; the table's others take their defaults, and a column of the file that
/// the table has not is an error. Values arrive unchanged or not at all: what DuckDB's COPY would round or cut (1.5 into
/// an INTEGER, a time of day into a DATE) is an error that names file and column, unless
/// [`casts`](Self::casts) says otherwise. All rows or none are taken.
///
/// The path is DuckDB's: a file, a pattern (`sales/*.parquet`), or a URL of what its extensions reach.
#[derive(Clone, Debug)]
#[must_use = "it copies nothing until `run` is awaited"]
pub struct CopyFrom<F> {
    table: Table,
    path: Option<String>,
    columns: Option<Vec<String>>,
    options: Vec<(String, Parameter)>,
    casts: Casts,
    format: F,
}

/// Loads Parquet files into a table.
///
/// ```
/// use aludel_duckdb_md::{copy_from_parquet, copy_to_parquet};
/// use aludel_duckdb_sql::DuckDb;
/// use aludel_engine::{Connect, Registry};
/// use aludel_query::{Table, select, text};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let engine = Connect::through(Registry::new().with(aludel_duckdb_md::driver()), "duckdb://").open().await?;
/// let engine = engine.typed::<DuckDb>()?;
/// engine.execute(text("CREATE TABLE orders (id BIGINT, amount DECIMAL(10, 2))")).await?;
/// engine.execute(text("INSERT INTO orders VALUES (1, 9.99), (2, 5)")).await?;
///
/// let folder = std::env::temp_dir().join(format!("orders-{}", std::process::id()));
/// std::fs::create_dir_all(&folder)?;
/// let orders = engine.inspect().table("orders").await?;
/// copy_to_parquet(select(orders.all_columns()).from(&orders), folder.join("orders.parquet")).run(&engine).await?;
///
/// let copied = copy_from_parquet(&orders, folder.join("*.parquet")).run(&engine).await?;
/// assert_eq!(copied, 2);
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok(()) }
/// ```
pub fn copy_from_parquet(table: &Table, path: impl AsRef<Path>) -> CopyFrom<Parquet> {
    CopyFrom::new(table, path.as_ref(), Parquet)
}

/// Loads CSV files into a table. Their first line names the columns, unless
/// [`without_header`](CopyFrom::without_header) says otherwise, and every other line is a row; delimiter and quote are what
/// is said. Nothing is guessed: lines before the header (`skip`) and comments (`comment`) are said with
/// [`option`](CopyFrom::option).
pub fn copy_from_csv(table: &Table, path: impl AsRef<Path>) -> CopyFrom<Csv> {
    CopyFrom::new(table, path.as_ref(), Csv::default())
}

/// Loads files of JSON into a table: an object per line, or an array of objects. They are read twice, once for the names
/// of all keys.
pub fn copy_from_json(table: &Table, path: impl AsRef<Path>) -> CopyFrom<Json> {
    CopyFrom::new(table, path.as_ref(), Json)
}

impl<F> CopyFrom<F> {
    fn new(table: &Table, path: &Path, format: F) -> Self {
        let path = path.to_str().map(str::to_owned);
        Self { table: table.bare(), path, columns: None, options: Vec::new(), casts: Casts::default(), format }
    }

    /// Takes these columns, and leaves the file's others out. Of a CSV file without a header they are the names of its
    /// columns.
    pub fn columns<N: Into<String>>(mut self, columns: impl IntoIterator<Item = N>) -> Self {
        self.columns = Some(columns.into_iter().map(N::into).collect());
        self
    }

    /// An argument of DuckDB's function that reads such files, under DuckDB's name: `hive_partitioning`, `skip`,
    /// `union_by_name`. One that it does not know is its error.
    pub fn option(mut self, name: impl Into<String>, value: impl ToValue) -> Self {
        self.options.push((name.into(), Parameter::new(value)));
        self
    }

    /// What becomes of values that the table's columns can't hold as they are.
    pub fn casts(mut self, casts: Casts) -> Self {
        self.casts = casts;
        self
    }
}

impl CopyFrom<Csv> {
    csv_options!();
}

impl<F: SourceFormat> CopyFrom<F> {
    /// Copies, and tells how many rows were taken.
    ///
    /// # Errors
    /// A refusal by an engine that is read-only; a file that can't be found or read; columns that are not the table's;
    /// values that don't fit ([`ErrorClass::Conversion`]) or break a constraint. Each names the file.
    pub async fn run(self, on: &impl DuckDbExecutor) -> Result<RowsChanged, Error> {
        let path = checked_path(self.path.as_deref())?.to_owned();
        if Path::new(&path).is_dir() {
            return Err(Error::Usage(format!(
                "{path} is a folder: name its files, with a pattern if need be (`*.csv`)"
            )));
        }
        self.copy(&path, on).await.map_err(|error| of_file(&path, error))
    }

    async fn copy(self, path: &str, on: &impl Run) -> Result<RowsChanged, Error> {
        let table = columns_of(on, select([star()]).from(&self.table).limit(0)).await?;
        let file = columns_of(on, select([star()]).from(self.with_options(self.format.look(path))).limit(0)).await?;
        if self.casts == Casts::Exact && self.is_empty(path, &file, on).await? {
            return Ok(RowsChanged::Known(0));
        }
        let pairs = self.pairs(&table, &file)?;
        if let (Casts::Exact, Some(whole)) = (self.casts, self.format.whole(path)) {
            return self.copy_objects(&pairs, self.with_options(whole), on).await;
        }
        let rows = self.with_options(self.format.read(path, &pairs)).alias(FILE);
        let values = pairs.iter().map(|pair| self.format.value(pair, rows.col(pair.file.name.as_str()), self.casts));
        let values: Vec<Expr<DuckDb>> = values.collect::<Result<_, _>>()?;
        self.take(&pairs, select(values).from(&rows), on).await
    }

    /// Puts the values of the pairs, which are the query's columns, into the table.
    async fn take(&self, pairs: &[Pair<'_>], values: Select<DuckDb>, on: &impl Run) -> Result<RowsChanged, Error> {
        let names: Vec<&str> = pairs.iter().map(|pair| pair.table.name.as_str()).collect();
        on.change(insert(&self.table).from_select(names, values)).await
    }

    /// Whether files of JSON have no objects at all: DuckDB then makes up a column that nobody wrote.
    async fn is_empty(&self, path: &str, file: &[Column], on: &impl Run) -> Result<bool, Error> {
        match (file, self.format.whole(path)) {
            ([only], Some(whole)) if only.name == "json" => {
                let objects = self.with_options(whole);
                Ok(on.ask(select([star()]).from(objects).limit(1)).await?.is_empty())
            }
            _ => Ok(false),
        }
    }

    /// Each object is read as a text, because DuckDB's reader of JSON makes doubles of numbers.
    async fn copy_objects(
        &self,
        pairs: &[Pair<'_>],
        whole: TableFunction<DuckDb>,
        on: &impl Run,
    ) -> Result<RowsChanged, Error> {
        let found = columns_of(on, select([star()]).from(whole.clone()).limit(0)).await?;
        let whole = whole.alias(FILE);
        // The others are said by the file's path: `region=north/`.
        let of_path = |pair: &Pair<'_>| found.iter().skip(1).find(|column| column.is_called(&pair.file.name));
        let object = whole.col("json");
        let mut columns = vec![object.clone().label("object"), objects::quoted(object).label("quoted")];
        columns.extend(found.iter().skip(1).map(|column| whole.col(column.name.as_str())));
        let rows = select(columns).from(&whole).subquery(FILE);
        let value = |pair: &Pair<'_>| match of_path(pair) {
            Some(column) => pair.read_text(rows.col(column.name.as_str()).cast(SqlType::Text), Casts::Exact),
            None => objects::value(pair, rows.col("object"), rows.col("quoted")),
        };
        let values: Vec<Expr<DuckDb>> = pairs.iter().map(value).collect::<Result<_, _>>()?;
        self.take(pairs, select(values).from(&rows), on).await
    }

    fn with_options(&self, reader: TableFunction<DuckDb>) -> TableFunction<DuckDb> {
        let is_given = |name: &str| self.options.iter().any(|(given, _)| given.eq_ignore_ascii_case(name));
        let unsaid = self.format.unless_said().into_iter().filter(|(name, _)| !is_given(name));
        let reader = unsaid.fold(reader, |reader, (name, value)| reader.arg(name, value));
        self.options.iter().fold(reader, |reader, (name, value)| reader.arg(name.as_str(), value.clone()))
    }

    fn pairs<'c>(&self, table: &'c [Column], file: &'c [Column]) -> Result<Vec<Pair<'c>>, Error> {
        let of_table = |name: &str| {
            column_of(&self.table, table, name)
                .map_err(|missing| Error::Usage(format!("{missing}. Those to take are named with `columns(..)`")))
        };
        let pairs: Result<Vec<Pair<'c>>, Error> = match (&self.columns, self.format.names_columns()) {
            (None, true) => {
                file.iter().map(|column| Ok(Pair { table: of_table(&column.name)?, file: column })).collect()
            }
            (Some(columns), true) => {
                let pair = |name: &String| {
                    let file = file.iter().find(|column| column.is_called(name)).ok_or_else(|| {
                        let names: Vec<&str> = file.iter().map(|column| column.name.as_str()).collect();
                        Error::Usage(format!("the file has no column {name:?}; it has {}", names.join(", ")))
                    })?;
                    Ok(Pair { table: of_table(name)?, file })
                };
                columns.iter().map(pair).collect()
            }
            (columns, false) => {
                let names: Vec<&str> = match columns {
                    Some(columns) => columns.iter().map(String::as_str).collect(),
                    None => table.iter().map(|column| column.name.as_str()).collect(),
                };
                if names.len() != file.len() {
                    let (named, found) = (names.len(), file.len());
                    return Err(Error::Usage(format!(
                        "the file has {found} columns and no names for them, and {named} are expected ({}): name them \
                         with `columns(..)`",
                        names.join(", ")
                    )));
                }
                names.into_iter().zip(file).map(|(name, file)| Ok(Pair { table: of_table(name)?, file })).collect()
            }
        };
        match pairs {
            Ok(pairs) if pairs.is_empty() => Err(Error::Usage("no column is to be copied".to_owned())),
            pairs => pairs,
        }
    }
}

/// A column of the table and where it comes from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair<'c> {
    pub(super) table: &'c Column,
    pub(super) file: &'c Column,
}

impl Pair<'_> {
    pub(super) fn refused(&self, reason: &str) -> Error {
        let (name, to) = (&self.table.name, &self.table.type_text);
        Error::Server(ServerError::new(
            ErrorClass::Conversion,
            format!(
                "the column {name:?} would be changed on its way into {to}: {reason}. Read the file with a query that says \
                 how, or take DuckDB's casts with `casts(Casts::AsDuckDb)`"
            ),
        ))
    }

    /// A text as a value of the table's column, or an error where it is none.
    pub(super) fn read_text(&self, text: Expr<DuckDb>, casts: Casts) -> Result<Expr<DuckDb>, Error> {
        let to = SqlType::Native(self.table.type_text.clone());
        match (casts, from_text(&self.table.sql_type)) {
            (Casts::AsDuckDb, _) | (Casts::Exact, FromText::Cast) => Ok(text.cast(to)),
            (Casts::Exact, FromText::Refused(reason)) => Err(self.refused(reason)),
            (Casts::Exact, FromText::Matching(pattern)) => {
                let matches = func::native("regexp_full_match", [text.clone(), literal(pattern)]);
                Ok(case()
                    .when(text.clone().is_null(), null())
                    .when(matches, text.clone().cast(to))
                    .otherwise(self.not_exact(text)))
            }
        }
    }

    /// The error that this text would be changed.
    pub(super) fn not_exact(&self, text: Expr<DuckDb>) -> Expr<DuckDb> {
        let before = format!("column {:?}, {}: ", self.table.name, self.table.type_text);
        func::native("error", [literal(before).concat(text).concat(format!(" {NOT_EXACT}"))])
    }
}

/// A format that rows are read from, for this crate alone.
pub trait SourceFormat: Sync + Send {
    /// The rows as they are looked at for their names and types.
    #[doc(hidden)]
    fn look(&self, path: &str) -> TableFunction<DuckDb>;
    /// Arguments that are said for DuckDB not to guess them, unless the user says them.
    #[doc(hidden)]
    fn unless_said(&self) -> Vec<(&'static str, Parameter)> {
        Vec::new()
    }
    /// Whether the files tell how their columns are called.
    #[doc(hidden)]
    fn names_columns(&self) -> bool {
        true
    }
    /// The rows as they are copied.
    #[doc(hidden)]
    #[expect(private_interfaces, reason = "nobody outside writes a format")]
    fn read(&self, path: &str, pairs: &[Pair<'_>]) -> TableFunction<DuckDb> {
        let _ = pairs;
        self.look(path)
    }
    /// The rows as one text each, where the format has such and its values are exact in no other way.
    #[doc(hidden)]
    fn whole(&self, path: &str) -> Option<TableFunction<DuckDb>> {
        let _ = path;
        None
    }
    /// A column's value.
    #[doc(hidden)]
    #[expect(private_interfaces, reason = "nobody outside writes a format")]
    fn value(&self, pair: &Pair<'_>, column: Expr<DuckDb>, casts: Casts) -> Result<Expr<DuckDb>, Error>;
}

impl SourceFormat for Parquet {
    fn look(&self, path: &str) -> TableFunction<DuckDb> {
        read_parquet(path)
    }

    #[expect(private_interfaces, reason = "nobody outside writes a format")]
    fn value(&self, pair: &Pair<'_>, column: Expr<DuckDb>, casts: Casts) -> Result<Expr<DuckDb>, Error> {
        match casts {
            Casts::Exact if !fits(&pair.file.sql_type, &pair.table.sql_type) => {
                Err(pair.refused(&format!("the file's is {}", pair.file.type_text)))
            }
            _ => Ok(column),
        }
    }
}

impl SourceFormat for Csv {
    fn look(&self, path: &str) -> TableFunction<DuckDb> {
        read_csv(path)
            .arg("header", self.has_header)
            .arg("all_varchar", true)
            .arg("delim", self.delimiter.to_string())
            .arg("quote", self.quote.to_string())
            .arg("escape", self.quote.to_string())
            .arg("nullstr", self.null.as_str())
            .arg("allow_quoted_nulls", false)
    }

    /// Its guesses leave lines out: those before what looks like a header, and those that look like comments.
    fn unless_said(&self) -> Vec<(&'static str, Parameter)> {
        vec![("skip", Parameter::new(0)), ("comment", Parameter::new(""))]
    }

    fn names_columns(&self) -> bool {
        self.has_header
    }

    #[expect(private_interfaces, reason = "nobody outside writes a format")]
    fn value(&self, pair: &Pair<'_>, column: Expr<DuckDb>, casts: Casts) -> Result<Expr<DuckDb>, Error> {
        let format = match &pair.table.sql_type {
            SqlType::Date => &self.date_format,
            SqlType::Timestamp(_) => &self.timestamp_format,
            _ => &None,
        };
        match format {
            // It fails where a text has more than its format says.
            Some(format) => {
                let to = SqlType::Native(pair.table.type_text.clone());
                Ok(func::native("strptime", [column, literal(format.as_str())]).cast(to))
            }
            None => pair.read_text(column, casts),
        }
    }
}

/// A path that DuckDB takes for what it says; `None` is one that is no text. An empty one would be the working directory.
pub(super) fn checked_path(path: Option<&str>) -> Result<&str, Error> {
    match path {
        None => Err(Error::Usage("the file's path is not text in UTF-8, which is all that DuckDB takes".to_owned())),
        Some("") => Err(Error::Usage("the path is empty: name a file".to_owned())),
        Some(path) => Ok(path),
    }
}

/// The error with the file's name, and as one about a value where it is one. Of a URL nothing is shown that may be a
/// credential.
pub(super) fn of_file(path: &str, error: Error) -> Error {
    secrets_of(path).hidden_in(match error {
        Error::Server(mut error) => {
            if [NOT_EXACT, NO_NUMBER].iter().any(|words| error.message.contains(words)) {
                error.class = ErrorClass::Conversion;
            }
            if !error.message.contains(path) {
                error.message = format!("{path}: {}", error.message);
            }
            Error::Server(error)
        }
        Error::Usage(message) => Error::Usage(format!("{path}: {message}")),
        other => other,
    })
}

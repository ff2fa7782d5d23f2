//! Bulk insert over the line protocol (ILP), by HTTP, with the official client.
//!
//! A request is a transaction: the server answers when all of its rows are in the table's log, or takes none. The line
//! protocol makes tables and columns that are missing, so the names come from the table itself.

use std::sync::Arc;
use std::time::Duration;

use aludel_dialect::bigdecimal::BigDecimal;
use aludel_dialect::{TimeUnit, Value};
use aludel_engine::decode::{Columns, FromColumn};
use aludel_engine::{Error, ErrorClass, ServerError};
use aludel_postgres_wire::encode;
use aludel_postgres_wire::oid::{self, Oid};
use arrow_array::RecordBatch;
use futures_core::stream::BoxStream;
use futures_util::TryStreamExt;
use questdb::ErrorCode;
use questdb::ingress::{
    Buffer, ColumnName, Protocol, Sender, SenderBuilder, TableName, TimestampMicros, TimestampNanos,
};

use crate::bind::check_kept;
use crate::error::error_class;
use crate::insert::{Target, in_cell};

/// How long a request may become; more rows are a request of their own.
const REQUEST: usize = 16 << 20;
/// How long the server may take to answer one.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where the server takes lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LineAddress {
    pub(crate) host: String,
    pub(crate) port: u16,
}

/// A table and what is known of its columns.
#[derive(Debug)]
pub(crate) struct Lines {
    table: String,
    columns: Vec<LineColumn>,
    /// The place of the designated timestamp among the columns.
    time: usize,
    sender: Sender,
}

/// A column as a line tells it.
#[derive(Debug)]
struct LineColumn {
    target: Target,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Boolean,
    Integer(Oid, Width),
    Float(Oid),
    Symbol,
    Text,
    Uuid,
    Microseconds,
    Nanoseconds,
    Decimal(u64),
}

/// How wide an integer is where the wire's type does not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Width {
    Byte,
    OfType,
}

/// Types that lines tell without loss; a table with others is filled with INSERT.
fn kind_of(type_name: &str) -> Option<Kind> {
    Some(match type_name {
        "BOOLEAN" => Kind::Boolean,
        "BYTE" => Kind::Integer(oid::INT2, Width::Byte),
        "SHORT" => Kind::Integer(oid::INT2, Width::OfType),
        "INT" => Kind::Integer(oid::INT4, Width::OfType),
        "LONG" => Kind::Integer(oid::INT8, Width::OfType),
        "FLOAT" => Kind::Float(oid::FLOAT4),
        "DOUBLE" => Kind::Float(oid::FLOAT8),
        "SYMBOL" => Kind::Symbol,
        "STRING" | "VARCHAR" => Kind::Text,
        "UUID" => Kind::Uuid,
        "TIMESTAMP" => Kind::Microseconds,
        "TIMESTAMP_NS" => Kind::Nanoseconds,
        decimal => {
            let scale = decimal.strip_prefix("DECIMAL(")?.strip_suffix(')')?.split(',').nth(1)?;
            Kind::Decimal(scale.trim().parse().ok()?)
        }
    })
}

/// Makes ready to send lines; `None` if the server's port for them can't be reached, or the columns are such as lines can't
/// tell.
pub(crate) async fn open(address: &LineAddress, table: &str, columns: &[Target]) -> Result<Option<Lines>, Error> {
    let kinds: Option<Vec<Kind>> = columns.iter().map(|column| kind_of(&column.type_name)).collect();
    let (Some(kinds), Some(time)) = (kinds, columns.iter().position(|column| column.designated)) else {
        return Ok(None);
    };
    let LineAddress { host, port } = address.clone();
    let opened = blocking(move || {
        SenderBuilder::new(Protocol::Http, host, port)
            // What is sent again without an answer may be there twice.
            .retry_timeout(Duration::ZERO)?
            .request_timeout(PATIENCE)?
            .max_buf_size(usize::MAX)?
            .build()
    })
    .await?;
    match opened {
        Ok(sender) => {
            let columns = columns.iter().cloned().zip(kinds).map(|(target, kind)| LineColumn { target, kind });
            Ok(Some(Lines { table: table.to_owned(), columns: columns.collect(), time, sender }))
        }
        Err(fault) => {
            tracing::warn!(reason = fault.msg(), "the line protocol can't be used; rows are inserted with INSERT");
            Ok(None)
        }
    }
}

/// The client waits without a runtime.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|fault| Error::Usage(format!("sending lines was given up: {fault}")))
}

impl Lines {
    /// Sends all rows; gives how many.
    ///
    /// # Errors
    /// A value that would not arrive as it is, with its row and column; the server's; [`Error::CommitUnknown`] without an
    /// answer that says that nothing was written. Behind the first request they are, or hold, an
    /// [`Error::PartlyInserted`].
    pub(crate) async fn insert(
        mut self,
        mut batches: BoxStream<'static, Result<RecordBatch, Error>>,
    ) -> Result<u64, Error> {
        let mut buffer = self.sender.new_buffer();
        let (mut row, mut written) = (0, 0);
        while let Some(batch) = batches.try_next().await.map_err(|fault| after(written, fault))? {
            if batch.num_columns() != self.columns.len() {
                let reason = format!("a batch of {} columns, not {}", batch.num_columns(), self.columns.len());
                return Err(after(written, Error::Usage(reason)));
            }
            let batch = Arc::new(batch);
            let mut from = 0;
            while from < batch.num_rows() {
                from = self.write(&mut buffer, &batch, (from, row)).map_err(|fault| after(written, fault))?;
                if buffer.len() >= REQUEST {
                    (self, buffer) = self.flush(buffer, row + from as u64, &mut written).await?;
                }
            }
            row += batch.num_rows() as u64;
        }
        self.flush(buffer, row, &mut written).await?;
        Ok(row)
    }

    /// Writes rows until the request is long enough; gives the row that is next. `row` is the number of the batch's first.
    fn write(&self, buffer: &mut Buffer, batch: &RecordBatch, (from, row): (usize, u64)) -> Result<usize, Error> {
        let source = Columns::from(batch);
        let mut readers = Vec::with_capacity(batch.num_columns());
        for index in 0..batch.num_columns() {
            readers.push(Value::reader(&source.at(index)?)?);
        }
        let is_symbol = |place: &usize| self.columns[*place].kind == Kind::Symbol;
        // Symbols come first in a line, its time last.
        let mut order: Vec<usize> = (0..self.columns.len()).filter(|place| *place != self.time).collect();
        order.sort_by_key(|place| !is_symbol(place));
        for index in from..batch.num_rows() {
            let number = row + index as u64;
            let value = |place: usize| Ok::<_, Error>(Value::read(&readers[place], index)?);
            let told =
                |fault: questdb::Error| Error::Usage(format!("row {number} can't be told as a line: {}", fault.msg()));
            buffer.table(TableName::new(&self.table).map_err(told)?).map_err(told)?;
            let mut is_empty = true;
            for place in &order {
                let column = &self.columns[*place];
                let is_told =
                    column.write(buffer, value(*place)?).map_err(|reason| in_cell(number, &column.target, &reason))?;
                is_empty &= !is_told;
            }
            if is_empty {
                return Err(Error::Usage(format!("row {number} is NULL but for its time, which no line can tell")));
            }
            let time = &self.columns[self.time];
            time.end(buffer, value(self.time)?).map_err(|reason| in_cell(number, &time.target, &reason))?;
            if buffer.len() >= REQUEST {
                return Ok(index + 1);
            }
        }
        Ok(batch.num_rows())
    }

    /// Sends the rows up to `row` and waits for the answer.
    async fn flush(mut self, mut buffer: Buffer, row: u64, written: &mut u64) -> Result<(Self, Buffer), Error> {
        if buffer.is_empty() {
            return Ok((self, buffer));
        }
        let sent = blocking(move || {
            let done = self.sender.flush(&mut buffer);
            (self, buffer, done)
        });
        // Given up while it was sent.
        let unknown = |fault| after(*written, Error::CommitUnknown { error: Box::new(fault) });
        let (lines, buffer, done) = sent.await.map_err(unknown)?;
        match done {
            Ok(()) => *written = row,
            Err(fault) => return Err(after(*written, of_client(&fault))),
        }
        Ok((lines, buffer))
    }
}

impl LineColumn {
    /// The value as it arrives, or why it would not; `None` for NULL.
    fn fitted(&self, value: Value) -> Result<Option<Value>, String> {
        if value.is_null() {
            return match self.kind {
                Kind::Boolean | Kind::Integer(oid::INT2, _) => {
                    Err(format!("NULL, which a {} of QuestDB can't be", self.target.type_name))
                }
                _ => Ok(None),
            };
        }
        let value = self.target.fitted(value)?;
        let expected = match self.kind {
            Kind::Integer(expected, _) | Kind::Float(expected) => expected,
            Kind::Boolean => oid::BOOL,
            Kind::Uuid => oid::UUID,
            Kind::Microseconds => oid::TIMESTAMP,
            Kind::Nanoseconds => oid::INT8,
            Kind::Symbol | Kind::Text => oid::VARCHAR,
            Kind::Decimal(_) => oid::NUMERIC,
        };
        check_kept(&value, expected)?;
        Ok(Some(value))
    }

    /// The value's bytes as the Postgres wire has them, which takes no value that would be changed.
    fn bytes<const N: usize>(&self, value: &Value, expected: Oid) -> Result<[u8; N], String> {
        use aludel_postgres_wire::Mismatch::{Type, Value as Changed};
        match encode(value, expected) {
            Ok(bytes) => bytes.and_then(|bytes| bytes.try_into().ok()).ok_or_else(|| "it can't be sent".to_owned()),
            Err(Type(reason) | Changed(reason)) => Err(reason),
            Err(_) => Err("it can't be sent".to_owned()),
        }
    }

    fn text<'v>(&self, value: &'v Value) -> Result<&'v str, String> {
        match value {
            Value::Text(text) | Value::Enum(text) => Ok(text),
            other => Err(format!("{other:?}, where a text is expected")),
        }
    }

    /// Adds the value to the line; whether there was one.
    fn write(&self, buffer: &mut Buffer, value: Value) -> Result<bool, String> {
        let Some(value) = self.fitted(value)? else { return Ok(false) };
        let told = |fault: questdb::Error| fault.msg().to_owned();
        let name = ColumnName::new(&self.target.name).map_err(told)?;
        match self.kind {
            Kind::Boolean => buffer.column_bool(name, self.bytes::<1>(&value, oid::BOOL)? != [0]),
            Kind::Integer(oid::INT2, width) => {
                let number = i16::from_be_bytes(self.bytes(&value, oid::INT2)?);
                if width == Width::Byte && i8::try_from(number).is_err() {
                    return Err(format!("the number is {number}, which BYTE does not hold"));
                }
                buffer.column_i64(name, number.into())
            }
            Kind::Integer(oid::INT4, _) => {
                buffer.column_i64(name, i32::from_be_bytes(self.bytes(&value, oid::INT4)?).into())
            }
            Kind::Integer(..) => buffer.column_i64(name, i64::from_be_bytes(self.bytes(&value, oid::INT8)?)),
            Kind::Float(oid::FLOAT4) => {
                buffer.column_f64(name, f32::from_be_bytes(self.bytes(&value, oid::FLOAT4)?).into())
            }
            Kind::Float(_) => buffer.column_f64(name, f64::from_be_bytes(self.bytes(&value, oid::FLOAT8)?)),
            Kind::Symbol => buffer.symbol(name, self.text(&value)?),
            Kind::Text => buffer.column_str(name, self.text(&value)?),
            Kind::Uuid => match &value {
                Value::Uuid(uuid) => buffer.column_str(name, uuid.to_string()),
                other => return Err(format!("{other:?}, where a UUID is expected")),
            },
            Kind::Microseconds => buffer.column_ts(name, TimestampMicros::new(self.microseconds(&value)?)),
            Kind::Nanoseconds => buffer.column_ts(name, TimestampNanos::new(self.nanoseconds(&value)?)),
            Kind::Decimal(scale) => buffer.column_dec(name, &self.decimal(&value, scale)?),
        }
        .map_err(told)?;
        Ok(true)
    }

    /// Ends the line with the value of the designated timestamp.
    fn end(&self, buffer: &mut Buffer, value: Value) -> Result<(), String> {
        let value = self.fitted(value)?.ok_or("NULL, which a designated timestamp can't be")?;
        let told = |fault: questdb::Error| fault.msg().to_owned();
        match self.kind {
            Kind::Nanoseconds => buffer.at(TimestampNanos::new(self.nanoseconds(&value)?)).map_err(told),
            _ => buffer.at(TimestampMicros::new(self.microseconds(&value)?)).map_err(told),
        }
    }

    /// Since 1970.
    fn microseconds(&self, value: &Value) -> Result<i64, String> {
        let since_2000 = i64::from_be_bytes(self.bytes(value, oid::TIMESTAMP)?);
        let out_of_range = || "it is out of the range of TIMESTAMP".to_owned();
        since_2000.checked_add(946_684_800 * TimeUnit::Microsecond.per_second()).ok_or_else(out_of_range)
    }

    /// Which it has been made already.
    fn nanoseconds(&self, value: &Value) -> Result<i64, String> {
        Ok(i64::from_be_bytes(self.bytes(value, oid::INT8)?))
    }

    fn decimal(&self, value: &Value, scale: u64) -> Result<BigDecimal, String> {
        let number = match value {
            Value::Decimal(number) => number.clone(),
            other => {
                BigDecimal::from(other.to_integer().ok_or_else(|| format!("{other:?}, where a number is expected"))?)
            }
        };
        match number.normalized().fractional_digit_count() {
            digits if digits > i64::try_from(scale).unwrap_or(i64::MAX) => {
                Err(format!("{number}, of which {} would keep {scale} digits", self.target.type_name))
            }
            _ => Ok(number),
        }
    }
}

/// With what the server's answer says that it has taken nothing of a request. `internal error` does not say so, nor does what
/// something between here and the server answers.
const NOTHING_TAKEN: [&str; 5] =
    ["invalid", "not accepting writes", "not supported", "request too large", "unauthorised"];

/// Whether the words are the server's own, and say that it has taken nothing. The client puts behind them what else was in
/// the answer: `[id: …, code: …, line: …]`.
fn takes_nothing(message: &str) -> bool {
    let told = message.strip_suffix(']').and_then(|message| message.rsplit_once(" [id: "));
    let code = told.and_then(|(_, told)| told.split_once(", code: "));
    let code = code.map(|(_, behind)| behind.split_once(',').map_or(behind, |(code, _)| code));
    code.is_some_and(|code| NOTHING_TAKEN.contains(&code))
}

/// What the client says of a request, as the engine crate's error. What does not say that nothing was written leaves it open.
fn of_client(fault: &questdb::Error) -> Error {
    let message = fault.msg();
    let server = |class| Error::Server(ServerError::new(class, message.to_owned()));
    match fault.code() {
        ErrorCode::ServerFlushError if takes_nothing(message) => match error_class(message, None) {
            ErrorClass::Other => server(ErrorClass::Conversion),
            class => server(class),
        },
        // 401 and 403.
        ErrorCode::AuthError => server(ErrorClass::Auth),
        ErrorCode::ServerFlushError => Error::CommitUnknown { error: Box::new(server(ErrorClass::Other)) },
        // Before anything is sent; 404 comes from a server that takes no lines.
        ErrorCode::ArrayError
        | ErrorCode::ConfigError
        | ErrorCode::CouldNotResolveAddr
        | ErrorCode::HttpNotSupported
        | ErrorCode::InvalidApiCall
        | ErrorCode::InvalidDecimal
        | ErrorCode::InvalidName
        | ErrorCode::InvalidTimestamp
        | ErrorCode::InvalidUtf8
        | ErrorCode::ProtocolVersionError => Error::Usage(message.to_owned()),
        // A lost socket, a time that is over, and what later versions of the client may tell.
        _ => Error::CommitUnknown { error: Box::new(server(ErrorClass::Unavailable)) },
    }
}

/// The error, with the rows that earlier requests have written.
fn after(written: u64, fault: Error) -> Error {
    match fault {
        fault if written == 0 => fault,
        // Of them it is known; of the rows behind them it is not.
        Error::CommitUnknown { error } => Error::CommitUnknown { error: Box::new(after(written, *error)) },
        fault => Error::PartlyInserted { rows: written, error: Box::new(fault) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_behind_the_first_request_tells_the_rows_before_and_stays_unknown_if_it_is() {
        let lost = || Error::Server(ServerError::new(ErrorClass::Unavailable, "lost".to_owned()));
        let unknown = || Error::CommitUnknown { error: Box::new(lost()) };
        assert!(matches!(after(0, lost()), Error::Server(_)));
        assert!(matches!(after(0, unknown()), Error::CommitUnknown { .. }));
        let partly = after(7, lost());
        assert!(matches!(partly, Error::PartlyInserted { rows: 7, .. }) && !partly.is_transient(), "{partly}");
        assert_eq!(partly.class(), Some(ErrorClass::Unavailable));
        let told = after(7, unknown());
        let holds_rows = |error: &Error| matches!(error, Error::PartlyInserted { rows: 7, .. });
        assert!(matches!(&told, Error::CommitUnknown { error } if holds_rows(error)), "{told}");
    }

    #[test]
    fn the_words_that_say_that_nothing_is_taken_are_the_server_s_code_and_no_others() {
        for (message, expected) in [
            ("Could not flush buffer: no [id: a-1, code: invalid, line: 3]", true),
            ("Could not flush buffer: no [id: a-1, code: invalid]", true),
            ("Could not flush buffer: no [id: a-1, code: request too large, line: 3]", true),
            ("Could not flush buffer: no [id: a-1, code: internal error, line: 3]", false),
            ("Could not flush buffer: [id: a-1, code: invalid] it says [id: b, code: internal error]", false),
            ("Could not flush buffer: no [id: a-1]", false),
            ("Could not flush buffer: code: invalid", false),
            ("Could not flush buffer: <p>no</p>", false),
        ] {
            assert_eq!(takes_nothing(message), expected, "{message}");
        }
    }
}

//! A result as it arrives.

use std::sync::Arc;

use aludel_engine::{Error, ErrorClass, Results};
use arrow_array::cast::AsArray;
use arrow_array::{Array, RecordBatch};
use arrow_schema::{Schema, SchemaRef};
use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream};

use crate::error::{from_native, is_torn, torn_exception};
use crate::native::{Decoder, NativeError, not_read};
use crate::parameter::after_quoted;
use crate::running::Running;
use crate::transport::{Answer, Request, Transport};
use crate::types::{self, Type, Unzoned};

/// An exception in the place of data is looked for in so many bytes, the server's messages are shorter.
const LONGEST_EXCEPTION: usize = 1 << 16;

/// A request's answer, read block by block.
pub(crate) struct Reading {
    answer: Answer,
    decoder: Decoder,
    running: Option<Running>,
    first: Option<RecordBatch>,
    unzoned: Unzoned,
}

impl Reading {
    pub(crate) fn new(answer: Answer, running: Running, unzoned: Unzoned) -> Self {
        Self { answer, decoder: Decoder::new(unzoned), running: Some(running), first: None, unzoned }
    }

    /// Waits for the first block. `None`: there is none, and no columns either.
    async fn columns(&mut self) -> Result<Option<SchemaRef>, Error> {
        self.first = self.next_block().await?;
        Ok(self.decoder.schema().cloned())
    }

    /// The next block with rows; `None` at the end.
    async fn next_block(&mut self) -> Result<Option<RecordBatch>, Error> {
        if self.running.is_none() {
            return Ok(None);
        }
        self.answer.is_expected();
        loop {
            match self.decoder.next() {
                Ok(Some(batch)) => return Ok(Some(batch)),
                Ok(None) => {}
                Err(error) => return Err(self.failed(error).await),
            }
            match self.answer.next().await {
                Ok(Some(bytes)) => self.decoder.push(bytes.as_ref()),
                Ok(None) => {
                    return match self.decoder.finish() {
                        Ok(()) => {
                            self.ended();
                            Ok(None)
                        }
                        Err(error) => Err(self.failed(error).await),
                    };
                }
                Err(error) => {
                    let torn = is_torn(&error);
                    if torn || error.server().is_some_and(|server| server.code.is_some()) {
                        self.ended();
                    }
                    return Err(if torn {
                        Error::Server(torn_exception(&self.decoder.remains(), &self.answer.query_id))
                    } else {
                        error
                    });
                }
            }
        }
    }

    fn ended(&mut self) {
        if let Some(running) = self.running.take() {
            running.finish();
        }
    }

    /// The error of a stream that can't be read, or the exception that the server wrote into it.
    async fn failed(&mut self, error: NativeError) -> Error {
        let mut rest = self.decoder.remains();
        if !matches!(error, NativeError::Column(_)) {
            while rest.len() < LONGEST_EXCEPTION {
                match self.answer.next().await {
                    Ok(Some(bytes)) => rest.extend_from_slice(bytes.as_ref()),
                    Ok(None) => {
                        self.ended();
                        break;
                    }
                    Err(error) if is_torn(&error) => {
                        self.ended();
                        return Error::Server(torn_exception(&rest, &self.answer.query_id));
                    }
                    Err(error) if error.server().is_some_and(|server| server.code.is_some()) => {
                        self.ended();
                        return error;
                    }
                    Err(_) => break,
                }
            }
        }
        // What still runs is ended when this is dropped.
        from_native(error, &rest, &self.answer.query_id)
    }

    /// The batches from here on, then the error that ended them, if one did.
    fn into_batches(self) -> BoxStream<'static, Result<RecordBatch, Error>> {
        stream::unfold(Some(self), |reading| async {
            let mut reading = reading?;
            if let Some(first) = reading.first.take() {
                return Some((Ok(first), Some(reading)));
            }
            match reading.next_block().await {
                Ok(Some(batch)) => Some((Ok(batch), Some(reading))),
                Ok(None) => None,
                Err(error) => Some((Err(error), None)),
            }
        })
        .boxed()
    }

    /// The result, once its columns are known. An empty one has no block; then `request` is used to ask for them.
    pub(crate) async fn into_results(mut self, request: &Request, transport: &Transport) -> Result<Results, Error> {
        let schema = match self.columns().await? {
            Some(schema) => schema,
            None => columns_of_empty(request, transport, self.unzoned).await?,
        };
        Ok(Results { schema, batches: self.into_batches() })
    }
}

/// Reads all of an answer; for our own questions.
pub(crate) async fn collect(mut answer: Answer) -> Result<Vec<RecordBatch>, Error> {
    let mut decoder = Decoder::default();
    let mut batches = Vec::new();
    loop {
        match decoder.next() {
            Ok(Some(batch)) => batches.push(batch),
            Ok(None) => match answer.next().await? {
                Some(bytes) => decoder.push(bytes.as_ref()),
                None => {
                    decoder.finish().map_err(|error| from_native(error, &decoder.remains(), &answer.query_id))?;
                    return Ok(batches);
                }
            },
            Err(error) => return Err(from_native(error, &decoder.remains(), &answer.query_id)),
        }
    }
}

/// The texts of a column of such batches.
pub(crate) fn texts(batches: &[RecordBatch], column: &str) -> Vec<String> {
    let column =
        |batch: &RecordBatch| batch.column_by_name(column).and_then(|array| array.as_string_opt::<i32>().cloned());
    batches
        .iter()
        .filter_map(column)
        .flat_map(|array| (0..array.len()).map(|row| array.value(row).to_owned()).collect::<Vec<_>>())
        .collect()
}

/// The columns of a result without rows. What does not read has none.
async fn columns_of_empty(request: &Request, transport: &Transport, unzoned: Unzoned) -> Result<SchemaRef, Error> {
    let columns = match first_word(&request.sql).as_str() {
        "SELECT" | "WITH" | "FROM" | "(" | "VALUES" => {
            let mut describe = request.clone();
            describe.query_id = crate::transport::new_query_id();
            // A comment or semicolon at the end can't stand in parentheses.
            describe.sql = format!("DESCRIBE TABLE ({})", without_end(&request.sql)).into();
            let batches = match collect(transport.send(&describe, "Native")?).await {
                Ok(batches) => batches,
                // It has run, so it is `WITH … INSERT`, which gives no rows.
                Err(Error::Server(error)) if error.class == ErrorClass::Syntax => Vec::new(),
                Err(error) => return Err(error),
            };
            let types = texts(&batches, "type").into_iter().map(|text| on_one_line(&text));
            texts(&batches, "name").into_iter().zip(types).collect()
        }
        "SHOW" | "EXISTS" | "DESCRIBE" | "DESC" | "EXPLAIN" | "CHECK" => header(request, transport).await?,
        _ => Vec::new(),
    };
    let mut fields = Vec::with_capacity(columns.len());
    for (name, text) in columns {
        let column_type: Type = text.parse().map_err(|error: types::NotAType| Error::Usage(error.to_string()))?;
        let field =
            types::field(&name, &column_type, unzoned).map_err(|refused| not_read(&name, &column_type, &refused))?;
        fields.push(field);
    }
    Ok(Arc::new(Schema::new(fields)))
}

/// Names and types as another format has them; these statements only read, so they can be run again.
async fn header(request: &Request, transport: &Transport) -> Result<Vec<(String, String)>, Error> {
    let mut again = request.clone();
    again.query_id = crate::transport::new_query_id();
    let mut answer = transport.send(&again, "TSVRawWithNamesAndTypes")?;
    let mut text = Vec::new();
    while let Some(bytes) = answer.next().await? {
        text.extend_from_slice(bytes.as_ref());
    }
    let text = String::from_utf8_lossy(&text).into_owned();
    let mut lines = text.lines().map(|line| line.split('\t').map(str::to_owned));
    match (lines.next(), lines.next()) {
        (Some(names), Some(types)) => Ok(names.zip(types).collect()),
        _ => Ok(Vec::new()),
    }
}

/// The first word in capitals, or the parenthesis, after comments.
pub(crate) fn first_word(sql: &str) -> String {
    let mut rest = sql.trim_start();
    loop {
        let after = if rest.starts_with("--") || rest.starts_with("# ") || rest.starts_with("#!") {
            rest.split_once('\n').map_or("", |(_, after)| after)
        } else if rest.starts_with("/*") {
            rest.split_once("*/").map_or("", |(_, after)| after)
        } else {
            break;
        };
        rest = after.trim_start();
    }
    if rest.starts_with('(') {
        return "(".to_owned();
    }
    rest.chars().take_while(char::is_ascii_alphabetic).map(|char| char.to_ascii_uppercase()).collect()
}

/// The statement without comments and semicolons at its end.
fn without_end(sql: &str) -> &str {
    let mut end = 0;
    let mut rest = sql;
    while let Some(char) = rest.chars().next() {
        let at = sql.len() - rest.len();
        let (after, counts) = match rest.as_bytes() {
            [quote @ (b'\'' | b'"' | b'`'), ..] => (after_quoted(rest, *quote), true),
            [b'-', b'-', ..] | [b'#', b' ' | b'!', ..] => (rest.split_once('\n').map_or("", |(_, after)| after), false),
            [b'/', b'*', ..] => (rest.split_once("*/").map_or("", |(_, after)| after), false),
            _ => (rest.get(char.len_utf8()..).unwrap_or_default(), !char.is_whitespace() && char != ';'),
        };
        if counts {
            end = at + (rest.len() - after.len());
        }
        rest = after;
    }
    sql.get(..end).unwrap_or(sql)
}

/// DESCRIBE writes the members of tuples each on a line; results do not.
fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for part in text.split('\n') {
        if line.ends_with(',') {
            line.push(' ');
        }
        line.push_str(if line.is_empty() { part } else { part.trim_start() });
    }
    line
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn statements_by_their_first_word() {
        for (sql, word) in [
            ("select 1", "SELECT"),
            ("-- a\n/* b */ # c\n WITH x AS (SELECT 1) SELECT x", "WITH"),
            ("(SELECT 1)", "("),
            ("/* open", ""),
            ("INSERT INTO t SELECT 1", "INSERT"),
        ] {
            assert_eq!(first_word(sql), word);
        }
    }

    #[test]
    fn comments_and_semicolons_at_the_end_are_cut_off() {
        for (sql, expected) in [
            ("SELECT 1", "SELECT 1"),
            ("SELECT ';--' ; -- end\n", "SELECT ';--'"),
            ("SELECT 1 -- a ; 'b\n, 2 /* c */ ;;", "SELECT 1 -- a ; 'b\n, 2"),
            ("SELECT `x` # end", "SELECT `x`"),
        ] {
            assert_eq!(without_end(sql), expected);
        }
    }

    #[test]
    fn types_of_describe_stand_on_one_line() {
        assert_eq!(
            on_one_line("Tuple(\n    x UInt8,\n    `a b` Tuple(\n        y String))"),
            "Tuple(x UInt8, `a b` Tuple(y String))"
        );
    }
}

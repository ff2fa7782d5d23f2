//! What went wrong, from the server's own code, and nothing that a server would rather not show: no stack traces.

use aludel_engine::{Error, ErrorClass, ServerError};

use crate::codes::{class_of, name_of};
use crate::native::NativeError;

/// The server's error in `text`, if there is one: `Code: 62. DB::Exception: … (SYNTAX_ERROR) (version 26.7.2.1)`.
///
/// `text` may have something before it, as a result that broke off has.
pub(crate) fn exception_in(text: &str, query_id: &str) -> Option<ServerError> {
    let start = text.rfind("Code: ").filter(|start| is_exception(text.get(*start..).unwrap_or_default()))?;
    let text = text.get(start..)?;
    let digits: String = text.strip_prefix("Code: ")?.chars().take_while(char::is_ascii_digit).collect();
    let code: u32 = digits.parse().ok()?;
    let text = without_stack_trace(text);
    let (text, name) = named(text);
    // `DB::Exception: ` and DB::NetException: ` say nothing to anyone.
    let message = text.split_once("Exception: ").map_or(text, |(_, message)| message).trim();
    let code_text = code_text(code, name);
    Some(ServerError::new(class_of(code), message).with_code(code_text).with_query_id(query_id))
}

/// Servers before 23 do not write the name, and a server that is pressed for memory no text at all.
fn code_text(code: u32, name: Option<&str>) -> String {
    name.or_else(|| name_of(code)).map_or_else(|| code.to_string(), |name| format!("{code} {name}"))
}

/// What the client makes of an answer that has nothing but `X-ClickHouse-Exception-Code`.
fn code_alone(text: &str, query_id: &str) -> Option<ServerError> {
    let code: u32 = text.strip_prefix("Code: ")?.parse().ok()?;
    let error = ServerError::new(class_of(code), "the server sent the code of an error and no text");
    Some(error.with_code(code_text(code, None)).with_query_id(query_id))
}

fn is_exception(text: &str) -> bool {
    let digits = text.strip_prefix("Code: ").unwrap_or_default();
    let after = digits.trim_start_matches(|char: char| char.is_ascii_digit());
    after.len() < digits.len() && after.starts_with(". DB::")
}

/// Servers can be set to send where in their code it happened.
fn without_stack_trace(text: &str) -> &str {
    let end =
        ["\r\n__exception__", ", Stack trace", "Stack trace:", "\n0. "].iter().filter_map(|mark| text.find(mark)).min();
    text.get(..end.unwrap_or(text.len())).unwrap_or(text).trim_end()
}

/// The text without the error's name and the server's version at its end, and the name.
fn named(text: &str) -> (&str, Option<&str>) {
    let text = match text.rsplit_once(" (version ") {
        Some((before, _)) => before,
        None => text,
    };
    match text.strip_suffix(')').and_then(|text| text.rsplit_once(" (")) {
        Some((before, name))
            if !name.is_empty()
                && name.chars().all(|char| char.is_ascii_uppercase() || char.is_ascii_digit() || char == '_') =>
        {
            (before, Some(name))
        }
        _ => (text, None),
    }
}

/// What the official client says, as ours.
pub(crate) fn from_client(error: clickhouse::error::Error, query_id: &str) -> Error {
    use clickhouse::error::Error as Client;
    let server = |class, message: String| Error::Server(ServerError::new(class, message).with_query_id(query_id));
    match error {
        Client::BadResponse(text) => match exception_in(&text, query_id).or_else(|| code_alone(&text, query_id)) {
            Some(error) => Error::Server(error),
            // From the library that its HTTP server is built on: a request that it does not read.
            None if text.starts_with("Poco::Exception.") => {
                let text = text.split_once(" (version ").map_or(text.as_str(), |(text, _)| text);
                server(ErrorClass::Other, text.to_owned())
            }
            None => server(ErrorClass::Unavailable, not_clickhouse(&text)),
        },
        Client::Network(source) => {
            server(ErrorClass::Unavailable, format!("the server can't be reached: {}", causes(&*source)))
        }
        Client::TimedOut => server(ErrorClass::Timeout, "the server did not answer in time".to_owned()),
        Client::Compression(source) | Client::Decompression(source) => {
            server(ErrorClass::Unavailable, format!("the server's answer can't be unpacked: {}", causes(&*source)))
        }
        Client::InvalidParams(source) => Error::Usage(format!("the request can't be made: {}", causes(&*source))),
        other => {
            let text = other.to_string();
            match exception_in(&text, query_id) {
                Some(error) => Error::Server(error),
                None => server(ErrorClass::Internal, text),
            }
        }
    }
}

/// An answer that ClickHouse does not give: a proxy's page, another server.
fn not_clickhouse(text: &str) -> String {
    let shown: String = text.chars().take(200).map(|char| if char.is_control() { ' ' } else { char }).collect();
    format!("the answer is not that of a ClickHouse server: {}", shown.trim())
}

/// The official client has seen the end of an exception, whose beginning had come in an earlier piece: what was between
/// is lost. `unread` is that beginning.
pub(crate) fn torn_exception(unread: &[u8], query_id: &str) -> ServerError {
    const LOST: &str = "… (the rest of the server's message was lost on the way)";
    let text = String::from_utf8_lossy(unread);
    match exception_in(&text, query_id) {
        Some(mut error) => {
            error.message.push_str(LOST);
            error
        }
        None => ServerError::new(ErrorClass::Other, format!("the server broke the result off {LOST}"))
            .with_query_id(query_id),
    }
}

/// Whether an error of the client is about an exception that it could not put together.
pub(crate) fn is_torn(error: &Error) -> bool {
    error.server().is_some_and(|server| server.message.starts_with("found exception tag in response"))
}

/// An error with what lies below it, which is where a network's errors say what happened.
fn causes(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut below = error.source();
    while let Some(cause) = below {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        below = cause.source();
    }
    text
}

/// An error of the decoder. An exception that the server wrote in the place of data is in `unread`.
pub(crate) fn from_native(error: NativeError, unread: &[u8], query_id: &str) -> Error {
    if let NativeError::Column(error) = error {
        return Error::Decode(error);
    }
    if let Some(exception) = exception_in(&String::from_utf8_lossy(unread), query_id) {
        return Error::Server(exception);
    }
    let text = String::from_utf8_lossy(unread);
    if text.starts_with('<') {
        return Error::Server(ServerError::new(ErrorClass::Unavailable, not_clickhouse(&text)).with_query_id(query_id));
    }
    let class = match error {
        NativeError::CutShort => ErrorClass::Unavailable,
        _ => ErrorClass::Internal,
    };
    Error::Server(ServerError::new(class, error.to_string()).with_query_id(query_id))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn exceptions_have_class_code_name_and_text() {
        for (text, class, code, message) in [
            (
                "Code: 62. DB::Exception: Syntax error: failed at position 1 (x). (SYNTAX_ERROR) (version 26.7.2.1)\n",
                ErrorClass::Syntax,
                "62 SYNTAX_ERROR",
                "Syntax error: failed at position 1 (x).",
            ),
            (
                "Code: 210. DB::NetException: I/O error: Broken pipe (127.0.0.1:9000). (NETWORK_ERROR) (version 23.8 (official build))",
                ErrorClass::Unavailable,
                "210 NETWORK_ERROR",
                "I/O error: Broken pipe (127.0.0.1:9000).",
            ),
            (
                "Code: 60. DB::Exception: Table default.t does not exist. Stack trace:\n\n0. DB::Exception::Exception() @ 0x1 in /x",
                ErrorClass::NotFound,
                "60 UNKNOWN_TABLE",
                "Table default.t does not exist.",
            ),
            ("Code: 9999. DB::Exception: New. (version 27.1)", ErrorClass::Other, "9999", "New."),
            (
                "half a block\r\n__exception__\r\nrnywyenlaeqynhmu\r\nCode: 159. DB::Exception: Timeout exceeded. (TIMEOUT_EXCEEDED) \
                 (version 26.7)\n99 rnywyenlaeqynhmu\r\n__exception__\r\n",
                ErrorClass::Timeout,
                "159 TIMEOUT_EXCEEDED",
                "Timeout exceeded.",
            ),
        ] {
            let error = exception_in(text, "q1").unwrap();
            assert_eq!(error.class, class);
            assert_eq!(error.code.as_deref(), Some(code));
            assert_eq!(error.message, message);
            assert_eq!(error.query_id.as_deref(), Some("q1"));
        }
    }

    #[test]
    fn a_code_without_text_is_told() {
        let error = from_client(clickhouse::error::Error::BadResponse("Code: 241".into()), "q1");
        let server = error.server().unwrap();
        assert_eq!(
            (server.class, server.code.as_deref()),
            (ErrorClass::OutOfMemory, Some("241 MEMORY_LIMIT_EXCEEDED"))
        );
        assert!(server.query_id.as_deref() == Some("q1") && error.to_string().contains("no text"), "{error}");
    }

    #[test]
    fn other_texts_are_no_exceptions() {
        for text in ["", "<html>502 Bad Gateway</html>", "Code: x", "Code: 1. Something", "my Code: 62, DB::Exception:"]
        {
            assert!(exception_in(text, "").is_none(), "{text}");
        }
        let error = from_client(clickhouse::error::Error::BadResponse("<html>\n502</html>".into()), "");
        assert!(error.to_string().contains("not that of a ClickHouse server: <html> 502"), "{error}");
    }
}

//! The server's error codes that matter, with their names and classes.

use aludel_engine::ErrorClass;

/// Number, name and class. The numbers are ClickHouse's for good; a test asks a server for their names.
pub(crate) const CODES: &[(u32, &str, ErrorClass)] = &[
    (62, "SYNTAX_ERROR", ErrorClass::Syntax),
    (48, "NOT_IMPLEMENTED", ErrorClass::Refused),
    (446, "FUNCTION_NOT_ALLOWED", ErrorClass::Refused),
    (344, "SUPPORT_IS_DISABLED", ErrorClass::Refused),
    (1, "UNSUPPORTED_METHOD", ErrorClass::Refused),
    (242, "TABLE_IS_READ_ONLY", ErrorClass::Refused),
    (16, "NO_SUCH_COLUMN_IN_TABLE", ErrorClass::NotFound),
    (46, "UNKNOWN_FUNCTION", ErrorClass::NotFound),
    (47, "UNKNOWN_IDENTIFIER", ErrorClass::NotFound),
    (50, "UNKNOWN_TYPE", ErrorClass::NotFound),
    (56, "UNKNOWN_STORAGE", ErrorClass::NotFound),
    (60, "UNKNOWN_TABLE", ErrorClass::NotFound),
    (73, "UNKNOWN_FORMAT", ErrorClass::NotFound),
    (81, "UNKNOWN_DATABASE", ErrorClass::NotFound),
    (115, "UNKNOWN_SETTING", ErrorClass::NotFound),
    (192, "UNKNOWN_USER", ErrorClass::NotFound),
    (372, "SESSION_NOT_FOUND", ErrorClass::NotFound),
    (456, "UNKNOWN_QUERY_PARAMETER", ErrorClass::NotFound),
    (511, "UNKNOWN_ROLE", ErrorClass::NotFound),
    (15, "DUPLICATE_COLUMN", ErrorClass::Exists),
    (57, "TABLE_ALREADY_EXISTS", ErrorClass::Exists),
    (82, "DATABASE_ALREADY_EXISTS", ErrorClass::Exists),
    (387, "DICTIONARY_ALREADY_EXISTS", ErrorClass::Exists),
    (493, "ACCESS_ENTITY_ALREADY_EXISTS", ErrorClass::Exists),
    (609, "FUNCTION_ALREADY_EXISTS", ErrorClass::Exists),
    (469, "VIOLATED_CONSTRAINT", ErrorClass::Constraint),
    (6, "CANNOT_PARSE_TEXT", ErrorClass::Conversion),
    (25, "CANNOT_PARSE_ESCAPE_SEQUENCE", ErrorClass::Conversion),
    (26, "CANNOT_PARSE_QUOTED_STRING", ErrorClass::Conversion),
    (27, "CANNOT_PARSE_INPUT_ASSERTION_FAILED", ErrorClass::Conversion),
    (32, "ATTEMPT_TO_READ_AFTER_EOF", ErrorClass::Conversion),
    (38, "CANNOT_PARSE_DATE", ErrorClass::Conversion),
    (41, "CANNOT_PARSE_DATETIME", ErrorClass::Conversion),
    (53, "TYPE_MISMATCH", ErrorClass::Conversion),
    (69, "ARGUMENT_OUT_OF_BOUND", ErrorClass::Conversion),
    (70, "CANNOT_CONVERT_TYPE", ErrorClass::Conversion),
    // What our own casts say of a number that is too great; whoever else writes `throwIf` judges a value, too.
    (395, "FUNCTION_THROW_IF_VALUE_IS_NON_ZERO", ErrorClass::Conversion),
    (72, "CANNOT_PARSE_NUMBER", ErrorClass::Conversion),
    (117, "INCORRECT_DATA", ErrorClass::Conversion),
    (321, "VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE", ErrorClass::Conversion),
    (349, "CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN", ErrorClass::Conversion),
    (376, "CANNOT_PARSE_UUID", ErrorClass::Conversion),
    (407, "DECIMAL_OVERFLOW", ErrorClass::Conversion),
    (441, "CANNOT_PARSE_DOMAIN_VALUE_FROM_STRING", ErrorClass::Conversion),
    (457, "BAD_QUERY_PARAMETER", ErrorClass::Conversion),
    (467, "CANNOT_PARSE_BOOL", ErrorClass::Conversion),
    (675, "CANNOT_PARSE_IPV4", ErrorClass::Conversion),
    (676, "CANNOT_PARSE_IPV6", ErrorClass::Conversion),
    (691, "UNKNOWN_ELEMENT_OF_ENUM", ErrorClass::Conversion),
    (36, "BAD_ARGUMENTS", ErrorClass::Invalid),
    (42, "NUMBER_OF_ARGUMENTS_DOESNT_MATCH", ErrorClass::Invalid),
    (43, "ILLEGAL_TYPE_OF_ARGUMENT", ErrorClass::Invalid),
    (44, "ILLEGAL_COLUMN", ErrorClass::Invalid),
    (184, "ILLEGAL_AGGREGATION", ErrorClass::Invalid),
    (207, "AMBIGUOUS_IDENTIFIER", ErrorClass::Invalid),
    (215, "NOT_AN_AGGREGATE", ErrorClass::Invalid),
    (258, "UNION_ALL_RESULT_STRUCTURES_MISMATCH", ErrorClass::Invalid),
    (386, "NO_COMMON_TYPE", ErrorClass::Invalid),
    (420, "CANNOT_UPDATE_COLUMN", ErrorClass::Invalid),
    (440, "INVALID_LIMIT_EXPRESSION", ErrorClass::Invalid),
    (471, "INVALID_SETTING_VALUE", ErrorClass::Invalid),
    (558, "EXPECTED_ALL_OR_DISTINCT", ErrorClass::Invalid),
    (164, "READONLY", ErrorClass::Auth),
    (193, "WRONG_PASSWORD", ErrorClass::Auth),
    (194, "REQUIRED_PASSWORD", ErrorClass::Auth),
    (195, "IP_ADDRESS_NOT_ALLOWED", ErrorClass::Auth),
    (291, "DATABASE_ACCESS_DENIED", ErrorClass::Auth),
    (452, "SETTING_CONSTRAINT_VIOLATION", ErrorClass::Auth),
    (497, "ACCESS_DENIED", ErrorClass::Auth),
    (516, "AUTHENTICATION_FAILED", ErrorClass::Auth),
    (159, "TIMEOUT_EXCEEDED", ErrorClass::Timeout),
    (209, "SOCKET_TIMEOUT", ErrorClass::Timeout),
    (236, "ABORTED", ErrorClass::Cancelled),
    (394, "QUERY_WAS_CANCELLED", ErrorClass::Cancelled),
    (735, "QUERY_WAS_CANCELLED_BY_CLIENT", ErrorClass::Cancelled),
    (173, "CANNOT_ALLOCATE_MEMORY", ErrorClass::OutOfMemory),
    (241, "MEMORY_LIMIT_EXCEEDED", ErrorClass::OutOfMemory),
    (243, "NOT_ENOUGH_SPACE", ErrorClass::OutOfMemory),
    (216, "QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING", ErrorClass::Conflict),
    (373, "SESSION_IS_LOCKED", ErrorClass::Conflict),
    (473, "DEADLOCK_AVOIDED", ErrorClass::Conflict),
    (156, "DICTIONARIES_WAS_NOT_LOADED", ErrorClass::Unavailable),
    (202, "TOO_MANY_SIMULTANEOUS_QUERIES", ErrorClass::Unavailable),
    (210, "NETWORK_ERROR", ErrorClass::Unavailable),
    (225, "NO_ZOOKEEPER", ErrorClass::Unavailable),
    (252, "TOO_MANY_PARTS", ErrorClass::Unavailable),
    (279, "ALL_CONNECTION_TRIES_FAILED", ErrorClass::Unavailable),
    (999, "KEEPER_EXCEPTION", ErrorClass::Unavailable),
    (33, "CANNOT_READ_ALL_DATA", ErrorClass::Io),
    (40, "CHECKSUM_DOESNT_MATCH", ErrorClass::Io),
    (76, "CANNOT_OPEN_FILE", ErrorClass::Io),
    (107, "FILE_DOESNT_EXIST", ErrorClass::Io),
    (499, "S3_ERROR", ErrorClass::Io),
    (49, "LOGICAL_ERROR", ErrorClass::Internal),
];

/// The class of a code; those that are not listed are [`ErrorClass::Other`].
pub(crate) fn class_of(code: u32) -> ErrorClass {
    CODES.iter().find(|(number, ..)| *number == code).map_or(ErrorClass::Other, |(.., class)| *class)
}

/// The server's name of a code, if it is listed.
pub(crate) fn name_of(code: u32) -> Option<&'static str> {
    CODES.iter().find(|(number, ..)| *number == code).map(|(_, name, _)| *name)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use aludel_engine::{ConnectOptions, EngineUrl};

    use super::*;
    use crate::query::{collect, texts};
    use crate::transport::Request;

    #[tokio::test]
    async fn a_server_has_these_names() {
        let url = aludel_clickhouse_host::HOST.url_for_tests().unwrap_or_else(|error| panic!("{error}"));
        let url = EngineUrl::parse(&url.replacen("http://", "clickhouse://", 1)).unwrap();
        let server = crate::Server::open(&ConnectOptions::new(url)).await.unwrap();
        let numbers: Vec<String> = CODES.iter().map(|(number, ..)| number.to_string()).collect();
        let sql = format!("SELECT errorCodeToName(arrayJoin([{}]))::String AS name", numbers.join(", "));
        let names =
            texts(&collect(server.transport.send(&Request::new(sql), "Native").unwrap()).await.unwrap(), "name");
        let ours: Vec<&str> = CODES.iter().map(|(_, name, _)| *name).collect();
        assert_eq!(names, ours);
        let mut unique = numbers;
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), CODES.len(), "each once");
    }
}

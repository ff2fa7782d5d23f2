//! The numbers under which the wire knows types, from Postgres' `pg_type.dat`.

/// A type's number; 0 leaves it to the server.
pub type Oid = u32;

macro_rules! oids {
    ($($name:ident = $number:literal, $text:literal;)*) => {
        $(
            #[doc = concat!("`", $text, "`.")]
            pub const $name: Oid = $number;
        )*

        /// Postgres' name of the type, for people.
        pub fn name(oid: Oid) -> String {
            match oid {
                $($name => $text.to_owned(),)*
                0 => "unknown".to_owned(),
                other => format!("type {other}"),
            }
        }
    };
}

oids! {
    BOOL = 16, "boolean";
    BYTEA = 17, "bytea";
    CHAR = 18, "\"char\"";
    NAME = 19, "name";
    INT8 = 20, "bigint";
    INT2 = 21, "smallint";
    INT4 = 23, "integer";
    TEXT = 25, "text";
    JSON = 114, "json";
    FLOAT4 = 700, "real";
    FLOAT8 = 701, "double precision";
    UNKNOWN = 705, "unknown";
    BOOL_ARRAY = 1000, "boolean[]";
    INT2_ARRAY = 1005, "smallint[]";
    INT4_ARRAY = 1007, "integer[]";
    TEXT_ARRAY = 1009, "text[]";
    VARCHAR_ARRAY = 1015, "varchar[]";
    INT8_ARRAY = 1016, "bigint[]";
    FLOAT4_ARRAY = 1021, "real[]";
    FLOAT8_ARRAY = 1022, "double precision[]";
    BPCHAR = 1042, "char";
    VARCHAR = 1043, "varchar";
    DATE = 1082, "date";
    TIME = 1083, "time";
    TIMESTAMP = 1114, "timestamp";
    TIMESTAMPTZ = 1184, "timestamptz";
    NUMERIC = 1700, "numeric";
    UUID = 2950, "uuid";
    JSONB = 3802, "jsonb";
}

/// The type of an array's elements.
pub fn element(array: Oid) -> Option<Oid> {
    Some(match array {
        BOOL_ARRAY => BOOL,
        INT2_ARRAY => INT2,
        INT4_ARRAY => INT4,
        INT8_ARRAY => INT8,
        FLOAT4_ARRAY => FLOAT4,
        FLOAT8_ARRAY => FLOAT8,
        TEXT_ARRAY => TEXT,
        VARCHAR_ARRAY => VARCHAR,
        _ => return None,
    })
}

//! The same query through the endpoint and through DuckDB in process gives the same Arrow, schema and values.
mod common;

use aludel_dialect::{Parameter, Value};
use aludel_engine::{ConnectOptions, Connection, Driver, EngineUrl, RowsChanged};
use aludel_md_stand_in::{Quirk, Quirks, StandIn};
use aludel_query::{Effect, Prepared};
use arrow_array::RecordBatch;
use common::{Tested, fetch, sql};

/// A value of each type, its neighbours, and NULL.
const VALUES: &[(&str, &[&str])] = &[
    ("BOOLEAN", &["true", "false"]),
    ("TINYINT", &["-128", "127"]),
    ("SMALLINT", &["-32768", "32767"]),
    ("INTEGER", &["-2147483648", "2147483647"]),
    ("BIGINT", &["-9223372036854775808", "9223372036854775807"]),
    ("HUGEINT", &["-170141183460469231731687303715884105728", "170141183460469231731687303715884105727", "0", "-1"]),
    ("UTINYINT", &["0", "255"]),
    ("USMALLINT", &["0", "65535"]),
    ("UINTEGER", &["0", "4294967295"]),
    ("UBIGINT", &["0", "18446744073709551615"]),
    ("UHUGEINT", &["0", "340282366920938463463374607431768211455"]),
    ("BIGNUM", &["0", "-1", "255", "-256", "123456789012345678901234567890123456789012345678901234567890"]),
    ("FLOAT", &["0.1", "-0", "nan", "inf", "-inf", "1e-45", "3.4028235e38"]),
    ("DOUBLE", &["0.1", "-0", "nan", "inf", "-inf", "5e-324", "1.7976931348623157e308"]),
    ("DECIMAL(4,1)", &["-999.9", "0.1"]),
    ("DECIMAL(18,3)", &["-123456789012345.678", "0.001"]),
    ("DECIMAL(38,10)", &["-9999999999999999999999999999.9999999999", "0.0000000001"]),
    ("DECIMAL(38,38)", &["-0.99999999999999999999999999999999999999", "0"]),
    ("VARCHAR", &["", "a", "größer 🦆", "NULL", "it's", "a\\b", "line\nend", " x "]),
    ("BLOB", &["", "\\x00\\xFF", "abc"]),
    ("BIT", &["0", "101", "0101010101"]),
    ("DATE", &["1970-01-01", "0044-03-15 (BC)", "infinity", "-infinity", "5881580-07-10", "5877642-06-25 (BC)"]),
    ("TIME", &["00:00:00", "12:34:56.789", "24:00:00"]),
    ("TIME_NS", &["00:00:00", "12:34:56.123456789"]),
    ("TIMETZ", &["12:34:56.789+02:30:15", "00:00:00-15:59:59", "24:00:00+00"]),
    (
        "TIMESTAMP",
        &[
            "1970-01-01 00:00:00",
            "2024-01-01 12:34:56.789012",
            "infinity",
            "-infinity",
            "290309-12-22 (BC) 00:00:00",
            "294247-01-10 04:00:54.775806",
        ],
    ),
    ("TIMESTAMP_S", &["1969-12-31 23:59:59", "2024-01-01 12:34:56"]),
    ("TIMESTAMP_MS", &["1969-12-31 23:59:59.999", "2024-01-01 12:34:56.789"]),
    ("TIMESTAMP_NS", &["1969-12-31 23:59:59.999999999", "2024-01-01 12:34:56.123456789", "infinity"]),
    (
        "TIMESTAMPTZ",
        &[
            "1800-01-01 00:00:00.12+00",
            "2024-01-01 12:34:56.789012+00",
            "infinity",
            "-infinity",
            "290309-12-22 (BC) 00:00:00+00",
        ],
    ),
    ("INTERVAL", &["1 year 2 months -3 days 04:05:06.789", "-1 microsecond", "0 days", "-14 months"]),
    (
        "UUID",
        &[
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "12345678-9abc-def0-1234-56789abcdef0",
        ],
    ),
    ("JSON", &["{\"a\": [1, null]}", "null", "\"x\""]),
    ("ENUM('a', 'it''s', 'b, c')", &["a", "it's", "b, c"]),
    ("INTEGER[]", &["[]", "[1, NULL, 3]"]),
    ("VARCHAR[]", &["['Chez Jay', 'Musso & Frank', 'a,b', '\"q\"', NULL, 'NULL', '']"]),
    ("VARCHAR[][]", &["[['a', 'b'], NULL, []]"]),
    ("TIMESTAMPTZ[]", &["['1800-01-01 00:00:00.12+00', 'infinity', NULL]"]),
    ("BLOB[]", &["['\\\\x00\\\\xFF', NULL]"]),
    ("HUGEINT[]", &["['170141183460469231731687303715884105727', NULL]"]),
    ("DECIMAL(38,10)[]", &["['-9999999999999999999999999999.9999999999', NULL]"]),
    ("DOUBLE[]", &["['nan', '-inf', '0.1', '-0', NULL]"]),
    ("INTEGER[3]", &["[1, NULL, 3]"]),
    ("VARCHAR[2][]", &["[['a', NULL], NULL]"]),
    ("STRUCT(a INTEGER, \"b c\" VARCHAR[])", &["{'a': 1, 'b c': ['x', NULL]}", "{'a': NULL, 'b c': NULL}"]),
    (
        "STRUCT(d DATE, t TIMESTAMP_NS, z TIMETZ, i INTERVAL, u UUID, e ENUM('x', 'y'))[]",
        &[
            "[{'d': '2024-01-01', 't': '2024-01-01 00:00:00.000000001', 'z': '12:00:00+01', 'i': '1 day', 'u': '12345678-9abc-def0-1234-56789abcdef0', 'e': 'y'}, NULL]",
        ],
    ),
    ("MAP(VARCHAR, INTEGER)", &["{k=1, 'k 2'=NULL}", "{}"]),
    ("MAP(INTEGER[], STRUCT(a TIMESTAMPTZ))", &["{[1]={'a': '1800-01-01 00:00:00+00'}}"]),
    ("BIT[]", &["[101, NULL]"]),
];

/// Whole queries, above all of types that have no text.
const QUERIES: &[&str] = &[
    "SELECT NULL",
    "SELECT 1 AS a, 2 AS a, 'x' AS \"a \"\"b\"\"\"",
    "SELECT row(1, 'x'), [row(TIME '12:00:00')]",
    "SELECT union_value(n := 5)::UNION(n INTEGER, v VARCHAR) AS u UNION ALL SELECT union_value(v := NULL)::UNION(n INTEGER, v VARCHAR) UNION ALL SELECT NULL",
    "SELECT [union_value(\"it's\" := DATE '2024-01-01')] AS u",
    "SELECT 'POINT(1 2)'::GEOMETRY AS g, ['POINT(1 2)'::GEOMETRY] AS l",
    "SELECT count(*), sum(a), avg(a), 1.5, 7 // 2, 7 / 2 FROM range(5) t(a)",
    "FROM range(3)",
    "VALUES (1, DATE '2024-01-01'), (2, NULL)",
    "WITH x AS (SELECT 1::UTINYINT AS a) SELECT * FROM x WHERE false",
    "SELECT a, a::DATE FROM (VALUES (TIMESTAMP '2024-01-01'), (TIMESTAMP '2020-01-01')) t(a) ORDER BY a DESC -- end",
    "(SELECT 1::TINYINT AS a) UNION ALL (SELECT 2) ORDER BY a DESC LIMIT 1;",
    "SHOW TABLES",
    "DESCRIBE SELECT 1 AS a",
    "EXPLAIN SELECT 1",
    "SELECT l::BIGINT[3] AS a FROM (SELECT CASE WHEN i % 100 = 7 THEN [i, NULL, 3] END AS l FROM range(2000) t(i))",
    "SELECT NULL::FLOAT[1536] AS a, i FROM range(700) t(i)",
    "SELECT repeat('x', 100000) AS t, range(1000) AS l",
    "SELECT i, i::VARCHAR, i::DATE - i::INTEGER AS d FROM (SELECT DATE '2024-01-01' AS i) WHERE i IS NULL",
];

async fn native() -> Tested<Box<dyn Connection>> {
    let options = ConnectOptions::new(EngineUrl::parse("duckdb://")?);
    Ok(aludel_duckdb_md::driver().open(&options).await?.connect().await?)
}

async fn compare(query: &str, endpoint: &mut dyn Connection, native: &mut dyn Connection) -> Tested {
    let own = Prepared::new("duckdb", query, Vec::new(), Effect::Unknown);
    let expected = match fetch(native, &own).await {
        Ok(batches) => batches,
        Err(error) => {
            if !query.contains("UNION") {
                return Err(error.into());
            }
            // What the one can't give, the other does not give either.
            let other = fetch(endpoint, &sql(query)).await.err().map(|error| error.to_string());
            let other = other.ok_or_else(|| format!("in process: {error}; the endpoint gives something"))?;
            let same = other.split(':').next_back() == error.to_string().split(':').next_back();
            return if same { Ok(()) } else { Err(format!("in process: {error}; the endpoint: {other}").into()) };
        }
    };
    let found = fetch(endpoint, &sql(query)).await?;
    if found[0].schema() != expected[0].schema() {
        return Err(format!("schema\n{:?}\nnot\n{:?}", found[0].schema(), expected[0].schema()).into());
    }
    let whole = |batches: &[RecordBatch]| arrow_select::concat::concat_batches(&batches[0].schema(), batches);
    let (found, expected) = (whole(&found)?, whole(&expected)?);
    if found != expected {
        return Err(format!("{found:?}\nnot\n{expected:?}").into());
    }
    Ok(())
}

/// These values of one type, and NULL.
fn of_type(type_name: &str, texts: &[&str]) -> String {
    let rows: Vec<String> = texts.iter().map(|text| format!("('{}')", text.replace('\'', "''"))).collect();
    format!("SELECT CAST(v AS {type_name}) AS v FROM (VALUES (NULL), {}) t(v)", rows.join(", "))
}

#[tokio::test]
async fn every_type_is_the_same() -> Tested {
    let (mut endpoint, mut native) = (common::connect().await?, native().await?);
    let mut failed = Vec::new();
    for (type_name, texts) in VALUES {
        if let Err(error) = compare(&of_type(type_name, texts), endpoint.as_mut(), native.as_mut()).await {
            failed.push(format!("{type_name}: {error}"));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
    Ok(())
}

/// Whatever the service does of what is documented, and of what is not known, or nothing of it.
#[tokio::test]
async fn no_quirk_of_the_server_changes_a_value() -> Tested {
    let mut sets: Vec<(String, Quirks)> = vec![("all".to_owned(), Quirks::all()), ("none".to_owned(), Quirks::none())];
    for quirk in Quirk::ALL {
        sets.push((format!("without {quirk:?}"), Quirks::documented().without(quirk)));
    }
    let mut failed = Vec::new();
    for (name, quirks) in sets {
        let server = StandIn::builder().quirks(quirks).start()?;
        let (mut endpoint, mut native) = (common::open(&server.url("md:")).await?.connect().await?, native().await?);
        let queries = QUERIES.iter().filter(|query| **query != "SHOW TABLES").map(|query| (*query).to_owned());
        for query in queries.chain(VALUES.iter().map(|(type_name, texts)| of_type(type_name, texts))) {
            if let Err(error) = compare(&query, endpoint.as_mut(), native.as_mut()).await {
                failed.push(format!("{name}: {query}: {error}"));
            }
        }
        let given = vec![Parameter::new(7_i64), Parameter::new("it's"), Parameter::new(vec![1_i32, 2])];
        let found = common::rows(endpoint.as_mut(), &common::with("SELECT $1, $2, $3", given)).await?;
        let list = Value::List(vec![Value::Int32(1), Value::Int32(2)]);
        assert_eq!(found, [[Value::Int64(7), Value::Text("it's".to_owned()), list]], "{name}");
        endpoint.execute(&sql("CREATE TABLE changed (a INTEGER)")).await?;
        let inserted = endpoint.execute(&sql("INSERT INTO changed VALUES (1), (2), (3)")).await?;
        let updated = endpoint.execute(&sql("UPDATE changed SET a = 5 WHERE a > 1")).await?;
        assert_eq!((inserted, updated), (RowsChanged::Known(3), RowsChanged::Known(2)), "{name}");
        endpoint.close().await?;
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
    Ok(())
}

#[tokio::test]
async fn whole_queries_are_the_same() -> Tested {
    let (mut endpoint, mut native) = (common::connect().await?, native().await?);
    let mut failed = Vec::new();
    for query in QUERIES {
        if let Err(error) = compare(query, endpoint.as_mut(), native.as_mut()).await {
            failed.push(format!("{query}: {error}"));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
    Ok(())
}

//! Times finer than a microsecond: a date-time of `chrono` counts microseconds wherever it is sent, and one that these do
//! not hold is refused with the way out, and so is a leap second.

use aludel::prelude::*;
use aludel::{RowsChanged, TimestampNs, typed_literal};
use chrono::{DateTime, FixedOffset, NaiveDateTime, NaiveTime, SubsecRound, Utc};

use crate::lab::Lab;

#[derive(Clone, Record)]
#[record(table = "naive")]
struct Naive {
    at: NaiveDateTime,
}

#[derive(Clone, Record)]
#[record(table = "zoned")]
struct Zoned {
    at: DateTime<Utc>,
}

#[derive(Clone, Record)]
#[record(table = "offset")]
struct Offset {
    at: DateTime<FixedOffset>,
}

#[derive(Clone, Debug, FromRow, PartialEq, Record)]
#[record(table = "nanoseconds")]
struct Nanoseconds {
    at: TimestampNs,
}

#[derive(Clone, Record)]
#[record(table = "naive")]
struct IntoMicroseconds {
    at: TimestampNs,
}

#[derive(Clone, Record)]
#[record(table = "clock")]
struct Clock {
    at: NaiveTime,
}

const TABLES: &str = "CREATE TABLE naive (\"at\" TIMESTAMP); CREATE TABLE zoned (\"at\" TIMESTAMPTZ);
    CREATE TABLE \"offset\" (\"at\" TIMESTAMPTZ); CREATE TABLE nanoseconds (\"at\" TIMESTAMP_NS);
    CREATE TABLE clock (\"at\" TIME)";

fn lab() -> Lab {
    let lab = Lab::new();
    lab.run(async |engine| engine.execute(text(TABLES)).await);
    lab
}

/// One nanosecond past a microsecond: now, in a year that no count of nanoseconds reaches, and where such a count would
/// be DuckDB's infinity.
fn too_fine() -> [DateTime<Utc>; 3] {
    [
        DateTime::from_timestamp(1_709_164_800, 123_456_789).unwrap_or_default(),
        DateTime::from_timestamp(-14_831_769_600, 1).unwrap_or_default(),
        DateTime::from_timestamp_nanos(i64::MAX),
    ]
}

#[test]
fn what_microseconds_do_not_hold_is_refused_everywhere_and_says_the_way_out() {
    let lab = lab();
    for instant in too_fine() {
        let (naive, offset) = (instant.naive_utc(), instant.fixed_offset());
        let table = Table::new("naive");
        let refusals: Vec<(&str, Result<RowsChanged, String>)> = lab.run(async |engine| {
            let said = |error: Error| error.to_string();
            Ok(vec![
                ("text", engine.execute(text("INSERT INTO naive VALUES (:at)").bind("at", naive)).await.map_err(said)),
                (
                    "text, UTC",
                    engine.execute(text("INSERT INTO zoned VALUES (:at)").bind("at", instant)).await.map_err(said),
                ),
                (
                    "text, offset",
                    engine.execute(text("INSERT INTO zoned VALUES (:at)").bind("at", offset)).await.map_err(said),
                ),
                ("builder", engine.execute(insert(&table).values([("at", naive.into())])).await.map_err(said)),
                (
                    "value",
                    engine.execute(insert(&table).values([("at", Value::from(naive).into())])).await.map_err(said),
                ),
                (
                    "typed",
                    engine
                        .execute(
                            insert(&table)
                                .values([("at", typed_literal(naive, SqlType::Timestamp(TimeUnit::Nanosecond)))]),
                        )
                        .await
                        .map_err(said),
                ),
                (
                    "list",
                    engine
                        .execute(text("INSERT INTO naive SELECT unnest(:at)").bind("at", vec![naive]))
                        .await
                        .map_err(said),
                ),
                (
                    "sets",
                    engine
                        .execute_many(text("INSERT INTO naive VALUES (:at)"), [params! { at: naive }])
                        .await
                        .map_err(said),
                ),
                (
                    "literal",
                    engine
                        .execute(create_table_as(&Table::new("made"), select([literal(naive).label("at")])))
                        .await
                        .map_err(said),
                ),
                ("record", engine.insert(&Naive { at: naive }).await.map(RowsChanged::from).map_err(said)),
                ("record, UTC", engine.insert([Zoned { at: instant }]).await.map(RowsChanged::from).map_err(said)),
                ("record, offset", engine.insert([Offset { at: offset }]).await.map(RowsChanged::from).map_err(said)),
            ])
        });
        for (way, refused) in refusals {
            let said = refused.expect_err(way);
            assert!(said.contains("trunc_subsecs(6)"), "{way}: {said}");
            // DuckDB has no nanoseconds with a zone.
            let ways_out = said.contains("TimestampNs") || way.starts_with("record, ");
            assert!(ways_out, "{way}: {said}");
        }
    }
    let counts: (i64, i64) =
        lab.one(text("SELECT (SELECT count(*) FROM naive), (SELECT count(*) FROM zoned)")).expect("counts");
    assert_eq!(counts, (0, 0));
}

#[test]
fn cut_to_microseconds_it_arrives() {
    let lab = lab();
    for instant in too_fine() {
        let cut = instant.trunc_subsecs(6);
        let zoned: DateTime<Utc> = lab.one(text("SELECT :at").bind("at", cut)).expect("a point in time");
        let naive: NaiveDateTime = lab.one(text("SELECT :at").bind("at", cut.naive_utc())).expect("a timestamp");
        assert_eq!((zoned, naive), (cut, cut.naive_utc()));
        lab.run(async |engine| engine.insert([Zoned { at: cut }]).await);
    }
    let none: String = lab.one(text("SELECT typeof(:at)").bind("at", None::<NaiveDateTime>)).expect("a type");
    assert_eq!(none, "TIMESTAMP");
}

#[test]
fn nanoseconds_go_where_they_are_asked_for() {
    let lab = lab();
    let at = TimestampNs::try_from(too_fine()[0].naive_utc()).expect("in range");
    let records = [Nanoseconds { at }, Nanoseconds { at: TimestampNs { nanoseconds: i64::MAX } }];
    let (bulk, parameter): (Vec<Nanoseconds>, (TimestampNs, String)) = lab.run(async |engine| {
        engine.insert(records.clone()).await?;
        let back = engine.fetch_all(text("SELECT * FROM nanoseconds ORDER BY 1")).await?;
        Ok((back, engine.fetch_one(text("SELECT :at, typeof(:at)").bind("at", at)).await?))
    });
    assert_eq!(bulk, records);
    assert_eq!(parameter, (at, "TIMESTAMP_NS".to_owned()));
    // A table of microseconds does not take them.
    let refused = lab.attempt(async |engine| engine.insert([IntoMicroseconds { at }]).await).expect_err("refused");
    assert!(refused.contains("TIMESTAMP_NS can't go into TIMESTAMP"), "{refused}");
    // A coarser column is read as nanoseconds where these count it.
    let coarse: TimestampNs = lab.one(text("SELECT TIMESTAMP '1970-01-01 00:00:01'")).expect("in range");
    assert_eq!(coarse, TimestampNs { nanoseconds: 1_000_000_000 });
    assert!(
        lab.one::<TimestampNs>(text("SELECT TIMESTAMP '1500-01-01'")).expect_err("too early").contains("TimestampNs")
    );
}

/// As `chrono` writes 23:59:60: an engine would take it for the next day, or for a time that no day has.
#[test]
fn a_leap_second_is_refused_everywhere() {
    let lab = lab();
    for nanoseconds in [1_000_000_000, 1_500_000_000] {
        let instant = DateTime::from_timestamp(1_483_228_799, nanoseconds).expect("the end of 2016");
        let (naive, time) = (instant.naive_utc(), instant.time());
        let refusals = lab.run(async |engine| {
            Ok([
                engine.execute(text("INSERT INTO clock VALUES (:at)").bind("at", time)).await,
                engine.execute(text("INSERT INTO naive VALUES (:at)").bind("at", naive)).await,
                engine.execute(text("INSERT INTO zoned VALUES (:at)").bind("at", instant)).await,
                engine.execute(select([literal(time)])).await,
                engine.execute(select([literal(vec![naive])])).await,
                engine.execute(create_table_as(&Table::new("made"), select([literal(time)]))).await,
                engine.execute_many(text("INSERT INTO clock VALUES (:at)"), [params! { at: time }]).await,
                engine.insert([Clock { at: time }]).await.map(RowsChanged::from),
                engine.insert([Naive { at: naive }]).await.map(RowsChanged::from),
                engine.insert([Zoned { at: instant }]).await.map(RowsChanged::from),
                engine.insert([Offset { at: instant.fixed_offset() }]).await.map(RowsChanged::from),
            ])
        });
        for (way, refused) in refusals.into_iter().enumerate() {
            let said = refused.expect_err("a leap second").to_string();
            assert!(said.contains("is a leap second, which no engine has"), "{way}: {said}");
        }
        let there: i64 = lab
            .one(text(
                "SELECT (SELECT count(*) FROM clock) + (SELECT count(*) FROM naive) + (SELECT count(*) FROM zoned)",
            ))
            .expect("a count");
        assert_eq!(there, 0);
    }
    let clock = [Clock { at: NaiveTime::from_hms_micro_opt(23, 59, 59, 999_999).expect("a time") }];
    lab.run(async |engine| engine.insert(clock.clone()).await);
    assert_eq!(lab.one::<NaiveTime>(text("FROM clock")).expect("a time"), clock[0].at);
}

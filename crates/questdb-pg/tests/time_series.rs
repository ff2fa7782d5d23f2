//! What QuestDB is chosen for: time series, on the real server through the engine that users have.

mod common;

use std::time::Duration;

use aludel_dialect::{Interval, SqlType, TimeUnit};
use aludel_engine::{Connect, Engine, Registry};
use aludel_query::{
    Column, DatePart, Expr, Horizon, Horizons, Joins, SampleBy, SampleUnit, Table, TimeBound, TimeBucket,
    TimestampIntervals, create_table, desc, explain, func, insert, literal, select, text, window,
};
use aludel_questdb_pg::QuestDb;
use aludel_questdb_pg::table::{Period, QuestDbColumn, QuestDbTable};
use chrono::{NaiveDate, NaiveDateTime};
use common::{Tested, table, url};

async fn engine() -> Tested<Engine<QuestDb>> {
    let registry = Registry::new().with(aludel_questdb_pg::driver());
    Ok(Connect::through(registry, url("wait_for_visibility=writes")?).open().await?.typed()?)
}

fn symbol() -> Column {
    Column::new("symbol", SqlType::Native("SYMBOL".to_owned()))
        .with_options(QuestDbColumn::new().capacity(128).cached())
}

/// Ticks of a symbol by the day, one row for each key and time.
fn series(name: &str) -> Table {
    Table::new(name)
        .column(Column::new("ts", SqlType::Timestamp(TimeUnit::Microsecond)).not_null())
        .column(symbol().not_null())
        .column(Column::new("price", SqlType::Float64))
        .with_time_column("ts")
        .with_options(QuestDbTable::new().partition_by(Period::Day).write_ahead_log().dedup_keys(["ts", "symbol"]))
}

/// The same as CREATE TABLE takes it: QuestDB promises no NOT NULL.
fn to_be_made(table: &Table) -> Table {
    let nullable = |column: &Column| {
        let made = Column::new(column.name(), column.sql_type().clone());
        column.options::<QuestDbColumn>().map_or(made.clone(), |options| made.with_options(options.clone()))
    };
    let made = table.columns().iter().map(nullable).fold(Table::new(table.name()), Table::column);
    let made = table.time_column().map_or(made.clone(), |time| made.with_time_column(time));
    table.options::<QuestDbTable>().map_or(made.clone(), |options| made.with_options(options.clone()))
}

fn at(hour: u32, minute: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2024, 5, 1).and_then(|day| day.and_hms_opt(hour, minute, 0)).unwrap_or_default()
}

/// `a` at 9:00 (1.0), 9:30 (2.0) and 12:00 (4.0), `b` at 9:15 (10.0) and 12:30 without a price.
async fn filled(engine: &Engine<QuestDb>) -> Tested<Table> {
    let ticks = series(&table("ticks"));
    engine.execute(create_table(&to_be_made(&ticks))).await?;
    let rows: [(NaiveDateTime, &str, Option<f64>); 5] = [
        (at(9, 0), "a", Some(1.0)),
        (at(9, 30), "a", Some(2.0)),
        (at(12, 0), "a", Some(4.0)),
        (at(9, 15), "b", Some(10.0)),
        (at(12, 30), "b", None),
    ];
    for (ts, symbol, price) in rows {
        let row = insert(&ticks).columns(["ts", "symbol", "price"]);
        engine.execute(row.rows([(literal(ts), literal(symbol), literal(price))])).await?;
    }
    Ok(ticks)
}

#[tokio::test]
async fn a_later_row_of_the_same_keys_replaces_the_earlier() -> Tested {
    let engine = engine().await?;
    let ticks = filled(&engine).await?;
    let again = insert(&ticks).columns(["ts", "symbol", "price"]);
    engine.execute(again.rows([(literal(at(9, 0)), literal("a"), literal(1.5))])).await?;
    let price: Vec<f64> = engine.fetch_all(select(ticks.col("price")).filter(ticks.col("ts").eq(at(9, 0)))).await?;
    assert_eq!(price, [1.5]);
    Ok(())
}

#[tokio::test]
async fn the_latest_row_of_each_symbol() -> Tested {
    let engine = engine().await?;
    let ticks = filled(&engine).await?;
    let latest = select((ticks.col("symbol"), ticks.col("price")))
        .from(&ticks)
        .filter(ticks.col("price").is_not_null())
        .latest_on(ticks.col("ts"), ticks.col("symbol"))
        .order_by(ticks.col("symbol"));
    let found: Vec<(String, f64)> = engine.fetch_all(latest).await?;
    assert_eq!(found, [("a".to_owned(), 4.0), ("b".to_owned(), 10.0)]);
    Ok(())
}

#[tokio::test]
async fn buckets_of_time_are_sampled_and_their_gaps_filled() -> Tested {
    let engine = engine().await?;
    let ticks = filled(&engine).await?;
    let sampled = |sample_by: SampleBy<QuestDb>| {
        select((ticks.col("ts"), func::max(ticks.col("price")).label("high"), func::count_rows().label("rows")))
            .from(&ticks)
            .filter(ticks.col("symbol").eq("a"))
            .sample_by(sample_by)
            .order_by(ticks.col("ts"))
    };
    let hourly = || SampleBy::every(1, SampleUnit::Hour);
    let found: Vec<(NaiveDateTime, Option<f64>, i64)> = engine.fetch_all(sampled(hourly())).await?;
    assert_eq!(found, [(at(9, 0), Some(2.0), 2), (at(12, 0), Some(4.0), 1)]);
    let filled = sampled(hourly().between(at(9, 0), at(13, 0)).fill_null().fill_value(0_i64));
    let found: Vec<(NaiveDateTime, Option<f64>, i64)> = engine.fetch_all(filled).await?;
    let expected = [(at(9, 0), Some(2.0), 2), (at(10, 0), None, 0), (at(11, 0), None, 0), (at(12, 0), Some(4.0), 1)];
    assert_eq!(found, expected);
    let previous = sampled(hourly().fill_previous());
    let found: Vec<(NaiveDateTime, Option<f64>, i64)> = engine.fetch_all(previous).await?;
    assert_eq!(found.iter().map(|row| row.1).collect::<Vec<_>>(), [Some(2.0), Some(2.0), Some(2.0), Some(4.0)]);
    let linear = sampled(hourly().fill_linear().fill_value(0_i64));
    let found: Vec<(NaiveDateTime, Option<f64>, i64)> = engine.fetch_all(linear).await?;
    assert_eq!(found[1].1.map(|high| (high * 1_000.0).round()), Some(2_667.0));
    // Days of Berlin begin at 22:00 in May.
    let daily = sampled(SampleBy::every(1, SampleUnit::Day).align_to_calendar_in("Europe/Berlin"));
    let found: Vec<(NaiveDateTime, Option<f64>, i64)> = engine.fetch_all(daily).await?;
    assert_eq!(found, [(at(0, 0) - chrono::TimeDelta::hours(2), Some(4.0), 3)]);
    let first = sampled(hourly().align_to_first_observation());
    let found: Vec<(NaiveDateTime, Option<f64>, i64)> = engine.fetch_all(first).await?;
    assert_eq!(found.len(), 2);
    Ok(())
}

#[tokio::test]
async fn tables_are_joined_by_their_times() -> Tested {
    let engine = engine().await?;
    let (ticks, asks) = (filled(&engine).await?, series(&table("asks")));
    engine.execute(create_table(&to_be_made(&asks))).await?;
    for (ts, symbol) in [(at(9, 20), "a"), (at(9, 20), "b"), (at(8, 0), "a"), (at(9, 30), "a")] {
        let row = insert(&asks).columns(["ts", "symbol"]);
        engine.execute(row.rows([(literal(ts), literal(symbol))])).await?;
    }
    let quoted = |price: Expr<QuestDb>| (asks.col("ts"), asks.col("symbol"), price);
    let same = || asks.col("symbol").eq(ticks.col("symbol"));
    let in_time = || same().and(asks.col("ts").ge(ticks.col("ts")));
    let asof = select(quoted(ticks.col("price")))
        .from(asks.asof_left_join(&ticks, in_time()))
        .order_by((asks.col("ts"), asks.col("symbol")));
    let found: Vec<(NaiveDateTime, String, Option<f64>)> = engine.fetch_all(asof).await?;
    let expected =
        [(at(8, 0), "a", None), (at(9, 20), "a", Some(1.0)), (at(9, 20), "b", Some(10.0)), (at(9, 30), "a", Some(2.0))];
    assert_eq!(found, expected.map(|(ts, symbol, price)| (ts, symbol.to_owned(), price)));
    // Strictly before.
    let before = select(ticks.col("price")).from(asks.lt_join(&ticks, same())).filter(asks.col("ts").eq(at(9, 30)));
    assert_eq!(engine.fetch_all::<f64>(before).await?, [1.0]);
    let spliced = select(func::count_rows()).from(asks.splice_join(&ticks));
    assert!(engine.fetch_scalar::<i64>(spliced).await? >= 4);

    // Not too far before.
    let near = asks.asof_left_join(&ticks, in_time()).tolerance(Interval::minutes(10));
    let found: Vec<(String, Option<f64>)> = engine
        .fetch_all(
            select((asks.col("symbol"), ticks.col("price"))).from(near).order_by((asks.col("ts"), asks.col("symbol"))),
        )
        .await?;
    let expected = [("a", None), ("a", None), ("b", Some(10.0)), ("a", Some(2.0))];
    assert_eq!(found, expected.map(|(symbol, price)| (symbol.to_owned(), price)));

    // Other times than the tables' own are refused.
    let other = asks.asof_left_join(&ticks, same().and(asks.col("price").ge(ticks.col("ts"))));
    let refused = engine.render(select(ticks.col("price")).from(other));
    let told = refused.map(|prepared| prepared.sql.to_string()).map_err(|error| error.to_string());
    assert!(told.as_ref().is_err_and(|why| why.contains("designated timestamps")), "{told:?}");
    Ok(())
}

/// An aggregate of what is around each row, and the row at several distances.
#[tokio::test]
async fn rows_are_joined_with_what_is_near() -> Tested {
    let engine = engine().await?;
    let (ticks, asks) = (filled(&engine).await?, series(&table("asks")));
    engine.execute(create_table(&to_be_made(&asks))).await?;
    for (ts, symbol) in [(at(9, 20), "a"), (at(9, 20), "b"), (at(8, 0), "a")] {
        let row = insert(&asks).columns(["ts", "symbol"]);
        engine.execute(row.rows([(literal(ts), literal(symbol))])).await?;
    }
    let same = || asks.col("symbol").eq(ticks.col("symbol"));
    let most = || func::max(ticks.col("price")).label("most");
    let around = (TimeBound::Preceding(Interval::minutes(20)), TimeBound::Following(Interval::minutes(10)));
    let near = select((asks.col("symbol"), most()))
        .from(asks.window_join(&ticks, same()).range_between(around.0, around.1))
        .order_by((asks.col("ts"), asks.col("symbol")));
    let found: Vec<(String, Option<f64>)> = engine.fetch_all(near).await?;
    assert_eq!(found, [("a", None), ("a", Some(2.0)), ("b", Some(10.0))].map(|(of, most)| (of.to_owned(), most)));

    let hours = Horizon::list("h", [Interval::default(), Interval::hours(3)]);
    let later = select((hours.offset(), func::sum(ticks.col("price")).label("total")))
        .from(asks.horizon_join(&ticks, same(), &hours))
        .group_by(hours.offset())
        .order_by(hours.offset());
    let found: Vec<(i64, Option<f64>)> = engine.fetch_all(later).await?;
    assert_eq!(found, [(0, Some(11.0)), (3 * 3_600_000_000, Some(16.0))]);
    Ok(())
}

/// What stands behind a joined table's time: months have no length, and nothing is cut.
#[tokio::test]
async fn a_distance_that_would_be_another_is_refused() -> Tested {
    let engine = engine().await?;
    let (ticks, asks) = (series("ticks"), series("asks"));
    let in_time = || asks.col("symbol").eq(ticks.col("symbol")).and(asks.col("ts").ge(ticks.col("ts")));
    for (distance, words) in [
        (Interval::months(1), "give it in days"),
        (Interval::default(), "more than nothing"),
        (Interval::seconds(-5), "more than nothing"),
        (Interval::seconds(i64::MAX), "too far"),
    ] {
        let joined = asks.asof_left_join(&ticks, in_time()).tolerance(distance);
        let told = engine.render(select(func::count_rows()).from(joined)).map(|it| it.sql.to_string());
        let told = told.map_err(|error| error.to_string());
        assert!(told.as_ref().is_err_and(|why| why.contains(words)), "{distance}: {told:?}");
    }
    Ok(())
}

/// Intervals that are read here find what QuestDB's own `IN` finds, which reads the same text.
#[tokio::test]
async fn an_interval_of_time_is_what_the_server_takes_it_for() -> Tested {
    let engine = engine().await?;
    let name = table("moments");
    let moments = Table::new(&name)
        .column(Column::new("ts", SqlType::Timestamp(TimeUnit::Microsecond)).not_null())
        .column(Column::new("n", SqlType::Int64))
        .with_time_column("ts")
        .with_options(QuestDbTable::new().partition_by(Period::Month).write_ahead_log());
    engine.execute(create_table(&to_be_made(&moments))).await?;
    // Each end of what is asked for below, and the microsecond before it.
    engine
        .execute(text(format!(
            "INSERT INTO {name} SELECT dateadd('u', cast(-(x % 2) AS INT), dateadd('h', cast(x / 2 AS INT), \
             '2023-12-25T00:00:00.000000Z')), x FROM long_sequence(20000)"
        )))
        .await?;
    engine.settled(&moments, Duration::from_secs(20)).await?;
    for text_of in [
        "2024",
        "2024-02",
        "2024-02-29",
        "2024-02-29T23",
        "2024-02-29T23:59",
        "2024-02-29T23:59:59",
        "2024-02-29T23:59:59.9",
        "2024-02-29T23:59:59.999999",
        "2024-W09",
        "2024-W01-1",
        "2024-[01,03]",
        "2024-[01..03]-[01,28]",
        "2024-05-[01..10]T[09,11]:00;30m",
        "2024-01-15;36h",
        "2024-01-15;1M2d",
        "2024-01-15;1h;1d;5",
        "2024-01-15T09:00;2d;1d;3",
        "2024-01-15;1h;1M;4",
        "2024-01-15;1w;1y;1",
    ] {
        let intervals: TimestampIntervals = text_of.parse()?;
        let built = |condition: Expr<QuestDb>| select(func::count_rows()).from(&moments).filter(condition);
        let ours = engine.fetch_scalar::<i64>(built(moments.col("ts").is_in(&intervals))).await?;
        let without = engine.fetch_scalar::<i64>(built(moments.col("ts").not_in(&intervals))).await?;
        let native = aludel_query::raw_expr(text(format!("ts IN '{text_of}'")));
        assert_eq!(ours, engine.fetch_scalar::<i64>(built(native)).await?, "{text_of}");
        assert_eq!(ours + without, 20_000, "{text_of}");
        let plan: Vec<String> =
            engine.fetch_all(explain(select(moments.col("n")).filter(moments.col("ts").is_in(&intervals)))).await?;
        assert!(plan.join("\n").contains("Interval forward scan"), "{text_of}: {plan:?}");
    }
    Ok(())
}

/// A window's order puts NULL where the type has it; where that is where it belongs, the window is written.
#[tokio::test]
async fn a_window_is_ordered_by_what_may_be_null() -> Tested {
    let engine = engine().await?;
    let name = table("nulls");
    let columns = [
        ("a", SqlType::Int32),
        ("b", SqlType::Int64),
        ("c", SqlType::Float64),
        ("d", SqlType::Float32),
        ("e", SqlType::Text),
        ("f", SqlType::Native("SYMBOL".to_owned())),
        ("g", SqlType::Timestamp(TimeUnit::Microsecond)),
        ("h", SqlType::Uuid),
        ("i", SqlType::decimal(10, 2)),
    ];
    let all = columns
        .iter()
        .fold(Table::new(&name), |table, (of, sql_type)| table.column(Column::new(*of, sql_type.clone())));
    let all = all.column(Column::new("id", SqlType::Int64));
    engine.execute(create_table(&all)).await?;
    let uuid = "11111111-1111-1111-1111-111111111111";
    engine
        .execute(text(format!(
            "INSERT INTO {name} VALUES (7, 7, 7.0, 7.0, 'x', 'x', '2024-01-01', '{uuid}', 7.00m, 1), \
             (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 2), \
             (-7, -7, -7.0, -7.0, 'a', 'a', '1950-01-01', '00000000-1111-1111-1111-111111111111', -7.00m, 3)"
        )))
        .await?;
    for (of, sql_type) in &columns {
        let terms = [
            (all.col(*of).asc().nulls_last(), [2, 3, 1]),
            (all.col(*of).asc().nulls_first(), [3, 1, 2]),
            (all.col(*of).desc().nulls_last(), [1, 3, 2]),
            (all.col(*of).desc().nulls_first(), [2, 1, 3]),
        ];
        let mut written = 0;
        for (term, expected) in terms {
            let numbered = func::row_number().over(window().order_by(term));
            let asked = select((all.col("id"), numbered.label("n"))).from(&all).order_by(all.col("id"));
            if engine.render(&asked).is_err() {
                continue;
            }
            written += 1;
            let found: Vec<(i64, i64)> = engine.fetch_all(asked).await?;
            assert_eq!(found.iter().map(|row| row.1).collect::<Vec<_>>(), expected, "{of} {sql_type}");
        }
        assert_eq!(written, 2, "{of} {sql_type}");
    }
    Ok(())
}

/// Conditions on the designated timestamp stay what the server finds partitions by.
#[tokio::test]
async fn a_range_of_time_is_an_interval_scan() -> Tested {
    let engine = engine().await?;
    let ticks = filled(&engine).await?;
    let ts = || ticks.col::<QuestDb>("ts");
    let ranges = [
        ts().ge(at(9, 0)).and(ts().lt(at(10, 0))),
        ts().between(at(9, 0), at(10, 0)),
        !ts().lt(at(9, 0)),
        ts().eq(at(9, 0)),
        ts().gt(at(9, 0)).and(ticks.col("price").ne(2.0)),
    ];
    for range in ranges {
        let plan: Vec<String> = engine.fetch_all(explain(select(ticks.col("price")).filter(range.clone()))).await?;
        let plan = plan.join("\n");
        assert!(plan.contains("Interval forward scan"), "{range}: {plan}");
    }
    Ok(())
}

/// Who wants QuestDB's own comparisons writes them.
#[tokio::test]
async fn the_engines_own_comparison_is_there_too() -> Tested {
    let engine = engine().await?;
    let ticks = filled(&engine).await?;
    let count = |condition: Expr<QuestDb>| select(func::count_rows()).from(&ticks).filter(condition);
    let neutral = engine.fetch_scalar::<i64>(count(ticks.col("price").ne(2.0))).await?;
    let native = engine.fetch_scalar::<i64>(count(ticks.col("price").is_distinct_from(2.0))).await?;
    let raw = engine.fetch_scalar::<i64>(count(aludel_query::raw_expr(text("price <> 2.0")))).await?;
    assert_eq!((neutral, native, raw), (3, 4, 4));
    let intervals = count(aludel_query::raw_expr(text("ts IN '2024-05-01T09'")));
    assert_eq!(engine.fetch_scalar::<i64>(intervals).await?, 3);
    Ok(())
}

#[tokio::test]
async fn what_was_written_is_waited_for() -> Tested {
    let registry = Registry::new().with(aludel_questdb_pg::driver());
    let engine: Engine<QuestDb> = Connect::through(registry, url("")?).open().await?.typed()?;
    let ticks = series(&table("ticks"));
    engine.execute(create_table(&to_be_made(&ticks))).await?;
    for minute in 0..20 {
        let row = insert(&ticks).columns(["ts", "symbol", "price"]);
        engine.execute(row.rows([(literal(at(9, minute)), literal("a"), literal(1.0))])).await?;
        engine.settled(&ticks, Duration::from_secs(20)).await?;
        let latest = select(ticks.col("ts")).order_by(desc(ticks.col("ts"))).limit(1);
        assert_eq!(engine.fetch_scalar::<NaiveDateTime>(latest).await?, at(9, minute));
    }
    Ok(())
}

#[tokio::test]
async fn an_inspector_finds_what_a_table_is_made_with() -> Tested {
    let engine = engine().await?;
    let options = QuestDbTable::new().partition_by(Period::Day).write_ahead_log().dedup_keys(["ts", "symbol"]);
    let made = series(&table("ticks")).with_options(options.ttl(2, Period::Week));
    engine.execute(create_table(&to_be_made(&made))).await?;
    let found = engine.inspect().table(made.name()).await?;
    assert_eq!(found.options::<QuestDbTable>(), made.options::<QuestDbTable>());
    assert_eq!(found.time_column(), Some("ts"));
    let columns: Vec<String> =
        found.columns().iter().map(|column| format!("{} {}", column.name(), column.sql_type())).collect();
    assert_eq!(columns, ["ts TIMESTAMP(6)", "symbol SYMBOL", "price FLOAT64"]);
    assert_eq!(found.columns()[1].options::<QuestDbColumn>(), symbol().options());
    assert!(!found.columns()[0].is_nullable() && found.columns()[1].is_nullable());
    // It can be made again from what was found.
    let again = table("again");
    let copy = found.columns().iter().map(|column| {
        if column.is_nullable() { column.clone() } else { Column::new(column.name(), column.sql_type().clone()) }
    });
    let copy = copy.fold(Table::new(again.as_str()), Table::column).with_time_column("ts");
    let copy = found.options::<QuestDbTable>().map_or(copy.clone(), |options| copy.with_options(options.clone()));
    engine.execute(create_table(&copy)).await?;
    let twin = engine.inspect().table(again.as_str()).await?;
    assert_eq!(twin.options::<QuestDbTable>(), found.options());
    assert_eq!(twin.columns(), found.columns());
    assert!(engine.inspect().tables().await?.iter().any(|table| table.name() == again));
    Ok(())
}

#[tokio::test]
async fn an_update_counts_rows_where_the_server_does() -> Tested {
    let engine = engine().await?;
    let ticks = filled(&engine).await?;
    let counted =
        engine.execute(aludel_query::update(&ticks).set("price", 3.0).filter(ticks.col("symbol").eq("a"))).await?;
    assert_eq!(counted.known(), None, "a table with a log tells the number of its transaction");
    let prices: Vec<f64> =
        engine.fetch_all(select(ticks.col("price")).filter(ticks.col("symbol").eq("a")).distinct()).await?;
    assert_eq!(prices, [3.0]);
    Ok(())
}

/// A timestamp may count microseconds or nanoseconds; what is counted by hand must count the same.
#[tokio::test]
async fn buckets_and_differences_of_nanoseconds_are_those_of_microseconds() -> Tested {
    let engine = engine().await?;
    let name = table("fine");
    let fine = Table::new(&name)
        .column(Column::new("us", SqlType::Timestamp(TimeUnit::Microsecond)))
        .column(Column::new("ns", SqlType::Timestamp(TimeUnit::Nanosecond)));
    engine.execute(create_table(&fine)).await?;
    engine
        .execute(text(format!(
            "INSERT INTO {name} VALUES ('2024-01-01T17:59:59.000001Z', '2024-01-01T17:59:59.000001Z'), \
             ('2024-01-02T18:00:00Z', '2024-01-02T18:00:00Z'), ('1969-12-31T17:59:59Z', '1969-12-31T17:59:59Z')"
        )))
        .await?;
    let six_in_the_evening = NaiveDate::from_ymd_opt(1970, 1, 1).and_then(|day| day.and_hms_opt(18, 0, 0));
    let from_six = TimeBucket::every(1, DatePart::Day)?.beginning_at(six_in_the_evening.unwrap_or_default())?;
    let day = TimeBucket::every(1, DatePart::Day)?;
    for bucket in [from_six, day] {
        let of = |column: &str| func::time_bucket(bucket, fine.col(column));
        let found: Vec<(NaiveDateTime, NaiveDateTime)> = engine
            .fetch_all(select((of("us").label("a"), of("ns").label("b"))).from(&fine).order_by(fine.col("us")))
            .await?;
        assert_eq!(found.len(), 3);
        assert!(found.iter().all(|(us, ns)| us == ns), "{bucket:?}: {found:?}");
    }
    let since = NaiveDate::from_ymd_opt(2024, 1, 1).and_then(|day| day.and_hms_opt(0, 0, 0)).unwrap_or_default();
    for part in [
        DatePart::Year,
        DatePart::Quarter,
        DatePart::Month,
        DatePart::Week,
        DatePart::Day,
        DatePart::Hour,
        DatePart::Minute,
        DatePart::Second,
        DatePart::Millisecond,
        DatePart::Microsecond,
    ] {
        for [one, other] in [["us", "ns"], ["ns", "us"], ["ns", "ns"]] {
            let of = |from: &str, to: &str| func::date_diff(part, fine.col(from), fine.col(to));
            let since_then = |column: &str| func::date_diff(part, literal(since), fine.col(column));
            let asked = select((of(one, other).label("a"), since_then("us").label("b"), since_then("ns").label("c")))
                .from(&fine)
                .order_by(fine.col("us"));
            let found: Vec<(i64, i64, i64)> = engine.fetch_all(asked).await?;
            assert_eq!(found.len(), 3);
            assert!(found.iter().all(|(none, us, ns)| *none == 0 && us == ns), "{part:?} {one} {other}: {found:?}");
        }
    }
    for part in [DatePart::Second, DatePart::Millisecond, DatePart::Microsecond, DatePart::Hour] {
        let of = |column: &str| func::extract(part, fine.col(column));
        let found: Vec<(i64, i64)> = engine
            .fetch_all(select((of("us").label("a"), of("ns").label("b"))).from(&fine).order_by(fine.col("us")))
            .await?;
        assert!(found.iter().all(|(us, ns)| us == ns), "{part:?}: {found:?}");
    }
    Ok(())
}

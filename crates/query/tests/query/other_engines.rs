//! The clauses that only some engines have, each in its place.

use aludel_dialect::{Capabilities, Construct, Interval, Support};
use aludel_query::{
    Horizon, Horizons, IntoSource, Joins, RowLock, SampleBy, SampleSize, SampleUnit, Statement, TimeBound, asc, func,
    literal, select, star,
};

use crate::samples::{Everything, orders, spelling::Marks, table};

#[test]
fn clauses_of_column_stores() {
    let t = table("t");
    golden! {
        select((t.col("a"), func::count_rows()))
            .from(t.final_rows())
            .array_join([t.col("tags").label("tag")])
            .left_array_join((t.col("x"), t.col("y")))
            .prewhere(t.col("day").eq(1))
            .prewhere(t.col("b").eq(2).or(t.col("c")))
            .filter(t.col("d").gt(3))
            .group_by(t.col("a"))
            .with_totals()
            .having(func::count_rows().gt(4))
            .order_by([asc(t.col("a")).with_fill_between(0, 10).with_fill(2)])
            .limit_by(1, (t.col("a"), t.col("b")))
            .limit(5)
            .offset(6)
            .setting("max_threads", 4)
            .setting("join_algorithm", "hash")
            => "SELECT t.a, count(*) FROM t FINAL ARRAY JOIN t.tags AS tag LEFT ARRAY JOIN t.x, t.y PREWHERE t.day = $1 AND (t.b = $2 OR t.c) WHERE t.d > $3 GROUP BY t.a WITH TOTALS HAVING count(*) > $4 ORDER BY t.a WITH FILL FROM $5 TO $6 STEP $2 LIMIT $7 BY t.a, t.b LIMIT $8 OFFSET $9 SETTINGS max_threads = 4, join_algorithm = 'hash' -- 1, 2, 3, 4, 0, 10, 1, 5, 6";
        select(star()).from(&t).limit_with_ties(3).offset(1) => "SELECT * FROM t OFFSET $1 FETCH FIRST $2 ROWS WITH TIES -- 1, 3";
        select(star()).from(&t).lock_rows(RowLock::Update) => "SELECT * FROM t FOR UPDATE";
        select(star()).from(&t).order_by("a").lock_rows(RowLock::Share) => "SELECT * FROM t ORDER BY a FOR SHARE";
        // At any depth.
        select(star()).from(select(star()).from(t.alias("x").final_rows()).prewhere(literal(true)).subquery("s"))
            => "SELECT * FROM (SELECT * FROM t AS x FINAL PREWHERE $1) AS s -- TRUE";
    }
}

#[test]
fn clauses_of_time_series() {
    let t = table("trades");
    golden! {
        select((t.col("sym"), func::avg(t.col("px"))))
            .filter(t.col("px").gt(0))
            .sample_by(
                SampleBy::every(5, SampleUnit::Minute)
                    .between("2024-01-01", "2024-02-01")
                    .fill_previous()
                    .fill_value(0)
                    .align_to_calendar_in("Europe/Paris"),
            )
            .order_by("sym")
            => "SELECT trades.sym, avg(trades.px) FROM trades WHERE trades.px > $1 SAMPLE BY 5m FROM $2 TO $3 FILL (PREV, $4) ALIGN TO CALENDAR TIME ZONE $5 ORDER BY sym -- 0, '2024-01-01', '2024-02-01', 0, 'Europe/Paris'";
        select(func::avg(t.col("px"))).sample_by(SampleBy::every(1, SampleUnit::Month).fill_none().fill_null().fill_linear().align_to_first_observation())
            => "SELECT avg(trades.px) FROM trades SAMPLE BY 1M FILL (NONE, NULL, LINEAR) ALIGN TO FIRST OBSERVATION";
        select(func::avg(t.col("px"))).sample_by(SampleBy::every(1, SampleUnit::Day).align_to_calendar_with_offset("00:30"))
            => "SELECT avg(trades.px) FROM trades SAMPLE BY 1d ALIGN TO CALENDAR WITH OFFSET $1 -- '00:30'";
        // The latest of the rows that WHERE leaves.
        select(star()).from(&t).filter(t.col("px").gt(0)).latest_on(t.col("ts"), [t.col("sym")]).limit(3)
            => "SELECT * FROM trades WHERE trades.px > $1 LATEST ON ts PARTITION BY sym LIMIT $2 -- 0, 3";
    }
}

#[test]
fn joins_of_few_engines() {
    let (t, o) = (table("t"), orders());
    let same = || t.col("id").eq(o.col("id"));
    let second = || Interval::seconds(1);
    let before = || TimeBound::Preceding(second());
    let steps = || Horizon::range("h", Interval::default(), Interval::seconds(2), second());
    golden! {
        select(star()).from(t.any_join(&o, same())) => "SELECT * FROM t ANY JOIN orders ON t.id = orders.id";
        select(star()).from(t.any_left_join(&o, same())) => "SELECT * FROM t LEFT ANY JOIN orders ON t.id = orders.id";
        select(star()).from(t.asof_join(&o, same()).tolerance(Interval::seconds(10))) => "SELECT * FROM t ASOF JOIN orders ON t.id = orders.id TOLERANCE INTERVAL '00:00:10'";
        select(star()).from(t.lt_join(&o, same()).tolerance(Interval::seconds(10))) => "SELECT * FROM t LT JOIN orders ON t.id = orders.id TOLERANCE INTERVAL '00:00:10'";
        select(star()).from(t.splice_join(&o)) => "SELECT * FROM t SPLICE JOIN orders";
        select(star()).from(t.window_join(&o, same()).range_between(before(), TimeBound::CurrentRow))
            => "SELECT * FROM t WINDOW JOIN orders ON t.id = orders.id RANGE BETWEEN INTERVAL '00:00:01' PRECEDING AND CURRENT ROW EXCLUDE PREVAILING";
        select(star()).from(t.window_join(&o, same()).range_between(before(), before()).include_prevailing())
            => "SELECT * FROM t WINDOW JOIN orders ON t.id = orders.id RANGE BETWEEN INTERVAL '00:00:01' PRECEDING AND INTERVAL '00:00:01' PRECEDING INCLUDE PREVAILING";
        select(steps().offset()).from(t.horizon_join(&o, same(), &steps()))
            => "SELECT h.offset FROM t HORIZON JOIN orders ON t.id = orders.id RANGE FROM INTERVAL '00:00:00' TO INTERVAL '00:00:02' STEP INTERVAL '00:00:01' AS h";
        select(star()).from(t.horizon_join(&o, same(), &Horizon::list("h", [second()])))
            => "SELECT * FROM t HORIZON JOIN orders ON t.id = orders.id LIST (INTERVAL '00:00:01') AS h";
        select(star()).from(t.final_rows().join(o.final_rows(), same())) => "SELECT * FROM t FINAL JOIN orders FINAL ON t.id = orders.id";
        select(star()).from(t.final_rows().table_sample(SampleSize::Rows(3))) => "SELECT * FROM t FINAL TABLESAMPLE (3 ROWS)";
    }
    problems! {
        select(star()).from(t.join(&o, same()).tolerance(second())) => "a tolerance belongs to an ASOF or LT join";
        select(star()).from((&t).into_source().tolerance(second())) => "a tolerance belongs to an ASOF or LT join";
        select(star()).from(t.join(&o, same()).range_between(before(), before())) => "this range belongs to a WINDOW JOIN";
        select(star()).from(t.join(&o, same()).include_prevailing()) => "INCLUDE PREVAILING belongs to a WINDOW JOIN with a range";
        select(star()).from(t.window_join(&o, same()).include_prevailing()) => "INCLUDE PREVAILING belongs to a WINDOW JOIN with a range";
        select(star()).from(t.window_join(&o, same())) => "a WINDOW JOIN says with `range_between` how far it looks";
        select(star()).from(t.horizon_join(&o, same(), &Horizon::list("h", []))) => "the list of a HORIZON JOIN is empty: name at least one distance";
        // The engine would read it as part of the last table alone.
        select(star()).from(t.join(&o, same()).final_rows()) => "FINAL belongs to one source: write it at the table, before the join";
        select(star()).from(t.join(&o, same()).table_sample(SampleSize::Rows(1))) => "TABLESAMPLE belongs to one source: write it at the table, before the join";
    }
}

/// Question marks that can't be repeated, and LIMIT by row numbers.
#[test]
fn another_spelling() {
    let t = table("t");
    let sql = |statement: &dyn Statement<Everything>| {
        let mut capabilities = Capabilities::of::<Everything>();
        capabilities.narrow(Construct::Offset, Support::Rewritten, "LIMIT takes row numbers").unwrap();
        statement.render(&Marks, &capabilities).unwrap()
    };
    let page = sql(&select(t.col("a") + 1).group_by(t.col("a") + 1).limit(5).offset(literal(10) - 1));
    assert_eq!(&*page.sql, "SELECT t.a + ? FROM t GROUP BY t.a + ? LIMIT ? - ?, ? - ? + ?");
    assert_eq!(page.parameters.len(), 7);
    assert_eq!(&*sql(&select(star()).from(&t).limit(5)).sql, "SELECT * FROM t LIMIT ?");
    let rest = sql(&select(star()).from(&t).offset(5));
    assert_eq!((&*rest.sql, rest.parameters.len()), ("SELECT * FROM t LIMIT ?, ?", 2));
}

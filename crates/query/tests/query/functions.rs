//! Functions, aggregates and windows.

use aludel_query::{
    Bound, DatePart, Expr, Frame, FrameExclusion, NullTreatment, Window, asc, desc, func, label_ref, lambda, literal,
    select, window,
};

use crate::samples::{Everything, table};

fn t(name: &str) -> Expr<Everything> {
    table("t").col(name)
}

#[test]
fn neutral_and_native_functions() {
    golden! {
        select((func::count(t("a")), func::count_distinct(t("a")), func::avg(t("a") + 1))) => "SELECT count(t.a), count(DISTINCT t.a), avg(t.a + $1) FROM t -- 1";
        select((func::coalesce((t("a"), literal(0))), func::greatest([t("a"), t("b")]))) => "SELECT coalesce(t.a, $1), greatest(t.a, t.b) FROM t -- 0";
        select(func::extract(DatePart::Year, t("d") + 1)) => "SELECT extract(year FROM (t.d + $1)) FROM t -- 1";
        select(func::date_trunc(DatePart::Month, t("d"))) => "SELECT date_trunc('month', t.d) FROM t";
        select(func::date_diff(DatePart::DayOfYear, t("d"), t("e"))) => "SELECT date_diff('doy', t.d, t.e) FROM t";
        // An engine's own function, by the name it has there: plain names as they are, others quoted.
        select((func::native("coalesce", t("a")), func::native("toStartOfHour", t("d")), func::native("main.f", t("a"))))
            => "SELECT coalesce(t.a), toStartOfHour(t.d), main.f(t.a) FROM t";
        select(func::native("f(1); --", t("a"))) => "SELECT \"f(1); --\"(t.a) FROM t";
        select(func::native_bare("pi")) => "SELECT pi()";
        select(func::native("f", t("a")).named_argument("key", t("b"))) => "SELECT f(t.a, key := t.b) FROM t";
        select(func::native_parametric("quantiles", (literal(0.5), literal(0.9)), t("a"))) => "SELECT quantiles($1, $2)(t.a) FROM t -- 0.5, 0.9";
        select(func::native("list_filter", (t("l"), lambda(["x"], label_ref("x").gt(1).or(label_ref("x").is_null())))))
            => "SELECT list_filter(t.l, lambda x: x > $1 OR x IS NULL) FROM t -- 1";
    }
    problems! {
        select(func::coalesce(Vec::<Expr<_>>::new())) => "the function's list of arguments is empty: give it at least one";
        select(func::reverse(t("a"))) => "everything has no function that means `reverse` (it reverses bytes): write `func::native` if another will do";
        select((t("a") + 1).named_argument("x", 1)) => "a named argument belongs to a function";
        select((t("a") + 1).distinct()) => "DISTINCT belongs to a function: t.a + 1";
        select(func::native("f.", t("a"))) => "\"\" can't be a name: it is empty";
        select(func::count_rows().distinct()) => "everything has no expression that means the same: it writes `count_rows` in a way that takes no DISTINCT, ORDER BY or IGNORE NULLS";
    }
}

#[test]
fn what_is_attached_to_an_aggregate() {
    golden! {
        select(func::sum(t("a")).distinct().filter_where(t("b").gt(1).or(t("c")))) => "SELECT sum(DISTINCT t.a) FILTER (WHERE t.b > $1 OR t.c) FROM t -- 1";
        select(func::string_agg(t("a"), ",").aggregate_order_by((desc(t("b")), asc(t("c")).nulls_last())))
            => "SELECT string_agg(t.a, $1 ORDER BY t.b DESC, t.c NULLS LAST) FROM t -- ','";
        select(func::native("percentile_cont", literal(0.5)).within_group(t("a").desc())) => "SELECT percentile_cont($1) WITHIN GROUP (ORDER BY t.a DESC) FROM t -- 0.5";
        select(func::first_value(t("a")).nulls(NullTreatment::Ignore).over(window().order_by(t("b")))) => "SELECT first_value(t.a IGNORE NULLS) OVER (ORDER BY t.b) FROM t";
        select(func::last_value(t("a")).nulls(NullTreatment::Respect).over(window())) => "SELECT last_value(t.a RESPECT NULLS) OVER () FROM t";
        select(func::count_rows().filter_where(t("a")).over(window().partition_by(t("b"))) + 1) => "SELECT count(*) FILTER (WHERE t.a) OVER (PARTITION BY t.b) + $1 FROM t -- 1";
    }
}

#[test]
fn windows_and_frames() {
    let rank = || func::rank();
    let by_day = || window().order_by(t("day"));
    golden! {
        select(rank().over(window().partition_by((t("a"), t("b") + 1)).order_by((desc(t("day")), asc(t("x"))))))
            => "SELECT rank() OVER (PARTITION BY t.a, t.b + $1 ORDER BY t.day DESC, t.x) FROM t -- 1";
        select(rank().over(by_day().rows(Bound::unbounded_preceding()))) => "SELECT rank() OVER (ORDER BY t.day ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM t";
        select(rank().over(by_day().rows(Frame::between(Bound::preceding(1), Bound::following(2)))))
            => "SELECT rank() OVER (ORDER BY t.day ROWS BETWEEN $1 PRECEDING AND $2 FOLLOWING) FROM t -- 1, 2";
        select(rank().over(by_day().range(Frame::between(Bound::current_row(), Bound::unbounded_following()))))
            => "SELECT rank() OVER (ORDER BY t.day RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) FROM t";
        select(rank().over(by_day().range(Frame::between(Bound::preceding(aludel_dialect::Interval::days(3)), Bound::current_row()))))
            => "SELECT rank() OVER (ORDER BY t.day RANGE BETWEEN $1 PRECEDING AND CURRENT ROW) FROM t -- INTERVAL '3 days'";
        select(rank().over(by_day().groups(Frame::from(Bound::preceding(t("a").eq(1))).exclude(FrameExclusion::Ties))))
            => "SELECT rank() OVER (ORDER BY t.day GROUPS BETWEEN (t.a = $1) PRECEDING AND CURRENT ROW EXCLUDE TIES) FROM t -- 1";
        select(rank().over(by_day().rows(Frame::from(Bound::current_row()).exclude(FrameExclusion::CurrentRow)))) => "SELECT rank() OVER (ORDER BY t.day ROWS BETWEEN CURRENT ROW AND CURRENT ROW EXCLUDE CURRENT ROW) FROM t";
        select(rank().over(by_day().rows(Frame::from(Bound::current_row()).exclude(FrameExclusion::Group)))) => "SELECT rank() OVER (ORDER BY t.day ROWS BETWEEN CURRENT ROW AND CURRENT ROW EXCLUDE GROUP) FROM t";
        select(rank().over(by_day().rows(Frame::from(Bound::current_row()).exclude(FrameExclusion::NoOthers)))) => "SELECT rank() OVER (ORDER BY t.day ROWS BETWEEN CURRENT ROW AND CURRENT ROW EXCLUDE NO OTHERS) FROM t";
        // Named windows, and windows that start from them.
        select((rank().over_named("w"), func::lag(t("a"), 1, 0).over(Window::extend("w").rows(Bound::preceding(1)))))
            .named_window("w", by_day())
            .named_window("v", Window::extend("w").partition_by(t("a")))
            => "SELECT rank() OVER w, lag(t.a, $1, $2) OVER (w ROWS BETWEEN $3 PRECEDING AND CURRENT ROW) FROM t WINDOW w AS (ORDER BY t.day), v AS (w PARTITION BY t.a) -- 1, 0, 1";
        select(t("a")).qualify(func::row_number().over(by_day()).le(3)) => "SELECT t.a FROM t QUALIFY row_number() OVER (ORDER BY t.day) <= $1 -- 3";
    }
    problems! {
        select((t("a") + 1).over(window())) => "OVER belongs to a function: t.a + 1";
    }
}

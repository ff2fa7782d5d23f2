//! Windows with a name for a dialect that has each at its function.

use aludel_dialect::{Any, Capabilities, Construct, Support};
use aludel_query::{Bound, Select, Statement, Table, Window, func, select, window};

use crate::samples::Everything;
use crate::samples::spelling::Numbered;

fn written(statement: &Select<Any>) -> String {
    let mut capabilities = Capabilities::of::<Everything>();
    capabilities.narrow(Construct::NamedWindow, Support::Rewritten, "each function has its own").unwrap();
    match statement.render(&Numbered, &capabilities) {
        Ok(prepared) => prepared.sql.to_string(),
        Err(error) => error.to_string(),
    }
}

fn t() -> Table {
    Table::new("t")
}

fn by_a() -> Window<Any> {
    window().partition_by(t().col("b")).order_by(t().col("a"))
}

#[test]
fn a_window_stands_at_each_function_that_sees_it() {
    let rank = || func::rank().over_named("w");
    let running = || func::count_rows().over(Window::extend("v").rows(Bound::unbounded_preceding()));
    let whole = "PARTITION BY t.b ORDER BY t.a";
    let rows = "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW";
    for (statement, expected) in [
        (select(rank()).from(t()).named_window("w", by_a()), format!("SELECT rank() OVER ({whole}) FROM t")),
        // What extends one that extends another has all of it.
        (
            select((rank(), running()))
                .from(t())
                .named_window("w", window().partition_by(t().col("b")))
                .named_window("v", Window::extend("w").order_by(t().col("a"))),
            format!("SELECT rank() OVER (PARTITION BY t.b), count(*) OVER ({whole} {rows}) FROM t"),
        ),
        // Nobody sees it.
        (select(t().col("a")).from(t()).named_window("w", by_a()), "SELECT t.a FROM t".to_owned()),
    ] {
        assert_eq!(written(&statement), expected);
    }
}

#[test]
fn a_window_that_is_none_is_an_error() {
    let from = || select(func::rank().over_named("w")).from(t());
    let inside = select(func::rank().over_named("w").label("r")).from(t()).subquery("s");
    for (statement, words) in [
        (from(), "no window is called \"w\""),
        (from().named_window("v", by_a()), "no window is called \"w\""),
        // Those of the query around are not those of a subquery.
        (select(inside.col("r")).from(&inside).named_window("w", by_a()), "no window is called \"w\""),
        // Nor is one that comes later, or the window itself.
        (from().named_window("w", Window::extend("v")).named_window("v", by_a()), "no window is called \"v\""),
        (from().named_window("w", Window::extend("w")), "no window is called \"w\""),
        (
            from().named_window("v", by_a()).named_window("w", Window::extend("v").partition_by(t().col("c"))),
            "PARTITION BY stands in the window that is extended",
        ),
        (
            from().named_window("v", by_a()).named_window("w", Window::extend("v").order_by(t().col("c"))),
            "ORDER BY is in the window that is extended",
        ),
        (
            from().named_window("v", by_a().rows(Bound::unbounded_preceding())).named_window("w", Window::extend("v")),
            "a window with a frame can't be extended",
        ),
    ] {
        let told = written(&statement);
        assert!(told.contains(words), "{told}");
    }
}

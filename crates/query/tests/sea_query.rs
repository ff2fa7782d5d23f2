//! Statements of sea-query keep the meaning that their stock text has, or are refused by name.
#![cfg(feature = "sea-query")]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "a test says what it needs by failing")]

use aludel_query::{SeaStatement, sea, sea_value};
use sea_query::{
    ArrayType, ColumnDef, ConditionalStatement, Expr, ExprTrait, Func, Index, IndexCreateStatement, IndexType,
    NullOrdering, OptionEnum, Order, Query, SelectStatement, Table, UnionType, Value,
};

/// The statement in neutral SQL, without the remark on what it needs.
fn sql<S: SeaStatement>(statement: &S) -> String {
    let shown = sea(statement).to_string();
    match shown.split_once(" /* needs ") {
        Some((sql, _)) => sql.to_owned(),
        None => shown,
    }
}

fn one(number: i32) -> SelectStatement {
    Query::select().expr(Expr::val(number)).to_owned()
}

/// INTERSECT binds tighter than UNION and EXCEPT in the text that sea-query writes.
#[test]
fn set_operations_of_several_kinds_mean_what_the_stock_text_means() {
    use UnionType::{All, Distinct, Except, Intersect};
    for (chain, expected) in [
        (&[Distinct, Intersect][..], "SELECT 1 UNION (SELECT 2 INTERSECT SELECT 3)"),
        (&[Intersect, Distinct], "(SELECT 1 INTERSECT SELECT 2) UNION SELECT 3"),
        (&[Distinct, Except], "(SELECT 1 UNION SELECT 2) EXCEPT SELECT 3"),
        (&[Intersect, Intersect], "SELECT 1 INTERSECT SELECT 2 INTERSECT SELECT 3"),
        (&[All, Intersect, Intersect], "SELECT 1 UNION ALL (SELECT 2 INTERSECT SELECT 3 INTERSECT SELECT 4)"),
        (
            &[Intersect, Except, Intersect, Distinct],
            "((SELECT 1 INTERSECT SELECT 2) EXCEPT (SELECT 3 INTERSECT SELECT 4)) UNION SELECT 5",
        ),
    ] {
        let mut statement = one(1);
        for (number, union) in (2..).zip(chain) {
            statement.union(*union, one(number));
        }
        assert_eq!(sql(&statement), expected, "{chain:?}");
    }
}

/// Values of a partition are said by stock builders; the hook for them writes nothing by itself.
#[test]
fn partitions_of_a_table_are_refused_by_name() {
    let table = || Table::create().table("orders").col(ColumnDef::new("id").integer()).to_owned();
    for (statement, named) in [
        (table().values_with(4, 0).to_owned(), "partition values"),
        (table().values_in([1, 2]).to_owned(), "partition values"),
        (table().values_from_to([1], [2]).to_owned(), "partition values"),
        (table().partition_by_hash(["id"]).to_owned(), "PARTITION BY"),
        (table().add_partition("p", None).to_owned(), "partition definition"),
    ] {
        let said = sql(&statement);
        assert!(said.starts_with(&format!("/* sea-query's {named} can't be written")), "{said}");
    }
}

/// What a key says besides its columns is sea-query's own, and written by no builder or by one.
#[test]
fn what_a_key_says_besides_its_columns_is_refused_by_name() {
    let key = || Index::create().unique().name("k").col("id").to_owned();
    let table = |key: &mut IndexCreateStatement| {
        Table::create().table("orders").col(ColumnDef::new("id").integer()).index(key).to_owned()
    };
    for (mut key, named) in [
        (key().include("region").to_owned(), "INCLUDE of a key"),
        (key().index_type(IndexType::Hash).to_owned(), "index type of a key"),
        (key().full_text().to_owned(), "index type of a key"),
        (Index::create().primary().col("id").index_type(IndexType::BTree).to_owned(), "index type of a key"),
        (key().concurrently().to_owned(), "CONCURRENTLY of a key"),
        (key().if_not_exists().to_owned(), "IF NOT EXISTS of a key"),
        (key().nulls_not_distinct().to_owned(), "NULLS NOT DISTINCT"),
        (key().and_where(Expr::col("id").gt(1)).to_owned(), "key of some of the rows"),
    ] {
        let said = sql(&table(&mut key));
        assert!(said.starts_with(&format!("/* sea-query's {named} can't be written")), "{said}");
    }
    // A name can't pretend to be one of them.
    let named = sql(&table(Index::create().unique().name("index_type: None, \" }").col("include_columns: [")));
    assert!(named.contains("UNIQUE"), "{named}");
}

/// They are no aggregates. No call of sea-query gives them DISTINCT, which is refused too.
#[test]
fn a_function_in_from_and_a_cast_have_no_filter() {
    let filtered = Func::cust("range").arg(3).filter(Expr::val(1).eq(1));
    let cast = Func::cast_as(1, "integer").filter(Expr::val(1).eq(1));
    for (statement, named) in [
        (Query::select().expr(Expr::val(1)).from_function(filtered, "r").to_owned(), "FILTER of a function in FROM"),
        (Query::select().expr(cast).to_owned(), "FILTER of a CAST"),
    ] {
        let said = sql(&statement);
        assert!(said.starts_with(&format!("/* sea-query's {named} can't be written")), "{said}");
    }
    let plain = Query::select().expr(Expr::val(1)).from_function(Func::cust("range").arg(3), "r").to_owned();
    assert_eq!(sql(&plain), "SELECT 1 FROM range(3) AS r");
}

/// On a thread of the usual size. The builder of sea-query for Postgres goes down a chain by calls.
#[test]
fn a_long_chain_in_order_by_is_read_or_refused_and_overflows_nothing() {
    let ordered = |members: i32| {
        let chain = (0..members).fold(Expr::val(0).eq(1), |any, number| any.or(Expr::val(number).eq(1)));
        let mut statement = Query::select();
        statement.expr(Expr::val(1)).order_by_expr_with_nulls(chain, Order::Asc, NullOrdering::First);
        sql(&statement)
    };
    let on_a_thread = std::thread::Builder::new().stack_size(2 << 20);
    let [read, refused] = on_a_thread.spawn(move || [ordered(200), ordered(5_000)]).unwrap().join().unwrap();
    assert!(read.ends_with(" ASC NULLS FIRST") || read.ends_with(" NULLS FIRST"), "{read}");
    assert_eq!(read.matches(" OR ").count(), 200);
    assert!(refused.contains("levels deep"), "{refused}");
}

#[test]
fn where_nulls_stand_is_not_read_from_values() {
    let misleading = Query::select()
        .expr(Expr::val(1))
        .order_by_expr(Expr::val("nulls: Some(First) } NULLS FIRST"), Order::Desc)
        .to_owned();
    assert!(!sql(&misleading).ends_with("FIRST"), "{}", sql(&misleading));
    let last = Query::select().expr(Expr::val(1)).order_by_with_nulls("a", Order::Desc, NullOrdering::Last).to_owned();
    assert!(sql(&last).ends_with("DESC NULLS LAST"), "{}", sql(&last));
}

/// sea-query's builder for Postgres fails on a list of an enum with a NULL in it.
#[test]
fn a_list_of_an_enum_with_a_null_is_a_list_of_texts() {
    let none = Value::Enum(OptionEnum::None("font".into()));
    let list = Value::Array(ArrayType::Enum(Box::new("font".into())), Some(Box::new(vec![none])));
    let parameter = sea_value(&list).unwrap();
    assert!(format!("{parameter:?}").contains("List([Null])"), "{parameter:?}");
    let statement = Query::select().expr(Expr::val(1)).order_by_expr(Expr::val(list), Order::Asc).to_owned();
    assert!(sql(&statement).contains("ORDER BY"), "{}", sql(&statement));
}

/// Engines choose differently where a label has the name of a column.
#[test]
fn a_column_named_alone_is_not_taken_for_a_label() {
    let doubled = Query::select()
        .expr_as(Expr::col("amount").mul(2), "amount")
        .from("orders")
        .and_where(Expr::col("amount").gt(5))
        .to_owned();
    assert_eq!(sql(&doubled), "SELECT orders.amount * 2 AS amount FROM orders WHERE orders.amount > 5");
    let summed = Query::select()
        .expr_as(Func::sum(Expr::col("amount")), "amount")
        .from("orders")
        .and_having(Expr::expr(Func::sum(Expr::col("amount"))).gt(7))
        .to_owned();
    assert_eq!(sql(&summed), "SELECT sum(orders.amount) AS amount FROM orders HAVING sum(orders.amount) > 7");
}

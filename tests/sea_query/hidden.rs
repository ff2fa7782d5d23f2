//! What sea-query keeps to itself, and what its stock builders drop: here it is written, or refused by name.

use sea_query::extension::mysql::{IndexHintScope, MySqlSelectStatementExt};
use sea_query::extension::postgres::{PostgresSelectStatementExt, SampleMethod};
use sea_query::{
    Expr, ExprTrait, Func, JoinType, LockType, MysqlQueryBuilder, OnConflict, Order, PostgresQueryBuilder, Query,
    SelectStatement, WindowStatement,
};

use super::*;

fn ids() -> SelectStatement {
    Query::select().column(Glyph::Id).from(Glyph::Table).to_owned()
}

#[tokio::test]
async fn returning_is_dropped_by_mysqls_builder_and_not_here() -> Result<(), Error> {
    let delete = Query::delete()
        .from_table(Glyph::Table)
        .and_where(Expr::col(Glyph::Id).eq(1))
        .returning_col(Glyph::Image)
        .to_owned();
    assert!(!delete.to_string(MysqlQueryBuilder).contains("RETURNING"), "it is dropped there");
    assert_eq!(rows(&duckdb().await?, &delete).await?, "('A1')");
    let refused = text_in::<aludel::clickhouse::ClickHouse, _>(&delete);
    assert!(refused.starts_with("refused: clickhouse does not support RETURNING"), "{refused}");
    Ok(())
}

#[tokio::test]
async fn tablesample_is_dropped_by_mysqls_builder_and_not_here() -> Result<(), Error> {
    let half = ids().table_sample(SampleMethod::BERNOULLI, 100.0, None).to_owned();
    assert!(!half.to_string(MysqlQueryBuilder).contains("SAMPLE"), "it is dropped there");
    assert!(text_in::<aludel::duckdb::DuckDb, _>(&half).contains("SAMPLE"), "{}", sea(&half));
    assert_eq!(rows(&duckdb().await?, &half).await?.matches('(').count(), 3);
    let seeded = ids().table_sample(SampleMethod::SYSTEM, 50.0, Some(7.0)).to_owned();
    assert!(text_in::<aludel::duckdb::DuckDb, _>(&seeded).contains('7'));
    let fraction = ids().table_sample(SampleMethod::SYSTEM, 50.0, Some(0.5)).to_owned();
    assert!(refusal(&fraction).contains("TABLESAMPLE SYSTEM (50) REPEATABLE (0.5)"));
    let several = ids().from(Font::Table).table_sample(SampleMethod::SYSTEM, 50.0, None).to_owned();
    assert!(refusal(&several).contains("says not of which"));
    assert!(text_in::<aludel::questdb::QuestDb, _>(&half).starts_with("refused: questdb does not support TABLESAMPLE"));
    Ok(())
}

#[test]
fn index_hints_are_dropped_by_postgress_builder_and_refused_here() {
    let hinted = ids().use_index("quick", IndexHintScope::All).to_owned();
    assert!(!hinted.to_string(PostgresQueryBuilder).contains("quick"), "it is dropped there");
    assert!(refusal(&hinted).contains("index hint USE INDEX (`quick`)"), "{}", refusal(&hinted));
    let on = Expr::col((Font::Table, Font::Id)).equals((Glyph::Table, Glyph::Id));
    let joined = ids()
        .join(JoinType::InnerJoin, Font::Table, on)
        .force_index_on(Font::Table, "slow", IndexHintScope::Join)
        .to_owned();
    assert!(refusal(&joined).contains("FORCE INDEX"), "{}", refusal(&joined));
    let inserted =
        Query::insert().into_table(Glyph::Table).columns([Glyph::Id]).select_from(hinted).unwrap().to_owned();
    assert!(refusal(&inserted).contains("index hint"), "{}", refusal(&inserted));
}

#[tokio::test]
async fn a_named_window_is_written_where_each_engine_wants_it() -> Result<(), Error> {
    let window = WindowStatement::partition_by(Glyph::Tokens);
    let statement = Query::select()
        .column(Glyph::Id)
        .expr_window_name(Func::count(Expr::col(Glyph::Id)), "w")
        .window("w", window)
        .from(Glyph::Table)
        .order_by(Glyph::Id, Order::Asc)
        .limit(2)
        .to_owned();
    // sea-query writes it behind LIMIT, where no engine reads it.
    assert!(statement.to_string(PostgresQueryBuilder).ends_with("LIMIT 2 WINDOW \"w\" AS (PARTITION BY \"tokens\")"));
    assert_eq!(rows(&duckdb().await?, &statement).await?, "(1, 2) (2, 1)");
    let refused = text_in::<aludel::questdb::QuestDb, _>(&statement);
    assert!(!refused.starts_with("refused") || refused.contains("WINDOW"), "{refused}");
    Ok(())
}

#[test]
fn custom_text_is_refused() {
    for statement in [
        Query::select().expr(Expr::cust("1; DROP TABLE glyph")).to_owned(),
        Query::select().expr(Expr::cust_with_values("? + 1", [1])).to_owned(),
        // sea-query itself fails here, because there is no such value.
        Query::select().expr(Expr::cust_with_values("$7", [1])).to_owned(),
        ids().and_where(Expr::cust("id = 1")).to_owned(),
        ids().order_by_expr(Expr::cust("random()"), Order::Asc).to_owned(),
    ] {
        assert!(refusal(&statement).contains("custom text"), "{}", refusal(&statement));
    }
    let cast = Query::select().expr(Func::cast_as(1, "integer); DROP TABLE glyph; --")).to_owned();
    assert!(refusal(&cast).contains("is not known on every engine"), "{}", refusal(&cast));
    let operator = Query::select().expr(Expr::val(1).binary(sea_query::BinOper::Custom("; DROP"), 1)).to_owned();
    assert!(refusal(&operator).contains("custom operator"));
}

#[tokio::test]
async fn sources_with_commas_are_a_cross_join() -> Result<(), Error> {
    let both = Query::select()
        .column((Glyph::Table, Glyph::Id))
        .column((Font::Table, Font::Id))
        .from(Glyph::Table)
        .from(Font::Table)
        .order_by((Glyph::Table, Glyph::Id), Order::Asc)
        .order_by((Font::Table, Font::Id), Order::Asc)
        .limit(3)
        .to_owned();
    assert!(text_in::<aludel::duckdb::DuckDb, _>(&both).contains("glyph CROSS JOIN font"), "{}", sea(&both));
    assert_eq!(rows(&duckdb().await?, &both).await?, "(1, 1) (1, 2) (2, 1)");
    let on = Expr::col((Char::Table, Char::Id)).equals((Font::Table, Font::Id));
    let left = ids().from(Font::Table).join(JoinType::LeftJoin, Char::Table, on.clone()).to_owned();
    assert!(text_in::<aludel::duckdb::DuckDb, _>(&left).contains("CROSS JOIN font LEFT JOIN"));
    let right = ids().from(Font::Table).join(JoinType::RightJoin, Char::Table, on).to_owned();
    assert!(refusal(&right).contains("write the commas as cross joins"));
    Ok(())
}

/// INTERSECT binds tighter than UNION: {1} and what {2} and {2} have in common.
#[tokio::test]
async fn set_operations_of_several_kinds_give_the_rows_of_the_stock_text() -> Result<(), Error> {
    use sea_query::UnionType::{Distinct, Except, Intersect};
    let engine = duckdb().await?;
    let number = |number: i32| Query::select().expr_as(Expr::val(number), "n").to_owned();
    for (unions, expected) in [
        ([(Distinct, 2), (Intersect, 2)], "(1) (2)"),
        ([(Except, 1), (Intersect, 2)], "(1)"),
        ([(Intersect, 1), (Distinct, 2)], "(1) (2)"),
        ([(Distinct, 2), (Except, 1)], "(2)"),
    ] {
        let mut statement = number(1);
        for (union, other) in unions {
            statement.union(union, number(other));
        }
        statement.order_by("n", Order::Asc);
        assert_eq!(rows(&engine, &statement).await?, expected, "{unions:?}");
        let stock = engine.fetch(text(statement.to_string(PostgresQueryBuilder))).await?;
        assert_eq!(shown(&stock)?, expected, "the stock text of {unions:?}");
    }
    Ok(())
}

#[test]
fn what_an_engine_would_not_understand_is_refused_by_name() {
    let insert = || Query::insert().into_table(Glyph::Table).columns([Glyph::Id]).values_panic([1.into()]).to_owned();
    let conditional = OnConflict::column(Glyph::Id)
        .update_column(Glyph::Image)
        .action_and_where(Expr::col(Glyph::Id).gt(1))
        .to_owned();
    assert!(refusal(&insert().on_conflict(conditional).to_owned()).contains("WHERE of ON CONFLICT DO UPDATE"));
    let limited =
        Query::update().table(Glyph::Table).value(Glyph::Id, 1).and_where(Expr::val(1).eq(1)).limit(1).to_owned();
    assert!(refusal(&limited).contains("LIMIT of UPDATE"));
    let ordered = Query::delete()
        .from_table(Glyph::Table)
        .and_where(Expr::val(1).eq(1))
        .order_by(Glyph::Id, Order::Asc)
        .to_owned();
    assert!(refusal(&ordered).contains("ORDER BY of DELETE"));
    let locked = ids().lock(LockType::Update).to_owned();
    assert!(refusal(&locked).contains("FOR UPDATE"), "{}", refusal(&locked));
    let using = Query::select().expr(Func::md5("a")).to_owned();
    assert!(refusal(&using).contains("Md5"));
    let postgres =
        Query::select().expr(Expr::val("a").binary(sea_query::extension::postgres::PgBinOper::Regex, "b")).to_owned();
    assert!(refusal(&postgres).contains("operator Regex of Postgres"));
    let unused =
        ids().with_cte(sea_query::CommonTableExpression::new().query(ids()).table_name("unused").to_owned()).to_owned();
    assert!(refusal(&unused).contains("\"unused\" of sea-query is used nowhere"));
    let defaults = Query::insert().into_table(Glyph::Table).or_default_values_many(3).to_owned();
    assert!(refusal(&defaults).contains("INSERT of 3 rows of defaults"));
    let nameless = insert().columns::<Glyph, _>([]).to_owned();
    assert!(refusal(&nameless).contains("names no columns"), "{}", refusal(&nameless));
}

#[test]
fn a_name_that_is_a_column_or_a_label_is_refused_where_engines_choose_differently() {
    let on = Expr::col((Font::Table, Font::Id)).equals((Glyph::Table, Glyph::Id));
    let either = Query::select()
        .expr_as(Expr::col((Glyph::Table, Glyph::Aspect)).add(1), Glyph::Aspect)
        .from(Glyph::Table)
        .join(JoinType::InnerJoin, Font::Table, on)
        .and_where(Expr::col(Glyph::Aspect).gt(3))
        .to_owned();
    assert!(refusal(&either).contains("say the table of the column"), "{}", refusal(&either));
    let grouped = Query::select()
        .expr_as(Func::lower(Expr::col(Glyph::Image)), "initial")
        .from(Glyph::Table)
        .add_group_by([Expr::col("initial")])
        .to_owned();
    assert!(text_in::<aludel::duckdb::DuckDb, _>(&grouped).ends_with("GROUP BY initial"), "{}", sea(&grouped));
}

#[test]
fn what_is_not_whole_is_an_error_where_sea_query_fails() {
    use sea_query::{CommonTableExpression, WithClause, WithQuery};
    assert!(refusal(&WithQuery::new()).contains("no query behind it"));
    let nameless = CommonTableExpression::new().query(ids()).to_owned();
    assert!(refusal(&ids().with(WithClause::new().cte(nameless).to_owned())).contains("has no name"));
    assert!(refusal(&ids().with(WithClause::new())).contains("has no CTE"));
    assert!(refusal(&Query::select().to_owned()).contains("select list is empty"));
    assert!(refusal(&Query::insert().to_owned()).contains("not whole"));
    assert!(refusal(&Query::update().to_owned()).contains("not whole"));
    assert!(refusal(&Query::delete().to_owned()).contains("not whole"));
}

#[test]
fn a_change_without_a_condition_is_refused_where_one_of_ours_is() {
    let all = Query::delete().from_table(Glyph::Table).to_owned();
    let refused = text_in::<aludel::clickhouse::ClickHouse, _>(&all);
    assert!(refused.starts_with("refused: clickhouse"), "{refused}");
    let empty = Query::delete().from_table(Glyph::Table).cond_where(sea_query::Cond::all()).to_owned();
    assert_eq!(text_in::<aludel::clickhouse::ClickHouse, _>(&empty), refused);
}

/// On a thread of the usual size, as deep as sea-query itself clones and drops it there.
#[test]
fn a_statement_as_deep_as_it_likes_is_refused_in_time() {
    let deep = std::thread::Builder::new().stack_size(2 << 20).spawn(|| {
        let nested = (0..300).fold(Expr::val(1), |inner, _| Func::abs(inner).into());
        let expression = Query::select().expr(nested).to_owned();
        let queries =
            (0..150).fold(ids(), |inner, _| Query::select().column(Glyph::Id).from_subquery(inner, "x").to_owned());
        let chain = (0..500).fold(Expr::col(Glyph::Id).eq(1), |all, number| all.or(Expr::col(Glyph::Id).eq(number)));
        [
            refusal(&expression),
            refusal(&queries),
            text_in::<aludel::duckdb::DuckDb, _>(&ids().and_where(chain).to_owned()),
        ]
    });
    let [expression, queries, chain] = deep.unwrap().join().unwrap();
    assert!(expression.contains("levels deep") && queries.contains("levels deep"), "{expression} {queries}");
    assert!(
        chain.starts_with("SELECT glyph.id FROM glyph WHERE glyph.id = ") && chain.matches(" OR ").count() == 500,
        "a chain is flat"
    );
}

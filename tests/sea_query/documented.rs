//! The statements of sea-query's own documentation, on DuckDB.

use sea_query::{
    Asterisk, CaseStatement, CommonTableExpression, Cond, Expr, ExprTrait, Frame, FrameType, Func, JoinType, Keyword,
    LikeExpr, NullOrdering, OnConflict, Order, PostgresQueryBuilder, Query, SelectStatement, UnionType,
    WindowStatement, WithClause,
};

use super::*;

/// The rows of a text.
async fn engine_rows(engine: &Engine, sql: String) -> Result<String, Error> {
    Ok(shown(&engine.fetch(text(sql.replace(':', "\\:"))).await?)?)
}

/// SELECTs, and the rows that they have.
macro_rules! rows_of {
    ($engine:expr, $($statement:expr => $rows:literal;)+) => {
        let mut agreed = Vec::new();
        $(
        let statement: SelectStatement = $statement.to_owned();
        let found = rows(&$engine, &statement).await;
        assert_eq!(found.as_deref().map_err(ToString::to_string), Ok($rows), "{}", sea(&statement));
        // DuckDB reads much of what is written for Postgres: where it does, the rows are the same.
        let stock = engine_rows(&$engine, statement.to_string(PostgresQueryBuilder)).await;
        match &stock {
            Ok(stock) => assert_eq!(stock, $rows, "{}", statement.to_string(PostgresQueryBuilder)),
            Err(error) => assert!(error.server().is_some(), "{error}"),
        }
        agreed.push(stock.is_ok());
        )+
        let count = agreed.iter().filter(|agreed| **agreed).count();
        assert!(count * 2 > agreed.len(), "only {count} of {} were compared", agreed.len());
    };
}

#[tokio::test]
async fn selects() -> Result<(), Error> {
    let engine = duckdb().await?;
    rows_of! { engine,
        Query::select().columns([Char::Character, Char::SizeW, Char::SizeH]).from(Char::Table)
            .and_where(Expr::col(Char::SizeW).eq(3)) => "('A', 3, 4)";
        Query::select().columns([(Char::Table, Char::Character), (Char::Table, Char::SizeW)]).from(Char::Table)
            .and_where(Expr::col((Char::Table, Char::SizeW)).eq(2)) => "('B', 2)";
        Query::select().column(Asterisk).from(Font::Table).order_by(Font::Id, Order::Asc)
            => "(1, 'Sans', 'bold', 'en') (2, 'Serif', NULL, 'de')";
        Query::select().column((Font::Table, Asterisk)).from(Font::Table)
            .order_by((Font::Table, Font::Id), Order::Desc).limit(1)
            => "(2, 'Serif', NULL, 'de')";
        Query::select().distinct().column(Char::FontId).from(Char::Table)
            .order_by(Char::FontId, Order::Asc) => "(1) (2)";
        Query::select().expr(Expr::val(42)).expr(Expr::col(Char::Id).max()).expr((1..10_i32)
            .fold(Expr::value(0), |expr, i| expr.add(i)))
            .from(Char::Table) => "(42, 3, 45)";
        Query::select().expr_as(Expr::col(Char::Character), "C").from(Char::Table).order_by("C", Order::Desc)
            .limit(1).offset(1)
            => "('B')";
        Query::select().column(Glyph::Image).from(Glyph::Table)
            .cond_where(Cond::any().add(Expr::col(Glyph::Aspect).is_in([3, 7])).add(
                Cond::all().add(Expr::col(Glyph::Aspect).is_null()).add(Expr::col(Glyph::Image).like("B%"))))
            .order_by(Glyph::Id, Order::Asc) => "('A1') ('B1')";
        Query::select().column(Glyph::Id).from(Glyph::Table)
            .cond_where(Cond::all().not().add(Expr::col(Glyph::Aspect).is_null()).add(Expr::col(Glyph::Image)
            .like("B%")))
            .order_by(Glyph::Id, Order::Asc) => "(1) (2)";
        // Filters that may be missing.
        Query::select().column(Glyph::Id).from(Glyph::Table).cond_where(Cond::all().add_option(None::<Expr>))
            .order_by(Glyph::Id, Order::Asc) => "(1) (2) (3)";
        Query::select().column(Char::Character).from(Char::Table).and_where(Expr::col(Char::SizeW)
            .between(2, 2)) => "('B')";
        Query::select().column(Char::Id).from(Char::Table).and_where(Expr::col(Char::SizeH)
            .not_between(4, 5)) => "(3)";
        Query::select().column(Char::Id).from(Char::Table).and_where(Expr::col(Char::Id)
            .is_in(Vec::<i32>::new())) => "";
        Query::select().column(Char::Id).from(Char::Table).and_where(Expr::col(Char::Id).is_not_in([1, 2])) => "(3)";
        Query::select().column(Char::Id).from(Char::Table)
            .and_where(Expr::tuple([Expr::col(Char::Id), Expr::col(Char::SizeW)])
            .in_tuples([(1, 3), (2, 9)])) => "(1)";
        Query::select().column(Char::Id).from(Char::Table)
            .and_where(Expr::col(Char::Id).in_subquery(Query::select().expr(Expr::value(2)).take())) => "(2)";
        Query::select().column(Char::Id).from(Char::Table).and_where(Expr::col(Char::SizeW).is_not_null())
            .and_where(Expr::col(Char::Character).like(LikeExpr::new("|A").escape('|'))) => "(1)";
        Query::select().expr(Expr::col(Char::SizeH).add(1).mul(2).sub(Expr::col(Char::Id))).from(Char::Table)
            .order_by(Char::Id, Order::Asc).limit(1) => "(9)";
        Query::select().expr(Expr::exists(Query::select().column(Char::Id).from(Char::Table).take())) => "(TRUE)";
        Query::select().column(Char::Id).from(Char::Table)
            .and_where(Expr::col(Char::SizeH).gt(Expr::all(Query::select().column(Glyph::Aspect).from(Glyph::Table)
                .and_where(Expr::col(Glyph::Aspect).is_not_null()).take())))
            .order_by(Char::Id, Order::Asc) => "(2) (3)";
    }
    Ok(())
}

#[tokio::test]
async fn joins_groups_and_orders() -> Result<(), Error> {
    let engine = duckdb().await?;
    let joined = |join: JoinType| {
        let on = Expr::col((Char::Table, Char::FontId)).equals((Font::Table, Font::Id));
        Query::select()
            .column(Char::Character)
            .column((Font::Table, Font::Name))
            .from(Char::Table)
            .join(join, Font::Table, on)
            .order_by((Char::Table, Char::Id), Order::Asc)
            .to_owned()
    };
    rows_of! { engine,
        joined(JoinType::InnerJoin) => "('A', 'Sans') ('B', 'Sans') ('C', 'Serif')";
        joined(JoinType::LeftJoin) => "('A', 'Sans') ('B', 'Sans') ('C', 'Serif')";
        joined(JoinType::RightJoin) => "('A', 'Sans') ('B', 'Sans') ('C', 'Serif')";
        joined(JoinType::FullOuterJoin) => "('A', 'Sans') ('B', 'Sans') ('C', 'Serif')";
        Query::select().column(("g", Glyph::Image)).from(Font::Table).join_as(JoinType::InnerJoin, Glyph::Table, "g",
            Expr::col(("g", Glyph::Id)).equals((Font::Table, Font::Id))).order_by(("g", Glyph::Id), Order::Desc)
            => "('A2') ('A1')";
        Query::select().column("name").from(Font::Table).join_subquery(JoinType::LeftJoin,
            Query::select().column(Glyph::Id).from(Glyph::Table).take(), "sub_glyph",
            Expr::col((Font::Table, Font::Id)).equals(("sub_glyph", Glyph::Id)))
            .order_by("name", Order::Asc) => "('Sans') ('Serif')";
        Query::select().column(Char::FontId).expr(Func::count(Expr::col(Asterisk)))
            .expr(Func::sum(Expr::col(Char::SizeW)))
            .from(Char::Table).group_by_columns([Char::FontId]).and_having(Expr::col(Char::FontId).gt(0))
            .order_by(Char::FontId, Order::Asc) => "(1, 2, 5) (2, 1, NULL)";
        Query::select().column(Char::Id).from(Char::Table)
            .order_by_with_nulls(Char::SizeW, Order::Asc, NullOrdering::First)
            => "(3) (2) (1)";
        Query::select().column(Char::Id).from(Char::Table)
            .order_by_with_nulls(Char::SizeW, Order::Desc, NullOrdering::Last)
            => "(1) (2) (3)";
        Query::select().column(Char::Id).from(Char::Table)
            .order_by(Char::Id, Order::Field(sea_query::Values(vec![3.into(), 1.into()])))
            => "(3) (1) (2)";
        Query::select().column(Char::Character).from(Char::Table).and_where(Expr::col(Char::Id).eq(1))
            .union(UnionType::All, Query::select().column(Glyph::Image).from(Glyph::Table)
            .and_where(Expr::col(Glyph::Id).eq(1)).to_owned())
            .order_by(Char::Character, Order::Desc) => "('A1') ('A')";
        Query::select().column("number").from_subquery(Query::select().expr_as(Expr::val(7), "number")
            .take(), "subglyph") => "(7)";
        Query::select().expr(Expr::expr(Expr::col(Char::SizeW).if_null(0)).max()).from(Char::Table) => "(3)";
    }
    Ok(())
}

#[tokio::test]
async fn expressions_and_functions() -> Result<(), Error> {
    let engine = duckdb().await?;
    let by_case = CaseStatement::new()
        .case(Expr::col((Glyph::Table, Glyph::Aspect)).is_in([2, 4]), Expr::val(true))
        .finally(Expr::val(false));
    let one = |expression: Expr| Query::select().expr(expression).to_owned();
    rows_of! { engine,
        Query::select().expr_as(by_case, "is_even").from(Glyph::Table)
            .order_by((Glyph::Table, Glyph::Id), Order::Asc) => "(FALSE) (TRUE) (FALSE)";
        one(Func::lower("ABC").into()) => "('abc')";
        one(Func::upper("abc").into()) => "('ABC')";
        one(Func::char_length("größer").into()) => "(6)";
        one(Func::coalesce([Expr::val(None::<i32>), Expr::val(2)]).into()) => "(2)";
        one(Func::greatest([Expr::val(1), Expr::val(2)]).into()) => "(2)";
        one(Func::least([Expr::val(1), Expr::val(2)]).into()) => "(1)";
        one(Func::cast_as("7", "integer").into()) => "(7)";
        one(Expr::val("7").cast_as("DECIMAL(5, 2)")) => "(7.00)";
        one(Func::round_with_precision(123.456, 2).into()) => "(123.46)";
        one(Func::cust("list_value").args([Expr::val(1), Expr::val(2)]).into()) => "([1, 2])";
        one(Expr::val(7).div(2)) => "(3.5)";
        one(Expr::val(7).modulo(2)) => "(1)";
        one(Expr::val(6).bit_and(3)) => "(2)";
        one(Expr::val(1).is(1).and(Expr::val(None::<i32>).is_not(1))) => "(TRUE)";
        one(Expr::val(1).eq(2).not()) => "(TRUE)";
        one(Expr::Keyword(Keyword::Null)) => "(NULL)";
        one(Func::cust("list_value").args([Expr::val(1)]).into()) => "([1])";
        one(sea_query::extension::postgres::PgFunc::starts_with("abc", "ab").into()) => "(TRUE)";
        one(Expr::value("it's; DROP TABLE font --")) => "('it''s; DROP TABLE font --')";
        Query::select().expr(Func::count_distinct(Expr::col(Char::FontId)))
            .expr(Func::count(Expr::col(Char::Id)).filter(Expr::col(Char::SizeW).gt(2)))
            .from(Char::Table) => "(2, 1)";
    }
    Ok(())
}

#[tokio::test]
async fn windows_and_ctes() -> Result<(), Error> {
    let engine = duckdb().await?;
    let window = WindowStatement::partition_by(Char::FontId).order_by(Char::Id, Order::Asc).to_owned();
    let framed = WindowStatement::new()
        .order_by(Char::Id, Order::Asc)
        .frame_between(FrameType::Rows, Frame::Preceding(1), Frame::CurrentRow)
        .to_owned();
    let cte = CommonTableExpression::new()
        .query(Query::select().column(Char::Id).column(Char::SizeW).from(Char::Table).to_owned())
        .columns(["n", "w"])
        .table_name("cte")
        .to_owned();
    let base = Query::select().expr_as(Expr::val(1), "n").to_owned();
    let step = Query::select().expr(Expr::col("n").add(1)).from("numbers").and_where(Expr::col("n").lt(4)).to_owned();
    let numbers = CommonTableExpression::new()
        .query(base.clone().union(UnionType::All, step).to_owned())
        .columns(["n"])
        .table_name("numbers")
        .to_owned();
    let all = |from: &'static str| Query::select().column("n").from(from).order_by("n", Order::Asc).to_owned();
    rows_of! { engine,
        Query::select().column(Char::Id).expr_window(Func::cust("row_number"), window.clone()).from(Char::Table)
            .order_by(Char::Id, Order::Asc) => "(1, 1) (2, 2) (3, 1)";
        Query::select().column(Char::Id).expr_window_name(Func::sum(Expr::col(Char::SizeH)), "w").window("w", window)
            .from(Char::Table).order_by(Char::Id, Order::Asc) => "(1, 4) (2, 9) (3, 6)";
        Query::select().column(Char::Id).expr_window_as(Func::sum(Expr::col(Char::SizeH)), framed, "s")
            .from(Char::Table)
            .order_by(Char::Id, Order::Asc) => "(1, 4) (2, 9) (3, 11)";
        all("cte").with_cte(cte.clone()).to_owned() => "(1) (2) (3)";
    }
    let with = all("cte").with(WithClause::new().cte(cte).to_owned());
    assert_eq!(rows(&engine, &with).await?, "(1) (2) (3)");
    let with = all("numbers").with(WithClause::new().recursive(true).cte(numbers).to_owned());
    assert_eq!(rows(&engine, &with).await?, "(1) (2) (3) (4)");
    Ok(())
}

#[tokio::test]
async fn changes() -> Result<(), Error> {
    let engine = duckdb().await?;
    let insert = Query::insert()
        .into_table(Glyph::Table)
        .columns([Glyph::Id, Glyph::Aspect, Glyph::Image])
        .values_panic([4.into(), 5.into(), "it's".into()])
        .values_panic([5.into(), None::<i32>.into(), Expr::val("a")])
        .returning(Query::returning().columns([Glyph::Id, Glyph::Image]))
        .to_owned();
    assert_eq!(rows(&engine, &insert).await?, "(4, 'it''s') (5, 'a')");
    let from_select = Query::insert()
        .into_table(Glyph::Table)
        .columns([Glyph::Id, Glyph::Image])
        .select_from(
            Query::select().expr(Expr::col(Char::Id).add(10)).column(Char::Character).from(Char::Table).to_owned(),
        )
        .unwrap()
        .to_owned();
    assert_eq!(engine.execute(sea(&from_select)).await?, 3);
    let upsert = Query::insert()
        .into_table(Glyph::Table)
        .columns([Glyph::Id, Glyph::Image])
        .values_panic([1.into(), "new".into()])
        .on_conflict(
            OnConflict::column(Glyph::Id).update_column(Glyph::Image).value(Glyph::Aspect, Expr::val(9)).to_owned(),
        )
        .to_owned();
    engine.execute(sea(&upsert)).await?;
    let nothing = Query::insert()
        .into_table(Glyph::Table)
        .columns([Glyph::Id])
        .values_panic([1.into()])
        .on_conflict(OnConflict::column(Glyph::Id).do_nothing().to_owned())
        .to_owned();
    engine.execute(sea(&nothing)).await?;
    let update = Query::update()
        .table(Glyph::Table)
        .values([(Glyph::Aspect, Expr::col(Glyph::Aspect).add(1)), (Glyph::Image, "x".into())])
        .and_where(Expr::col(Glyph::Id).eq(1))
        .returning(Query::returning().all())
        .to_owned();
    assert_eq!(rows(&engine, &update).await?, "(1, 'x', 10, 't')");
    let delete = Query::delete()
        .from_table(Glyph::Table)
        .cond_where(Cond::any().add(Expr::col(Glyph::Id).lt(4)).add(Expr::col(Glyph::Id).gt(10)))
        .returning_col(Glyph::Id)
        .to_owned();
    assert_eq!(rows(&engine, &delete).await?.matches('(').count(), 6);
    let left: SelectStatement =
        Query::select().column(Glyph::Id).from(Glyph::Table).order_by(Glyph::Id, Order::Asc).to_owned();
    assert_eq!(rows(&engine, &left).await?, "(4) (5)");
    // In a transaction that is not committed.
    let transaction = engine.begin().await?;
    transaction
        .execute(sea(&Query::delete().from_table(Glyph::Table).and_where(Expr::val(1).eq(1)).to_owned()))
        .await?;
    transaction.rollback().await?;
    assert_eq!(rows(&engine, &left).await?, "(4) (5)");
    Ok(())
}

//! Queries in expressions and in FROM; rows of values; lists, structs, maps and JSON.

use aludel_dialect::{Any, SqlType, Value};
use aludel_query::{
    BinaryOperator, Expr, Select, array, exists, func, literal, map, not_exists, row, select, structure, typed_literal,
    unnest, values,
};

use super::{Fixture, area};

fn t(column: &str) -> Expr<Any> {
    Fixture::Things.col(column)
}

fn p(column: &str) -> Expr<Any> {
    Fixture::Parts.col(column)
}

fn ids() -> Select<Any> {
    select(t("id")).from(Fixture::Things.table()).order_by(t("id"))
}

fn parts_of_it() -> Select<Any> {
    select(p("part")).from(Fixture::Parts.table()).filter(p("of").eq(t("n")))
}

fn known_parts() -> Select<Any> {
    select(p("of")).filter(p("of").is_not_null())
}

fn numbers() -> Expr<Any> {
    array([literal(10_i64), literal(20_i64), literal(30_i64)])
}

fn pair() -> Expr<Any> {
    structure([("a", literal(1_i64)), ("b", literal("x"))])
}

fn json(text: &str) -> Expr<Any> {
    typed_literal(Value::Json(text.to_owned()), SqlType::Json)
}

area! {
    a_subquery_is_a_source (DerivedTable) [Things]
        {
            let some = select((t("id"), (t("n") * 2_i64).label("twice"))).filter(t("n").is_not_null()).subquery("some");
            select(some.col("twice")).from(&some).order_by(some.col("id"))
        } => "(10) (14) (-4)";
    a_subquery_in_a_subquery (DerivedTable) [Things]
        {
            let inner = select(t("id")).filter(t("id").gt(1)).subquery("inside");
            let outer = select(inner.col("id")).from(&inner).filter(inner.col("id").lt(4)).subquery("outside");
            select(func::sum(outer.col("id"))).from(&outer)
        } => "(5)";
    a_subquery_is_a_value (ScalarSubquery) [Things, Parts]
        ids().columns(select(func::count_rows()).from(Fixture::Parts.table()).scalar_subquery()).filter(t("id").lt(3))
        => "(1, 3) (2, 3)";
    a_subquery_without_rows_is_null (ScalarSubquery) [Things, Parts]
        ids().columns(select(p("part")).filter(p("part").eq("z")).scalar_subquery()).filter(t("id").eq(1)) => "(1, NULL)";
    a_value_is_compared_with_a_subquery (ScalarSubquery) [Things]
        {
            let mean = select(func::avg(t("id"))).from(Fixture::Things.table()).scalar_subquery();
            ids().filter(t("id").gt(mean))
        } => "(3) (4)";
    a_correlated_subquery_sees_the_row_outside (ScalarSubquery, CorrelatedSubquery) [Things, Parts]
        ids().columns(select(func::count_rows()).from(Fixture::Parts.table()).filter(p("of").eq(t("n"))).scalar_subquery())
        => "(1, 2) (2, 0) (3, 0) (4, 0)";
    in_a_subquery (InSubquery) [Things, Parts] ids().filter(t("n").is_in(known_parts())) => "(1)";
    not_in_a_subquery (InSubquery) [Things, Parts] ids().filter(t("n").not_in(known_parts())) => "(2) (4)";
    not_in_a_subquery_with_null_is_never_true (InSubquery) [Things, Parts]
        ids().filter(t("n").not_in(select(p("of")))) => "none";
    what_exists (Exists, CorrelatedSubquery) [Things, Parts] ids().filter(exists(parts_of_it())) => "(1)";
    what_does_not_exist (Exists, CorrelatedSubquery) [Things, Parts]
        ids().filter(not_exists(parts_of_it())) => "(2) (3) (4)";
    it_exists_even_if_it_is_null (Exists) [Things, Parts]
        ids().filter(exists(select(p("of")).filter(p("of").is_null()))) => "(1) (2) (3) (4)";
    equal_to_any_of_a_query (QuantifiedSubquery) [Things, Parts]
        ids().filter(t("n").any_of_query(BinaryOperator::Equal, known_parts())) => "(1)";
    greater_than_all_of_a_query (QuantifiedSubquery) [Things, Parts]
        ids().filter(t("n").all_of_query(BinaryOperator::Greater, known_parts())) => "(2)";
    greater_than_all_of_nothing (QuantifiedSubquery) [Things, Parts]
        ids().filter(t("id").all_of_query(BinaryOperator::Greater, select(p("of")).filter(p("part").eq("z"))))
        => "(1) (2) (3) (4)";
    rows_are_compared_with_rows (RowValue, TupleIn) [Things]
        ids().filter(row((t("id"), t("n"))).is_in([row((literal(1_i64), literal(5_i64))), row((literal(2_i64), literal(5_i64)))]))
        => "(1)";
    values_are_a_source (ValuesTable, SourceColumns) []
        {
            let rows = values("v", ["a", "b"], [vec![literal(1_i64), literal("x")], vec![literal(2_i64), literal("y")]]);
            select((rows.col("a"), rows.col("b"))).from(&rows).order_by(rows.col("a"))
        } => "(1, 'x') (2, 'y')";
    an_array_is_unnested (Unnest, SourceColumns, ArrayLiteral) []
        {
            let each = unnest(numbers(), "each", "x");
            select(func::sum(each.col("x"))).from(&each)
        } => "(60)";
    an_array_of_values (SelectWithoutFrom, ArrayLiteral) [] select(numbers()) => "([10, 20, 30])";
    an_array_counts_from_one (SelectWithoutFrom, ArrayLiteral, ArrayAccess) [] select(numbers().element(1_i64)) => "(10)";
    behind_an_array_s_end_is_null (SelectWithoutFrom, ArrayLiteral, ArrayAccess) []
        select(numbers().element(4_i64)) => "(NULL)";
    a_slice_has_both_its_ends (SelectWithoutFrom, ArrayLiteral, ArraySlice) []
        select(numbers().slice(2_i64, 3_i64)) => "([20, 30])";
    equal_to_any_of_an_array (ArrayLiteral, QuantifiedArray) [Things]
        ids().filter((t("id") * 10_i64).any_of_array(BinaryOperator::Equal, numbers())) => "(1) (2) (3)";
    a_struct_has_members (SelectWithoutFrom, StructLiteral) [] select(pair()) => "({'a': 1, 'b': 'x'})";
    a_member_of_a_struct (SelectWithoutFrom, StructLiteral, StructAccess) [] select(pair().member("b")) => "('x')";
    a_map_has_values (SelectWithoutFrom, MapLiteral, MapAccess) []
        select(map([(literal("k"), literal(1_i64)), (literal("l"), literal(2_i64))]).map_value("l")) => "(2)";
    a_key_that_a_map_lacks_is_null (SelectWithoutFrom, MapLiteral, MapAccess) []
        select(map([(literal("k"), literal(1_i64))]).map_value("z")) => "(NULL)";
    a_text_in_json (SelectWithoutFrom, JsonAccess) []
        select(json(r#"{"a": {"b": ["x", "it's"]}}"#).json_text([
            aludel_query::JsonStep::from("a"), aludel_query::JsonStep::from("b"), aludel_query::JsonStep::Index(1)]))
        => "('it''s')";
    what_json_lacks_is_null (SelectWithoutFrom, JsonAccess) [] select(json(r#"{"a": 1}"#).json_text(["z"])) => "(NULL)";
    a_key_of_json_that_means_harm (SelectWithoutFrom, JsonAccess) []
        select(json(r#"{"a'.\"b": 1}"#).json_text([r#"a'."b"#])) => "('1')";
}

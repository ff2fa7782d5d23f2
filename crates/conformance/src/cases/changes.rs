//! Statements that change rows: how many, what is given back, what is there afterwards.

use aludel_dialect::Any;
use aludel_query::{
    Expr, Table, case, default, delete, excluded, func, insert, literal, merge, select, truncate, update,
};

use super::{Answer, Fixture, area, changed, returned};

fn t(column: &str) -> Expr<Any> {
    Fixture::Things.col(column)
}

fn k(column: &str) -> Expr<Any> {
    Fixture::Kept.col(column)
}

fn a(column: &str) -> Expr<Any> {
    Fixture::Arrived.col(column)
}

fn kept() -> Table {
    Fixture::Kept.table()
}

fn arrived() -> Table {
    Fixture::Arrived.table()
}

fn same() -> Expr<Any> {
    k("id").eq(a("id"))
}

const AS_IT_WAS: &str = "(1, 10, 'a') (2, 20, 'b')";

area! {
    a_row_is_inserted (Insert) [Arrived]
        insert(&arrived()).values((("id", 4_i64), ("n", 400_i64))) => changed(1, "(2, 200) (3, 300) (4, 400)");
    a_column_left_out_is_null (Insert) [Arrived]
        insert(&arrived()).values([("id", literal(4_i64))]) => changed(1, "(2, 200) (3, 300) (4, NULL)");
    columns_are_inserted_by_their_names (Insert) [Arrived]
        insert(&arrived()).values((("n", 400_i64), ("id", 4_i64))) => changed(1, "(2, 200) (3, 300) (4, 400)");
    rows_are_inserted_together (Insert, InsertManyRows) [Arrived]
        insert(&arrived()).columns(["id", "n"]).rows([[4_i64, 400], [5, 500], [6, 600]])
        => changed(3, "(2, 200) (3, 300) (4, 400) (5, 500) (6, 600)");
    the_rows_of_a_query_are_inserted (Insert, InsertFromSelect) [Arrived, Things]
        insert(&arrived()).from_select(["id", "n"], select((t("id") + 10_i64, t("n"))).filter(t("id").gt(2)))
        => changed(2, "(2, 200) (3, 300) (13, NULL) (14, -2)");
    no_rows_of_a_query_are_no_rows (Insert, InsertFromSelect) [Arrived, Things]
        insert(&arrived()).from_select(["id", "n"], select((t("id"), t("n"))).filter(t("id").gt(100)))
        => changed(0, "(2, 200) (3, 300)");
    a_table_is_inserted_into_itself (Insert, InsertFromSelect) [Arrived]
        insert(&arrived()).from_select(["id", "n"], select((a("id") + 10_i64, a("n"))))
        => changed(2, "(2, 200) (3, 300) (12, 200) (13, 300)");
    a_query_s_columns_are_inserted_by_their_names (Insert, InsertFromSelect, InsertByName) [Arrived, Things]
        insert(&arrived()).from_select(Vec::<&str>::new(), select((t("n").label("n"), t("id").label("id"))).filter(t("id").eq(1)))
            .by_name()
        => changed(1, "(1, 5) (2, 200) (3, 300)");
    a_row_of_defaults (Insert, InsertDefaultValues, Returning) [Arrived]
        insert(&arrived()).default_values().returning(a("n")) => returned("(NULL)", "(2, 200) (3, 300) (NULL, NULL)");
    a_default_is_a_value (Insert, DefaultValue) [Arrived]
        insert(&arrived()).values((("id", literal(4_i64)), ("n", default()))) => changed(1, "(2, 200) (3, 300) (4, NULL)");
    what_was_inserted_is_given_back (Insert, Returning) [Arrived]
        insert(&arrived()).values((("id", 4_i64), ("n", 400_i64))).returning((a("n"), (a("id") + 1_i64).label("next")))
        => returned("(400, 5)", "(2, 200) (3, 300) (4, 400)");
    a_key_that_is_there_stays_as_it_is (Insert, OnConflictDoNothing, PrimaryKey) [Kept]
        insert(&kept()).values((("id", 2_i64), ("n", 99_i64), ("name", "z"))).on_conflict_do_nothing(["id"])
        => changed(0, AS_IT_WAS);
    a_key_that_is_not_there_is_inserted (Insert, OnConflictDoNothing, PrimaryKey) [Kept]
        insert(&kept()).values((("id", 3_i64), ("n", 30_i64), ("name", "c"))).on_conflict_do_nothing(["id"])
        => changed(1, "(1, 10, 'a') (2, 20, 'b') (3, 30, 'c')");
    an_upsert_updates_what_is_there (Insert, OnConflictDoUpdate, PrimaryKey) [Kept]
        insert(&kept()).values((("id", 2_i64), ("n", 99_i64), ("name", "z")))
            .on_conflict_do_update(["id"], [("n", excluded("n"))])
        => changed(1, "(1, 10, 'a') (2, 99, 'b')");
    an_upsert_inserts_what_is_not_there (Insert, OnConflictDoUpdate, PrimaryKey) [Kept]
        insert(&kept()).values((("id", 3_i64), ("n", 30_i64), ("name", "c")))
            .on_conflict_do_update(["id"], [("n", excluded("n"))])
        => changed(1, "(1, 10, 'a') (2, 20, 'b') (3, 30, 'c')");
    an_upsert_adds_to_what_is_there (Insert, OnConflictDoUpdate, PrimaryKey) [Kept]
        insert(&kept()).values((("id", 2_i64), ("n", 1_i64), ("name", "z")))
            .on_conflict_do_update(["id"], [("n", k("n") + excluded("n"))])
        => changed(1, "(1, 10, 'a') (2, 21, 'b')");
    an_upsert_of_several_rows (Insert, InsertManyRows, OnConflictDoUpdate, PrimaryKey) [Kept]
        insert(&kept()).values((("id", 2_i64), ("n", 99_i64))).values((("id", 3_i64), ("n", 30_i64)))
            .on_conflict_do_update(["id"], [("n", excluded("n"))])
        => changed(2, "(1, 10, 'a') (2, 99, 'b') (3, 30, NULL)");
    a_row_is_replaced_whole (Insert, InsertOrReplace, PrimaryKey) [Kept]
        insert(&kept()).values((("id", 2_i64), ("n", 99_i64), ("name", "z"))).or_replace()
        => changed(1, "(1, 10, 'a') (2, 99, 'z')");
    some_rows_are_updated (Update) [Kept]
        update(&kept()).set("n", 99_i64).filter(k("id").gt(1)) => changed(1, "(1, 10, 'a') (2, 99, 'b')");
    no_rows_are_updated (Update) [Kept]
        update(&kept()).set("n", 99_i64).filter(k("id").gt(100)) => changed(0, AS_IT_WAS);
    columns_are_updated_from_what_they_were (Update) [Kept]
        update(&kept()).set("n", k("n") + 1_i64).set("name", k("name").concat("!")).filter(k("id").ge(1))
        => changed(2, "(1, 11, 'a!') (2, 21, 'b!')");
    two_columns_change_places (Update) [Arrived]
        update(&arrived()).set("id", a("n")).set("n", a("id")).filter(a("id").eq(2)) => changed(1, "(3, 300) (200, 2)");
    a_column_becomes_null (Update) [Kept]
        update(&kept()).set("name", aludel_query::null()).filter(k("id").eq(1)) => changed(1, "(1, 10, NULL) (2, 20, 'b')");
    a_column_is_updated_by_a_case (Update) [Kept]
        update(&kept()).set("n", case().when(k("id").eq(1), 0_i64).otherwise(k("n"))).filter(k("id").is_not_null())
        => changed(2, "(1, 0, 'a') (2, 20, 'b')");
    rows_are_updated_from_another_table (Update, UpdateFrom) [Kept, Arrived]
        update(&kept()).set("n", a("n")).from(arrived()).filter(same()) => changed(1, "(1, 10, 'a') (2, 200, 'b')");
    rows_are_updated_by_a_subquery (Update, ScalarSubquery) [Kept, Arrived]
        update(&kept()).set("n", select(func::max(a("n"))).scalar_subquery()).filter(k("id").eq(1))
        => changed(1, "(1, 300, 'a') (2, 20, 'b')");
    what_was_updated_is_given_back (Update, Returning) [Kept]
        update(&kept()).set("n", k("n") * 2_i64).filter(k("id").eq(2)).returning((k("id"), k("n")))
        => returned("(2, 40)", "(1, 10, 'a') (2, 40, 'b')");
    a_value_is_given_back_beside_what_was_updated (Update, Returning) [Kept]
        update(&kept()).set("n", 40_i64).filter(k("id").eq(2)).returning((k("n") + 1_i64, literal("it's").label("done")))
        => returned("(41, 'it''s')", "(1, 10, 'a') (2, 40, 'b')");
    some_rows_are_deleted (Delete) [Things]
        delete(&Fixture::Things.table()).filter(t("n").gt(0)) => changed(2, "(3, NULL, NULL) (4, -2, 'añ🦆')");
    rows_with_null_are_deleted (Delete) [Kept, Things]
        delete(&kept()).filter(k("id").eq(1)) => changed(1, "(2, 20, 'b')");
    a_condition_that_is_null_deletes_nothing (Delete) [Things]
        delete(&Fixture::Things.table()).filter(t("n").gt(t("n")))
        => changed(0, "(1, 5, 'x') (2, 7, '') (3, NULL, NULL) (4, -2, 'añ🦆')");
    rows_are_deleted_by_another_table (Delete, DeleteUsing) [Kept, Arrived]
        delete(&kept()).using(arrived()).filter(same()) => changed(1, "(1, 10, 'a')");
    rows_are_deleted_by_a_subquery (Delete, InSubquery) [Kept, Arrived]
        delete(&kept()).filter(k("id").is_in(select(a("id")))) => changed(1, "(1, 10, 'a')");
    what_was_deleted_is_given_back (Delete, Returning) [Kept]
        delete(&kept()).filter(k("id").eq(2)).returning((k("id"), k("name"))) => returned("(2, 'b')", "(1, 10, 'a')");
    a_value_is_given_back_beside_what_was_deleted (Delete, Returning) [Kept]
        delete(&kept()).filter(k("id").eq(2)).returning(k("n") + 1_i64) => returned("(21)", "(1, 10, 'a')");
    a_cte_before_a_delete (Delete, DmlWithCte, Cte, InSubquery) [Kept, Arrived]
        {
            let gone = select(a("id")).filter(a("n").gt(100)).cte("gone");
            delete(&kept()).filter(k("id").is_in(select(gone.col("id")).from(&gone)))
        } => changed(1, "(1, 10, 'a')");
    an_alias_of_the_table_that_changes (Update, TargetAlias) [Kept]
        {
            let x = kept().alias("x");
            update(&x).set("n", x.col("n") + 1_i64).filter(x.col("id").eq(1))
        } => changed(1, "(1, 11, 'a') (2, 20, 'b')");
    a_merge_updates_and_inserts (Merge) [Kept, Arrived]
        merge(&kept(), arrived(), same()).when_matched().update([("n", a("n"))])
            .when_not_matched().insert([("id", a("id")), ("n", a("n")), ("name", literal("new"))])
        => changed(2, "(1, 10, 'a') (2, 200, 'b') (3, 300, 'new')");
    a_merge_deletes_what_is_matched (Merge) [Kept, Arrived]
        merge(&kept(), arrived(), same()).when_matched().delete() => changed(1, "(1, 10, 'a')");
    a_merge_with_a_condition (Merge, MergeCondition) [Kept, Arrived]
        merge(&kept(), arrived(), same()).when_not_matched().and(a("n").lt(100)).insert([("id", a("id"))])
        => changed(0, AS_IT_WAS);
    a_merge_deletes_what_its_source_lacks (Merge, MergeBySource) [Kept, Arrived]
        merge(&kept(), arrived(), same()).when_not_matched_by_source().delete() => changed(1, "(2, 20, 'b')");
    what_was_merged_is_given_back (Merge, MergeReturning) [Kept, Arrived]
        merge(&kept(), arrived(), same()).when_matched().update([("n", a("n"))]).returning(k("n") + 1_i64)
        => returned("(201)", "(1, 10, 'a') (2, 200, 'b')");
    a_table_is_emptied (Truncate) [Kept] truncate(&kept()) => Answer::Left("none".to_owned());
}

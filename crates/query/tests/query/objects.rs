//! DDL of objects and ALTER TABLE, in words of the standard.

use aludel_dialect::{Any, Capabilities, SqlType};
use aludel_query::{
    Column, Constraint, EnumType, Index, Sequence, Statement, alter_table, create_database, create_enum, create_index,
    create_materialized_view, create_schema, create_sequence, create_table, create_table_as, create_temporary_view,
    create_view, drop_database, drop_enum, drop_index, drop_materialized_view, drop_schema, drop_sequence, drop_view,
    func, literal, select,
};

use crate::samples::{Everything, spelling::Numbered, table};

fn written(statement: &impl Statement<Any>) -> String {
    match statement.render(&Numbered, &Capabilities::of::<Everything>()) {
        Ok(prepared) => {
            assert!(prepared.parameters.is_empty(), "no engine takes parameters in DDL: {}", prepared.sql);
            prepared.sql.to_string()
        }
        Err(problem) => problem.to_string(),
    }
}

macro_rules! all_written {
    ($($statement:expr => $sql:expr;)+) => { $(assert_eq!(written(&$statement), $sql);)+ };
}

#[test]
fn objects_are_created_and_dropped() {
    let t = table("t");
    let here = table("v").in_schema("s");
    let query = || select(t.col("a")).from(&t).filter(t.col("b").eq("it's"));
    let numbers = Sequence::new("numbers").start(5).increment(2).minimum(1).maximum(99).cycle();
    let mood = EnumType::new("mood", ["sad", "it's"]).in_schema("s");
    all_written! {
        create_schema("s").if_not_exists() => "CREATE SCHEMA IF NOT EXISTS s";
        drop_schema("s").if_exists() => "DROP SCHEMA IF EXISTS s";
        create_database("my db") => "CREATE DATABASE \"my db\"";
        drop_database("d") => "DROP DATABASE d";
        create_view(&here, query()) => "CREATE VIEW s.v AS SELECT t.a FROM t WHERE t.b = 'it''s'";
        create_temporary_view(&here, query()).columns(["x"]).or_replace()
            => "CREATE OR REPLACE TEMPORARY VIEW s.v (x) AS SELECT t.a FROM t WHERE t.b = 'it''s'";
        create_view(&here, query()).or_replace().if_not_exists() => "it is created OR REPLACE or IF NOT EXISTS, not both";
        drop_view(&here).if_exists() => "DROP VIEW IF EXISTS s.v";
        create_materialized_view(&here, query()) => "CREATE MATERIALIZED VIEW s.v AS SELECT t.a FROM t WHERE t.b = 'it''s'";
        drop_materialized_view(&here) => "DROP MATERIALIZED VIEW s.v";
        create_index(&here, &Index::new("i", ["a", "b c"]).unique()) => "CREATE UNIQUE INDEX i ON s.v (a, \"b c\")";
        create_index(&t, &Index::new("i", ["a"]).key(func::lower(t.col("b"))).using("art")).if_not_exists()
            => "CREATE INDEX IF NOT EXISTS i ON t USING art (a, (lower(b)))";
        create_index(&t, &Index::new("i", Vec::<&str>::new())) => "the index is empty: give it a column";
        drop_index(&here, "i").if_exists() => "DROP INDEX IF EXISTS s.i";
        create_sequence(&numbers).if_not_exists()
            => "CREATE SEQUENCE IF NOT EXISTS numbers START WITH 5 INCREMENT BY 2 MINVALUE 1 MAXVALUE 99 CYCLE";
        drop_sequence(&numbers) => "DROP SEQUENCE numbers";
        create_enum(&mood) => "CREATE TYPE s.mood AS ENUM ('sad', 'it''s')";
        drop_enum(&mood) => "DROP TYPE s.mood";
    }
}

#[test]
fn tables_are_altered() {
    let t = table("t").in_schema("s");
    let column = Column::new("z", SqlType::Int64).not_null().default_value(5);
    all_written! {
        alter_table(&t).add_column(column) => "ALTER TABLE s.t ADD COLUMN z BIGINT NOT NULL DEFAULT 5";
        alter_table(&t).add_column(Column::new("z", SqlType::Int64).with_comment("c"))
            => "the column \"z\" has a comment, which ADD COLUMN can't say: say it with `comment_column`";
        alter_table(&t).add_column(Column::new("z", SqlType::Int64).primary_key())
            => "the column \"z\" is part of the key, which ADD COLUMN can't say: create the table anew";
        alter_table(&t).drop_column("a") => "ALTER TABLE s.t DROP COLUMN a";
        alter_table(&t).rename_column("a", "b c") => "ALTER TABLE s.t RENAME COLUMN a TO \"b c\"";
        alter_table(&t).column_type("a", SqlType::Text) => "ALTER TABLE s.t ALTER COLUMN a TYPE TEXT";
        alter_table(&t).set_default("a", "it's") => "ALTER TABLE s.t ALTER COLUMN a SET DEFAULT 'it''s'";
        alter_table(&t).set_default_expression("a", literal(1) + 2) => "ALTER TABLE s.t ALTER COLUMN a SET DEFAULT 1 + 2";
        alter_table(&t).drop_default("a") => "ALTER TABLE s.t ALTER COLUMN a DROP DEFAULT";
        alter_table(&t).set_not_null("a") => "ALTER TABLE s.t ALTER COLUMN a SET NOT NULL";
        alter_table(&t).drop_not_null("a") => "ALTER TABLE s.t ALTER COLUMN a DROP NOT NULL";
        alter_table(&t).rename_to("u") => "ALTER TABLE s.t RENAME TO u";
        alter_table(&t).comment("it's") => "COMMENT ON TABLE s.t IS 'it''s'";
        alter_table(&t).drop_comment() => "COMMENT ON TABLE s.t IS NULL";
        alter_table(&t).comment_column("a", "c") => "COMMENT ON COLUMN s.t.a IS 'c'";
        alter_table(&t).drop_column_comment("a") => "COMMENT ON COLUMN s.t.a IS NULL";
    }
}

#[test]
fn a_table_has_constraints_and_computed_columns() {
    let users = table("users").in_schema("s");
    let t = || table("t").column(Column::new("a", SqlType::Int64)).column(Column::new("b", SqlType::Int64));
    let a = || t().col("a");
    all_written! {
        create_table(&t().constraint(Constraint::primary_key(["b", "a"]).named("pk")))
            => "CREATE TABLE t (a BIGINT NOT NULL, b BIGINT NOT NULL, CONSTRAINT pk PRIMARY KEY (b, a))";
        create_table(&table("t").constraint(Constraint::primary_key(["b"])).column(Column::new("b", SqlType::Int64)))
            => "CREATE TABLE t (b BIGINT NOT NULL, PRIMARY KEY (b))";
        create_table(&t().constraint(Constraint::foreign_key(["a"], &users, ["id"])))
            => "CREATE TABLE t (a BIGINT, b BIGINT, FOREIGN KEY (a) REFERENCES s.users (id))";
        create_table(&t().constraint(Constraint::unique(["a", "b"])).constraint(Constraint::check(a().gt(0))))
            => "CREATE TABLE t (a BIGINT, b BIGINT, UNIQUE (a, b), CHECK (a > 0))";
        create_table(&t().constraint(Constraint::unique(Vec::<&str>::new())))
            => "the list of columns of a constraint is empty: name the columns that it is of";
        create_table(&t().constraint(Constraint::check_native("everything", "a % 2 = 0")))
            => "CREATE TABLE t (a BIGINT, b BIGINT, CHECK (a % 2 = 0))";
        create_table(&t().constraint(Constraint::check_native("quest", "a % 2 = 0")))
            => "the condition of a CHECK is a % 2 = 0 in the words of quest: say it for everything";
        create_table(&t().column(Column::new("c", SqlType::Int64).generated(a() * 2)))
            => "CREATE TABLE t (a BIGINT, b BIGINT, c BIGINT GENERATED ALWAYS AS (a * 2) VIRTUAL)";
        create_table(&t().column(Column::new("c", SqlType::Int64).generated_stored(a() * 2)))
            => "CREATE TABLE t (a BIGINT, b BIGINT, c BIGINT GENERATED ALWAYS AS (a * 2) STORED)";
        create_table(&t().column(Column::new("c", SqlType::Int64).default_expression(func::native("nextval", literal("n")))))
            => "CREATE TABLE t (a BIGINT, b BIGINT, c BIGINT DEFAULT nextval('n'))";
        create_table(&t().column(Column::new("c", SqlType::Int64).default_expression(t().col("d"))))
            => "t has no column \"d\": did you mean a, b?";
    }
}

#[test]
fn what_create_table_leaves_out_is_an_error() {
    let t = table("t").column(Column::new("a", SqlType::Int64));
    let commented = table("t").column(Column::new("a", SqlType::Int64).with_comment("c"));
    for (table, what) in [
        (t.clone().index(Index::new("i", ["a"])), "the index \"i\""),
        (t.clone().with_comment("c"), "a comment"),
        (commented, "a comment on \"a\""),
    ] {
        assert!(written(&create_table_as(&table, select(literal(1)))).contains(what));
        assert_eq!(
            written(&create_table(&table)),
            format!(
                "the table \"t\" has {what}, which is a statement of its own: run `table.create(&engine)`, which runs them all"
            )
        );
    }
}

//! Schemas that stand for others, wherever a path is written.

use aludel_dialect::{Any, Capabilities, SqlType};
use aludel_query::{
    Column, Constraint, EnumType, Index, Joins, SchemaTranslateMap, Sequence, Statement, alter_table, create_enum,
    create_index, create_schema, create_sequence, create_table, create_view, delete, drop_index, drop_schema,
    drop_table, explain, insert, literal, merge, recursive_cte, select, truncate, update,
};

use crate::samples::{Everything, spelling::Numbered, table};

#[test]
fn every_path_is_translated_and_nothing_else() {
    let map = SchemaTranslateMap::new().schema("mine", "yours").default_schema("shared").to_default_schema("gone");
    let (a, b, gone) = (table("a").in_schema("mine"), table("b"), table("c").in_schema("gone"));
    let far = table("a").in_schema("mine").in_database("far");
    let other = table("a").in_schema("other");
    let key = Constraint::foreign_key(["id"], &b, ["id"]);
    let written = |statement: &dyn Statement<Any>| {
        statement.render_translated(&Numbered, &Capabilities::of::<Everything>(), &map).unwrap().sql.to_string()
    };
    let with_key = a.clone().column(Column::new("id", SqlType::Int64)).constraint(key);
    let cte = select::<Any>([b.col("x")]).cte("c");
    let cases: Vec<(Box<dyn Statement<Any>>, &str)> = vec![
        (Box::new(select([a.col("x")])), "SELECT a.x FROM yours.a"),
        (Box::new(select([a.alias("t").col("x")])), "SELECT t.x FROM yours.a AS t"),
        (Box::new(select([gone.col("x")])), "SELECT c.x FROM c"),
        (Box::new(select([far.col("x")])), "SELECT a.x FROM far.mine.a"),
        (Box::new(select([other.col("x")])), "SELECT a.x FROM other.a"),
        (Box::new(select([cte.col("x")]).from(&cte)), "WITH c AS (SELECT b.x FROM shared.b) SELECT c.x FROM c"),
        (
            Box::new(select([a.col("x")]).filter(a.col("x").is_in(select([b.col("y")])))),
            "SELECT a.x FROM yours.a WHERE a.x IN (SELECT b.y FROM shared.b)",
        ),
        (Box::new(explain(select([a.col("x")]))), "EXPLAIN SELECT a.x FROM yours.a"),
        (Box::new(insert(&a).values([("x", 1.into())])), "INSERT INTO yours.a (x) VALUES ($1)"),
        (Box::new(update(&a).set("x", 1).filter(a.col("x").eq(2))), "UPDATE yours.a SET x = $1 WHERE a.x = $2"),
        (Box::new(delete(&b).filter(b.col("x").eq(1))), "DELETE FROM shared.b WHERE b.x = $1"),
        (Box::new(truncate(&a)), "TRUNCATE TABLE yours.a"),
        (
            Box::new(create_table(&with_key)),
            "CREATE TABLE yours.a (id BIGINT, FOREIGN KEY (id) REFERENCES shared.b (id))",
        ),
        (Box::new(drop_table(&a)), "DROP TABLE yours.a"),
        (Box::new(create_view(&table("v"), select([a.col("x")]))), "CREATE VIEW shared.v AS SELECT a.x FROM yours.a"),
        (Box::new(create_index(&a, &Index::new("i", ["x"]))), "CREATE INDEX i ON yours.a (x)"),
        (Box::new(drop_index(&a, "i")), "DROP INDEX yours.i"),
        (Box::new(alter_table(&a).comment_column("x", "c")), "COMMENT ON COLUMN yours.a.x IS 'c'"),
        (Box::new(create_sequence(&Sequence::new("s").in_schema("mine"))), "CREATE SEQUENCE yours.s"),
        (Box::new(create_enum(&EnumType::new("e", ["a"]))), "CREATE TYPE shared.e AS ENUM ('a')"),
        // What makes schemas says their own names.
        (Box::new(create_schema("mine")), "CREATE SCHEMA mine"),
        (Box::new(drop_schema("mine")), "DROP SCHEMA mine"),
    ];
    for (statement, sql) in cases {
        assert_eq!(written(&*statement), sql);
    }
    let merged = merge(&a, &b, a.col("id").eq(b.col("id")));
    let merged = written(&merged.when_matched().delete());
    assert!(merged.starts_with("MERGE INTO yours.a USING shared.b ON a.id = b.id"), "{merged}");
}

#[test]
fn a_cte_that_reads_itself_is_in_no_schema() {
    let numbers = recursive_cte("numbers", ["n"], |numbers| {
        select::<Any>([literal(1)]).union_all(select([numbers.col("n") + 1]).from(numbers))
    });
    let statement = select([numbers.col("n")]);
    let map = SchemaTranslateMap::new().default_schema("shared");
    let sql = statement.render_translated(&Numbered, &Capabilities::of::<Everything>(), &map).unwrap().sql;
    assert!(sql.contains("FROM numbers") && !sql.contains("shared"), "{sql}");
}

#[test]
fn a_cte_hides_the_table_that_is_left_without_a_schema() {
    let gone = table("c").in_schema("gone");
    let cte = select::<Any>([table("b").col("x")]).cte("c");
    let both = select([cte.col("x")]).from(cte.join(gone.alias("t"), cte.col("x").eq(gone.alias("t").col("x"))));
    let capabilities = Capabilities::of::<Everything>();
    assert!(both.render(&Numbered, &capabilities).is_ok());
    let map = SchemaTranslateMap::new().to_default_schema("gone");
    let problem = both.render_translated(&Numbered, &capabilities, &map).unwrap_err().to_string();
    assert!(problem.starts_with("the CTE \"c\" hides the table of the same name"), "{problem}");
}

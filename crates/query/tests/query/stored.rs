//! A dialect whose types tell whether there may be NULL, whose tables are told how to be stored, and whose IN and CAST are
//! others than the standard's.

use aludel_dialect::{Any, Capabilities, Parameter, SqlType, Value};
use aludel_query::{
    Column, ColumnOptions, EmptyCorrelated, Expr, Function, FunctionSpelling, LexicalRules, ListMembers, NullTreatment,
    Spelling, Statement, Table, TableOptions, Unspeakable, create_table, create_table_as, func, literal, null,
    raw_expr, row, select, star, window,
};

use crate::samples::spelling::Numbered;
use crate::samples::{Everything, table};

#[derive(Debug)]
struct Stored;

impl Spelling for Stored {
    fn placeholder(&self, number: usize, parameter: &Parameter, out: &mut String) -> Result<(), Unspeakable> {
        Numbered.bare_placeholder(number, parameter, out)
    }

    fn bare_placeholder(&self, number: usize, parameter: &Parameter, out: &mut String) -> Result<(), Unspeakable> {
        Numbered.bare_placeholder(number, parameter, out)
    }

    fn literal(&self, value: &Value, out: &mut String) -> Result<(), Unspeakable> {
        out.push_str("typed ");
        Numbered.literal(value, out)
    }

    fn setting_value(&self, value: &Value, out: &mut String) -> Result<(), Unspeakable> {
        Numbered.literal(value, out)
    }

    fn type_name(&self, sql_type: &SqlType, out: &mut String) -> Result<(), Unspeakable> {
        Numbered.type_name(sql_type, out)
    }

    fn column_type(&self, column: &Column, out: &mut String) -> Result<(), Unspeakable> {
        match (column.is_nullable(), column.sql_type()) {
            (true, SqlType::List(_)) => Err(Unspeakable::Value("its lists are never NULL".to_owned())),
            (true, sql_type) => {
                out.push_str("Nullable ");
                self.type_name(sql_type, out)
            }
            (false, sql_type) => self.type_name(sql_type, out),
        }
    }

    fn reads_options(&self, options: &dyn std::any::Any) -> bool {
        options.is::<Tier>() || options.is::<Packing>()
    }

    fn column_clauses(&self, column: &Column, out: &mut String) -> Result<(), Unspeakable> {
        if let Some(Packing(how)) = column.options() {
            out.push_str(&format!(" PACKED {how}"));
        }
        Ok(())
    }

    fn table_clauses(&self, table: &Table, out: &mut String) -> Result<(), Unspeakable> {
        if let Some(Tier(tier)) = table.options() {
            out.push_str(&format!(" ON {tier}"));
        }
        let keys: Vec<&str> =
            table.columns().iter().filter(|column| column.is_primary_key()).map(Column::name).collect();
        out.push_str(&format!(" STORED BY ({})", keys.join(", ")));
        Ok(())
    }

    fn cast(&self, to: &SqlType) -> Result<Option<String>, Unspeakable> {
        Ok((*to == SqlType::Int64).then(|| "exact({0}, 'BIGINT')".to_owned()))
    }

    fn list_members(&self) -> ListMembers {
        ListMembers::Values
    }

    fn empty_correlated(&self) -> EmptyCorrelated {
        EmptyCorrelated::Null
    }

    fn function(&self, function: Function) -> FunctionSpelling {
        match function {
            Function::Count => FunctionSpelling::Template("big(count({distinct}{0}){suffix})"),
            Function::LastValue => FunctionSpelling::Template("last({0}){nulls}{suffix}"),
            other => Numbered.function(other),
        }
    }

    fn lexical_rules(&self) -> LexicalRules {
        LexicalRules::standard()
    }
}

fn written(statement: &dyn Statement<Any>) -> String {
    match statement.render(&Stored, &Capabilities::of::<Everything>()) {
        Ok(prepared) => prepared.sql.to_string(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn tables_are_told_how_to_be_stored() {
    let t = || {
        let (a, b) = (Column::new("a", SqlType::Int64), Column::new("b", SqlType::Text));
        Table::new("t").column(a.primary_key()).column(b)
    };
    let lists = |column: Column| create_table::<Any>(&Table::new("t").column(column));
    let list = || Column::new("l", SqlType::list(SqlType::Text));
    assert_eq!(
        written(&create_table::<Any>(&t())),
        "CREATE TABLE t (a BIGINT PRIMARY KEY, b Nullable TEXT) STORED BY (a)"
    );
    // The columns are the query's, and so the table's key is not theirs.
    let copied = create_table_as::<Any>(&t(), select(star()).from(table("s")));
    assert_eq!(written(&copied), "CREATE TABLE t STORED BY () AS SELECT * FROM s");
    assert_eq!(written(&lists(list().not_null())), "CREATE TABLE t (l TEXT[] NOT NULL) STORED BY ()");
    assert!(written(&lists(list())).contains("its lists are never NULL"));
}

#[test]
fn what_may_be_null_is_compared_outside_of_lists() {
    let t = table("t");
    let filtered = |condition| written(&select::<Any>(star()).from(&t).filter(condition));
    for (condition, sql) in [
        (t.col("a").is_in([1, 2]), "t.a IN ($1, $2)"),
        (t.col("a").not_in([literal(1), null()]), "(t.a <> $1 AND t.a <> NULL)"),
        (t.col("a").is_in([literal(1), t.col("b")]), "(t.a = $1 OR t.a = t.b)"),
        (!t.col("a").is_in([literal(1), t.col("b")]), "NOT (t.a = $1 OR t.a = t.b)"),
        (row([t.col("a"), t.col("b")]).is_in([row([literal(1), null()])]), "((t.a, t.b) = ($1, NULL))"),
    ] {
        assert_eq!(filtered(condition), format!("SELECT * FROM t WHERE {sql}"));
    }
}

#[test]
fn casts_settings_and_distinct_in_templates() {
    let t = table("t");
    for (columns, sql) in [
        (t.col("a").cast(SqlType::Int64), "exact(t.a, 'BIGINT')"),
        (t.col("a").cast(SqlType::Text), "CAST(t.a AS TEXT)"),
        (func::count(t.col("a")), "big(count(t.a))"),
        (func::count_distinct(t.col("a")), "big(count(DISTINCT t.a))"),
    ] {
        assert_eq!(written(&select::<Any>(columns).from(&t)), format!("SELECT {sql} FROM t"));
    }
    assert_eq!(written(&select::<Any>(star()).from(&t).setting("a", 1)), "SELECT * FROM t SETTINGS a = 1");
}

#[test]
fn a_subquery_that_may_give_null_is_asked_whether_it_does() {
    let (t, key) = (table("t"), Table::new("k").column(Column::new("id", SqlType::Int64).not_null()));
    let filtered = |condition| written(&select::<Any>(star()).from(&t).filter(condition));
    let (nulls, ids) = (|| select(table("s").col("x")), || select(key.col("id")));
    let found = "(SELECT s.x FROM s)";
    let has_null = format!("EXISTS (SELECT 1 FROM {found} AS found(x) WHERE found.x IS NULL)");
    let not_in = format!("(t.a NOT IN {found} AND (NOT {has_null} OR NULL) OR t.a IS NULL AND NOT EXISTS {found})");
    for (condition, sql) in [
        // As a condition, what is unknown is as good as false.
        (t.col("a").is_in(nulls()), format!("t.a IN {found}")),
        (t.col("a").is_in(nulls()).and(t.col("b")), format!("t.a IN {found} AND t.b")),
        (t.col("a").is_in(nulls()).or(t.col("b")).and(t.col("c")), format!("(t.a IN {found} OR t.b) AND t.c")),
        (t.col("a").not_in(nulls()), not_in.clone()),
        (!t.col("a").is_in(nulls()), format!("NOT (NOT {not_in})")),
        (t.col("a").not_in(ids()), "t.a NOT IN (SELECT k.id FROM k)".to_owned()),
        (key.col("id").not_in(nulls()), format!("(k.id NOT IN {found} AND (NOT {has_null} OR NULL))")),
    ] {
        assert_eq!(filtered(condition), format!("SELECT * FROM t WHERE {sql}"));
    }
    let pairs = row((t.col("a"), t.col("b"))).not_in(select((table("s").col("x"), table("s").col("y"))));
    assert!(filtered(pairs).contains("passes NULLs over"));
}

/// What is written more than once must be the same each time: a random number is not, nor is what nobody here knows.
#[test]
fn a_subquery_that_is_written_more_than_once_gives_the_same_each_time() {
    let (t, key) = (table("t"), Table::new("k").column(Column::new("id", SqlType::Int64).not_null()));
    let filtered = |condition| written(&select::<Any>(star()).from(&t).filter(condition));
    let nulls = || select(table("s").col("x"));
    let volatile = [func::random(), func::native("rand", [literal(1)]), raw_expr("rand()")];
    for other in volatile {
        for condition in [
            (other.clone() + t.col("a")).not_in(nulls()),
            t.col("a").not_in(nulls().filter(table("s").col("x").gt(other.clone()))),
            t.col("a").not_in(nulls().filter(table("s").col("x").is_in(select(other.clone())))),
            key.col("id").not_in(select(other.clone() + table("s").col("x"))),
        ] {
            let told = filtered(condition);
            assert!(told.contains("may be another the second time: compute it in a subquery"), "{told}");
        }
        // Written once, it may be what it likes.
        let once = filtered((other + t.col("a")).is_in(nulls()));
        assert!(once.starts_with("SELECT * FROM t WHERE "), "{once}");
    }
}

/// Each level asks its subquery three times, so that forty of them would be a text of as many bytes as there are stars.
#[test]
fn a_text_that_grows_with_each_level_is_refused_in_time() {
    let column = || table("t").col::<Any>("a");
    let nested = (0..40).fold(column(), |inside, _| column().not_in(select(inside).from(table("s"))));
    let told = written(&select::<Any>(star()).from(table("t")).filter(nested));
    let limit = "everything would need more than 32 MiB of text for the statement";
    assert!(told.starts_with(limit) && told.contains("compute the inner ones in a subquery or a CTE"), "{told:.200}");
}

#[test]
fn a_correlated_count_of_nothing_is_zero() {
    let (t, s) = (table("t"), table("s"));
    let of = |value: Expr<Any>| select(value).from(&s).filter(s.col("x").eq(t.col("a"))).scalar_subquery();
    let selected = |value: Expr<Any>| written(&select::<Any>(value).from(&t));
    let (sum, count) = (|| func::sum(s.col("y")), || func::count(s.col("y")));
    let from = "FROM s WHERE s.x = t.a)";
    for (value, sql) in [
        (of(count()), format!("coalesce((SELECT big(count(s.y)) {from}, 0)")),
        (of(count().label("n")), format!("coalesce((SELECT big(count(s.y)) AS n {from}, 0)")),
        (of(sum()), format!("(SELECT sum(s.y) {from}")),
        (of(sum() * 2), format!("(SELECT sum(s.y) * $1 {from}")),
        (of(s.col("y") + 1), format!("(SELECT s.y + $1 {from}")),
        (select(count()).from(&s).scalar_subquery(), "(SELECT big(count(s.y)) FROM s)".to_owned()),
    ] {
        assert_eq!(selected(value), format!("SELECT {sql} FROM t"));
    }
    let counted = || select(count()).from(&s).filter(s.col("x").eq(t.col("a")));
    let may_be_gone = [counted().having(count().gt(1)), counted().offset(1), counted().limit(0)];
    let may_be_gone = may_be_gone.map(aludel_query::Select::scalar_subquery);
    for value in
        [of(count() + 1), of(func::coalesce([sum(), literal(0)])), of(sum().is_null())].into_iter().chain(may_be_gone)
    {
        assert!(selected(value.clone()).contains("NULL where no row is found"), "{value}");
    }
}

#[test]
fn nulls_are_respected_where_nothing_is_said() {
    let t = table("t");
    let last = || func::last_value(t.col("a"));
    let over = |value: Expr<Any>| written(&select::<Any>(value.over(window())).from(&t));
    assert_eq!(over(last()), "SELECT last(t.a) RESPECT NULLS OVER () FROM t");
    assert_eq!(over(last().nulls(NullTreatment::Ignore)), "SELECT last(t.a) IGNORE NULLS OVER () FROM t");
}

macro_rules! options {
    ($($name:ident of $dialect:literal: $kind:ident;)+) => { $(
        #[derive(Debug, PartialEq)]
        struct $name(&'static str);
        impl $kind for $name {
            const DIALECT: &'static str = $dialect;
        }
    )+ };
}

options! {
    Tier of "everything": TableOptions;
    Shelf of "everything": TableOptions;
    Elsewhere of "quest": TableOptions;
    Packing of "everything": ColumnOptions;
    Colour of "everything": ColumnOptions;
}

#[test]
fn each_dialect_reads_its_own_options_and_names_what_it_does_not_read() {
    let t = Table::new("t").column(Column::new("a", SqlType::Int64).not_null());
    let made = |table: Table| written(&create_table(&table));
    let tier = || t.clone().with_options(Tier("disk"));
    assert!(made(tier()).ends_with(" ON disk STORED BY ()"));
    let selected = written(&create_table_as(&tier(), select(literal(1))));
    assert!(selected.starts_with("CREATE TABLE t ON disk STORED BY () AS "), "{selected}");
    assert_eq!(made(tier().with_options(Elsewhere("x"))), made(tier()), "another dialect's are its own affair");
    assert!(made(tier().with_options(Tier("tape"))).contains(" ON tape "), "the last of a type holds");
    assert_eq!(made(t.clone().with_options(Shelf("x"))), "everything reads no options Shelf of a table");
    let column = || Column::new("b", SqlType::Int64).not_null();
    assert!(made(t.clone().column(column().with_options(Packing("tight")))).contains("b BIGINT NOT NULL PACKED tight"));
    let problem = "everything reads no options Colour of a column";
    assert_eq!(made(t.clone().column(column().with_options(Colour("red")))), problem);
    let problem = create_table::<Any>(&tier()).render(&Numbered, &Capabilities::of::<Everything>()).unwrap_err();
    assert_eq!(problem.to_string(), "everything reads no options Tier of a table");
}

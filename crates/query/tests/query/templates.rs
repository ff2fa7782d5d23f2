//! A dialect's own form of DDL that has no place for what a statement says: refused by name, never left out.

use aludel_dialect::{Any, Capabilities, Parameter, SqlType, Value};
use aludel_query::{
    Column, DdlForm, Function, FunctionSpelling, Index, LexicalRules, Spelling, Statement, Table, TableOptions,
    Unspeakable, alter_table, create_index, create_materialized_view, create_view, drop_index, literal, select,
};

use crate::samples::{Everything, spelling::Numbered, table};

/// Forms without a place for `IF [NOT] EXISTS`, and types that tell whether there may be NULL.
#[derive(Debug)]
struct Narrow;

impl Spelling for Narrow {
    fn placeholder(&self, number: usize, parameter: &Parameter, out: &mut String) -> Result<(), Unspeakable> {
        Numbered.placeholder(number, parameter, out)
    }

    fn bare_placeholder(&self, number: usize, parameter: &Parameter, out: &mut String) -> Result<(), Unspeakable> {
        Numbered.bare_placeholder(number, parameter, out)
    }

    fn function(&self, neutral: Function) -> FunctionSpelling {
        Numbered.function(neutral)
    }

    fn literal(&self, value: &Value, out: &mut String) -> Result<(), Unspeakable> {
        Numbered.literal(value, out)
    }

    fn type_name(&self, sql_type: &SqlType, out: &mut String) -> Result<(), Unspeakable> {
        Numbered.type_name(sql_type, out)
    }

    fn column_type(&self, column: &Column, out: &mut String) -> Result<(), Unspeakable> {
        if column.is_nullable() {
            out.push_str("MAYBE ");
        }
        Numbered.type_name(column.sql_type(), out)
    }

    fn lexical_rules(&self) -> LexicalRules {
        LexicalRules::standard()
    }

    fn ddl_form(&self, form: DdlForm) -> &'static str {
        match form {
            DdlForm::CreateView => "CREATE VIEW {name} AS {query}",
            DdlForm::CreateIndex => "CREATE INDEX {name} ON {table} ({keys})",
            DdlForm::DropIndex => "DROP INDEX {plain} ON {table}",
            _ => form.standard(),
        }
    }

    fn reads_options(&self, _: &dyn std::any::Any) -> bool {
        true
    }
}

#[derive(Debug, PartialEq)]
struct Shelf;

impl TableOptions for Shelf {
    const DIALECT: &'static str = "everything";
}

fn written(statement: &impl Statement<Any>) -> String {
    let rendered = statement.render(&Narrow, &Capabilities::of::<Everything>());
    rendered.map_or_else(|problem| problem.to_string(), |prepared| prepared.sql.to_string())
}

#[test]
fn what_a_form_has_no_place_for_is_refused_by_name() {
    let (t, v) = (table("t"), Table::new("v"));
    let index = Index::new("i", ["a"]);
    let query = || select([literal(1).label("one")]);
    let refused = |what: &str| format!("everything has no {what} in this statement: leave it out");
    assert_eq!(written(&drop_index(&t, "i")), "DROP INDEX i ON t");
    assert_eq!(written(&drop_index(&t, "i").if_exists()), refused("IF EXISTS"));
    assert_eq!(written(&create_index(&t, &index).if_not_exists()), refused("IF NOT EXISTS"));
    assert_eq!(written(&create_view(&v, query()).if_not_exists()), refused("IF NOT EXISTS"));
    assert_eq!(
        written(&create_materialized_view(&v.with_options(Shelf), query())),
        refused("place for options of the view")
    );
}

#[test]
fn a_type_that_tells_of_null_is_not_guessed() {
    let t = table("t");
    let of_unknown = written(&alter_table(&t).column_type("a", SqlType::Int64));
    assert!(of_unknown.starts_with("everything must be told whether \"a\" may be NULL"), "{of_unknown}");
    let known = t.column(Column::new("a", SqlType::Int32).not_null());
    assert_eq!(
        written(&alter_table(&known).column_type("a", SqlType::Int64)),
        "ALTER TABLE t ALTER COLUMN a TYPE BIGINT"
    );
}

use aludel_dialect::{SqlType, Value};

use super::*;

fn error(statement: &Text) -> Option<String> {
    rendered(statement, &DUCKDB).err().map(|error| error.to_string())
}

#[test]
fn values_go_where_their_names_stand() -> Result<(), TextError> {
    let statement = text("SELECT :b, :a, :b").bind("a", 1).bind("b", "it's");
    assert_eq!(rendered(&statement, &DUCKDB)?, r#"SELECT <b.0=Text("it's")>, <a.0=Int32(1)>, <b.0=Text("it's")>"#);
    Ok(())
}

#[test]
fn a_list_expands_after_in_and_nowhere_else() -> Result<(), TextError> {
    for (sql, expected) in [
        ("x IN :v", "x IN (<v.0=Int32(7)>, <v.1=Int32(8)>)"),
        ("x IN (:v)", "x IN (<v.0=Int32(7)>, <v.1=Int32(8)>)"),
        ("x not in ( :v /* all */ )", "x not in ( <v.0=Int32(7)>, <v.1=Int32(8)> /* all */ )"),
        ("x IN -- these\n:v", "x IN -- these\n(<v.0=Int32(7)>, <v.1=Int32(8)>)"),
        ("unnest(:v)", "unnest(<v.0=List([Int32(7), Int32(8)])>)"),
        ("x = ANY(:v)", "x = ANY(<v.0=List([Int32(7), Int32(8)])>)"),
        ("x IN (SELECT unnest(:v))", "x IN (SELECT unnest(<v.0=List([Int32(7), Int32(8)])>))"),
        ("x IN (:v, :v)", "x IN (<v.0=List([Int32(7), Int32(8)])>, <v.0=List([Int32(7), Int32(8)])>)"),
        ("\"in\" (:v)", "\"in\" (<v.0=List([Int32(7), Int32(8)])>)"),
    ] {
        let statement = text(sql).bind("v", vec![7, 8]);
        assert_eq!(rendered(&statement, &DUCKDB)?, expected);
    }
    Ok(())
}

#[test]
fn bind_list_expands_everywhere() -> Result<(), TextError> {
    for (sql, expected) in [
        ("x IN :v", "x IN (<v.0=Int32(7)>, <v.1=Int32(8)>)"),
        ("x IN (0, :v)", "x IN (0, <v.0=Int32(7)>, <v.1=Int32(8)>)"),
        ("coalesce(:v, 0)", "coalesce(<v.0=Int32(7)>, <v.1=Int32(8)>, 0)"),
    ] {
        assert_eq!(rendered(&text(sql).bind_list("v", [7, 8]), &DUCKDB)?, expected);
    }
    Ok(())
}

#[test]
fn elements_keep_the_type_of_their_list() -> Result<(), TextError> {
    let statement = text("x IN :v").bind("v", vec![None, Some(1_i64)]);
    let mut types = Vec::new();
    statement.render(&DUCKDB, |piece| {
        if let Piece::Parameter { parameter, .. } = piece {
            types.push((parameter.value.clone(), parameter.sql_type.clone()));
        }
    })?;
    assert_eq!(types, [(Value::Null, Some(SqlType::Int64)), (Value::Int64(1), Some(SqlType::Int64))]);
    Ok(())
}

#[test]
fn an_empty_list_is_the_empty_set() -> Result<(), TextError> {
    let none = Vec::<i32>::new();
    for (sql, expected) in
        [("x IN :v", "x IN (SELECT NULL WHERE 1=0)"), ("x NOT IN (:v)", "x NOT IN (SELECT NULL WHERE 1=0)")]
    {
        assert_eq!(rendered(&text(sql).bind("v", none.clone()), &DUCKDB)?, expected);
        assert_eq!(rendered(&text(sql).bind_list("v", none.clone()), &DUCKDB)?, expected);
    }
    assert_eq!(rendered(&text("f(:v)").bind("v", none), &DUCKDB)?, "f(<v.0=List([])>)");
    Ok(())
}

#[test]
fn an_empty_list_elsewhere_is_refused_by_name() {
    let statement = text("x IN (0, :v)").bind_list("v", Vec::<i32>::new());
    assert_eq!(
        error(&statement).as_deref(),
        Some("the list bound to `:v` (line 1, column 10) is empty, which can be written only as `IN :v` or `IN (:v)`")
    );
    let no_empty_set = DUCKDB.empty_set(EmptySet::Refused);
    let refused = rendered(&text("x IN :v").bind("v", Vec::<i32>::new()), &no_empty_set);
    assert!(matches!(refused, Err(TextError::EmptyList { engine_lacks_it: true, .. })), "{refused:?}");
}

#[test]
fn errors_name_the_parameter() {
    for (statement, expected) in [
        (
            text("SELECT 1,\n  :country").bind("county", 1),
            "the parameter `:country` (line 2, column 3) has no value: call `.bind(\"country\", …)`, or write `\\:country` if \
             it is not a parameter; did you mean `:county`?",
        ),
        (text("SELECT :a").bind("a", 1).bind("a", 2), "`a` was bound twice"),
    ] {
        assert_eq!(error(&statement).as_deref(), Some(expected));
    }
    let unused = text("SELECT :amount, :amount").bind("amount", 1).bind("amunt", 1);
    assert!(matches!(
        rendered(&unused, &DUCKDB),
        Err(TextError::Unused { name, nearest }) if name == "amunt" && nearest == ["amount"]
    ));
}

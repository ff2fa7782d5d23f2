use super::*;
use crate::params;

const INSERT: &str = "INSERT INTO t (x, y) VALUES (:x, :y + :x)";

fn values(sets: impl IntoIterator<Item = Params>, repeats: Repeats) -> Result<Vec<Vec<String>>, TextError> {
    let rows = text(INSERT).parameter_sets(&DUCKDB, repeats, sets)?;
    let shown = |row: Vec<Parameter>| row.into_iter().map(|parameter| format!("{:?}", parameter.value)).collect();
    Ok(rows.into_iter().map(shown).collect())
}

#[test]
fn sets_follow_the_order_of_the_text() {
    let sets = [params! { x: 11, y: 12 }, params! { y: 14, x: 13 }];
    assert_eq!(
        values(sets.clone(), Repeats::SamePlaceholder),
        Ok(vec![
            vec!["Int32(11)".to_owned(), "Int32(12)".to_owned()],
            vec!["Int32(13)".to_owned(), "Int32(14)".to_owned()],
        ])
    );
    assert_eq!(
        values(sets, Repeats::NewPlaceholder).map(|rows| rows[0].clone()),
        Ok(vec!["Int32(11)".to_owned(), "Int32(12)".to_owned(), "Int32(11)".to_owned(),])
    );
    assert_eq!(values([], Repeats::SamePlaceholder), Ok(Vec::new()));
}

#[test]
fn the_first_set_renders_the_text() -> Result<(), TextError> {
    let mut sql = String::new();
    let (statement, set) = (text(INSERT), params! { x: 11, y: vec![1] });
    statement.render_with(&DUCKDB, &set, |piece| sql.push_str(&shown(&piece)))?;
    assert_eq!(sql, "INSERT INTO t (x, y) VALUES (<x.0=Int32(11)>, <y.0=List([Int32(1)])> + <x.0=Int32(11)>)");
    Ok(())
}

#[test]
fn a_set_that_differs_from_the_text_is_named() {
    let good = params! { x: 1, y: 2 };
    for (bad, expected) in [
        (params! { x: 1 }, TextError::MissingInSet { set: 1, name: "y".into(), nearest: vec!["x".into()] }),
        (params! { x: 1, y: 2, why: 3 }, TextError::UnusedInSet { set: 1, name: "why".into(), nearest: vec![] }),
        (params! { x: 1, y: 2, y: 3 }, TextError::DuplicateInSet { set: 1, name: "y".into() }),
    ] {
        let found = values([good.clone(), bad], Repeats::SamePlaceholder);
        match (found, expected) {
            (
                Err(TextError::UnusedInSet { set, name, .. }),
                TextError::UnusedInSet { set: expected_set, name: expected_name, .. },
            ) => assert_eq!((set, name), (expected_set, expected_name)),
            (Err(TextError::MissingInSet { set, name, .. }), TextError::MissingInSet { set: s, name: n, .. }) => {
                assert_eq!((set, name), (s, n));
            }
            (found, expected) => assert_eq!(found, Err(expected)),
        }
    }
}

#[test]
fn lists_after_in_and_bound_values_do_not_mix_with_sets() {
    let list =
        text("DELETE FROM t WHERE x IN :x").parameter_sets(&DUCKDB, Repeats::SamePlaceholder, [params! { x: vec![1] }]);
    assert_eq!(list, Err(TextError::ListInSet { set: 0, name: "x".into() }));
    let bound = text(INSERT).bind("x", 1).parameter_sets(&DUCKDB, Repeats::SamePlaceholder, [params! { y: 1 }]);
    assert_eq!(bound, Err(TextError::BoundBesideSets { name: "x".into() }));
}

#[test]
fn names_that_are_rust_keywords_can_be_given() {
    assert_eq!(params! { type: 1, r#match: 2 }, Params::new().with("type", 1).with("match", 2));
}

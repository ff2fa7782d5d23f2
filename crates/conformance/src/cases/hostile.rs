//! Names and values that mean harm are names and values.

use aludel_dialect::{Any, Construct, SqlType, Value};
use aludel_query::{Column, Expr, Table, func, literal, raw_expr, select};

use super::{Answer, Case, Filled, Fixture};

/// Texts that would end a literal, a name, a comment or a statement if they were not quoted, by what they are about.
const TEXTS: [(&str, &str); 14] = [
    ("a_quote", "x' OR '1' = '1' --"),
    ("a_double_quote", "a\"; DROP TABLE things; --"),
    ("a_backtick", "a`; DROP TABLE things; --"),
    ("a_bracket", "a]; DROP TABLE things; --"),
    ("a_backslash_at_the_end", "a\\"),
    ("a_backslash_and_a_quote", "a\\' OR 1 = 1 --"),
    ("a_comment", "a /* b"),
    ("a_comment_s_end", "a */ b"),
    ("a_dollar_quote", "$$; DROP TABLE things; $$"),
    ("placeholders", "$1 ? :a {a:Int8} @p %s"),
    ("a_semicolon", "; DROP TABLE things;"),
    ("a_line_break", "a\n; DROP TABLE things"),
    ("a_keyword", "SELECT"),
    ("a_space", " "),
];

fn things() -> Table {
    Fixture::Things.table()
}

fn id() -> Expr<Any> {
    Fixture::Things.col("id")
}

fn of_texts(about: &str, text: &'static str) -> [Case; 4] {
    let table = move || Table::new(text).column(Column::new(text, SqlType::Int64));
    let case = |what: &str, tables, needs: &[Construct], answer: String, statement| Case {
        name: format!("{what}_with_{about}"),
        needs: needs.to_vec(),
        tables,
        statement,
        answer: Answer::Rows(answer),
    };
    [
        case(
            "a_text",
            vec![Fixture::Things.filled()],
            &[],
            format!("(1, {})", crate::show(&Value::from(text))),
            Box::new(move || Box::new(select((id(), literal(text))).filter(id().eq(1)))),
        ),
        case(
            "a_condition",
            vec![Fixture::Things.filled()],
            &[],
            "none".to_owned(),
            Box::new(move || Box::new(select(id()).filter(Fixture::Things.col("name").eq(text)))),
        ),
        case(
            "a_label",
            vec![Fixture::Things.filled()],
            &[],
            "(4)".to_owned(),
            Box::new(move || Box::new(select(func::count_rows().label(text)).from(things()))),
        ),
        case(
            "a_table",
            vec![Filled { table: table(), rows: vec![vec![Value::Int64(7)]] }],
            &[],
            "(7)".to_owned(),
            Box::new(move || Box::new(select(table().col(text)).from(table()))),
        ),
    ]
}

pub(super) fn cases() -> Vec<Case> {
    let more = [Case {
        name: "a_value_in_a_text_of_sql".to_owned(),
        needs: Vec::new(),
        tables: vec![Fixture::Things.filled()],
        statement: Box::new(|| {
            let is = aludel_query::text("things.name = :name").bind("name", "x' OR '1' = '1");
            Box::new(select(id()).filter(raw_expr(is)))
        }),
        answer: Answer::Rows("none".to_owned()),
    }];
    TEXTS.into_iter().flat_map(|(about, text)| of_texts(about, text)).chain(more).collect()
}

//! A table of one dialect for another, and what is lost on the way.

use std::fmt;

use aludel_dialect::{Any, Capabilities, Construct, SqlType, Support};

use super::{Constraint, plan};
use crate::{Column, Spelling, SqlDialect, Statement, Table};

/// What a table has that another dialect can't have, by [`transfer`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Loss {
    /// What it is: `column "tags": NULL`.
    pub what: String,
    /// Why: the refusal.
    pub reason: String,
}

/// `what: reason`
impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.what, self.reason)
    }
}

/// A table for another dialect, by [`transfer`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Transferred {
    /// The table without what is lost: its statements are rendered by the dialect.
    pub table: Table,
    /// What is lost, in the order of the table.
    pub losses: Vec<Loss>,
}

/// The table as dialect `D` can have it. A type that `D` lacks becomes text; what else `D` refuses is left out; each loss is
/// told. Options of a dialect stay on the table, because every dialect reads its own; where they are of another than `D`, that
/// is a loss, too.
///
/// `from` is the name of the dialect that the table's types in an engine's own words are of: `"duckdb"` for what was inspected
/// there.
pub fn transfer<D: SqlDialect>(table: &Table, from: &str) -> Transferred {
    transfer_to(table, from, D::spelling(), &Capabilities::of::<D>())
}

/// As [`transfer`], to an engine's spelling, as far as its capabilities go.
pub fn transfer_to(table: &Table, from: &str, spelling: &dyn Spelling, capabilities: &Capabilities) -> Transferred {
    let mut way = Way { spelling, capabilities, from, kept: table.bare(), losses: Vec::new() };
    way.go(table);
    Transferred { table: way.kept, losses: way.losses }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Kept,
    Lost,
}

struct Way<'a> {
    spelling: &'a dyn Spelling,
    capabilities: &'a Capabilities,
    from: &'a str,
    kept: Table,
    losses: Vec<Loss>,
}

impl Way<'_> {
    /// All statements that make the table, or why there is one that can't be.
    fn text(&self, table: &Table) -> Result<String, String> {
        let mut text = String::new();
        for statement in plan::create(table) {
            let prepared = Statement::<Any>::render(&statement, self.spelling, self.capabilities);
            text.push_str(&prepared.map_err(|problem| problem.to_string())?.sql);
        }
        Ok(text)
    }

    fn lose(&mut self, what: impl Into<String>, reason: impl Into<String>) {
        self.losses.push(Loss { what: what.into(), reason: reason.into() });
    }

    /// Keeps the table with one thing more, or loses that.
    fn attempt(&mut self, with: Table, what: impl FnOnce() -> String) -> Outcome {
        match self.text(&with) {
            Ok(_) => {
                self.kept = with;
                Outcome::Kept
            }
            Err(reason) => {
                self.lose(what(), reason);
                Outcome::Lost
            }
        }
    }

    fn go(&mut self, table: &Table) {
        for column in table.columns() {
            self.column(column);
        }
        for column in table.columns() {
            self.said_of(column);
        }
        self.keys(table);
        for constraint in table.constraints() {
            let columns: Vec<&str> = constraint.columns().collect();
            let what = match constraint.condition() {
                Some(condition) => format!("CHECK ({condition})"),
                None => format!("{} ({})", constraint.words(), columns.join(", ")),
            };
            if constraint.is_primary_key() {
                continue;
            }
            let before = self.losses.len();
            let said = self.attempt(self.kept.clone().constraint(constraint.clone()), || what.clone());
            let plain = Constraint { on_delete: None, on_update: None, ..constraint.clone() };
            if said == Outcome::Lost && plain != *constraint {
                // The key itself may be had without them.
                let kept = self.kept.clone().constraint(plain);
                if self.text(&kept).is_ok() {
                    self.kept = kept;
                    let of = format!("{what}:{}", constraint.action_words());
                    self.losses[before..].iter_mut().for_each(|loss| loss.what.clone_from(&of));
                }
            }
        }
        for words in table.native_constraints() {
            self.lose(words.clone(), "it is known in the engine's own words alone");
        }
        for index in table.indexes() {
            self.attempt(self.kept.clone().index(index.clone()), || format!("index {:?}", index.name()));
        }
        if let Some(comment) = table.comment() {
            self.attempt(self.kept.clone().with_comment(comment), || "comment".to_owned());
        }
        self.options(table);
    }

    /// Name, type and nullability, in the nearest form that there is.
    fn column(&mut self, column: &Column) {
        let plain = |sql_type: &SqlType, nullable: bool| {
            let made = Column::new(column.name.clone(), sql_type.clone());
            if nullable { made } else { made.not_null() }
        };
        let is_foreign = is_native(&column.sql_type) && self.from != self.capabilities.dialect();
        let types = if is_foreign { vec![SqlType::Text] } else { vec![column.sql_type.clone(), SqlType::Text] };
        let mut reason = None;
        for sql_type in &types {
            for nullable in [column.nullable, !column.nullable] {
                let with = self.kept.clone().column(plain(sql_type, nullable));
                match self.text(&with) {
                    Err(problem) => {
                        reason.get_or_insert(problem);
                    }
                    Ok(_) => {
                        self.kept = with;
                        let name = column.name();
                        if *sql_type != column.sql_type {
                            let words = || format!("its type is in the words of {}", self.from);
                            let why = reason.clone().unwrap_or_else(words);
                            self.lose(format!("column {name:?}: type {}, which becomes TEXT", column.sql_type), why);
                        }
                        if nullable != column.nullable {
                            let what = if nullable { "NOT NULL" } else { "NULL" };
                            self.lose(format!("column {name:?}: {what}"), reason.unwrap_or_default());
                        }
                        return;
                    }
                }
            }
        }
        self.lose(format!("column {:?}", column.name()), reason.unwrap_or_default());
    }

    /// What is said of a column beyond that.
    fn said_of(&mut self, column: &Column) {
        let Some(kept) = self.kept.find_column(&column.name).cloned() else { return };
        let name = column.name();
        type Change = (String, fn(&Column, &mut Column), bool);
        let changes: [Change; 5] = [
            ("UNIQUE".to_owned(), |from, to| to.unique = from.unique, column.unique),
            (said("DEFAULT", column.default()), |from, to| to.default = from.default.clone(), column.default.is_some()),
            (
                said("GENERATED", column.generated_from()),
                |from, to| to.generated = from.generated.clone(),
                column.generated.is_some(),
            ),
            (
                column.identity().map(|identity| identity.words().to_owned()).unwrap_or_default(),
                |from, to| to.identity = from.identity.clone(),
                column.identity.is_some(),
            ),
            ("comment".to_owned(), |from, to| to.comment = from.comment.clone(), column.comment.is_some()),
        ];
        let mut made = kept;
        for (what, change, is_said) in changes {
            if !is_said {
                continue;
            }
            let mut with = made.clone();
            change(column, &mut with);
            let table = self.kept.clone().with_column(with.clone());
            if self.attempt(table, || format!("column {name:?}: {what}")) == Outcome::Kept {
                made = with;
            }
        }
        for stored in column.options.iter().filter(|stored| stored.dialect != self.capabilities.dialect()) {
            let (what, why) = (format!("column {name:?}: {}", stored.type_name), format!("it is {}'s", stored.dialect));
            self.losses.push(Loss { what, reason: why });
        }
        made.options = column.options.clone();
        self.attempt(self.kept.clone().with_column(made), || format!("column {name:?}: options"));
    }

    fn keys(&mut self, table: &Table) {
        let columns: Vec<&str> =
            table.columns().iter().filter(|column| column.primary_key).map(|column| column.name()).collect();
        if columns.is_empty() {
            return;
        }
        let in_other_order = table.constraints().iter().find(|constraint| constraint.is_primary_key());
        let with = match in_other_order {
            Some(key) => self.kept.clone().constraint(key.clone()),
            None => columns.iter().fold(self.kept.clone(), |made, name| match made.find_column(name) {
                Some(column) => {
                    let key = column.clone().primary_key();
                    made.with_column(key)
                }
                None => made.constraint(Constraint::primary_key(columns.iter().copied())),
            }),
        };
        let what = || format!("PRIMARY KEY ({})", columns.join(", "));
        // It is written, and does not do what it did.
        if self.attempt(with, what) == Outcome::Kept && self.capabilities.get(Construct::PrimaryKey) == Support::NoOp {
            let reason = self.capabilities.reason(Construct::PrimaryKey).unwrap_or("it is accepted and does nothing");
            let reason = reason.to_owned();
            self.lose(what(), reason);
        }
    }

    fn options(&mut self, table: &Table) {
        let dialect = self.capabilities.dialect();
        for stored in table.option_set().iter().filter(|stored| stored.dialect != dialect) {
            self.losses.push(Loss { what: stored.type_name.to_owned(), reason: format!("it is {}'s", stored.dialect) });
        }
        if let Some(time) = table.time_column() {
            let with = self.kept.clone().with_time_column(time);
            match (self.text(&self.kept), self.text(&with)) {
                (Ok(before), Ok(after)) if before == after => {
                    self.lose(format!("time column {time:?}"), format!("{dialect} keeps no rows by their time"));
                    self.kept = with;
                }
                _ => {
                    self.attempt(with, || format!("time column {time:?}"));
                }
            }
        }
        let with = self.kept.clone().with_options_of(table);
        self.attempt(with, || "options".to_owned());
    }
}

fn said(word: &str, expression: Option<&super::SchemaExpr>) -> String {
    expression.map_or_else(|| word.to_owned(), |expression| format!("{word} {expression}"))
}

/// Whether any part of it is in an engine's own words.
fn is_native(sql_type: &SqlType) -> bool {
    match sql_type {
        SqlType::Native(_) => true,
        SqlType::List(element) | SqlType::Array(element, _) => is_native(element),
        SqlType::Map(key, value) => is_native(key) || is_native(value),
        SqlType::Struct(fields) | SqlType::Union(fields) => fields.iter().any(|field| is_native(&field.sql_type)),
        _ => false,
    }
}

//! What leads from one collection of tables to another.

use std::fmt;

use aludel_dialect::{Any, Capabilities, SqlType};

use super::plan::Ddl;
use super::{Constraint, MetaData, SchemaExpr, Sequence, create_statements, plan};
use crate::{
    BuildError, Column, Prepared, Spelling, Statement, Table, alter_table, create_enum, create_index, create_sequence,
    drop_enum, drop_index, drop_sequence, drop_table,
};

/// One difference, and the statement that takes it away.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Step {
    /// The statement.
    pub statement: Ddl<Any>,
    /// Whether it may take away data: it drops something, or changes a type.
    pub is_destructive: bool,
}

/// What leads from one [`MetaData`] to another, by [`diff`].
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Diff {
    /// In the order in which they are run.
    pub steps: Vec<Step>,
    /// Differences that no statement takes away, such as another primary key.
    pub unreachable: Vec<String>,
}

impl Diff {
    /// Whether there is no difference.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.unreachable.is_empty()
    }

    /// The statements that take away no data.
    pub fn safe(&self) -> impl Iterator<Item = &Ddl<Any>> {
        self.steps.iter().filter(|step| !step.is_destructive).map(|step| &step.statement)
    }

    /// Every statement, also those that drop tables and columns, and change types.
    pub fn with_destructive(&self) -> impl Iterator<Item = &Ddl<Any>> {
        self.steps.iter().map(|step| &step.statement)
    }

    /// The statements in a dialect's words, to be read before they are run.
    ///
    /// # Errors
    /// What the dialect refuses.
    pub fn render(&self, spelling: &dyn Spelling, capabilities: &Capabilities) -> Result<Vec<Prepared>, BuildError> {
        self.steps.iter().map(|step| Statement::<Any>::render(&step.statement, spelling, capabilities)).collect()
    }
}

/// The steps in neutral SQL, for people; what takes away data is marked.
impl fmt::Display for Diff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in &self.steps {
            writeln!(f, "{}{};", if step.is_destructive { "-- destructive: " } else { "" }, step.statement)?;
        }
        self.unreachable.iter().try_for_each(|difference| writeln!(f, "-- to be done by hand: {difference}"))
    }
}

/// What leads from what is there to what is wanted, in a dialect whose words tell whether two types or defaults are the same.
///
/// A column that has another name is dropped and added: who renames it, does so first.
///
/// # Errors
/// Foreign keys in a circle.
pub fn diff(
    there: &MetaData,
    wanted: &MetaData,
    spelling: &dyn Spelling,
    capabilities: &Capabilities,
) -> Result<Diff, BuildError> {
    let mut way = Way { there, wanted, spelling, capabilities, diff: Diff::default() };
    way.go()?;
    Ok(way.diff)
}

struct Way<'a> {
    there: &'a MetaData,
    wanted: &'a MetaData,
    spelling: &'a dyn Spelling,
    capabilities: &'a Capabilities,
    diff: Diff,
}

impl Way<'_> {
    fn safe(&mut self, statement: impl Into<Ddl<Any>>) {
        self.diff.steps.push(Step { statement: statement.into(), is_destructive: false });
    }

    fn destructive(&mut self, statement: impl Into<Ddl<Any>>) {
        self.diff.steps.push(Step { statement: statement.into(), is_destructive: true });
    }

    /// The table at the same place.
    fn find<'t>(&self, tables: &'t [Table], asked: &Table) -> Option<&'t Table> {
        tables.iter().find(|table| same_path(self.spelling, &table.path(), &asked.path()))
    }

    /// The column of the same name.
    fn column_of<'t>(&self, table: &'t Table, name: &str) -> Option<&'t Column> {
        table.columns().iter().find(|column| self.spelling.is_same_name(column.name(), name))
    }

    fn go(&mut self) -> Result<(), BuildError> {
        let (there, wanted) = (self.there, self.wanted);
        let spelling = self.spelling;
        let same = |one: &[String], other: &[String]| same_path(spelling, one, other);
        for enumeration in wanted.enums() {
            match there.enums().iter().find(|known| same(&known.path(), &enumeration.path())) {
                None => self.safe(create_enum(enumeration)),
                Some(known) if known.labels() != enumeration.labels() => {
                    self.diff.unreachable.push(format!("the labels of the enum {:?}", enumeration.name()));
                }
                Some(_) => {}
            }
        }
        for sequence in wanted.sequences() {
            match there.sequences().iter().find(|known| same(&known.path(), &sequence.path())) {
                None => self.safe(create_sequence(sequence)),
                Some(known) if numbers(known) != numbers(sequence) => {
                    self.diff.unreachable.push(format!("the numbers of the sequence {:?}", sequence.name()));
                }
                Some(_) => {}
            }
        }
        for table in wanted.sorted_tables()? {
            match self.find(there.tables(), table) {
                Some(known) => self.table(known, table),
                None => create_statements(table).into_iter().for_each(|statement| self.safe(statement)),
            }
        }
        for table in there.sorted_tables()?.into_iter().rev() {
            if self.find(wanted.tables(), table).is_none() {
                self.destructive(drop_table(table));
            }
        }
        for sequence in there.sequences() {
            if !wanted.sequences().iter().any(|known| same(&known.path(), &sequence.path())) {
                self.destructive(drop_sequence(sequence));
            }
        }
        for enumeration in there.enums() {
            if !wanted.enums().iter().any(|known| same(&known.path(), &enumeration.path())) {
                self.destructive(drop_enum(enumeration));
            }
        }
        Ok(())
    }

    fn table(&mut self, there: &Table, wanted: &Table) {
        // An index may stand in the way of what is done to its columns.
        for index in there.indexes() {
            if !wanted.indexes().iter().any(|known| self.index_words(wanted, known) == self.index_words(there, index)) {
                self.safe(drop_index(wanted, index.name()));
            }
        }
        for column in wanted.columns() {
            match self.column_of(there, column.name()) {
                None => {
                    let plain = Column { comment: None, ..column.clone() };
                    self.safe(alter_table(wanted).add_column(plain));
                    if let Some(comment) = column.comment() {
                        self.safe(alter_table(wanted).comment_column(column.name(), comment));
                    }
                }
                Some(known) => self.column(wanted, known, column),
            }
        }
        for column in there.columns() {
            if self.column_of(wanted, column.name()).is_none() {
                self.destructive(alter_table(wanted).drop_column(column.name()));
            }
        }
        for index in wanted.indexes() {
            if !there.indexes().iter().any(|known| self.index_words(there, known) == self.index_words(wanted, index)) {
                self.safe(create_index(wanted, index));
            }
        }
        match (there.comment(), wanted.comment()) {
            (known, Some(comment)) if known != Some(comment) => self.safe(alter_table(wanted).comment(comment)),
            (Some(_), None) => self.safe(alter_table(wanted).drop_comment()),
            _ => {}
        }
        self.constraints(there, wanted);
    }

    fn column(&mut self, table: &Table, there: &Column, wanted: &Column) {
        let name = wanted.name.clone();
        if self.type_words(&there.sql_type) != self.type_words(&wanted.sql_type) {
            self.destructive(alter_table(table).column_type(&name, wanted.sql_type.clone()));
        }
        match (self.expression_words(there.default()), self.expression_words(wanted.default()), &wanted.default) {
            (known, words, Some(default)) if known != words => {
                self.safe(alter_table(table).set_default_to(&name, default.clone()));
            }
            (Some(_), None, _) => self.safe(alter_table(table).drop_default(&name)),
            _ => {}
        }
        match (there.nullable, wanted.nullable) {
            (true, false) if !wanted.primary_key => self.safe(alter_table(table).set_not_null(&name)),
            (false, true) => self.safe(alter_table(table).drop_not_null(&name)),
            _ => {}
        }
        match (there.comment(), wanted.comment()) {
            (known, Some(comment)) if known != Some(comment) => {
                self.safe(alter_table(table).comment_column(&name, comment));
            }
            (Some(_), None) => self.safe(alter_table(table).drop_column_comment(&name)),
            _ => {}
        }
        let path = table.path().join(".");
        if there.unique != wanted.unique {
            self.diff.unreachable.push(format!("UNIQUE of {path}.{name}"));
        }
        if self.expression_words(there.generated_from()) != self.expression_words(wanted.generated_from()) {
            self.diff.unreachable.push(format!("what {path}.{name} is generated from"));
        }
    }

    fn constraints(&mut self, there: &Table, wanted: &Table) {
        let path = wanted.path().join(".");
        let keys = |table: &Table| -> Vec<String> {
            let columns = table.columns().iter().filter(|column| column.primary_key);
            columns.map(|column| column.name().to_owned()).collect()
        };
        if keys(there) != keys(wanted) {
            self.diff.unreachable.push(format!("PRIMARY KEY of {path}"));
        }
        let (known, asked) = (self.constraint_words(there), self.constraint_words(wanted));
        let lacks = |list: &[(String, String)], words: &str| !list.iter().any(|(other, _)| other == words);
        let over = known.iter().filter(|(words, _)| lacks(&asked, words));
        let over = over.map(|(_, shown)| format!("{shown} of {path} is there"));
        let missing = asked.iter().filter(|(words, _)| lacks(&known, words));
        let missing = missing.map(|(_, shown)| format!("{shown} of {path} is wanted"));
        let both: Vec<String> = over.chain(missing).collect();
        self.diff.unreachable.extend(both);
    }

    /// What tells constraints apart, and how they are shown. Names do not, because engines make them up.
    fn constraint_words(&self, table: &Table) -> Vec<(String, String)> {
        let words = |constraint: &Constraint| {
            let columns: Vec<&str> = constraint.columns().collect();
            let shown = match (constraint.condition(), constraint.references()) {
                (Some(condition), _) => format!("CHECK ({condition})"),
                (None, Some((other, referred))) => format!(
                    "FOREIGN KEY ({}) REFERENCES {} ({})",
                    columns.join(", "),
                    other.path().join("."),
                    referred.join(", ")
                ),
                (None, None) => format!("{} ({})", constraint.words(), columns.join(", ")),
            };
            (self.expression_words(constraint.condition()).unwrap_or_else(|| shown.clone()), shown)
        };
        table.constraints().iter().map(words).collect()
    }

    /// A type in the dialect's words; of an enum that has a name, its labels.
    fn type_words(&self, sql_type: &SqlType) -> String {
        let mut words = String::new();
        let named = match sql_type {
            SqlType::Native(name) => self.wanted.enums().iter().find(|known| known.name() == name),
            _ => None,
        };
        let labels = named.map(|enumeration| SqlType::Enum(enumeration.labels().to_vec()));
        match self.spelling.type_name(labels.as_ref().unwrap_or(sql_type), &mut words) {
            Ok(()) => words,
            Err(_) => sql_type.to_string(),
        }
    }

    /// An expression in the dialect's words, without what engines add and leave out: spaces and parentheses.
    fn expression_words(&self, expression: Option<&SchemaExpr>) -> Option<String> {
        let expression = expression?;
        let written = crate::render::schema_expression(expression, self.spelling, self.capabilities);
        let written = written.unwrap_or_else(|_| expression.to_string());
        Some(written.replace(['(', ')', ' '], ""))
    }

    fn index_words(&self, table: &Table, index: &super::Index) -> String {
        let statement = plan::Ddl::from(create_index(table, index));
        let prepared = Statement::<Any>::render(&statement, self.spelling, self.capabilities);
        prepared.map_or_else(|_| format!("{index:?}"), |prepared| prepared.sql.replace(['(', ')', ' '], ""))
    }
}

/// Whether two paths are one to the engine. A name without a schema is not one with it.
fn same_path(spelling: &dyn Spelling, one: &[String], other: &[String]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| spelling.is_same_name(one, other))
}

/// Start, increment, minimum, maximum and cycle, with what the standard puts in the place of what is not said.
fn numbers(sequence: &Sequence) -> (i64, i64, i64, i64, bool) {
    let increment = sequence.increment.unwrap_or(1);
    let (least, greatest) = if increment < 0 { (i64::MIN, -1) } else { (1, i64::MAX) };
    let (minimum, maximum) = (sequence.minimum.unwrap_or(least), sequence.maximum.unwrap_or(greatest));
    let start = sequence.start.unwrap_or(if increment < 0 { maximum } else { minimum });
    (start, increment, minimum, maximum, sequence.cycle)
}

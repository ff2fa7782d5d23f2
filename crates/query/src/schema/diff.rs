//! What leads from one collection of tables to another.

use std::fmt;

use aludel_dialect::{Any, Capabilities, Construct, SqlType};

use super::normal_form::normal_form;
use super::plan::Ddl;
use super::{Constraint, Identity, Index, IndexKey, MetaData, SchemaExpr, create_statements};
use crate::options::OptionSet;
use crate::{
    BuildError, Column, Prepared, SchemaTranslateMap, Spelling, Statement, Table, alter_table, create_enum,
    create_index, create_sequence, drop_enum, drop_index, drop_sequence, drop_table,
};

/// One difference, and the statement that takes it away.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Step {
    /// The statement.
    pub statement: Ddl<Any>,
    /// Whether it may take away what can't be made again from the wanted description: it drops something else than an index
    /// that is not unique, or changes a type.
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
    /// What could not be compared: the wanted description says nothing of it, or the engine does not tell it.
    pub uncompared: Vec<String>,
}

impl Diff {
    /// Whether there is no difference, but for what could not be compared.
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
        self.unreachable.iter().try_for_each(|difference| writeln!(f, "-- to be done by hand: {difference}"))?;
        self.uncompared.iter().try_for_each(|what| writeln!(f, "-- not compared: {what}"))
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
    diff_translated(there, wanted, spelling, capabilities, &SchemaTranslateMap::new())
}

/// As [`diff`], where schemas stand for others: what is there is named as the wanted is, and its words name the actual ones.
///
/// # Errors
/// As [`diff`].
pub fn diff_translated(
    there: &MetaData,
    wanted: &MetaData,
    spelling: &dyn Spelling,
    capabilities: &Capabilities,
    schemas: &SchemaTranslateMap,
) -> Result<Diff, BuildError> {
    let mut way = Way { there, wanted, spelling, capabilities, schemas, diff: Diff::default() };
    way.go()?;
    Ok(way.diff)
}

struct Way<'a> {
    there: &'a MetaData,
    wanted: &'a MetaData,
    spelling: &'a dyn Spelling,
    capabilities: &'a Capabilities,
    schemas: &'a SchemaTranslateMap,
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
                Some(known) if known.numbers.in_full() != sequence.numbers.in_full() => {
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
            if !wanted.indexes().iter().any(|known| self.is_same_index(known, index)) {
                match index.unique {
                    true => self.destructive(drop_index(wanted, index.name())),
                    false => self.safe(drop_index(wanted, index.name())),
                }
            }
        }
        for column in wanted.columns() {
            match self.column_of(there, column.name()) {
                None => self.new_column(wanted, column),
                Some(known) => self.column(wanted, known, column),
            }
        }
        for column in there.columns() {
            if self.column_of(wanted, column.name()).is_none() {
                self.destructive(alter_table(wanted).drop_column(column.name()));
            }
        }
        for index in wanted.indexes() {
            match there.indexes().iter().find(|known| self.is_same_index(known, index)) {
                Some(known) if known.method != index.method => {
                    let path = wanted.path().join(".");
                    self.diff.uncompared.push(format!("the kind of the index {:?} of {path}", index.name()));
                }
                Some(_) => {}
                // Takes the place of a unique one.
                None if there.indexes().iter().any(|known| known.unique && known.name == index.name) => {
                    self.destructive(create_index(wanted, index));
                }
                None => self.safe(create_index(wanted, index)),
            }
        }
        match (there.comment(), wanted.comment()) {
            (known, Some(comment)) if known != Some(comment) => self.safe(alter_table(wanted).comment(comment)),
            (Some(_), None) => self.destructive(alter_table(wanted).drop_comment()),
            _ => {}
        }
        self.constraints(there, wanted);
        self.storage(there, wanted);
    }

    /// Adds a column to a table that may have rows. What is UNIQUE or part of the key is told among the constraints.
    fn new_column(&mut self, table: &Table, column: &Column) {
        let name = &column.name;
        let mut plain = Column { comment: None, unique: false, primary_key: false, ..column.clone() };
        let is_later = !column.nullable && column.identity.is_none() && !self.type_tells_nullability(column);
        if is_later {
            plain.nullable = true;
        }
        self.safe(alter_table(table).add_column(plain));
        if is_later {
            let can_be_set = self.capabilities.grants(Construct::AlterColumnNullability);
            match (&column.default, can_be_set) {
                // The rows that are there get the default.
                (Some(_), true) => self.safe(alter_table(table).set_not_null(name)),
                _ => {
                    let path = table.path().join(".");
                    self.diff.unreachable.push(format!(
                        "NOT NULL of {path}.{name}, a new column without a default: give it a value in the rows that are there first"
                    ));
                }
            }
        }
        if let Some(comment) = column.comment() {
            self.safe(alter_table(table).comment_column(name, comment));
        }
    }

    /// Whether the words of the column's type say if there may be NULL, or no column of it has one.
    fn type_tells_nullability(&self, column: &Column) -> bool {
        let (mut nullable, mut not_null) = (String::new(), String::new());
        let may_be_null = Column { nullable: true, ..column.clone() };
        let is_known = self.spelling.column_type(&may_be_null, &mut nullable).is_ok()
            && self.spelling.column_type(column, &mut not_null).is_ok();
        !is_known || nullable != not_null || self.spelling.is_never_null(&column.sql_type)
    }

    /// What the dialect says of a table beyond columns: compared where the wanted one says something of it.
    fn storage(&mut self, there: &Table, wanted: &Table) {
        let dialect = self.capabilities.dialect();
        let own = |options: &OptionSet| options.iter().filter(|stored| stored.dialect == dialect).cloned().collect();
        let path = wanted.path().join(".");
        let clauses = |table: &Table| {
            let mut out = String::new();
            self.spelling.table_clauses(table, &mut out).is_ok().then_some(out)
        };
        let (known, asked): (Vec<_>, Vec<_>) = (own(there.option_set()), own(wanted.option_set()));
        let is_same = match (clauses(there), clauses(wanted)) {
            (Some(known), Some(asked)) => known == asked,
            _ => known == asked && there.time_column() == wanted.time_column(),
        };
        if !is_same {
            match asked.is_empty() && wanted.time_column().is_none() {
                true => self.diff.uncompared.push(format!("how {path} is stored, of which nothing is said")),
                false => self.diff.unreachable.push(format!("how {path} is stored")),
            }
        }
        for column in wanted.columns() {
            let Some(found) = self.column_of(there, column.name()) else { continue };
            let (known, asked): (Vec<_>, Vec<_>) = (own(&found.options), own(&column.options));
            let what = format!("how {path}.{} is stored", column.name());
            match (known == asked, asked.is_empty()) {
                (true, _) => {}
                (false, true) => self.diff.uncompared.push(format!("{what}, of which nothing is said")),
                (false, false) => self.diff.unreachable.push(what),
            }
        }
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
            (Some(_), None, _) => self.destructive(alter_table(table).drop_default(&name)),
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
            (Some(_), None) => self.destructive(alter_table(table).drop_column_comment(&name)),
            _ => {}
        }
        let path = table.path().join(".");
        if self.expression_words(there.generated_from()) != self.expression_words(wanted.generated_from()) {
            self.diff.unreachable.push(format!("what {path}.{name} is generated from"));
        }
        let numbers = |identity: Option<&Identity>| identity.map(|known| (known.given, known.numbers.in_full()));
        if numbers(there.identity()) != numbers(wanted.identity()) {
            self.diff.unreachable.push(format!("how {path}.{name} numbers its rows"));
        }
    }

    fn constraints(&mut self, there: &Table, wanted: &Table) {
        let path = wanted.path().join(".");
        let keys = |table: &Table| -> Vec<String> {
            let said = table.constraints().iter().find(|constraint| constraint.is_primary_key());
            if let Some(key) = said {
                return key.columns().map(str::to_owned).collect();
            }
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
                (None, Some((other, referred))) => {
                    let (other, own) = (other.path(), table.path());
                    let is_beside = other[..other.len() - 1] == own[..own.len() - 1];
                    let other = if is_beside { &other[other.len() - 1..] } else { &other[..] };
                    let (columns, referred) = (columns.join(", "), referred.join(", "));
                    let actions = constraint.action_words();
                    format!("FOREIGN KEY ({columns}) REFERENCES {} ({referred}){actions}", other.join("."))
                }
                (None, None) => format!("{} ({})", constraint.words(), columns.join(", ")),
            };
            (self.expression_words(constraint.condition()).unwrap_or_else(|| shown.clone()), shown)
        };
        // UNIQUE of one column is said in two ways, as the key is, which is compared by itself.
        let alone = table.columns().iter().filter(|column| column.unique).map(|column| {
            let shown = format!("UNIQUE ({})", column.name());
            (shown.clone(), shown)
        });
        let native = table.native_constraints().iter().map(|sql| (normal_form(sql), sql.clone()));
        let constraints = table.constraints().iter().filter(|constraint| !constraint.is_primary_key());
        alone.chain(constraints.map(words)).chain(native).collect()
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

    /// An expression in the dialect's words, in their normal form.
    fn expression_words(&self, expression: Option<&SchemaExpr>) -> Option<String> {
        let expression = expression?;
        let written = crate::render::schema_expression(expression, self.spelling, self.capabilities, self.schemas);
        Some(normal_form(&written.unwrap_or_else(|_| expression.to_string())))
    }

    /// Whether two indexes have the same name and keys, and are of the same kind as far as both tell it.
    fn is_same_index(&self, one: &Index, other: &Index) -> bool {
        let key = |key: &IndexKey| match key {
            IndexKey::Column(name) => Some(name.to_string()),
            IndexKey::Expression(expression) => self.expression_words(Some(expression)),
        };
        let is_same_kind = match (&one.method, &other.method) {
            (Some(one), Some(other)) => self.spelling.is_same_name(one, other),
            _ => true,
        };
        one.name == other.name
            && one.unique == other.unique
            && is_same_kind
            && one.keys.iter().map(key).eq(other.keys.iter().map(key))
    }
}

/// Whether two paths are one to the engine. A name without a schema is not one with it.
fn same_path(spelling: &dyn Spelling, one: &[String], other: &[String]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| spelling.is_same_name(one, other))
}

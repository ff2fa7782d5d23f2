//! Many tables as one value.

use super::plan::{self, Ddl};
use super::{EnumType, NamingConvention, Sequence};
use crate::{BuildError, Name, Table};
use aludel_dialect::Any;

/// Tables, sequences and enums that belong together: made, dropped, reflected and compared as one.
///
/// ```
/// use aludel_dialect::SqlType;
/// use aludel_query::{Column, Constraint, MetaData, Table};
///
/// let users = Table::new("users").column(Column::new("id", SqlType::Int64).primary_key());
/// let orders = Table::new("orders")
///     .column(Column::new("user_id", SqlType::Int64))
///     .constraint(Constraint::foreign_key(["user_id"], &users, ["id"]));
/// let metadata = MetaData::new().table(orders).table(users);
/// let names: Vec<&str> = metadata.sorted_tables()?.into_iter().map(Table::name).collect();
/// assert_eq!(names, ["users", "orders"]);
/// # Ok::<(), aludel_query::BuildError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MetaData {
    schema: Option<Name>,
    naming: Option<NamingConvention>,
    /// Names that could not be made.
    problems: Vec<BuildError>,
    tables: Vec<Table>,
    /// Views by their columns: read from, and not made, dropped or compared.
    views: Vec<Table>,
    sequences: Vec<Sequence>,
    enums: Vec<EnumType>,
}

impl MetaData {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The schema of tables, sequences and enums that are added or reflected from now on, where they do not say one
    /// themselves. A foreign key to a table without a schema means one in this schema, too.
    pub fn with_schema(mut self, schema: impl Into<Name>) -> Self {
        self.schema = Some(schema.into());
        self
    }

    /// How constraints and indexes without a name are called, of tables that are added from now on. Those that are reflected
    /// stay as the engine has them. What a template asks for and a constraint has not is an error where the tables are made or
    /// sorted.
    pub fn with_naming_convention(mut self, names: NamingConvention) -> Self {
        self.naming = Some(names);
        self
    }

    /// The schema of tables that do not say one themselves.
    pub fn schema(&self) -> Option<&str> {
        self.schema.as_deref()
    }

    /// Adds a table; it takes the place of one of the same name. A sequence that numbers a column of it, by
    /// [`Column::default_next_of`](crate::Column::default_next_of), is added too, unless there is one of its name.
    pub fn table(mut self, table: Table) -> Self {
        self.put(table);
        self
    }

    /// As [`table`](Self::table), of a collection that is kept; gives the table as it is in it.
    pub fn put(&mut self, table: Table) -> &Table {
        let table = match self.naming.as_ref().map(|names| names.named(table.clone())) {
            None => table,
            Some(Ok(named)) => named,
            Some(Err(problem)) => {
                self.problems.push(problem);
                table
            }
        };
        let place = self.put_place(table);
        let numbering = self.tables[place].columns().iter().filter_map(|column| column.default()?.sequence());
        let missing: Vec<Sequence> = numbering
            .filter(|sequence| !self.sequences.iter().any(|known| known.place.is_same(&sequence.place)))
            .collect();
        missing.into_iter().for_each(|sequence| self.put_sequence(sequence));
        &self.tables[place]
    }

    /// As [`put`](Self::put), of a table that has all the names that it is to have, as one that was reflected.
    pub fn put_as_is(&mut self, table: Table) -> &Table {
        let place = self.put_place(table);
        &self.tables[place]
    }

    /// Which of the tables it is now; it is no view any more.
    fn put_place(&mut self, table: Table) -> usize {
        let table = self.placed(table);
        self.views.retain(|view| !view.is_same(&table));
        replace(&mut self.tables, table)
    }

    /// Adds a view by its columns, in the place of a table or a view of the same name. It is found and read from as a table is;
    /// nothing makes, drops or compares it. Gives it as it is in the collection.
    pub fn put_view(&mut self, view: Table) -> &Table {
        let view = self.placed(view);
        self.tables.retain(|table| !table.is_same(&view));
        let place = replace(&mut self.views, view);
        &self.views[place]
    }

    /// In the default schema, if it says none.
    fn placed(&self, place: Table) -> Table {
        match &self.schema {
            Some(schema) => place.or_in_schema(schema),
            None => place,
        }
    }

    /// Adds a sequence, which is made before the tables; it takes the place of one of the same name.
    pub fn sequence(mut self, sequence: Sequence) -> Self {
        self.put_sequence(sequence);
        self
    }

    /// As [`sequence`](Self::sequence), of a collection that is kept.
    pub fn put_sequence(&mut self, mut sequence: Sequence) {
        sequence.place = self.placed(sequence.place);
        match self.sequences.iter_mut().find(|known| known.place.is_same(&sequence.place)) {
            Some(known) => *known = sequence,
            None => self.sequences.push(sequence),
        }
    }

    /// Adds an enum that has a name, which is made before the tables; it takes the place of one of the same name.
    pub fn enumeration(mut self, enumeration: EnumType) -> Self {
        self.put_enumeration(enumeration);
        self
    }

    /// As [`enumeration`](Self::enumeration), of a collection that is kept.
    pub fn put_enumeration(&mut self, mut enumeration: EnumType) {
        enumeration.place = self.placed(enumeration.place);
        match self.enums.iter_mut().find(|known| known.place.is_same(&enumeration.place)) {
            Some(known) => *known = enumeration,
            None => self.enums.push(enumeration),
        }
    }

    /// The tables, in the order in which they were added; without the views.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// The views that were reflected, each as a table of its columns.
    pub fn views(&self) -> &[Table] {
        &self.views
    }

    /// The sequences.
    pub fn sequences(&self) -> &[Sequence] {
        &self.sequences
    }

    /// The enums that have names.
    pub fn enums(&self) -> &[EnumType] {
        &self.enums
    }

    /// The table or the view of this name, of the default schema if there is one.
    pub fn find(&self, name: &str) -> Option<&Table> {
        let schema = self.schema();
        let mut all = self.tables.iter().chain(&self.views);
        all.find(|table| table.name() == name && (schema.is_none() || table.schema() == schema))
    }

    /// The tables, each behind those that its foreign keys refer to.
    ///
    /// # Errors
    /// Tables that refer to each other in a circle, by their names: no engine here can add the last key afterwards. A name that
    /// the naming convention could not make.
    pub fn sorted_tables(&self) -> Result<Vec<&Table>, BuildError> {
        if let Some(problem) = self.problems.first() {
            return Err(problem.clone());
        }
        plan::sorted(&self.tables)
    }

    /// The statements that make everything: enums, sequences, tables in order, their indexes and comments.
    ///
    /// # Errors
    /// As [`sorted_tables`](Self::sorted_tables).
    pub fn create_statements(&self) -> Result<Vec<Ddl<Any>>, BuildError> {
        let enums = self.enums.iter().map(|enumeration| Ddl::from(crate::create_enum(enumeration)));
        let sequences = self.sequences.iter().map(|sequence| Ddl::from(crate::create_sequence(sequence)));
        let tables = self.sorted_tables()?.into_iter().flat_map(create_statements);
        Ok(enums.chain(sequences).chain(tables).collect())
    }

    /// The statements that drop everything, in the other order.
    ///
    /// # Errors
    /// As [`sorted_tables`](Self::sorted_tables).
    pub fn drop_statements(&self) -> Result<Vec<Ddl<Any>>, BuildError> {
        let tables = self.sorted_tables()?.into_iter().rev().map(|table| Ddl::from(crate::drop_table(table)));
        let sequences = self.sequences.iter().map(|sequence| Ddl::from(crate::drop_sequence(sequence)));
        let enums = self.enums.iter().map(|enumeration| Ddl::from(crate::drop_enum(enumeration)));
        Ok(tables.chain(sequences).chain(enums).collect())
    }
}

/// Puts a table behind the others, or in the place of that of its name, and gives its number.
fn replace(tables: &mut Vec<Table>, table: Table) -> usize {
    match tables.iter().position(|known| known.path_names().eq(table.path_names())) {
        Some(place) => {
            tables[place] = table;
            place
        }
        None => {
            tables.push(table);
            tables.len() - 1
        }
    }
}

/// The statements that make a table: CREATE TABLE, its indexes, and its comments.
pub fn create_statements(table: &Table) -> Vec<Ddl<Any>> {
    plan::create(table)
}

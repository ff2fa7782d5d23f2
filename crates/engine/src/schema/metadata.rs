//! A collection of tables on an engine.

use aludel_query::{
    Ddl, Diff, EnumType, MetaData, Sequence, Table, create_enum, create_sequence, create_statements, drop_enum,
    drop_sequence, drop_table,
};

use super::executor::{Executor, inspector, lane};
use super::table::run;
use crate::encode::Record;
use crate::{Error, Relation, RelationKind};
use aludel_dialect::{Construct, nearest};

/// What [`MetaDataOnEngine::reflect`] takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reflect {
    only: Option<Vec<String>>,
    views: bool,
}

impl Reflect {
    /// Every table but temporary ones.
    pub fn tables() -> Self {
        Self::default()
    }

    /// Tables and views. A view becomes a table of its columns, which must not be made again.
    pub fn with_views() -> Self {
        Reflect { only: None, views: true }
    }

    /// Only those of these names, each of which must be there.
    pub fn only<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.only = Some(names.into_iter().map(N::into).collect());
        self
    }
}

/// [`MetaData`] on an engine, a session or a transaction: `metadata.create_all(&engine).await?`.
pub trait MetaDataOnEngine: Sized {
    /// Adds the table of a struct that derives `Record`.
    fn add<R: Record>(self) -> Self;

    /// Makes every table that is not there, each behind those that it refers to, with indexes and comments, and before them
    /// enums and sequences.
    ///
    /// # Errors
    /// A circle of foreign keys; what the dialect refuses; the engine's own. An engine without transactions over DDL keeps
    /// what is made before an error.
    fn create_all(&self, on: &impl Executor) -> impl Future<Output = Result<(), Error>> + Send;

    /// Drops every table that is there, in the other order, then sequences and enums.
    ///
    /// # Errors
    /// As [`create_all`](Self::create_all).
    fn drop_all(&self, on: &impl Executor) -> impl Future<Output = Result<(), Error>> + Send;

    /// What leads from what the engine has, in the default schema or where an unqualified name means it, to this: to be read,
    /// and run with `execute`. Tables that are not in it are destructive steps; sequences and enums that are not, stay.
    ///
    /// # Errors
    /// A circle of foreign keys; the engine's own.
    fn diff(&self, on: &impl Executor) -> impl Future<Output = Result<Diff, Error>> + Send;

    /// Adds a table as the engine has it, with all that is declared of it.
    ///
    /// # Errors
    /// [`Error::NoSuchTable`]; the engine's own.
    fn reflect_table(
        &mut self,
        on: &impl Executor,
        table: impl Into<Table> + Send,
    ) -> impl Future<Output = Result<Table, Error>> + Send;

    /// Adds tables as the engine has them: those of the default schema, or those that an unqualified name means.
    ///
    /// # Errors
    /// [`Error::NoSuchTable`] for a name that is asked for; the engine's own.
    fn reflect(&mut self, on: &impl Executor, what: Reflect) -> impl Future<Output = Result<(), Error>> + Send;
}

impl MetaDataOnEngine for MetaData {
    fn add<R: Record>(self) -> Self {
        self.table(R::table())
    }

    async fn create_all(&self, on: &impl Executor) -> Result<(), Error> {
        let there = There::of(self, on).await?;
        for enumeration in self.enums().iter().filter(|enumeration| !there.has_enum(enumeration)) {
            run(on, vec![Ddl::from(create_enum(enumeration))]).await?;
        }
        for sequence in self.sequences().iter().filter(|sequence| !there.has_sequence(sequence)) {
            run(on, vec![Ddl::from(create_sequence(sequence))]).await?;
        }
        for table in self.sorted_tables()? {
            if !there.has(table) {
                run(on, create_statements(table)).await?;
            }
        }
        Ok(())
    }

    async fn drop_all(&self, on: &impl Executor) -> Result<(), Error> {
        let there = There::of(self, on).await?;
        for table in self.sorted_tables()?.into_iter().rev().filter(|table| there.has(table)) {
            run(on, vec![Ddl::from(drop_table(table))]).await?;
        }
        for sequence in self.sequences().iter().filter(|sequence| there.has_sequence(sequence)) {
            run(on, vec![Ddl::from(drop_sequence(sequence))]).await?;
        }
        for enumeration in self.enums().iter().filter(|enumeration| there.has_enum(enumeration)) {
            run(on, vec![Ddl::from(drop_enum(enumeration))]).await?;
        }
        Ok(())
    }

    async fn diff(&self, on: &impl Executor) -> Result<Diff, Error> {
        let there = There::of(self, on).await?;
        let mut known = match self.schema() {
            Some(schema) => MetaData::new().with_schema(schema),
            None => MetaData::new(),
        };
        known.reflect(on, Reflect::tables()).await?;
        for sequence in self.sequences().iter().filter(|sequence| there.has_sequence(sequence)) {
            known = known.sequence(sequence.clone());
        }
        for enumeration in self.enums() {
            let found = there.enums.iter().find(|found| is_at(&found.path(), &enumeration.path()));
            known = found.into_iter().fold(known, |known, found| known.enumeration(found.clone()));
        }
        let core = lane(on).core;
        Ok(aludel_query::diff(&known, self, core.spelling(), core.capabilities())?)
    }

    async fn reflect_table(&mut self, on: &impl Executor, table: impl Into<Table> + Send) -> Result<Table, Error> {
        let table: Table = table.into();
        let table = match (table.schema(), self.schema()) {
            (None, Some(schema)) => table.in_schema(schema),
            _ => table,
        };
        let found = inspector(on).table(&table).await?;
        Ok(self.put(found).clone())
    }

    async fn reflect(&mut self, on: &impl Executor, what: Reflect) -> Result<(), Error> {
        let relations = match self.schema() {
            Some(schema) => inspector(on).relations_in(schema).await?,
            None => inspector(on).relations().await?,
        };
        let has_schema = self.schema().is_some();
        let mut found: Vec<Table> = Vec::new();
        for Relation { table, kind, is_current, .. } in relations {
            let is_wanted = match kind {
                RelationKind::Table => true,
                RelationKind::View | RelationKind::MaterializedView => what.views,
                // Gone with a connection.
                RelationKind::TemporaryTable | RelationKind::TemporaryView => false,
            };
            if is_wanted && (is_current || has_schema) {
                found.push(if has_schema { table } else { table.out_of_schema() });
            }
        }
        if let Some(only) = &what.only {
            if let Some(missing) = only.iter().find(|name| !found.iter().any(|table| table.name() == *name)) {
                let nearest = nearest(missing, found.iter().map(Table::name));
                return Err(Error::NoSuchTable { table: missing.clone(), nearest });
            }
            found.retain(|table| only.iter().any(|name| name == table.name()));
        }
        for table in found {
            self.put(table);
        }
        Ok(())
    }
}

/// What an engine has already, asked for at once. Names are compared as most engines do, without upper and lower case.
struct There {
    relations: Vec<Relation>,
    sequences: Vec<Sequence>,
    enums: Vec<EnumType>,
}

fn same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

impl There {
    async fn of(metadata: &MetaData, on: &impl Executor) -> Result<Self, Error> {
        let inspector = inspector(on);
        let capabilities = lane(on).core.capabilities().clone();
        // What an engine lacks is refused where it is to be made.
        let has = |construct| capabilities.require(construct).is_ok();
        let sequences = match metadata.sequences() {
            [_, ..] if has(Construct::Sequence) => inspector.sequences().await?,
            _ => Vec::new(),
        };
        let enums = match metadata.enums() {
            [_, ..] if has(Construct::EnumType) => inspector.enums().await?,
            _ => Vec::new(),
        };
        Ok(There { relations: inspector.names().await?, sequences, enums })
    }

    fn has(&self, table: &Table) -> bool {
        self.relations.iter().any(|relation| {
            same(relation.table.name(), table.name())
                && match (table.schema(), relation.table.schema()) {
                    (Some(asked), Some(found)) => same(asked, found),
                    _ => relation.is_current,
                }
        })
    }

    fn has_sequence(&self, sequence: &Sequence) -> bool {
        self.sequences.iter().any(|found| is_at(&found.path(), &sequence.path()))
    }

    fn has_enum(&self, enumeration: &EnumType) -> bool {
        self.enums.iter().any(|found| is_at(&found.path(), &enumeration.path()))
    }
}

/// Whether what is found at a full path is meant by one that may be shorter.
fn is_at(found: &[String], asked: &[String]) -> bool {
    let mut parts = found.iter().rev().zip(asked.iter().rev());
    parts.all(|(found, asked)| same(found, asked))
}

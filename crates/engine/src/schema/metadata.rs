//! A collection of tables on an engine.

use aludel_query::{
    Ddl, Diff, EnumType, MetaData, Sequence, Statement, Table, create_enum, create_sequence, create_statements,
    drop_enum, drop_sequence, drop_table,
};

use super::executor::{Executor, inspector, lane};
use super::table::run;
use crate::encode::Record;
use crate::held::Lane;
use crate::inspect::Objects;
use crate::{Error, Relation, RelationKind};
use aludel_dialect::{Any, Construct, nearest};

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

    /// Tables and views. A view is a table of its columns among [`MetaData::views`], which is not made, dropped or compared.
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
    /// Adds the table of a struct that derives `Record`, and the sequences that number its rows.
    fn add<R: Record>(self) -> Self;

    /// Makes every table that is not there, each behind those that it refers to, with indexes and comments, and before them
    /// enums and sequences. A name without a schema means the current one.
    ///
    /// # Errors
    /// A circle of foreign keys and what the dialect refuses, before anything is made; a temporary table in the place of one
    /// of these; the engine's own. An engine without transactions over DDL keeps
    /// what is made before an error.
    fn create_all(&self, on: &impl Executor) -> impl Future<Output = Result<(), Error>> + Send;

    /// Drops every table that is there, in the other order, then sequences and enums.
    ///
    /// # Errors
    /// As [`create_all`](Self::create_all).
    fn drop_all(&self, on: &impl Executor) -> impl Future<Output = Result<(), Error>> + Send;

    /// What leads from what the engine has to this: to be read, and run with `execute`. Tables that are not in it are
    /// destructive steps, where they are in the default schema, or without one where an unqualified name means them; those of
    /// other schemas stay, as sequences and enums that are not in it do.
    ///
    /// # Errors
    /// A temporary table in the place of one of these; a circle of foreign keys; the engine's own.
    fn diff(&self, on: &impl Executor) -> impl Future<Output = Result<Diff, Error>> + Send;

    /// Adds a table as the engine has it, with all that is declared of it; a view goes to [`MetaData::views`].
    ///
    /// # Errors
    /// [`Error::NoSuchTable`]; the engine's own.
    fn reflect_table(
        &mut self,
        on: &impl Executor,
        table: impl Into<Table> + Send,
    ) -> impl Future<Output = Result<Table, Error>> + Send;

    /// Adds tables as the engine has them: those of the default schema, or those that an unqualified name means. So are the
    /// sequences and the enums of that schema, in a question of their own; with [`Reflect::only`], those sequences alone
    /// that a default of the tables names. A column of an enum that has a name has its labels.
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
        let mut statements: Vec<Ddl<Any>> = Vec::new();
        for enumeration in self.enums() {
            if there.enumeration(enumeration)?.is_none() {
                statements.push(create_enum(enumeration).into());
            }
        }
        for sequence in self.sequences() {
            if there.sequence(sequence)?.is_none() {
                statements.push(create_sequence(sequence).into());
            }
        }
        for table in self.sorted_tables()? {
            if there.table(table)?.is_none() {
                statements.extend(create_statements(table));
            }
        }
        // Nothing is made before all is known to be possible.
        let lane = lane(on);
        let core = &lane.core;
        for statement in &statements {
            statement.render_translated(core.spelling(), core.capabilities(), lane.schemas())?;
        }
        run(on, statements).await
    }

    async fn drop_all(&self, on: &impl Executor) -> Result<(), Error> {
        let there = There::of(self, on).await?;
        let mut statements: Vec<Ddl<Any>> = Vec::new();
        for table in self.sorted_tables()?.into_iter().rev() {
            if there.table(table)?.is_some() {
                statements.push(drop_table(table).into());
            }
        }
        for sequence in self.sequences() {
            if there.sequence(sequence)?.is_some() {
                statements.push(drop_sequence(sequence).into());
            }
        }
        for enumeration in self.enums() {
            if there.enumeration(enumeration)?.is_some() {
                statements.push(drop_enum(enumeration).into());
            }
        }
        run(on, statements).await
    }

    async fn diff(&self, on: &impl Executor) -> Result<Diff, Error> {
        let there = There::of(self, on).await?;
        let inspector = inspector(on);
        // What is found is known by the schema that is said, not by that which stands for it.
        let mut found: Vec<(&Table, Option<&str>)> = Vec::new();
        let default = there.lane.schemas().translate_schema(self.schema());
        for wanted in self.tables() {
            found.extend(there.table(wanted)?.map(|table| (table, wanted.schema())));
        }
        for relation in there.relations.iter().filter(|relation| relation.kind == RelationKind::Table) {
            let is_in_sight = match (default, relation.table.schema()) {
                (Some(schema), Some(found)) => there.same(schema, found),
                _ => relation.is_current,
            };
            let is_wanted = self
                .tables()
                .iter()
                .any(|wanted| there.is_meant(wanted, relation) || there.may_be_meant_by_database(wanted, relation));
            if is_in_sight && !is_wanted {
                found.push((&relation.table, self.schema()));
            }
        }
        let mut known = MetaData::new();
        for (table, schema) in found {
            let table = if table.columns().is_empty() { inspector.table(table).await? } else { table.clone() };
            known = known.table(if table.database().is_some() { table } else { table.moved_to(schema) });
        }
        for wanted in self.sequences() {
            if let Some(found) = there.sequence(wanted)?.cloned() {
                known = known.sequence(found.beside(wanted));
            }
        }
        for wanted in self.enums() {
            if let Some(found) = there.enumeration(wanted)?.cloned() {
                known = known.enumeration(found.beside(wanted));
            }
        }
        let core = lane(on).core;
        Ok(aludel_query::diff_translated(&known, self, core.spelling(), core.capabilities(), there.lane.schemas())?)
    }

    async fn reflect_table(&mut self, on: &impl Executor, table: impl Into<Table> + Send) -> Result<Table, Error> {
        let table: Table = table.into();
        let table = match (table.schema(), self.schema()) {
            (None, Some(schema)) => table.in_schema(schema),
            _ => table,
        };
        let Relation { table: found, kind, .. } = inspector(on).relation(lane(on).schemas().translate(&table)).await?;
        let found = if table.database().is_some() { found } else { found.moved_to(table.schema()) };
        Ok(if kind.is_view() { self.put_view(found) } else { self.put_as_is(found) }.clone())
    }

    async fn reflect(&mut self, on: &impl Executor, what: Reflect) -> Result<(), Error> {
        let lane = lane(on);
        let relations = match lane.schemas().translate_schema(self.schema()) {
            Some(schema) => inspector(on).relations_in(schema).await?,
            None => inspector(on).relations().await?,
        };
        let core = &lane.core;
        let has_schema = lane.schemas().translate_schema(self.schema()).is_some();
        let (mut found, mut views): (Vec<Table>, Vec<Table>) = (Vec::new(), Vec::new());
        for Relation { table, kind, is_current, .. } in relations {
            let is_wanted = match kind {
                RelationKind::Table => true,
                RelationKind::View | RelationKind::MaterializedView => what.views,
                // Gone with a connection.
                RelationKind::TemporaryTable | RelationKind::TemporaryView => false,
            };
            if is_wanted && (is_current || has_schema) {
                let list = if kind.is_view() { &mut views } else { &mut found };
                list.push(table.moved_to(self.schema()));
            }
        }
        if let Some(only) = &what.only {
            let names = || found.iter().chain(&views).map(Table::name);
            if let Some(missing) = only.iter().find(|name| !names().any(|known| known == *name)) {
                return Err(Error::NoSuchTable { table: missing.clone(), nearest: nearest(missing, names()) });
            }
            found.retain(|table| only.iter().any(|name| name == table.name()));
            views.retain(|view| only.iter().any(|name| name == view.name()));
        }
        let objects = inspector(on).objects_if_told().await?;
        let default = lane.schemas().translate_schema(self.schema()).map(str::to_owned);
        let default = default.or_else(|| objects.current_schema.clone());
        let is_in_sight = |path: Vec<String>| {
            let schema = path.len().checked_sub(2).and_then(|place| path.get(place));
            default.as_ref().zip(schema).is_none_or(|(asked, found)| core.spelling().is_same_name(asked, found))
        };
        for sequence in objects.sequences.into_iter().filter(|sequence| is_in_sight(sequence.path())) {
            if what.only.is_none() || found.iter().any(|table| has_default_of(table, sequence.name())) {
                self.put_sequence(sequence.moved_to(self.schema()));
            }
        }
        for enumeration in objects.enums.into_iter().filter(|enumeration| is_in_sight(enumeration.path())) {
            if what.only.is_none() {
                self.put_enumeration(enumeration.moved_to(self.schema()));
            }
        }
        for table in found {
            self.put_as_is(table);
        }
        for view in views {
            self.put_view(view);
        }
        Ok(())
    }
}

/// Whether a default calls something with the sequence's name, however it is quoted there.
fn has_default_of(table: &Table, sequence: &str) -> bool {
    let mut defaults = table.columns().iter().filter_map(|column| column.default()?.native_words());
    defaults.any(|(_, words)| calls_with(words, sequence))
}

/// Whether `name` stands whole behind a parenthesis of `words`.
fn calls_with(words: &str, name: &str) -> bool {
    let bare = |text: &str| text.replace(['\'', '"'], "");
    let (words, name) = (bare(words), bare(name));
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    words.match_indices(&name).any(|(at, _)| {
        let (before, behind) = (&words[..at], &words[at + name.len()..]);
        before.contains('(') && !before.ends_with(is_part) && !behind.starts_with(is_part)
    })
}

/// What an engine has already, asked for at once.
struct There {
    lane: Lane,
    relations: Vec<Relation>,
    /// Those wanted tables of other databases that are there.
    elsewhere: Vec<Table>,
    objects: Objects,
}

impl There {
    async fn of(metadata: &MetaData, on: &impl Executor) -> Result<Self, Error> {
        let (inspector, lane) = (inspector(on), lane(on));
        // What an engine lacks is refused where it is to be made.
        let has = |construct| lane.core.capabilities().require(construct).is_ok();
        let has_objects = (!metadata.sequences().is_empty() && has(Construct::Sequence))
            || (!metadata.enums().is_empty() && has(Construct::EnumType));
        let objects = if has_objects { inspector.placed_objects().await? } else { Objects::default() };
        let mut elsewhere = Vec::new();
        for table in metadata.tables().iter().filter(|table| table.path().len() > 2) {
            elsewhere.extend(inspector.table_at(table).await?);
        }
        Ok(There { relations: inspector.names().await?, elsewhere, objects, lane })
    }

    /// Whether two names are one to the engine.
    fn same(&self, one: &str, other: &str) -> bool {
        self.lane.core.spelling().is_same_name(one, other)
    }

    /// Whether a relation of the current database has the wanted name; one without a schema means that of the current one.
    fn is_meant(&self, wanted: &Table, relation: &Relation) -> bool {
        let wanted = &self.lane.schemas().translate(wanted);
        wanted.path().len() < 3
            && self.same(relation.table.name(), wanted.name())
            && match (wanted.schema(), relation.table.schema()) {
                (Some(asked), Some(found)) => self.same(asked, found),
                _ => relation.is_current,
            }
    }

    /// Whether a wanted table that says its database has the names of a relation, whose own database is not told: it may be
    /// that one, and is not to be dropped.
    fn may_be_meant_by_database(&self, wanted: &Table, relation: &Relation) -> bool {
        let wanted = &self.lane.schemas().translate(wanted);
        wanted.path().len() == 3
            && self.same(relation.table.name(), wanted.name())
            && wanted.schema().zip(relation.table.schema()).is_none_or(|(asked, found)| self.same(asked, found))
    }

    /// The wanted table as it is there: no view, and no temporary table.
    fn table(&self, wanted: &Table) -> Result<Option<&Table>, Error> {
        let path = wanted.path();
        if path.len() > 2 {
            return Ok(self.elsewhere.iter().find(|found| found.path() == path));
        }
        if path.len() == 2 && wanted.schema().is_none() {
            return Err(Error::Usage(format!("the table {} has a database and no schema: say both", path.join("."))));
        }
        let mut meant = self.relations.iter().filter(|relation| self.is_meant(wanted, relation));
        let is_temporary =
            |relation: &Relation| matches!(relation.kind, RelationKind::TemporaryTable | RelationKind::TemporaryView);
        if meant.clone().any(is_temporary) {
            return Err(Error::Usage(format!(
                "{} means a temporary table or view of this connection: drop that, or use another connection",
                path.join(".")
            )));
        }
        Ok(meant.find(|relation| relation.kind == RelationKind::Table).map(|relation| &relation.table))
    }

    fn sequence(&self, wanted: &Sequence) -> Result<Option<&Sequence>, Error> {
        let found = self.objects.sequences.iter().map(|found| (found.path(), found));
        self.at(found, &wanted.place(self.lane.schemas()))
    }

    fn enumeration(&self, wanted: &EnumType) -> Result<Option<&EnumType>, Error> {
        let found = self.objects.enums.iter().map(|found| (found.path(), found));
        self.at(found, &wanted.place(self.lane.schemas()))
    }

    /// What stands at a path. A name alone means one of the current schema.
    fn at<T>(&self, found: impl Iterator<Item = (Vec<String>, T)>, wanted: &[String]) -> Result<Option<T>, Error> {
        let Some((name, schema)) = wanted.split_last() else { return Ok(None) };
        let schema = schema.last().or(self.objects.current_schema.as_ref());
        for (path, found) in found {
            if path.last().is_none_or(|found| !self.same(found, name)) {
                continue;
            }
            match (schema, path.len().checked_sub(2).and_then(|place| path.get(place))) {
                (Some(schema), Some(found_in)) if !self.same(schema, found_in) => {}
                (None, Some(_)) => {
                    return Err(Error::Usage(format!(
                        "the engine does not tell its current schema: say that of {name:?}"
                    )));
                }
                _ => return Ok(Some(found)),
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::calls_with;

    #[test]
    fn a_default_names_a_sequence_whole_and_in_a_call() {
        for (words, name, names) in [
            ("nextval('numbers')", "numbers", true),
            ("nextval('main.\"my numbers\"')", "my numbers", true),
            ("nextval('order_id')", "id", false),
            ("nextval('order_id')", "order", false),
            ("'pending'", "end", false),
            ("'end'", "end", false),
        ] {
            assert_eq!(calls_with(words, name), names, "{words} {name}");
        }
    }
}

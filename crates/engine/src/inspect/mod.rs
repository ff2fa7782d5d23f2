//! Asking an engine what it holds.

mod facts;

use aludel_dialect::{Construct, SqlType, Value, nearest};
use aludel_query::{Column, Effect, EnumType, Prepared, Sequence, Spelling, Table};

use facts::{Fact, Named};

use crate::decode::sql_type_of;
use crate::held::Lane;
use crate::port::{Inspection, Scope};
use crate::run::Fetch;
use crate::{Error, ErrorClass, FromRow, Rows};

/// What a relation of an engine is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RelationKind {
    /// A table.
    Table,
    /// A table that is gone with its connection.
    TemporaryTable,
    /// A view.
    View,
    /// A view that is gone with its connection.
    TemporaryView,
    /// A view whose rows are kept.
    MaterializedView,
}

impl RelationKind {
    fn from_words(words: &str) -> Option<Self> {
        Some(match words {
            "table" => RelationKind::Table,
            "temporary table" => RelationKind::TemporaryTable,
            "view" => RelationKind::View,
            "temporary view" => RelationKind::TemporaryView,
            "materialized view" => RelationKind::MaterializedView,
            _ => return None,
        })
    }

    /// Whether it is a view of any kind.
    pub fn is_view(self) -> bool {
        !matches!(self, RelationKind::Table | RelationKind::TemporaryTable)
    }
}

/// A table or view, with all that is declared of it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Relation {
    /// Its name, columns, constraints, indexes, comments and options. A view has columns and comments alone.
    pub table: Table,
    /// What it is.
    pub kind: RelationKind,
    /// The statement that makes the view, in the engine's words; of QuestDB its query.
    pub definition: Option<String>,
    /// Whether its name alone, without a schema, means it.
    pub is_current: bool,
}

/// Sequences and enums of an engine.
#[derive(Debug, Default)]
pub(crate) struct Objects {
    /// The schema that a name without one means, if the engine tells it.
    pub(crate) current_schema: Option<String>,
    pub(crate) sequences: Vec<Sequence>,
    pub(crate) enums: Vec<EnumType>,
}

/// How often an engine is asked for what is declared of tables that are gone before all of it is told.
const ATTEMPTS: u32 = 5;

/// Asks an engine about its tables; from [`Engine::inspect`](crate::Engine::inspect).
#[derive(Clone, Debug)]
pub struct Inspector {
    lane: Lane,
}

impl Inspector {
    pub(crate) fn new(lane: Lane) -> Self {
        Self { lane }
    }

    fn inspection(&self) -> &dyn Inspection {
        self.lane.core.database.inspection()
    }

    async fn ask(&self, question: Prepared) -> Result<Rows, Error> {
        Fetch::prepared(self.lane.clone(), question).await
    }

    /// The tables in sight, by schema and name; without their columns.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn tables(&self) -> Result<Vec<Table>, Error> {
        Ok(self.kinds().await?.into_iter().map(|(table, _)| table).collect())
    }

    /// The tables in sight, and what each is as far as the engine tells it.
    async fn kinds(&self) -> Result<Vec<(Table, RelationKind)>, Error> {
        let rows = self.ask(self.inspection().tables()).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        if rows.schema().fields().len() < 3 {
            let names: Vec<(String, String)> = rows.into_vec()?;
            let table = |(schema, name): (String, String)| (facts::placed(&name, &schema), RelationKind::Table);
            return Ok(names.into_iter().map(table).collect());
        }
        let told: Vec<(String, String, String)> = rows.into_vec()?;
        let table = |(schema, name, words): (String, String, String)| {
            let kind = RelationKind::from_words(&words).ok_or_else(|| facts::unread(&words))?;
            Ok((facts::placed(&name, &schema), kind))
        };
        told.into_iter().map(table).collect()
    }

    /// Every table and view in sight with all that is declared of it, by schema and name: in one question, however many
    /// there are, of DuckDB and ClickHouse; in one more for each 32 tables with symbols or deduplication of QuestDB; of a
    /// dialect from outside that can't tell it so, in some questions for each.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn relations(&self) -> Result<Vec<Relation>, Error> {
        self.relations_of(Scope::Everything).await
    }

    /// As [`relations`](Self::relations), those of one schema.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn relations_in(&self, schema: impl Into<String>) -> Result<Vec<Relation>, Error> {
        self.relations_of(Scope::Schema(schema.into())).await
    }

    async fn relations_of(&self, scope: Scope) -> Result<Vec<Relation>, Error> {
        if let Some(found) = self.told(&scope, &Named::InFull).await? {
            return Ok(found);
        }
        let mut found = Vec::new();
        for relation in self.names_by_kind().await? {
            if matches!(&scope, Scope::Schema(schema) if relation.table.schema() != Some(schema.as_str())) {
                continue;
            }
            let table = self.table(&relation.table).await?;
            found.push(Relation { table, ..relation });
        }
        Ok(found)
    }

    /// The table at this place, and no view; what is declared of it is known where that costs no more.
    pub(crate) async fn table_at(&self, table: &Table) -> Result<Option<Table>, Error> {
        let table = table.bare();
        match self.told(&Scope::Relation(table.path()), &Named::As(&table)).await? {
            Some(found) => {
                let first = found.into_iter().next().filter(|relation| relation.kind == RelationKind::Table);
                Ok(first.map(|relation| relation.table))
            }
            None => Ok(self.has_table(&table).await?.then_some(table)),
        }
    }

    /// The relations in sight, to be found by their names; what is declared of them is known where that costs no more.
    pub(crate) async fn names(&self) -> Result<Vec<Relation>, Error> {
        if self.inspection().facts(&Scope::Everything).is_some() {
            return self.relations().await;
        }
        self.names_by_kind().await
    }

    /// The relations in sight with nothing that is declared of them.
    async fn names_by_kind(&self) -> Result<Vec<Relation>, Error> {
        let mut found = Vec::new();
        for (table, kind) in self.kinds().await? {
            let is_current = self.has_table(Table::new(table.name())).await?;
            found.push(Relation { table, kind, definition: None, is_current });
        }
        Ok(found)
    }

    /// The relations of the scope, of an engine that tells all of them at once.
    async fn told(&self, scope: &Scope, named: &Named<'_>) -> Result<Option<Vec<Relation>>, Error> {
        let dialect = self.lane.core.capabilities().dialect();
        let mut attempts = 1..=ATTEMPTS;
        loop {
            let Some(question) = self.inspection().facts(scope) else { return Ok(None) };
            let told: Vec<Fact> = rows_of(self.ask(question).await?)?;
            attempts.next();
            match self.further(&told).await {
                Ok(further) => return facts::relations(&told, &further, named, self.inspection(), dialect).map(Some),
                Err(error) if error.class() == Some(ErrorClass::NotFound) && !attempts.is_empty() => {}
                Err(error) => return Err(error),
            }
        }
    }

    async fn further(&self, told: &[Fact]) -> Result<Vec<Fact>, Error> {
        let mut further = Vec::new();
        let relations = facts::with_further(told);
        if !relations.is_empty() {
            for question in self.inspection().further_facts(&relations) {
                further.extend(rows_of::<Fact>(self.ask(question).await?)?);
            }
        }
        Ok(further)
    }

    /// Sequences and enums, of an engine that has them and tells of them.
    pub(crate) async fn objects_if_told(&self) -> Result<Objects, Error> {
        let has = |construct| self.lane.core.capabilities().require(construct).is_ok();
        let are_told = self.inspection().objects().is_some();
        if are_told && (has(Construct::Sequence) || has(Construct::EnumType)) {
            return self.placed_objects().await;
        }
        Ok(Objects::default())
    }

    /// Sequences and enums, and the schema that a name without one means.
    pub(crate) async fn placed_objects(&self) -> Result<Objects, Error> {
        let facts = self.objects().await?;
        let current = facts.iter().find(|fact| fact.2 == "schema" && fact.3 == "current");
        Ok(Objects {
            current_schema: current.map(|fact| fact.1.clone()),
            sequences: facts::sequences(&facts)?,
            enums: facts::enums(&facts),
        })
    }

    async fn objects(&self) -> Result<Vec<Fact>, Error> {
        match self.inspection().objects() {
            Some(question) => rows_of(self.ask(question).await?),
            None => Err(Error::Usage(format!(
                "{} is not asked yet for schemas, databases, sequences and enums: ask its own tables with a text",
                self.lane.core.capabilities().dialect()
            ))),
        }
    }

    async fn names_of(&self, wanted: &str) -> Result<Vec<String>, Error> {
        let facts = self.objects().await?;
        Ok(facts.into_iter().filter(|fact| fact.2 == wanted).map(|fact| fact.1).collect())
    }

    /// The databases that are attached.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn databases(&self) -> Result<Vec<String>, Error> {
        self.names_of("database").await
    }

    /// The schemas of the current database, but those of the engine itself.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn schemas(&self) -> Result<Vec<String>, Error> {
        self.names_of("schema").await
    }

    /// The sequences of the current database.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn sequences(&self) -> Result<Vec<Sequence>, Error> {
        facts::sequences(&self.objects().await?)
    }

    /// The enums of the current database that have names. A column of one is told with its labels.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn enums(&self) -> Result<Vec<EnumType>, Error> {
        Ok(facts::enums(&self.objects().await?))
    }

    /// Whether there is such a table. Of `table` only its name counts, with schema and database if they are given.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn has_table(&self, table: impl Into<Table>) -> Result<bool, Error> {
        let path = table.into().path();
        Ok(!self.ask(self.inspection().columns(&path)).await?.is_empty())
    }

    /// The table with its columns, as the engine has them: `inspect().table("orders")`, or a [`Table`] with a schema.
    ///
    /// Defaults, generated columns and conditions come in the engine's own words, which `create_table` writes back for the same
    /// dialect. A type that has no neutral name comes in the engine's words too.
    ///
    /// # Errors
    /// [`Error::NoSuchTable`], with the names most like it.
    pub async fn table(&self, table: impl Into<Table>) -> Result<Table, Error> {
        let table = table.into().bare();
        if let Some(found) = self.told(&Scope::Relation(table.path()), &Named::As(&table)).await? {
            return match found.into_iter().next() {
                Some(relation) => Ok(relation.table),
                None => Err(self.no_such_table(&table).await?),
            };
        }
        let facts = self.ask(self.inspection().columns(&table.path())).await?;
        // Before it is read: a result without rows may be one without types.
        if facts.is_empty() {
            return Err(self.no_such_table(&table).await?);
        }
        let spelling = self.lane.core.spelling();
        // An empty result has the columns' exact types, without reading the engine's type text.
        let types = self.ask(self.no_rows(&table, spelling)?).await?;
        let declared: Vec<(String, String, String)> = match self.inspection().declarations(&table.path()) {
            Some(question) => rows_of(self.ask(question).await?)?,
            None => Vec::new(),
        };
        let told = |of: &str| -> Vec<(String, String)> {
            let of_it = declared.iter().filter(|(name, ..)| name == of);
            of_it.filter_map(|(_, kind, sql)| Some((kind.strip_prefix("option:")?.to_owned(), sql.clone()))).collect()
        };
        let mut inspected = self.inspection().table_options(table, &told(""));
        for (_, kind, sql) in &declared {
            inspected = match kind.as_str() {
                "constraint" => inspected.with_native_constraint(sql),
                "time column" => inspected.with_time_column(sql),
                "default" | "generated" | "unique" | "type" => inspected,
                option if option.starts_with("option:") => inspected,
                other => return Err(facts::unread(other)),
            };
        }
        for (_, name, nullable, primary_key) in facts.into_vec::<(String, String, Value, Value)>()? {
            let field = types
                .schema()
                .field_with_name(&name)
                .map_err(|_| Error::NoSuchTable { table: inspected.path().join("."), nearest: Vec::new() })?;
            let own = declared.iter().find(|(of, kind, _)| *of == name && kind == "type");
            let sql_type = match own {
                Some((_, _, words)) => SqlType::Native(words.clone()),
                None => sql_type_of(field)?,
            };
            let mut column = Column::new(name.clone(), sql_type);
            for (_, kind, sql) in declared.iter().filter(|(of, ..)| *of == name) {
                column = match kind.as_str() {
                    "default" => column.default_native(self.lane.core.capabilities().dialect(), sql),
                    "generated" => column.generated_native(self.lane.core.capabilities().dialect(), sql),
                    "unique" => column.unique(),
                    _ => column,
                };
            }
            if !is_true(&nullable)? {
                column = column.not_null();
            }
            if is_true(&primary_key)? {
                column = column.primary_key();
            }
            inspected = inspected.column(self.inspection().column_options(column, &told(&name)));
        }
        Ok(inspected)
    }

    /// As [`table`](Self::table), with what it is: a table or a view.
    ///
    /// # Errors
    /// [`Error::NoSuchTable`], with the names most like it.
    pub async fn relation(&self, table: impl Into<Table>) -> Result<Relation, Error> {
        let table = table.into().bare();
        if let Some(found) = self.told(&Scope::Relation(table.path()), &Named::As(&table)).await? {
            return match found.into_iter().next() {
                Some(relation) => Ok(relation),
                None => Err(self.no_such_table(&table).await?),
            };
        }
        let found = self.table(&table).await?;
        let spelling = self.lane.core.spelling();
        let is_it = |told: &Table| {
            let schema = table.schema().zip(told.schema());
            spelling.is_same_name(told.name(), table.name())
                && schema.is_none_or(|(asked, told)| spelling.is_same_name(asked, told))
        };
        let kind =
            self.kinds().await?.into_iter().find(|(told, _)| is_it(told)).map_or(RelationKind::Table, |(_, kind)| kind);
        let is_current = table.schema().is_none();
        Ok(Relation { table: found, kind, definition: None, is_current })
    }

    async fn no_such_table(&self, table: &Table) -> Result<Error, Error> {
        let there = self.tables().await?;
        let nearest = nearest(table.name(), there.iter().map(Table::name));
        Ok(Error::NoSuchTable { table: table.path().join("."), nearest })
    }

    fn no_rows(&self, table: &Table, spelling: &dyn Spelling) -> Result<Prepared, Error> {
        use aludel_query::{Statement, literal, select, star};
        let query = select::<aludel_dialect::Any>([star()]).from(table).filter(literal(1).eq(0));
        let mut prepared = query.render(spelling, self.lane.core.capabilities())?;
        prepared.effect = Effect::Read;
        Ok(prepared)
    }
}

/// The rows; a result without any may be one without types.
fn rows_of<T: FromRow>(rows: Rows) -> Result<Vec<T>, Error> {
    if rows.is_empty() { Ok(Vec::new()) } else { Ok(rows.into_vec()?) }
}

/// A truth value, or the number that stands for one where an engine has none.
fn is_true(value: &Value) -> Result<bool, Error> {
    match value {
        Value::Boolean(truth) => Ok(*truth),
        Value::Int64(number @ (0 | 1)) => Ok(*number == 1),
        other => Err(Error::Usage(format!("the engine's inspection gives {other:?} where a truth value is asked for"))),
    }
}

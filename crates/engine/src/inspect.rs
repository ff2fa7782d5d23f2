//! Asking an engine what it holds.

use aludel_dialect::{SqlType, Value, nearest};
use aludel_query::{Column, Effect, Prepared, Spelling, Table};

use crate::decode::sql_type_of;
use crate::held::Lane;
use crate::run::Fetch;
use crate::{Error, Rows};

/// Asks an engine about its tables; from [`Engine::inspect`](crate::Engine::inspect).
#[derive(Clone, Debug)]
pub struct Inspector {
    lane: Lane,
}

impl Inspector {
    pub(crate) fn new(lane: Lane) -> Self {
        Self { lane }
    }

    async fn ask(&self, question: Prepared) -> Result<Rows, Error> {
        Fetch::prepared(self.lane.clone(), question).await
    }

    /// The tables in sight, by schema and name; without their columns.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn tables(&self) -> Result<Vec<Table>, Error> {
        let rows = self.ask(self.lane.core.database.inspection().tables()).await?;
        let names: Vec<(String, String)> = rows.into_vec()?;
        Ok(names.into_iter().map(|(schema, name)| Table::new(name).in_schema(schema)).collect())
    }

    /// Whether there is such a table. Of `table` only its name counts, with schema and database if they are given.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn has_table(&self, table: impl Into<Table>) -> Result<bool, Error> {
        let path = table.into().path();
        Ok(!self.ask(self.lane.core.database.inspection().columns(&path)).await?.is_empty())
    }

    /// The table with its columns, as the engine has them: `inspect().table("orders")`, or a [`Table`] with a schema.
    ///
    /// Defaults, generated columns and constraints come in the engine's own words; `create_table` writes such defaults back,
    /// and refuses a table with the others by name.
    ///
    /// # Errors
    /// [`Error::NoSuchTable`], with the names most like it.
    pub async fn table(&self, table: impl Into<Table>) -> Result<Table, Error> {
        let table = bare(&table.into());
        let facts = self.ask(self.lane.core.database.inspection().columns(&table.path())).await?;
        // Before it is read: a result without rows may be one without types.
        if facts.is_empty() {
            let there = self.tables().await?;
            let nearest = nearest(table.name(), there.iter().map(Table::name));
            return Err(Error::NoSuchTable { table: table.path().join("."), nearest });
        }
        let spelling = self.lane.core.spelling();
        // An empty result has the columns' exact types, without reading the engine's type text.
        let types = self.ask(self.no_rows(&table, spelling)?).await?;
        let declared: Vec<(String, String, String)> =
            match self.lane.core.database.inspection().declarations(&table.path()) {
                Some(question) => self.ask(question).await?.into_vec()?,
                None => Vec::new(),
            };
        let mut inspected = table;
        for (of, kind, sql) in &declared {
            inspected = match kind.as_str() {
                "constraint" => inspected.with_native_constraint(sql),
                "option" => inspected.with_option(of, sql),
                _ => inspected,
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
                    "generated" => column.generated_native(sql),
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
            inspected = inspected.column(column);
        }
        Ok(inspected)
    }

    fn no_rows(&self, table: &Table, spelling: &dyn Spelling) -> Result<Prepared, Error> {
        use aludel_query::{Statement, literal, select, star};
        let query = select::<aludel_dialect::Any>([star()]).from(table).filter(literal(1).eq(0));
        let mut prepared = query.render(spelling, self.lane.core.capabilities())?;
        prepared.effect = Effect::Read;
        Ok(prepared)
    }
}

/// A truth value, or the number that stands for one where an engine has none.
fn is_true(value: &Value) -> Result<bool, Error> {
    match value {
        Value::Boolean(truth) => Ok(*truth),
        Value::Int64(number @ (0 | 1)) => Ok(*number == 1),
        other => Err(Error::Usage(format!("the engine's inspection gives {other:?} where a truth value is asked for"))),
    }
}

/// The table of this name, without the columns and the alias that are known of it.
fn bare(table: &Table) -> Table {
    match table.path().as_slice() {
        [database, schema, name] => Table::new(name.clone()).in_schema(schema.clone()).in_database(database.clone()),
        [schema, name] => Table::new(name.clone()).in_schema(schema.clone()),
        _ => Table::new(table.name()),
    }
}

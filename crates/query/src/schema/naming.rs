//! Names for constraints and indexes that have none.

use std::fmt::Write;

use super::{Constraint, ConstraintKind, Index, IndexKey};
use crate::{BuildError, Name, Table};

/// How constraints and indexes without a name are called: SQLAlchemy's `naming_convention`, with its templates.
///
/// | token | stands for |
/// |---|---|
/// | `%(table_name)s` | the table's name |
/// | `%(column_0_name)s` | the name of the first column; `%(column_1_name)s` of the second |
/// | `%(column_0_label)s` | the table's name and that of the first column, with `_` between |
/// | `%(column_0N_name)s` | the names of all columns, one behind the other |
/// | `%(column_0_N_name)s` | the names of all columns, with `_` between |
/// | `%(referred_table_name)s` | the table that a foreign key refers to |
/// | `%(referred_column_0_name)s` | the first column there; `0N` and `0_N` as above |
/// | `%(constraint_name)s` | the name that was given; without one it is an error |
///
/// A name that was given stays, unless the template has `%(constraint_name)s`: then it is a part of the whole. A name that
/// becomes longer than [`max_length`](Self::max_length) is cut, and gets a hash of the whole, so that it is the same
/// each time and not that of another.
///
/// ```
/// use aludel_dialect::{Any, SqlType};
/// use aludel_query::{Column, Constraint, MetaData, NamingConvention, Table, create_table};
///
/// let names = NamingConvention::new().primary_key("pk_%(table_name)s").unique("uq_%(table_name)s_%(column_0_N_name)s");
/// let lines = Table::new("lines")
///     .column(Column::new("id", SqlType::Int64).primary_key())
///     .column(Column::new("place", SqlType::Int64))
///     .constraint(Constraint::unique(["id", "place"]));
/// let metadata = MetaData::new().with_naming_convention(names).table(lines);
/// assert_eq!(
///     create_table::<Any>(&metadata.tables()[0]).to_string(),
///     "CREATE TABLE lines (id INT64 NOT NULL, place INT64, CONSTRAINT uq_lines_id_place UNIQUE (id, place), \
///      CONSTRAINT pk_lines PRIMARY KEY (id)) /* needs UNIQUE, PRIMARY KEY */"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamingConvention {
    primary_key: Option<String>,
    unique: Option<String>,
    foreign_key: Option<String>,
    check: Option<String>,
    index: Option<String>,
    max_length: usize,
}

/// As long as a name may be in PostgreSQL, in bytes: more than enough for a reader.
const MAX_LENGTH: usize = 63;

/// So many bytes has the hash behind a name that was cut, with the `_` before it.
const HASH_LENGTH: usize = 9;

impl Default for NamingConvention {
    fn default() -> Self {
        NamingConvention {
            primary_key: None,
            unique: None,
            foreign_key: None,
            check: None,
            index: None,
            max_length: MAX_LENGTH,
        }
    }
}

macro_rules! templates {
    ($($(#[$doc:meta])* $name:ident)+) => { $(
        $(#[$doc])*
        #[must_use]
        pub fn $name(mut self, template: impl Into<String>) -> Self {
            self.$name = Some(template.into());
            self
        }
    )+ };
}

impl NamingConvention {
    /// No names yet.
    pub fn new() -> Self {
        Self::default()
    }

    templates! {
        /// The template for primary keys, `pk` in SQLAlchemy.
        primary_key
        /// The template for UNIQUE, `uq` in SQLAlchemy.
        unique
        /// The template for foreign keys, `fk` in SQLAlchemy.
        foreign_key
        /// The template for CHECK, `ck` in SQLAlchemy. A condition has no columns of its own: `%(constraint_name)s` tells one from
        /// another.
        check
        /// The template for indexes, `ix` in SQLAlchemy.
        index
    }

    /// How long a name may become, in bytes; 63 if nothing is said, and never less than 16.
    #[must_use]
    pub fn max_length(mut self, bytes: usize) -> Self {
        self.max_length = bytes.max(16);
        self
    }

    /// The table with names for what has none.
    pub(super) fn named(&self, mut table: Table) -> Result<Table, BuildError> {
        table = self.with_columns_said_apart(table);
        let constraints = table.constraints().iter().map(|constraint| self.constraint(&table, constraint));
        let constraints = constraints.collect::<Result<Vec<_>, _>>()?;
        let indexes = table.indexes().iter().map(|index| self.index_of(&table, index));
        let indexes = indexes.collect::<Result<Vec<_>, _>>()?;
        Ok(table.with_constraints_and_indexes(constraints, indexes))
    }

    /// A key and a UNIQUE that a column says of itself have no place for a name.
    fn with_columns_said_apart(&self, mut table: Table) -> Table {
        if self.unique.is_some() {
            let alone: Vec<Name> =
                table.columns().iter().filter(|column| column.unique).map(|column| column.name.clone()).collect();
            table = table.without_unique_columns();
            for name in alone {
                table = table.constraint(Constraint::unique([name]));
            }
        }
        let has_key = table.constraints().iter().any(Constraint::is_primary_key);
        if self.primary_key.is_some() && !has_key {
            let keys = table.columns().iter().filter(|column| column.primary_key);
            let keys: Vec<Name> = keys.map(|column| column.name.clone()).collect();
            if !keys.is_empty() {
                table = table.constraint(Constraint::primary_key(keys));
            }
        }
        table
    }

    fn constraint(&self, table: &Table, constraint: &Constraint) -> Result<Constraint, BuildError> {
        let template = match &constraint.kind {
            ConstraintKind::PrimaryKey(_) => &self.primary_key,
            ConstraintKind::Unique(_) => &self.unique,
            ConstraintKind::ForeignKey { .. } => &self.foreign_key,
            ConstraintKind::Check(_) => &self.check,
        };
        let (referred_table, referred) = match constraint.references() {
            Some((referred_table, referred)) => (Some(referred_table.name()), referred),
            None => (None, Vec::new()),
        };
        let of = Named {
            what: constraint.words(),
            table: table.name(),
            columns: constraint.columns().collect(),
            referred_table,
            referred,
            given: constraint.name(),
        };
        let name = self.name(template.as_deref(), &of)?;
        Ok(match name {
            Some(name) => constraint.clone().named(name),
            None => constraint.clone(),
        })
    }

    fn index_of(&self, table: &Table, index: &Index) -> Result<Index, BuildError> {
        let columns = index.keys.iter().filter_map(|key| match key {
            IndexKey::Column(name) => Some(name.as_str()),
            IndexKey::Expression(_) => None,
        });
        let of = Named {
            what: "index",
            table: table.name(),
            columns: columns.collect(),
            referred_table: None,
            referred: Vec::new(),
            given: Some(index.name()).filter(|name| !name.is_empty()),
        };
        let name = self.name(self.index.as_deref(), &of)?;
        Ok(Index { name: name.map_or_else(|| index.name.clone(), Name::from), ..index.clone() })
    }

    /// The name by the template, if it is one for this; else the name that was given stays.
    fn name(&self, template: Option<&str>, of: &Named<'_>) -> Result<Option<String>, BuildError> {
        let Some(template) = template else { return Ok(None) };
        if of.given.is_some() && !template.contains("%(constraint_name)s") {
            return Ok(None);
        }
        let mut name = String::new();
        let mut rest = template;
        while let Some((before, behind)) = rest.split_once('%') {
            name.push_str(before);
            if let Some(behind) = behind.strip_prefix('%') {
                name.push('%');
                rest = behind;
                continue;
            }
            let token = behind.strip_prefix('(').and_then(|behind| behind.split_once(")s"));
            let Some((token, behind)) = token else {
                return Err(BuildError::usage(format!(
                    "the naming template {template:?} has a % that begins no %(token)s: write %% for the letter"
                )));
            };
            of.write(token, template, &mut name)?;
            rest = behind;
        }
        name.push_str(rest);
        Ok(Some(self.cut(name)))
    }

    fn cut(&self, name: String) -> String {
        if name.len() <= self.max_length {
            return name;
        }
        let hash = short_hash(&name);
        let end = name.floor_char_boundary(self.max_length - HASH_LENGTH);
        format!("{}_{hash:08x}", &name[..end])
    }
}

/// FNV-1a of 32 bits: the same in every version of this crate, for the names are kept in databases.
fn short_hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// What is named.
struct Named<'a> {
    what: &'static str,
    table: &'a str,
    columns: Vec<&'a str>,
    referred_table: Option<&'a str>,
    referred: Vec<&'a str>,
    given: Option<&'a str>,
}

impl Named<'_> {
    fn write(&self, token: &str, template: &str, out: &mut String) -> Result<(), BuildError> {
        let lacks = |what: &str| {
            let (of, table) = (self.what, self.table);
            BuildError::usage(format!(
                "the naming template {template:?} asks for {what}, which the {of} of {table} has not: name it, or use another template"
            ))
        };
        match token {
            "table_name" => out.push_str(self.table),
            "constraint_name" => out.push_str(self.given.ok_or_else(|| lacks("a name that was given"))?),
            "referred_table_name" => {
                out.push_str(self.referred_table.ok_or_else(|| lacks("a table that it refers to"))?);
            }
            _ => {
                let (columns, table, rest) = match token.strip_prefix("referred_column_") {
                    Some(rest) => (&self.referred, self.referred_table, rest),
                    None => (&self.columns, Some(self.table), token.strip_prefix("column_").unwrap_or_default()),
                };
                let unknown = || {
                    BuildError::usage(format!(
                        "the naming template {template:?} has the token %({token})s, which is not known: there are table_name, \
                         column_0_name, column_0_label, column_0N_name, column_0_N_name, referred_table_name, \
                         referred_column_0_name and constraint_name"
                    ))
                };
                let (place, form) = rest.rsplit_once('_').ok_or_else(unknown)?;
                if !matches!(form, "name" | "label") {
                    return Err(unknown());
                }
                let named: &[&str] = match place {
                    "0N" | "0_N" => columns,
                    place => {
                        let place: usize = place.parse().map_err(|_| unknown())?;
                        columns.get(place..=place).unwrap_or_default()
                    }
                };
                if named.is_empty() {
                    return Err(lacks("a column"));
                }
                for (number, column) in named.iter().enumerate() {
                    if number > 0 && place == "0_N" {
                        out.push('_');
                    }
                    match (form, table) {
                        // A String takes what is written.
                        ("label", Some(table)) => drop(write!(out, "{table}_{column}")),
                        _ => out.push_str(column),
                    }
                }
            }
        }
        Ok(())
    }
}

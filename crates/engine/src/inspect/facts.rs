//! What an engine tells of its tables, row by row, read into tables.

use aludel_query::{Column, Constraint, EnumType, Index, Name, Sequence, Table};

use super::{Relation, RelationKind};
use crate::{Error, Inspection};

/// `schema`, `relation`, `kind`, `name`, `sql`, as [`Inspection::facts`] says.
pub(super) type Fact = (String, String, String, String, String);

/// Where an inspected relation's name comes from.
pub(super) enum Named<'a> {
    /// As the caller said it.
    As(&'a Table),
    /// By its schema and its name.
    InFull,
}

/// Those of which there is more to be told, by schema and name.
pub(super) fn with_further(facts: &[Fact]) -> Vec<(&str, &str)> {
    facts.iter().filter(|fact| fact.2 == FURTHER).map(|fact| (fact.0.as_str(), fact.1.as_str())).collect()
}

const FURTHER: &str = "further";

/// The relations that the facts are of, in their order; what was told further of them stands behind.
pub(super) fn relations(
    facts: &[Fact],
    further: &[Fact],
    named: &Named<'_>,
    inspection: &dyn Inspection,
    dialect: &'static str,
) -> Result<Vec<Relation>, Error> {
    // A temporary table may have the schema and the name of another: each relation begins with what it is.
    let of_one = |a: &Fact, b: &Fact| a.0 == b.0 && a.1 == b.1 && RelationKind::from_words(&b.2).is_none();
    facts.chunk_by(of_one).map(|facts| relation(facts, further, named, inspection, dialect)).collect()
}

/// A table by its name and its schema, which is empty where it has none: a temporary table of ClickHouse.
pub(super) fn placed(name: &str, schema: &str) -> Table {
    let table = Table::new(name);
    if schema.is_empty() { table } else { table.in_schema(schema) }
}

/// Columns of one constraint or index, in order.
struct Group<'f> {
    kind: &'f str,
    name: &'f str,
    keys: Vec<&'f str>,
    referred: Vec<&'f str>,
    table: &'f str,
}

/// The relation that all of the facts are of, and what of the further ones is told of it.
fn relation(
    facts: &[Fact],
    further: &[Fact],
    named: &Named<'_>,
    inspection: &dyn Inspection,
    dialect: &'static str,
) -> Result<Relation, Error> {
    let (schema, name) = (&facts[0].0, &facts[0].1);
    let mut table = match named {
        Named::As(table) => (*table).clone(),
        Named::InFull => placed(name, schema),
    };
    // Foreign keys refer to tables of the same schema, and are named as their own is.
    let place = table.bare();
    let (mut kind, mut definition, mut is_current) = (RelationKind::Table, None, false);
    let mut columns: Vec<Column> = Vec::new();
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut options: Vec<(&str, String, String)> = Vec::new();
    let mut described = Vec::new();
    let has_further = facts.iter().any(|fact| fact.2 == FURTHER);
    let further = further.iter().filter(|fact| has_further && fact.0 == *schema && fact.1 == *name);
    for (_, _, what, of, sql) in facts.iter().filter(|fact| fact.2 != FURTHER).chain(further) {
        let column = columns.iter_mut().find(|column| column.name() == of);
        match (what.as_str(), column) {
            ("column", _) => columns.push(Column::new(of.as_str(), inspection.sql_type(sql))),
            ("not null", Some(column)) => *column = column.clone().not_null(),
            ("default", Some(column)) => *column = column.clone().default_native(dialect, sql),
            ("generated", Some(column)) => *column = column.clone().generated_native(dialect, sql),
            ("stored", Some(column)) => *column = column.clone().generated_stored_native(dialect, sql),
            ("comment", Some(column)) => *column = column.clone().with_comment(sql),
            ("comment", None) => described.push(sql),
            ("check", _) => table = table.constraint(Constraint::check_native(dialect, sql)),
            ("constraint", _) => table = table.with_native_constraint(sql),
            ("time column", _) => table = table.with_time_column(sql.as_str()),
            ("primary key" | "unique" | "foreign key" | "index" | "unique index", _) => {
                match groups.iter_mut().find(|group| group.kind == what && group.name == of) {
                    Some(group) => group.keys.push(sql),
                    None => groups.push(Group { kind: what, name: of, keys: vec![sql], referred: vec![], table: "" }),
                }
            }
            ("references" | "referenced column", _) => {
                let group = groups.iter_mut().find(|group| group.kind == "foreign key" && group.name == of);
                let group = group.ok_or_else(|| unread(what))?;
                if what == "references" { group.table = sql } else { group.referred.push(sql) }
            }
            (other, _) => match (RelationKind::from_words(other), other.strip_prefix("option:")) {
                (Some(found), _) => {
                    (kind, is_current) = (found, of == "current");
                    definition = found.is_view().then(|| sql.clone());
                }
                (None, Some(option)) => options.push((of, option.to_owned(), sql.clone())),
                (None, None) => return Err(unread(other)),
            },
        }
    }
    let told = |of: &str| -> Vec<(String, String)> {
        let of_it = options.iter().filter(|(name, ..)| *name == of);
        of_it.map(|(_, option, words)| (option.clone(), words.clone())).collect()
    };
    table = inspection.table_options(table, &told(""));
    let beside: Vec<Option<Table>> =
        groups.iter().map(|group| (group.kind == "foreign key").then(|| place.beside(group.table))).collect();
    for (group, referred) in groups.iter().zip(&beside) {
        let keys = group.keys.as_slice();
        let is_column = |column: &&mut Column| keys.len() == 1 && column.name() == keys[0];
        let alone = columns.iter_mut().find(is_column);
        match (group.kind, alone, referred) {
            ("unique", Some(column), _) => *column = column.clone().unique(),
            ("unique", None, _) => table = table.constraint(Constraint::unique(keys.iter().copied())),
            ("foreign key", _, Some(referred)) => {
                let referred_columns = group.referred.iter().copied();
                table = table.constraint(Constraint::foreign_key(keys.iter().copied(), referred, referred_columns));
            }
            ("primary key", ..) => {
                for column in columns.iter_mut().filter(|column| keys.contains(&column.name())) {
                    *column = column.clone().primary_key();
                }
                let in_order = columns.iter().filter(|column| column.is_primary_key()).map(Column::name);
                if !in_order.eq(keys.iter().copied()) {
                    table = table.constraint(Constraint::primary_key(keys.iter().copied()));
                }
            }
            (kind, ..) => table = table.index(index(group, kind, dialect)),
        }
    }
    if let Some(comment) = described.first() {
        table = table.with_comment(comment.as_str());
    }
    for column in columns {
        let options = told(column.name());
        table = table.column(inspection.column_options(column, &options));
    }
    Ok(Relation { table, kind, definition, is_current })
}

fn index(group: &Group<'_>, kind: &str, dialect: &'static str) -> Index {
    let mut index = Index::new(group.name, Vec::<Name>::new());
    for key in &group.keys {
        index = match plain_name(key) {
            Some(name) => index.column(name),
            None => index.key_native(dialect, *key),
        };
    }
    if kind == "unique index" { index.unique() } else { index }
}

/// The name, if a key of an index is no more than that.
fn plain_name(key: &str) -> Option<String> {
    if let Some(quoted) = key.strip_prefix('"').and_then(|key| key.strip_suffix('"')) {
        let name = quoted.replace("\"\"", "\u{0}");
        return (!name.contains('"')).then(|| name.replace('\u{0}', "\""));
    }
    let is_plain = key.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    is_plain.then(|| key.to_owned())
}

/// Sequences, of five facts each.
pub(super) fn sequences(facts: &[Fact]) -> Result<Vec<Sequence>, Error> {
    let of_one = |a: &&Fact, b: &&Fact| a.0 == b.0 && a.1 == b.1;
    let facts: Vec<&Fact> = facts.iter().filter(|fact| fact.2 == "sequence").collect();
    let read = |facts: &[&Fact]| {
        let mut sequence = Sequence::new(facts[0].1.as_str()).in_schema(facts[0].0.as_str());
        for (_, _, _, what, said) in facts {
            let number = || said.parse::<i64>().map_err(|_| unread(what));
            sequence = match what.as_str() {
                "start" => sequence.start(number()?),
                "increment" => sequence.increment(number()?),
                "minimum" => sequence.minimum(number()?),
                "maximum" => sequence.maximum(number()?),
                "cycle" if said == "true" => sequence.cycle(),
                _ => sequence,
            };
        }
        Ok(sequence)
    };
    facts.chunk_by(of_one).map(read).collect()
}

/// Enums, of a fact for each label.
pub(super) fn enums(facts: &[Fact]) -> Vec<EnumType> {
    let facts: Vec<&Fact> = facts.iter().filter(|fact| fact.2 == "enum").collect();
    let read = |facts: &[&Fact]| {
        EnumType::new(facts[0].1.as_str(), facts.iter().map(|fact| fact.4.as_str())).in_schema(facts[0].0.as_str())
    };
    facts.chunk_by(|a, b| a.0 == b.0 && a.1 == b.1).map(read).collect()
}

pub(super) fn unread(what: &str) -> Error {
    Error::Usage(format!("the engine's inspection tells {what:?} where it is not known"))
}

//! CREATE and DROP of what is no table, and ALTER TABLE, as text.

use aludel_dialect::{Construct, SqlType, Value};

use super::{Qualification, Renderer, Written};
use crate::ddl::{AlterAction, CreateNode, DropNode, Object};
use crate::query::QueryNode;
use crate::schema::{EnumType, Identity, IndexKey, Numbers, SchemaExpr, SchemaExprKind};
use crate::spelling::DdlForm;
use crate::{BuildError, Column, Name, Table};

/// What a statement says and its template has no place for.
fn unplaced(dialect: &str, what: &str) -> BuildError {
    BuildError::usage(format!("{dialect} has no {what} in this statement: leave it out"))
}

fn unknown_slot(name: &str) -> Written {
    Err(BuildError::usage(format!("a template names {name:?}, which is not known")).into())
}

/// What is said of the numbers of a sequence, in the words of the standard.
fn options_of(numbers: &Numbers) -> Vec<String> {
    let said = [
        ("START WITH", numbers.start),
        ("INCREMENT BY", numbers.increment),
        ("MINVALUE", numbers.minimum),
        ("MAXVALUE", numbers.maximum),
    ];
    let said = said.into_iter().filter_map(|(words, number)| Some(format!("{words} {}", number?)));
    said.chain(numbers.cycle.then(|| "CYCLE".to_owned())).collect()
}

impl Renderer<'_> {
    fn object_form(
        &mut self,
        form: DdlForm,
        said: &[(&str, bool, &str)],
        write: impl FnMut(&mut Self, &str) -> Written,
    ) -> Written {
        let template = self.spelling.ddl_form(form);
        if let Some((_, _, what)) = said.iter().find(|(slot, said, _)| *said && !template.contains(slot)) {
            return Err(unplaced(self.dialect(), what).into());
        }
        let mut write = write;
        self.slots(template, |renderer, name, _| write(renderer, name))
    }

    pub(super) fn create_object(&mut self, create: &CreateNode) -> Written {
        if create.or_replace && create.if_not_exists {
            return Err(BuildError::usage("it is created OR REPLACE or IF NOT EXISTS, not both").into());
        }
        if create.or_replace {
            self.need(Construct::CreateOrReplace)?;
        }
        if create.if_not_exists {
            self.need(Construct::CreateIfNotExists)?;
        }
        let exists = if create.if_not_exists { "IF NOT EXISTS " } else { "" };
        match &create.object {
            // What makes schemas says their own names.
            Object::Schema(place) => {
                self.need(Construct::Schema)?;
                self.push("CREATE SCHEMA ");
                self.push(exists);
                self.path(place)
            }
            Object::Database(name) => {
                self.need(Construct::Database)?;
                self.push("CREATE DATABASE ");
                self.push(exists);
                self.name(name)
            }
            Object::View { place, columns, query } => {
                self.need(if create.temporary { Construct::TemporaryView } else { Construct::View })?;
                self.object_form(
                    DdlForm::CreateView,
                    &[
                        ("{replace}", create.or_replace, "OR REPLACE"),
                        ("{temporary}", create.temporary, "TEMPORARY"),
                        ("{columns}", !columns.is_empty(), "names of columns"),
                        ("{exists}", create.if_not_exists, "IF NOT EXISTS"),
                    ],
                    |renderer, slot| match slot {
                        "replace" => renderer.word_if(create.or_replace, "OR REPLACE "),
                        "temporary" => renderer.word_if(create.temporary, "TEMPORARY "),
                        "columns" if columns.is_empty() => Ok(()),
                        "columns" => {
                            renderer.push(" (");
                            renderer.names(columns)?;
                            renderer.push(")");
                            Ok(())
                        }
                        other => renderer.object_slot(other, exists, place, query.as_deref()),
                    },
                )
            }
            Object::MaterializedView { place, query } => {
                self.need(Construct::MaterializedView)?;
                let dialect = self.dialect();
                let has_options = place.option_set().iter().any(|stored| stored.dialect == dialect);
                let said = [
                    ("{exists}", create.if_not_exists, "IF NOT EXISTS"),
                    ("{clauses}", has_options, "place for options of the view"),
                ];
                self.object_form(DdlForm::CreateMaterializedView, &said, |renderer, slot| match slot {
                    "clauses" => renderer.table_clauses(place),
                    other => renderer.object_slot(other, exists, place, query.as_deref()),
                })
            }
            Object::Index { table, index } => {
                self.need(Construct::Index)?;
                if index.name.is_empty() {
                    let instead = "name it, or add its table to a `MetaData` with a naming convention";
                    return Err(BuildError::Empty { what: "the index's name", instead }.into());
                }
                if index.keys.is_empty() {
                    return Err(BuildError::Empty { what: "the index", instead: "give it a column" }.into());
                }
                let template = self.spelling.ddl_form(DdlForm::CreateIndex);
                let method = index.method.as_ref();
                if template.contains("{method}") && method.is_none() {
                    return Err(BuildError::usage(format!(
                        "{} wants to know the kind of index: say `Index::using`",
                        self.dialect()
                    ))
                    .into());
                }
                let has_method = method.is_some() && !template.contains("{method}");
                self.object_form(
                    DdlForm::CreateIndex,
                    &[
                        ("{unique}", index.unique, "UNIQUE index"),
                        ("{using}", has_method, "kind of index"),
                        ("{exists}", create.if_not_exists, "IF NOT EXISTS"),
                    ],
                    |renderer, slot| match (slot, method) {
                        ("unique", _) => renderer.word_if(index.unique, "UNIQUE "),
                        ("name", _) => renderer.name(&index.name),
                        ("using", None) => Ok(()),
                        ("using", Some(method)) => {
                            renderer.push(" USING ");
                            renderer.name(method)
                        }
                        ("method", Some(method)) => renderer.name(method),
                        ("keys", _) => renderer.list(&index.keys, |renderer, key| match key {
                            IndexKey::Column(name) => renderer.name(name),
                            IndexKey::Expression(expression) => {
                                renderer.push("(");
                                renderer.schema_expression(expression, "a key of an index")?;
                                renderer.push(")");
                                Ok(())
                            }
                        }),
                        (other, _) => renderer.object_slot(other, exists, table, None),
                    },
                )
            }
            Object::Sequence(sequence) => {
                self.plain_create(Construct::Sequence, "CREATE SEQUENCE ", exists, &sequence.place)?;
                self.sequence_options(&sequence.numbers);
                Ok(())
            }
            Object::Enum(EnumType { place, labels }) => {
                self.plain_create(Construct::EnumType, "CREATE TYPE ", exists, place)?;
                self.push(" AS ENUM (");
                self.list(labels, |renderer, label| renderer.literal(&Value::from(label.as_str())))?;
                self.push(")");
                Ok(())
            }
        }
    }

    fn word_if(&mut self, said: bool, word: &str) -> Written {
        self.push(if said { word } else { "" });
        Ok(())
    }

    fn plain_create(&mut self, construct: Construct, words: &str, exists: &str, place: &Table) -> Written {
        self.need(construct)?;
        self.push(words);
        self.push(exists);
        self.table_path(place)
    }

    /// The places that most templates have.
    fn object_slot(&mut self, slot: &str, exists: &str, place: &Table, query: Option<&QueryNode>) -> Written {
        match (slot, query) {
            ("exists", _) => self.push(exists),
            ("name" | "table", _) => return self.table_path(place),
            ("query", Some(query)) => {
                // No engine takes parameters here. The WITH is the query's own.
                return self.in_literals(|renderer| {
                    renderer.with_ctes(|renderer, ctes| {
                        renderer.with_clause(ctes)?;
                        renderer.query(query)
                    })
                });
            }
            _ => return unknown_slot(slot),
        }
        Ok(())
    }

    fn sequence_options(&mut self, numbers: &Numbers) {
        for option in options_of(numbers) {
            self.push(" ");
            self.push(&option);
        }
    }

    /// Behind a column's type.
    pub(super) fn identity(&mut self, identity: &Identity) -> Written {
        self.need(Construct::IdentityColumn)?;
        self.push(" ");
        self.push(identity.words());
        let options = options_of(&identity.numbers);
        if !options.is_empty() {
            self.push(" (");
            self.push(&options.join(" "));
            self.push(")");
        }
        Ok(())
    }

    pub(super) fn drop_object(&mut self, drop: &DropNode) -> Written {
        if drop.if_exists {
            self.need(Construct::DropIfExists)?;
        }
        let exists = if drop.if_exists { "IF EXISTS " } else { "" };
        let (construct, words, place) = match &drop.object {
            Object::Schema(place) => {
                self.need(Construct::Schema)?;
                self.push("DROP SCHEMA ");
                self.push(exists);
                return self.path(place);
            }
            Object::Database(name) => {
                self.need(Construct::Database)?;
                self.push("DROP DATABASE ");
                self.push(exists);
                return self.name(name);
            }
            Object::View { place, .. } => (Construct::View, "DROP VIEW ", place),
            Object::MaterializedView { place, .. } => {
                let words = self.spelling.ddl_form(DdlForm::DropMaterializedView);
                (Construct::MaterializedView, words, place)
            }
            Object::Sequence(sequence) => (Construct::Sequence, "DROP SEQUENCE ", &sequence.place),
            Object::Enum(enumeration) => (Construct::EnumType, "DROP TYPE ", &enumeration.place),
            Object::Index { table, index } => {
                self.need(Construct::Index)?;
                let said = [("{exists}", drop.if_exists, "IF EXISTS")];
                return self.object_form(DdlForm::DropIndex, &said, |renderer, slot| match slot {
                    "name" => renderer.table_path(&table.beside(index.name.clone())),
                    "plain" => renderer.name(&index.name),
                    other => renderer.object_slot(other, exists, table, None),
                });
            }
        };
        self.plain_create(construct, words, exists, place)
    }

    /// A default, a generated column's or an index's expression, or a condition; `of` names it where it can't be written.
    pub(super) fn schema_expression(&mut self, expression: &SchemaExpr, of: &str) -> Written {
        match &expression.0 {
            SchemaExprKind::Value(value) => self.literal(value),
            SchemaExprKind::Expression(node) => {
                let before = std::mem::replace(&mut self.qualification, Qualification::LeftOut);
                // No engine takes parameters here.
                let written = self.in_literals(|renderer| renderer.expression(node));
                self.qualification = before;
                written
            }
            SchemaExprKind::NextOf(sequence) => {
                self.need(Construct::Sequence)?;
                let template = self.spelling.ddl_form(DdlForm::NextValue);
                self.slots(template, |renderer, slot, _| match slot {
                    "sequence" => renderer.table_path(sequence),
                    "text" => {
                        let before = std::mem::take(&mut renderer.out);
                        let written = renderer.table_path(sequence);
                        let path = std::mem::replace(&mut renderer.out, before);
                        written?;
                        renderer.literal(&Value::from(path))
                    }
                    other => unknown_slot(other),
                })
            }
            SchemaExprKind::Native { dialect, sql } if *dialect == self.dialect() || self.capabilities.is_none() => {
                self.push(sql);
                Ok(())
            }
            SchemaExprKind::Native { dialect, sql } => {
                let own = self.dialect();
                let message = format!("{of} is {sql} in the words of {dialect}: say it for {own}");
                Err(BuildError::usage(message).into())
            }
        }
    }

    fn alter_table(&mut self, table: &Table, what: &str) -> Written {
        self.push("ALTER TABLE ");
        self.table_path(table)?;
        self.push(what);
        Ok(())
    }

    pub(super) fn alter(&mut self, table: &Table, action: &AlterAction) -> Written {
        use AlterAction as A;
        let (construct, form) = match action {
            A::AddColumn(column) => {
                self.need(Construct::AlterAddColumn)?;
                if self.capabilities.is_some() && (column.primary_key || column.comment.is_some()) {
                    let (what, instead) = match column.primary_key {
                        true => ("is part of the key", "create the table anew"),
                        false => ("has a comment", "say it with `comment_column`"),
                    };
                    let name = column.name();
                    let problem = format!("the column {name:?} {what}, which ADD COLUMN can't say: {instead}");
                    return Err(BuildError::usage(problem).into());
                }
                self.alter_table(table, " ADD COLUMN ")?;
                return self.column_definition(column, false);
            }
            A::DropColumn(name) => {
                self.need(Construct::AlterDropColumn)?;
                self.alter_table(table, " DROP COLUMN ")?;
                return self.name(name);
            }
            A::RenameColumn(name, other) => {
                self.need(Construct::AlterRenameColumn)?;
                self.alter_table(table, " RENAME COLUMN ")?;
                self.name(name)?;
                self.push(" TO ");
                return self.name(other);
            }
            A::ColumnType(..) => (Construct::AlterColumnType, DdlForm::AlterColumnType),
            A::SetDefault(..) => (Construct::AlterColumnDefault, DdlForm::SetDefault),
            A::DropDefault(_) => (Construct::AlterColumnDefault, DdlForm::DropDefault),
            A::SetNotNull(_) => (Construct::AlterColumnNullability, DdlForm::SetNotNull),
            A::DropNotNull(_) => (Construct::AlterColumnNullability, DdlForm::DropNotNull),
            A::RenameTable(_) => (Construct::RenameTable, DdlForm::RenameTable),
            A::CommentTable(_) => (Construct::TableComment, DdlForm::CommentTable),
            A::CommentColumn(..) => (Construct::ColumnComment, DdlForm::CommentColumn),
        };
        self.need(construct)?;
        self.object_form(form, &[], |renderer, slot| match (slot, action) {
            ("table", _) => renderer.table_path(table),
            (
                "column",
                A::ColumnType(name, _)
                | A::SetDefault(name, _)
                | A::DropDefault(name)
                | A::SetNotNull(name)
                | A::DropNotNull(name)
                | A::CommentColumn(name, _),
            ) => renderer.name(name),
            ("type", A::ColumnType(name, sql_type)) => {
                renderer.altered_type(table, name, Some(sql_type), |column| column)
            }
            ("type", A::SetNotNull(name)) => renderer.altered_type(table, name, None, Column::not_null),
            ("type", A::DropNotNull(name)) => renderer.altered_type(table, name, None, |column| {
                let plain = Column::new(name.clone(), column.sql_type.clone());
                Column { options: column.options, ..plain }
            }),
            ("default", A::SetDefault(name, expression)) => {
                renderer.schema_expression(expression, &format!("the default of {name:?}"))
            }
            ("to", A::RenameTable(name)) => renderer.name(name),
            ("to_path", A::RenameTable(name)) => renderer.table_path(&table.beside(name.clone())),
            ("text", A::CommentTable(comment) | A::CommentColumn(_, comment)) => match comment {
                Some(comment) => renderer.literal(&Value::from(comment.as_str())),
                None => {
                    let nothing = renderer.spelling.ddl_form(DdlForm::NoComment);
                    renderer.push(nothing);
                    Ok(())
                }
            },
            (other, _) => unknown_slot(other),
        })
    }

    /// The type of a column that is altered, as CREATE TABLE would write it: some types tell whether there may be NULL.
    fn altered_type(
        &mut self,
        table: &Table,
        name: &Name,
        sql_type: Option<&SqlType>,
        change: impl FnOnce(Column) -> Column,
    ) -> Written {
        let known = table.find_column(name).cloned();
        let column = match (known, sql_type) {
            (Some(column), Some(sql_type)) => Column { sql_type: sql_type.clone(), ..column },
            (Some(column), None) => column,
            (None, Some(sql_type)) => {
                let column = Column::new(name.clone(), sql_type.clone());
                let (mut nullable, mut not_null) = (String::new(), String::new());
                let may_be_null = self.spelling.column_type(&column, &mut nullable);
                let is_never = self.spelling.column_type(&column.clone().not_null(), &mut not_null);
                // Where the type tells whether there may be NULL, it would be changed by a guess.
                if self.capabilities.is_some() && (may_be_null.is_err() || is_never.is_err() || nullable != not_null) {
                    return Err(BuildError::usage(format!(
                        "{} must be told whether {name:?} may be NULL: describe the table with its column, or inspect it",
                        self.dialect()
                    ))
                    .into());
                }
                column
            }
            (None, None) => {
                return Err(BuildError::usage(format!(
                    "{} must be told the type of {name:?}: describe the table with its column, or inspect it",
                    self.dialect()
                ))
                .into());
            }
        };
        self.column_type(&change(column))
    }
}

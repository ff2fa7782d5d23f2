//! The one renderer: it walks the tree once, and asks the capabilities at every gated construct, where it writes it.

mod ddl;
mod dml;
mod expression;
mod neutral;
mod select;
mod source;

use std::borrow::Cow;
use std::sync::Arc;

use aludel_dialect::{Capabilities, Construct, Parameter, Refused, SqlType, Support, Value};

use crate::compound::CompoundNode;
use crate::cte::{CteData, Materialization, Recursion};
use crate::ddl::DdlNode;
use crate::dml::DmlNode;
use crate::expr::Node;
use crate::query::QueryNode;
use crate::select::SelectNode;
use crate::spelling::{Spelling, Unspeakable};
use crate::text::{Piece, Repeats};
use crate::{BuildError, Effect, Name, Prepared, Text};

type Written = Result<(), BuildError>;

/// A statement's tree.
#[derive(Clone, Copy)]
pub(crate) enum StatementNode<'a> {
    Select(&'a SelectNode),
    Compound(&'a CompoundNode),
    Dml(&'a DmlNode),
    Ddl(&'a DdlNode),
    Text(&'a Text),
}

impl StatementNode<'_> {
    fn effect(self) -> Effect {
        match self {
            StatementNode::Select(_) | StatementNode::Compound(_) => Effect::Read,
            StatementNode::Dml(_) => Effect::Write,
            StatementNode::Ddl(_) => Effect::Ddl,
            StatementNode::Text(_) => Effect::Unknown,
        }
    }

    /// The construct that must be granted for the statement to run inside a transaction.
    fn transactional(self) -> Option<Construct> {
        match self {
            StatementNode::Dml(DmlNode::Insert(_)) => Some(Construct::TransactionalInsert),
            StatementNode::Dml(DmlNode::Update(_) | DmlNode::Merge(_)) => Some(Construct::TransactionalUpdate),
            StatementNode::Dml(DmlNode::Delete(_)) | StatementNode::Ddl(DdlNode::Truncate(_)) => {
                Some(Construct::TransactionalDelete)
            }
            StatementNode::Ddl(_) => Some(Construct::TransactionalDdl),
            StatementNode::Select(_) | StatementNode::Compound(_) | StatementNode::Text(_) => None,
        }
    }
}

/// A statement in a dialect's words.
pub(crate) fn render(
    statement: StatementNode<'_>,
    spelling: &dyn Spelling,
    capabilities: &Capabilities,
) -> Result<Prepared, BuildError> {
    let mut renderer = Renderer::new(spelling, Some(capabilities), Values::Parameters);
    renderer.with_ctes(statement)?;
    let Renderer { out, parameters, slots, effect, .. } = renderer;
    let effect = if effect == Effect::Write { effect } else { statement.effect() };
    let mut prepared = Prepared::new(capabilities.dialect(), out, parameters, effect);
    prepared.transactional = statement.transactional();
    prepared.slots = slots;
    Ok(prepared)
}

/// A statement for people: neutral words, values in their places, and a comment with what a dialect might refuse.
pub(crate) fn display(statement: StatementNode<'_>) -> String {
    let mut renderer = Renderer::new(&neutral::NeutralSpelling, None, Values::Literals);
    match renderer.with_ctes(statement) {
        Ok(()) => {
            let Renderer { mut out, needs, .. } = renderer;
            let words: Vec<&str> =
                needs.iter().filter(|need| !neutral::is_universal(**need)).map(|need| need.words()).collect();
            if !words.is_empty() {
                out.push_str(&format!(" /* needs {} */", words.join(", ")));
            }
            out
        }
        Err(error) => format!("{}<{error}>", renderer.out),
    }
}

/// An expression for people.
pub(crate) fn display_expression(node: &Node) -> String {
    let mut renderer = Renderer::new(&neutral::NeutralSpelling, None, Values::Literals);
    match renderer.expression(node) {
        Ok(()) => renderer.out,
        Err(error) => format!("{}<{error}>", renderer.out),
    }
}

/// How values are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Values {
    Parameters,
    Literals,
}

/// Whether an equal value that was written before is written as the same parameter.
///
/// GROUP BY, ORDER BY and HAVING repeat expressions of the select list, and the engine must see that they are the same;
/// elsewhere a text that does not depend on which values happen to be equal is worth more, because it is prepared once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Equals {
    Apart,
    Shared,
}

struct Renderer<'a> {
    spelling: &'a dyn Spelling,
    /// `None`: for people; everything is granted and noted.
    capabilities: Option<&'a Capabilities>,
    values: Values,
    equals: Equals,
    out: String,
    parameters: Vec<Parameter>,
    /// The parameters without a value, by name.
    slots: Vec<(Name, usize)>,
    /// The CTEs met so far, each after those it uses.
    ctes: Vec<Arc<CteData>>,
    /// The qualifiers in sight, innermost query last.
    scopes: Vec<Vec<Name>>,
    needs: Vec<Construct>,
    effect: Effect,
}

impl<'a> Renderer<'a> {
    fn new(spelling: &'a dyn Spelling, capabilities: Option<&'a Capabilities>, values: Values) -> Self {
        Renderer {
            spelling,
            capabilities,
            values,
            equals: Equals::Apart,
            out: String::with_capacity(256),
            parameters: Vec::new(),
            slots: Vec::new(),
            ctes: Vec::new(),
            scopes: Vec::new(),
            needs: Vec::new(),
            effect: Effect::Read,
        }
    }

    fn dialect(&self) -> &'static str {
        self.capabilities.map_or("neutral SQL", Capabilities::dialect)
    }

    /// Asks for a construct that is written here. A level that promises a rewrite which this place does not know is an
    /// error, not a hope.
    fn need(&mut self, construct: Construct) -> Written {
        match self.capabilities {
            Some(capabilities) => match capabilities.require(construct)? {
                Support::Rewritten => Err(BuildError::usage(format!(
                    "{} declares {construct} as rewritten, and no rewrite of it is known",
                    capabilities.dialect()
                ))),
                _ => Ok(()),
            },
            None => {
                if !self.needs.contains(&construct) {
                    self.needs.push(construct);
                }
                Ok(())
            }
        }
    }

    /// Asks for UPDATE or DELETE, which some dialects grant only with a WHERE.
    fn need_where(&mut self, construct: Construct, filter: &[Node]) -> Written {
        self.need(construct)?;
        match self.capabilities {
            Some(capabilities) if filter.is_empty() && capabilities.get(construct) == Support::NeedsWhere => {
                let reason = capabilities.reason(construct).map(|reason| Cow::Owned(reason.to_string()));
                Err(Refused::without_where(capabilities.dialect(), construct, reason).into())
            }
            _ => Ok(()),
        }
    }

    fn unspeakable(&self, problem: Unspeakable, name: &str) -> BuildError {
        match problem {
            Unspeakable::Type(sql_type) => BuildError::Type { dialect: self.dialect(), sql_type },
            Unspeakable::Value(reason) => BuildError::Value { dialect: self.dialect(), reason },
            Unspeakable::Name(reason) => BuildError::Name { name: name.to_owned(), reason },
        }
    }

    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn name(&mut self, name: &str) -> Written {
        self.spelling.identifier(name, &mut self.out).map_err(|problem| self.unspeakable(problem, name))
    }

    fn names(&mut self, names: &[Name]) -> Written {
        self.list(names, |renderer, name| renderer.name(name))
    }

    /// `items` with commas between them.
    fn list<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut Self, T) -> Written,
    ) -> Written {
        for (index, item) in items.into_iter().enumerate() {
            if index > 0 {
                self.push(", ");
            }
            write(self, item)?;
        }
        Ok(())
    }

    fn sql_type(&mut self, sql_type: &SqlType) -> Written {
        self.spelling.type_name(sql_type, &mut self.out).map_err(|problem| self.unspeakable(problem, ""))
    }

    fn literal(&mut self, value: &Value) -> Written {
        self.spelling.literal(value, &mut self.out).map_err(|problem| self.unspeakable(problem, ""))
    }

    fn parameter(&mut self, parameter: &Parameter) -> Written {
        if self.values == Values::Literals {
            return self.literal(&parameter.value);
        }
        let number = self.number(parameter);
        self.placeholder(number, parameter)
    }

    fn placeholder(&mut self, number: usize, parameter: &Parameter) -> Written {
        if number == 1 {
            self.need(Construct::ServerParameters)?;
        }
        self.spelling.placeholder(number, parameter, &mut self.out).map_err(|problem| self.unspeakable(problem, ""))
    }

    /// A parameter without a value; the same name is the same parameter.
    fn bind(&mut self, name: &Name, sql_type: Option<&SqlType>) -> Written {
        if self.values == Values::Literals {
            self.out.push(':');
            self.out.push_str(name);
            return match self.capabilities {
                None => Ok(()),
                Some(_) => Err(BuildError::usage(format!(
                    "the parameter {:?} stands where the engine takes no parameters",
                    name.as_str()
                ))),
            };
        }
        let parameter = Parameter { value: Value::Null, sql_type: sql_type.cloned() };
        let known = self.slots.iter().find(|(slot, _)| slot == name).map(|(_, place)| *place);
        let place = match known {
            Some(place) if self.spelling.repeats() == Repeats::SamePlaceholder => place,
            _ => {
                self.parameters.push(parameter.clone());
                self.slots.push((name.clone(), self.parameters.len() - 1));
                self.parameters.len() - 1
            }
        };
        self.placeholder(place + 1, &parameter)
    }

    /// The parameter's number, counted from 1.
    fn number(&mut self, parameter: &Parameter) -> usize {
        if self.equals == Equals::Shared && self.spelling.repeats() == Repeats::SamePlaceholder {
            let same = |(index, earlier): &(usize, &Parameter)| {
                *earlier == parameter && !self.slots.iter().any(|(_, place)| place == index)
            };
            if let Some((index, _)) = self.parameters.iter().enumerate().find(same) {
                return index + 1;
            }
        }
        self.parameters.push(parameter.clone());
        self.parameters.len()
    }

    /// Writes what may share parameters with what was written before.
    fn sharing(&mut self, write: impl FnOnce(&mut Self) -> Written) -> Written {
        let before = std::mem::replace(&mut self.equals, Equals::Shared);
        let written = write(self);
        self.equals = before;
        written
    }

    fn text(&mut self, text: &Text) -> Written {
        if self.values == Values::Literals {
            self.push(text.sql());
            return Ok(());
        }
        let spelling = self.spelling;
        let rules = spelling.lexical_rules();
        let offset = self.parameters.len();
        let mut places: Vec<(&str, usize)> = Vec::new();
        let (out, parameters) = (&mut self.out, &mut self.parameters);
        text.render(&rules, |piece| match piece {
            Piece::Sql(sql) => out.push_str(sql),
            Piece::Parameter { name, element, parameter, .. } => {
                let known = places.iter().position(|place| *place == (name, element));
                let index = match known {
                    Some(index) if spelling.repeats() == Repeats::SamePlaceholder => index,
                    _ => {
                        places.push((name, element));
                        parameters.push(parameter.into_owned());
                        places.len() - 1
                    }
                };
                spelling.bare_placeholder(offset + index + 1, out);
            }
        })?;
        if self.parameters.len() > offset {
            self.need(Construct::ServerParameters)?;
        }
        Ok(())
    }

    /// Writes a statement, with the WITH for the CTEs that are found in it.
    fn with_ctes(&mut self, statement: StatementNode<'_>) -> Written {
        self.statement(statement)?;
        if self.ctes.is_empty() {
            return Ok(());
        }
        // The CTEs are known only now, and stand first: the text is written a second time behind them.
        let ctes = std::mem::take(&mut self.ctes);
        self.out.clear();
        self.parameters.clear();
        self.slots.clear();
        if matches!(statement, StatementNode::Dml(_)) {
            self.need(Construct::DmlWithCte)?;
        }
        self.with_clause(&ctes)?;
        self.statement(statement)
    }

    fn statement(&mut self, statement: StatementNode<'_>) -> Written {
        match statement {
            StatementNode::Select(select) => self.select(select),
            StatementNode::Compound(compound) => self.compound(compound),
            StatementNode::Dml(dml) => self.dml(dml),
            StatementNode::Ddl(ddl) => self.ddl(ddl),
            StatementNode::Text(text) => self.text(text),
        }
    }

    /// Notes a CTE that is used, after those that it uses itself.
    fn use_cte(&mut self, cte: &Arc<CteData>) -> Written {
        if self.ctes.iter().any(|known| Arc::ptr_eq(known, cte)) {
            return Ok(());
        }
        // Its own text is thrown away here; what counts are the CTEs found in it.
        let (length, parameters, slots) = (self.out.len(), self.parameters.len(), self.slots.len());
        let scopes = std::mem::take(&mut self.scopes);
        let written = self.query(&cte.query);
        self.scopes = scopes;
        self.out.truncate(length);
        self.parameters.truncate(parameters);
        self.slots.truncate(slots);
        written?;
        self.ctes.push(cte.clone());
        Ok(())
    }

    fn with_clause(&mut self, ctes: &[Arc<CteData>]) -> Written {
        for (index, cte) in ctes.iter().enumerate() {
            if let Some(other) = ctes[..index].iter().find(|other| other.name == cte.name) {
                return Err(BuildError::usage(format!("two different CTEs are called {:?}", other.name.as_str())));
            }
        }
        self.need(Construct::Cte)?;
        self.push("WITH ");
        if ctes.iter().any(|cte| cte.recursion == Recursion::Recursive) {
            self.need(Construct::RecursiveCte)?;
            self.push("RECURSIVE ");
        }
        self.list(ctes, |renderer, cte| {
            renderer.name(&cte.name)?;
            if !cte.columns.is_empty() {
                renderer.need(Construct::CteColumns)?;
                renderer.push("(");
                renderer.names(&cte.columns)?;
                renderer.push(")");
            }
            renderer.push(" AS ");
            if let Some(materialization) = cte.materialized {
                renderer.need(Construct::MaterializedCte)?;
                renderer.push(match materialization {
                    Materialization::Materialized => "MATERIALIZED ",
                    Materialization::NotMaterialized => "NOT MATERIALIZED ",
                });
            }
            renderer.push("(");
            renderer.query(&cte.query)?;
            renderer.push(")");
            Ok(())
        })?;
        self.push(" ");
        // What is written from here on finds its CTEs again.
        self.ctes.clear();
        Ok(())
    }

    fn query(&mut self, query: &QueryNode) -> Written {
        match query {
            QueryNode::Select(select) => self.select(select),
            QueryNode::Compound(compound) => self.compound(compound),
            QueryNode::Values(rows) => self.values_rows(rows),
            QueryNode::Text(text) => self.text(text),
            QueryNode::Dml(dml) => {
                self.need(Construct::DmlInCte)?;
                self.effect = Effect::Write;
                self.dml(dml)
            }
        }
    }

    fn values_rows(&mut self, rows: &[Vec<Node>]) -> Written {
        self.push("VALUES ");
        self.list(rows, |renderer, row| {
            renderer.push("(");
            renderer.expressions(row)?;
            renderer.push(")");
            Ok(())
        })
    }
}

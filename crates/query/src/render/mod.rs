//! The one renderer: it walks the tree once, and asks the capabilities at every gated construct, where it writes it.

mod asof;
mod bounds;
mod call;
mod ddl;
mod derived;
mod dml;
mod expression;
#[cfg(test)]
mod gates;
mod joined_value;
mod known;
mod named_windows;
mod neutral;
mod objects;
mod origins;
mod outputs;
mod parameters;
mod pivot;
mod pivot_groups;
mod predicate;
mod rewrite;
mod select;
mod source;
mod structured;
mod template;
mod time_joins;
mod time_series;
mod truth;
mod unknown;
mod window;
mod with;

use std::borrow::Cow;
use std::sync::Arc;

use aludel_dialect::{Capabilities, Construct, Parameter, Refused, SqlType, Support, Value};

use crate::compound::CompoundNode;
use crate::cte::CteData;
use crate::ddl::DdlNode;
use crate::dml::DmlNode;
use crate::expr::{Node, WindowNode};
use crate::query::QueryNode;
use crate::schema::SchemaExpr;
use crate::select::SelectNode;
use crate::source::SourceNode;
use crate::spelling::{Known, Meaning, NullLogic, ParameterPlace, Spelling, Unspeakable};
use crate::text::is_one_type;
#[cfg(feature = "sea-query")]
pub(crate) use rewrite::holds;
pub use rewrite::missing_rewrites;

use crate::prepared::check_value;
use crate::{BuildError, Effect, Name, Prepared, SchemaTranslateMap, Text};

/// Why nothing was written; one pointer wide, because every level of a deep tree has room for several on the stack.
struct Failure(Box<BuildError>);

type Written = Result<(), Failure>;

impl<E: Into<BuildError>> From<E> for Failure {
    fn from(error: E) -> Self {
        Failure(Box::new(error.into()))
    }
}

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
    schemas: &SchemaTranslateMap,
) -> Result<Prepared, BuildError> {
    let mut renderer = Renderer::new(spelling, Some(capabilities), Values::Parameters);
    renderer.schemas = schemas;
    renderer.whole(statement).map_err(|failure| *failure.0)?;
    renderer.in_transactions(statement);
    let Renderer { out, parameters, slots, effect, transactional, settings, .. } = renderer;
    // What stands inside a query may do more than the query.
    let effect = if statement.effect() == Effect::Read { effect } else { statement.effect() };
    let mut prepared = Prepared::new(capabilities.dialect(), out, parameters, effect);
    prepared.transactional = transactional;
    prepared.settings = settings.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    prepared.slots = slots.in_order;
    prepared.row_counts = slots.row_counts;
    Ok(prepared)
}

/// A statement for people: neutral words, values in their places, and a comment with what a dialect might refuse.
pub(crate) fn display(statement: StatementNode<'_>) -> String {
    let mut renderer = Renderer::new(&neutral::NeutralSpelling, None, Values::Literals);
    match renderer.whole(statement) {
        Ok(()) => {
            let Renderer { mut out, needs, .. } = renderer;
            let words: Vec<&str> =
                needs.iter().filter(|need| !neutral::is_universal(**need)).map(|need| need.words()).collect();
            if !words.is_empty() {
                out.push_str(&format!(" /* needs {} */", words.join(", ")));
            }
            out
        }
        Err(Failure(error)) => format!("{}<{error}>", renderer.out),
    }
}

/// A default, a condition or what a column is generated from, in a dialect's words.
pub(crate) fn schema_expression(
    expression: &SchemaExpr,
    spelling: &dyn Spelling,
    capabilities: &Capabilities,
    schemas: &SchemaTranslateMap,
) -> Result<String, BuildError> {
    let mut renderer = Renderer::new(spelling, Some(capabilities), Values::Literals);
    renderer.schemas = schemas;
    renderer.schema_expression(expression, "the expression").map_err(|failure| *failure.0)?;
    Ok(renderer.out)
}

/// An expression for people.
pub(crate) fn display_expression(node: &Node) -> String {
    display_part(|renderer| renderer.column_of_result(node))
}

/// A query inside a statement for people.
pub(crate) fn display_query(query: &QueryNode) -> String {
    display_part(|renderer| renderer.query(query))
}

/// A source for people.
pub(crate) fn display_source(source: &SourceNode) -> String {
    display_part(|renderer| renderer.source(source))
}

/// A part alone, without the WITH of its CTEs.
fn display_part(write: impl FnOnce(&mut Renderer<'_>) -> Written) -> String {
    let mut renderer = Renderer::new(&neutral::NeutralSpelling, None, Values::Literals);
    match write(&mut renderer) {
        Ok(()) => renderer.out,
        Err(Failure(error)) => format!("{}<{error}>", renderer.out),
    }
}

/// A literal behind whatever `out` ends with: two minus signs would begin a comment.
fn literal(spelling: &dyn Spelling, value: &Value, out: &mut String) -> Result<(), Unspeakable> {
    let (start, behind_a_minus) = (out.len(), out.ends_with('-'));
    spelling.literal(value, out)?;
    if behind_a_minus && out[start..].starts_with('-') {
        out.insert(start, '(');
        out.push(')');
    }
    Ok(())
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

/// Whether columns are written with the name of their source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Qualification {
    Written,
    LeftOut,
}

static NO_TRANSLATION: SchemaTranslateMap = SchemaTranslateMap::new();

struct Renderer<'a> {
    spelling: &'a dyn Spelling,
    /// `None`: for people; everything is granted and noted.
    capabilities: Option<&'a Capabilities>,
    schemas: &'a SchemaTranslateMap,
    values: Values,
    equals: Equals,
    qualification: Qualification,
    out: String,
    work: bounds::Work,
    parameters: Vec<Parameter>,
    /// Conditions are written for an engine in which none is NULL.
    two_valued: bool,
    /// What is written filters rows, and is no part of an expression there.
    is_filter: bool,
    /// Where the next value stands.
    place: ParameterPlace,
    /// What the statement's meaning needs.
    settings: Vec<(&'static str, &'static str)>,
    slots: parameters::Slots,
    known: parameters::Known,
    /// The CTEs met so far, each after those it uses.
    ctes: Vec<Arc<CteData>>,
    /// The names of the CTEs that were written: tables of these names can't be reached any more.
    hidden: Vec<Name>,
    /// The CTEs that are being written and may read themselves, the outermost first.
    reading_themselves: Vec<Name>,
    /// The qualifiers in sight, innermost query last.
    scopes: Vec<Vec<Name>>,
    /// The sources in sight whose columns are NULL where a join finds no partner.
    extended: Vec<Name>,
    /// The queries among the sources in sight, by their names.
    queries: Vec<(Name, Arc<QueryNode>)>,
    /// The labels of the query at hand whose columns are never NULL.
    whole_labels: Vec<Name>,
    /// The windows of the query at hand, where they are written at each function.
    windows: Vec<(Name, WindowNode)>,
    /// The outermost of them that a column was taken of from inside another.
    correlated_with: Option<usize>,
    needs: Vec<Construct>,
    /// What the queries inside the statement change.
    effect: Effect,
    /// What they need to run inside a transaction.
    transactional: Vec<Construct>,
}

impl<'a> Renderer<'a> {
    fn new(spelling: &'a dyn Spelling, capabilities: Option<&'a Capabilities>, values: Values) -> Self {
        Renderer {
            spelling,
            capabilities,
            schemas: &NO_TRANSLATION,
            values,
            equals: Equals::Apart,
            qualification: Qualification::Written,
            out: String::with_capacity(1024),
            work: bounds::Work::default(),
            parameters: Vec::with_capacity(8),
            two_valued: spelling.null_logic() == NullLogic::TwoValued,
            is_filter: false,
            place: ParameterPlace::Expression,
            settings: Vec::new(),
            slots: parameters::Slots::default(),
            known: parameters::Known::default(),
            ctes: Vec::new(),
            hidden: Vec::new(),
            reading_themselves: Vec::new(),
            scopes: Vec::new(),
            extended: Vec::new(),
            queries: Vec::new(),
            whole_labels: Vec::new(),
            windows: Vec::new(),
            correlated_with: None,
            needs: Vec::new(),
            effect: Effect::Read,
            transactional: Vec::new(),
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
                Support::Rewritten if !self.spelling.rewrites(construct) => Err(BuildError::usage(format!(
                    "{} declares {construct} as rewritten, and no rewrite of it is known",
                    capabilities.dialect()
                ))
                .into()),
                _ if !self.sends(Meaning::Construct(construct), capabilities) => {
                    let (dialect, support) = (capabilities.dialect(), Support::Withheld);
                    let reason = Cow::Borrowed("it needs a setting of the statement, and none can be sent here");
                    Err(Refused::new(dialect, construct, support, Some(reason)).into())
                }
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

    /// Notes the settings that go with the statement for its meaning; whether they can.
    fn sends(&mut self, meaning: Meaning, capabilities: &Capabilities) -> bool {
        let settings = self.spelling.settings(meaning);
        for setting in settings {
            if !self.settings.contains(setting) {
                self.settings.push(*setting);
            }
        }
        settings.is_empty() || capabilities.grants(Construct::StatementSettings)
    }

    /// Asks the dialect's condition on what is known of a table or column.
    fn need_known(&mut self, construct: Construct, known: Known<'_>) -> Written {
        match (self.capabilities, self.spelling.condition(construct, known)) {
            (Some(capabilities), Err(reason)) => {
                Err(Refused::new(capabilities.dialect(), construct, Support::Withheld, Some(reason)).into())
            }
            _ => Ok(()),
        }
    }

    /// Whether `construct` is to be written in another way, which is for the renderer to know.
    fn is_rewritten(&self, construct: Construct) -> bool {
        self.capabilities.is_some_and(|capabilities| capabilities.get(construct) == Support::Rewritten)
            && !self.spelling.rewrites(construct)
    }

    /// Asks for a construct that the renderer itself writes in another way where it is declared so.
    fn need_or_rewrite(&mut self, construct: Construct) -> Written {
        if self.is_rewritten(construct) { Ok(()) } else { self.need(construct) }
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

    fn unspeakable(&self, problem: Unspeakable, name: &str) -> Failure {
        problem.into_error(self.dialect(), name).into()
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

    /// Whether the words of types that are given in the engine's own are words of types, and not more.
    fn check_type(&self, sql_type: &SqlType) -> Written {
        match sql_type {
            SqlType::Native(words) if !is_one_type(words, &self.spelling.lexical_rules()) => {
                Err(BuildError::usage(format!("{words:?} is not the name of one type")).into())
            }
            SqlType::List(element) | SqlType::Array(element, _) => self.check_type(element),
            SqlType::Map(key, value) => {
                self.check_type(key)?;
                self.check_type(value)
            }
            SqlType::Struct(fields) | SqlType::Union(fields) => {
                fields.iter().try_for_each(|field| self.check_type(&field.sql_type))
            }
            _ => Ok(()),
        }
    }

    fn sql_type(&mut self, sql_type: &SqlType) -> Written {
        if self.capabilities.is_some() {
            self.check_type(sql_type)?;
        }
        self.spelling.type_name(sql_type, &mut self.out).map_err(|problem| self.unspeakable(problem, ""))
    }

    /// Values beside the text are checked before they are sent.
    fn check_value(&self, value: &Value) -> Written {
        match self.capabilities {
            Some(capabilities) => Ok(check_value(value, capabilities.dialect())?),
            None => Ok(()),
        }
    }

    fn literal(&mut self, value: &Value) -> Written {
        self.check_value(value)?;
        literal(self.spelling, value, &mut self.out).map_err(|problem| self.unspeakable(problem, ""))
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

    /// Writes with `scope`'s qualifiers in sight, and those of the queries around it.
    fn scoped(&mut self, scope: Vec<Name>, write: impl FnOnce(&mut Self) -> Written) -> Written {
        self.scopes.push(scope);
        let written = write(self);
        self.scopes.pop();
        written
    }

    fn query(&mut self, query: &QueryNode) -> Written {
        let before = std::mem::replace(&mut self.qualification, Qualification::Written);
        let written = self.placed(ParameterPlace::Expression, |renderer| renderer.query_alone(query));
        self.qualification = before;
        written
    }

    fn query_alone(&mut self, query: &QueryNode) -> Written {
        match query {
            QueryNode::Select(select) => self.select(select),
            QueryNode::Compound(compound) => self.compound(compound),
            QueryNode::Values(rows) => {
                self.need(Construct::ValuesTable)?;
                self.values_rows(rows)
            }
            QueryNode::Text(text) => {
                self.unknown_effect();
                self.part(text)
            }
            QueryNode::Dml(dml) => {
                self.need(Construct::DmlInCte)?;
                self.effect = Effect::Write;
                self.in_transactions(StatementNode::Dml(dml));
                self.dml(dml)
            }
        }
    }

    /// Notes what `statement`, the whole or a part of it, needs inside a transaction.
    fn in_transactions(&mut self, statement: StatementNode<'_>) {
        if let Some(construct) = statement.transactional()
            && !self.transactional.contains(&construct)
        {
            self.transactional.push(construct);
        }
    }

    /// A user's own text is part of the statement, or a function that may do more than read.
    fn unknown_effect(&mut self) {
        self.is_volatile();
        if self.effect == Effect::Read {
            self.effect = Effect::Unknown;
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

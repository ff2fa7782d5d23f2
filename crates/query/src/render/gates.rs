//! Nothing that an engine may lack is written unasked: each kind of node is rendered for a dialect that has nothing.
//!
//! The kinds are matched exhaustively, so that a new one does not compile until it stands here, and fails until it has a
//! sample: with [`UNGATED`], a short list, or refused.

use aludel_dialect::{Any, Capabilities, Construct, Parameter, SqlType, declare_dialect};

use super::StatementNode;
use crate::expr::*;
use crate::join::{ConditionNode, JoinKind, JoinNode};
use crate::query::QueryNode;
use crate::source::{FunctionKind, Origin, SampleNode, SampleSize, SourceNode, UnnestNode};
use crate::{
    BuildError, Name, SampleBy, SampleMethod, SampleUnit, SchemaTranslateMap, Select, Table, raw_expr, select, star,
    text,
};

macro_rules! nothing {
    ($($construct:ident),*) => {
        declare_dialect! {
            /// An engine that lacks everything.
            pub dialect Nothing "nothing" schemes ["nothing"];
            absent "it has nothing": $($construct),*;
        }
    };
}
aludel_dialect::__with_every_construct!(nothing);

/// What every engine that is worth the name has.
const UNGATED: &[&str] = &[
    "Column", "Label", "Keyword", "Star", "Not", "Negate", "Binary", "Nary", "IsNull", "Between", "InList", "Like",
    "Case", "Cast", "Call", "Labelled", // expressions
    "Raw", "Text", // the user's own words
    "Table", "Named", // sources
];

/// Each kind of `$type` by its name, with the name of a given one.
macro_rules! kinds {
    ($function:ident $list:ident $type:ident: $($kind:ident)*) => {
        const $list: &[&str] = &[$(stringify!($kind)),*];
        fn $function(node: &$type) -> &'static str {
            match node {
                $($type::$kind { .. } => stringify!($kind),)*
            }
        }
    };
}

kinds! { node_kind NODES Node:
    Column Label Value Bind Keyword Star Raw Not Negate BitNot Binary Nary IsNull Between InList InQuery Like Quantified Exists
    Subquery Case Cast Call Tuple Array Struct Map Index Slice Member MapValue Json Lambda Collate AtTimeZone Labelled Grouping
    Poisoned
}
kinds! { source_kind SOURCES SourceNode: Table Named Cte Query Function Unnest Sampled Final Pivot Unpivot Joined Poisoned }
kinds! { query_kind QUERIES QueryNode: Select Compound Values Text Dml }
kinds! { join_kind JOINS JoinKind:
    Inner Left Right Full Cross Natural Semi Anti Any AnyLeft Asof AsofLeft Lt Splice Window Horizon Positional
}

const CAPABILITIES: &Capabilities = &Capabilities::of::<Nothing>();

fn t() -> Table {
    Table::new("t")
}

fn a() -> Expr<Any> {
    t().col("a")
}

fn query() -> QueryNode {
    QueryNode::Select(select::<Any>(a()).from(t()).node)
}

/// Refused by name, or an error of the node itself.
fn outcome(statement: &Select<Any>) -> Result<(), BuildError> {
    let capabilities = Capabilities::of::<Nothing>();
    super::render(
        StatementNode::Select(&statement.node),
        &super::neutral::NeutralSpelling,
        &capabilities,
        &SchemaTranslateMap::new(),
    )
    .map(|_| ())
}

fn judge(kind: &str, statement: &Select<Any>) {
    match outcome(statement) {
        Ok(()) => assert!(UNGATED.contains(&kind), "{kind} is written without asking: {statement}"),
        Err(BuildError::Refused(refused)) => {
            assert!(!UNGATED.contains(&kind), "{kind} is said to be ungated and refused: {refused}");
        }
        Err(_) => assert_eq!(kind, "Poisoned"),
    }
}

fn nodes() -> Vec<Node> {
    let a = || a().node;
    let two = || Box::new((a(), a()));
    let value = || Box::new(Parameter::new(1));
    let like = LikeNode { kind: LikeKind::Like, negation: Negation::Plain, text: a(), pattern: a(), escape: None };
    let quantified = Box::new((a(), QuantifiedOperand::Query(query())));
    let count = Call::new(Callee::Neutral(crate::Function::CountRows), Vec::new());
    let case = CaseNode { operand: None, branches: vec![(a(), a())], otherwise: None };
    vec![
        a(),
        Node::Label(Name::from("a")),
        Node::Value(value()),
        Node::Bind(Name::from("a"), None),
        Node::Keyword("NULL"),
        Node::Star(None),
        raw_expr::<Any>("1").node,
        Node::Not(Box::new(a())),
        Node::Negate(Box::new(a())),
        Node::BitNot(Box::new(a())),
        Node::Binary(BinaryOperator::Equal, two()),
        Node::Nary(NaryOperator::And, [a(), a()].into()),
        Node::IsNull(Box::new(a()), Negation::Plain),
        Node::Between(Box::new((a(), a(), a())), Negation::Plain),
        Node::InList(Box::new(a()), vec![a()], Negation::Plain),
        Node::InQuery(Box::new(a()), Box::new(query()), Negation::Plain),
        Node::Like(Box::new(like)),
        Node::Quantified(BinaryOperator::Equal, Quantifier::Any, quantified),
        Node::Exists(Box::new(query()), Negation::Plain),
        Node::Subquery(Box::new(query())),
        Node::Case(Box::new(case)),
        Node::Cast(Box::new((a(), SqlType::Text)), CastKind::Cast),
        Node::Call(Box::new(count)),
        Node::Tuple(vec![a(), a()]),
        Node::Array(vec![a()]),
        Node::Struct(vec![(Name::from("a"), a())]),
        Node::Map(vec![(a(), a())]),
        Node::Index(two()),
        Node::Slice(Box::new((a(), Some(a()), Some(a())))),
        Node::Member(Box::new(a()), Name::from("a")),
        Node::MapValue(two()),
        Node::Json(Box::new((a(), vec![JsonStep::Index(0)])), JsonResult::Json),
        Node::Lambda(vec![Name::from("x")], Box::new(a())),
        Node::Collate(Box::new(a()), Name::from("c")),
        Node::AtTimeZone(two()),
        Node::Labelled(Box::new(a()), Name::from("l")),
        Node::Grouping(Box::new(GroupingNode::Cube(vec![a()]))),
        Node::Poisoned(Box::new(BuildError::usage("wrong"))),
    ]
}

#[test]
fn every_expression() {
    let nodes = nodes();
    assert_eq!(nodes.iter().map(node_kind).collect::<Vec<_>>(), NODES);
    for node in nodes {
        let kind = node_kind(&node);
        judge(kind, &select::<Any>(Expr::leaf(node)).from(t()));
    }
}

/// What makes another construct of a kind that is not gated itself.
#[test]
fn every_form_of_the_ungated() {
    use BinaryOperator as B;
    let plain = [B::Equal, B::NotEqual, B::Less, B::LessOrEqual, B::Greater, B::GreaterOrEqual, B::Add, B::Subtract];
    let more = [B::Multiply, B::Divide, B::Remainder];
    let gated =
        [B::DistinctFrom, B::NotDistinctFrom, B::DivideInteger, B::BitAnd, B::BitXor, B::ShiftLeft, B::ShiftRight];
    let column = || t().col::<Any>("a");
    let of = |operator| outcome(&select(column().binary(operator, column())).from(t()));
    plain.into_iter().chain(more).for_each(|operator| assert!(of(operator).is_ok(), "{operator:?}"));
    gated.into_iter().chain([B::BitOr]).for_each(|operator| assert!(of(operator).is_err(), "{operator:?}"));
    let attached: [fn(&mut Call); 9] = [
        |call| call.named.push((Name::from("x"), a().node)),
        |call| call.distinct = true,
        |call| call.order_by = take_terms::<Any>(a()).0,
        |call| call.within_group = take_terms::<Any>(a()).0,
        |call| call.filter = Some(a().node),
        |call| call.nulls = Some(NullTreatment::Ignore),
        |call| call.over = Some(Over::Named(Name::from("w"))),
        |call| call.over = Some(Over::Window(Box::default())),
        |call| call.callee = Callee::Native(vec![Name::from("f")], vec![a().node]),
    ];
    for attach in attached {
        let mut call = Call::new(Callee::Neutral(crate::Function::Sum), vec![a().node]);
        attach(&mut call);
        let statement = select::<Any>(Expr::leaf(Node::Call(Box::new(call)))).from(t());
        assert!(matches!(outcome(&statement), Err(BuildError::Refused(_))), "{statement}");
    }
    let column = || a();
    for refused in [
        column().ilike(column()),
        column().similar_to(column()),
        column().like_escape(column(), '!'),
        column().try_cast(SqlType::Text),
        row((column(), column())).is_in([row((column(), column()))]),
        Expr::leaf(Node::Keyword("DEFAULT")),
    ] {
        assert!(matches!(outcome(&select(refused.clone()).from(t())), Err(BuildError::Refused(_))), "{refused}");
    }
}

fn sources() -> Vec<SourceNode> {
    let cte = select::<Any>(a()).from(t()).cte("c");
    let cte = crate::IntoSource::<Any>::into_source(&cte).node;
    let call = Call::new(Callee::Native(vec![Name::from("f")], Vec::new()), Vec::new());
    let table = || SourceNode::Table(t());
    let pivot = t().pivot::<Any, _, _>("p", a(), "k", [(1, "one")]).source.node;
    let unpivot = t().unpivot::<Any, _>("u", "v", "k", ["a"], crate::UnpivotNulls::Exclude).source.node;
    let sample = SampleNode { size: SampleSize::Rows(1), method: None, seed: None };
    let function =
        |kind| SourceNode::Function { call: Box::new(call.clone()), alias: None, columns: Box::default(), kind };
    let derived = |query: QueryNode| SourceNode::Query {
        query: query.into(),
        alias: Name::from("s"),
        columns: Box::default(),
        lateral: false,
    };
    vec![
        table(),
        SourceNode::Named(Name::from("r")),
        cte,
        derived(query()),
        derived(QueryNode::Values(vec![vec![a().node]])),
        function(FunctionKind::Table),
        function(FunctionKind::File),
        SourceNode::Unnest(Box::new(UnnestNode { array: a().node, alias: Name::from("u"), column: Name::from("x") })),
        SourceNode::Sampled(Box::new(table()), sample),
        SourceNode::Final(Box::new(table())),
        pivot,
        unpivot,
        joined(JoinKind::Inner),
        SourceNode::Poisoned(Box::new(BuildError::usage("wrong"))),
    ]
}

fn joined(kind: JoinKind) -> SourceNode {
    let condition = ConditionNode::On(Node::Column(Origin::Table(t()), Name::from("a")));
    let join = JoinNode {
        right: SourceNode::Table(Table::new("o")),
        kind,
        condition,
        global: false,
        tolerance: None,
        times: None,
    };
    SourceNode::Joined(Box::new(SourceNode::Table(t())), vec![join])
}

#[test]
fn every_source_and_join() {
    let from = |source: SourceNode| select::<Any>(star()).from(crate::Source::new(source, 1));
    let sources = sources();
    let mut kinds: Vec<&str> = sources.iter().map(source_kind).collect();
    kinds.dedup();
    assert_eq!(kinds, SOURCES);
    for source in sources {
        let kind = source_kind(&source);
        judge(kind, &from(source));
    }
    for kind in [
        JoinKind::Inner,
        JoinKind::Left,
        JoinKind::Right,
        JoinKind::Full,
        JoinKind::Cross,
        JoinKind::Natural,
        JoinKind::Semi,
        JoinKind::Anti,
        JoinKind::Any,
        JoinKind::AnyLeft,
        JoinKind::Asof,
        JoinKind::AsofLeft,
        JoinKind::Lt,
        JoinKind::Splice,
        JoinKind::Window,
        JoinKind::Horizon,
        JoinKind::Positional,
    ] {
        assert!(JOINS.contains(&join_kind(&kind)));
        judge(join_kind(&kind), &from(joined(kind)));
    }
}

#[test]
fn every_query_inside_another() {
    let select_node = || select::<Any>(a()).from(t());
    let compound = crate::IntoQuery::<Any>::into_query(select_node().union_all(select_node())).into_parts().0;
    let delete = crate::delete::<Any>(&t()).returning(star());
    let queries = [
        query(),
        compound,
        QueryNode::Values(vec![vec![a().node]]),
        QueryNode::Text(Box::new(text("1"))),
        QueryNode::Dml(delete.node),
    ];
    assert_eq!(queries.iter().map(query_kind).collect::<Vec<_>>(), QUERIES);
    // As a branch of the statement itself, where no other construct is asked for.
    for query in queries {
        let mut renderer =
            super::Renderer::new(&super::neutral::NeutralSpelling, Some(CAPABILITIES), super::Values::Parameters);
        let refused = renderer.query(&query).is_err();
        assert_eq!(refused, !matches!(query, QueryNode::Select(_) | QueryNode::Text(_)), "{query:?}");
    }
}

/// Every clause of SELECT but FROM, WHERE, GROUP BY and ORDER BY.
#[test]
fn every_clause() {
    let plain = || select::<Any>(a()).from(t());
    let clauses: Vec<Select<Any>> = vec![
        select(Expr::leaf(Node::Keyword("NULL"))),
        plain().distinct(),
        plain().distinct_on(a()),
        plain().group_by_all(),
        plain().rollup(a()),
        plain().grouping_sets([vec![a()]]),
        plain().having(a()),
        plain().named_window("w", window()),
        plain().qualify(a()),
        plain().order_by_all(),
        plain().order_by(a().asc().nulls_first()),
        plain().order_by(a().asc().with_fill(a())),
        plain().limit(1),
        plain().offset(1),
        plain().limit_percent(1.0),
        plain().limit_with_ties(1),
        plain().limit_by(1, a()),
        plain().sample(SampleSize::Rows(1)),
        plain().sample_repeatably(SampleSize::Rows(1), SampleMethod::System, 1),
        plain().with_totals(),
        plain().prewhere(a()),
        plain().array_join(a()),
        plain().sample_by(SampleBy::every(1, SampleUnit::Day)),
        plain().latest_on(a(), a()),
        plain().lock_rows(crate::RowLock::Update),
        plain().setting("a", 1),
    ];
    for statement in clauses {
        assert!(matches!(outcome(&statement), Err(BuildError::Refused(_))), "{statement}");
    }
    assert!(outcome(&plain().filter(a()).group_by(a()).order_by((a(), a().desc()))).is_ok());
    assert!(Construct::ALL.iter().all(|construct| !Capabilities::of::<Nothing>().grants(*construct)));
}

//! Statements that are nested too deep, and statements that are long.

use std::fmt::{Debug, Display};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use aludel_dialect::{Any, Capabilities, SqlType};
use aludel_query::{
    BuildError, Expr, Joins, Select, Statement, array, case, delete, exists, func, insert, label_ref, lambda, literal,
    map, row, select, star, structure, table_function, unnest, update, values, window,
};

use crate::samples::{Everything, spelling::Numbered, table};

type E = Expr<Any>;
type Q = Select<Any>;

fn leaf() -> E {
    table("t").col("a")
}

fn plain() -> Q {
    select(leaf())
}

/// A statement that holds the expression.
fn holding(expression: E) -> Q {
    select(expression).from(table("t"))
}

/// A name that no other CTE has.
fn fresh() -> String {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    format!("c{}", COUNT.fetch_add(1, Ordering::Relaxed))
}

/// `wrap` around itself, `levels` times.
fn nested<T>(levels: usize, innermost: T, wrap: impl Fn(T) -> T) -> T {
    (0..levels).fold(innermost, |inside, _| wrap(inside))
}

/// Renders, prints, clones and drops; what rendering says.
fn exercise<S: Statement<Any> + Clone + Display + Debug>(statement: S) -> Result<String, BuildError> {
    let rendered = statement.render(&Numbered, &Capabilities::of::<Everything>());
    let copy = statement.clone();
    let shown = (copy.to_string(), format!("{copy:?}"), format!("{copy:#?}"));
    drop(statement);
    match &rendered {
        Ok(_) => assert!(!shown.0.contains("levels deep")),
        // What is too deep shows its error, not nothing.
        Err(error) => assert!(shown.0.contains(&error.to_string()), "{error}"),
    }
    drop(copy);
    rendered.map(|prepared| prepared.sql.to_string())
}

macro_rules! forms {
    ($($name:ident $levels:ident $statement:expr;)+) => {
        /// Every way to nest one thing in another.
        const FORMS: &[(&str, fn(usize) -> Result<String, BuildError>)] = &[
            $((stringify!($name), |$levels: usize| exercise($statement))),+
        ];
    };
}

forms! {
    not n holding(nested(n, leaf(), |x| !x));
    negate n holding(nested(n, leaf(), |x| -x));
    bit_not n holding(nested(n, leaf(), E::bit_not));
    add_left n holding(nested(n, leaf(), |x| x + 1));
    add_right n holding(nested(n, leaf(), |x| literal(1) + x));
    divide_template n holding(nested(n, leaf(), |x| x.bit_xor(1)));
    compare n holding(nested(n, leaf(), |x| x.eq(leaf())));
    and_or n holding(nested(n, leaf(), |x| x.and(leaf()).or(leaf())));
    concat_in_and n holding(nested(n, leaf(), |x| x.and(leaf()).concat("x")));
    is_null n holding(nested(n, leaf(), E::is_null));
    between n holding(nested(n, leaf(), |x| leaf().between(1, x)));
    in_list n holding(nested(n, leaf(), |x| leaf().is_in([x])));
    like n holding(nested(n, leaf(), |x| x.like("x")));
    case_result n holding(nested(n, leaf(), |x| case().when(leaf(), x).end()));
    case_operand n holding(nested(n, leaf(), |x| case().of(x).when(1, 2).otherwise(3)));
    function n holding(nested(n, leaf(), func::lower));
    native_function n holding(nested(n, leaf(), |x| func::native("f", x)));
    coalesce n holding(nested(n, leaf(), |x| func::coalesce([x, leaf()])));
    extract_template n holding(nested(n, leaf(), |x| func::extract(aludel_query::DatePart::Year, x)));
    named_argument n holding(nested(n, leaf(), |x| func::native_bare("f").named_argument("x", x)));
    filter_where n holding(nested(n, leaf(), |x| func::sum(leaf()).filter_where(x)));
    aggregate_order n holding(nested(n, leaf(), |x| func::array_agg(leaf()).aggregate_order_by(x)));
    within_group n holding(nested(n, leaf(), |x| func::mode(leaf()).within_group(x)));
    window_partition n holding(nested(n, leaf(), |x| func::sum(leaf()).over(window().partition_by(x))));
    window_frame n holding(nested(n, leaf(), |x| func::sum(leaf()).over(window().rows(aludel_query::Bound::preceding(x)))));
    cast n holding(nested(n, leaf(), |x| x.cast(SqlType::Text)));
    collate n holding(nested(n, leaf(), |x| x.collate("c")));
    time_zone n holding(nested(n, leaf(), |x| x.at_time_zone("UTC")));
    tuple n holding(nested(n, leaf(), |x| row([x])));
    array_literal n holding(nested(n, leaf(), |x| array([x])));
    array_element n holding(nested(n, leaf(), |x| x.element(1)));
    array_slice n holding(nested(n, leaf(), |x| x.slice(1, 2)));
    struct_literal n holding(nested(n, leaf(), |x| structure([("a", x)])));
    struct_member n holding(nested(n, leaf(), |x| x.member("m")));
    map_literal n holding(nested(n, leaf(), |x| map([(leaf(), x)])));
    map_value n holding(nested(n, leaf(), |x| x.map_value("k")));
    json n holding(nested(n, leaf(), |x| x.json(["k"])));
    lambdas n holding(nested(n, leaf(), |x| lambda(["x"], x)));
    label_in_sum n holding(nested(n, leaf(), |x| x.label("x") + 1));
    scalar_subquery n nested(n, plain(), |q| holding(q.scalar_subquery()));
    exists_subquery n nested(n, plain(), |q| plain().filter(exists(q)));
    in_subquery n nested(n, plain(), |q| plain().filter(leaf().is_in(q)));
    any_subquery n nested(n, plain(), |q| plain().filter(leaf().any_of_query(aludel_query::BinaryOperator::Equal, q)));
    having_subquery n nested(n, plain(), |q| plain().having(exists(q)));
    order_subquery n nested(n, plain(), |q| plain().order_by(q.scalar_subquery()));
    limit_subquery n nested(n, plain(), |q| plain().limit(q.scalar_subquery()));
    derived_table n nested(n, plain(), |q| select(star()).from(q.subquery("s")));
    joined_derived_table n nested(n, plain(), |q| select(star()).from(table("t")).cross_join(q.subquery("s").lateral()));
    cte_chain n nested(n, plain(), |q| select(star()).from(q.cte(fresh())));
    cte_columns n nested(n, plain(), |q| select(q.cte(fresh()).col("a")));
    union_right n nested(n, plain().union(plain()), |q| plain().union(q));
    union_and_except n nested(n, plain().union(plain()), |q| q.union(plain()).except(plain()));
    joins_right n select(star()).from(nested(n, table("t").cross_join(table("u")), |joins| table("t").cross_join(joins)));
    sampled n select(star()).from(nested(n, table("t").final_rows(), aludel_query::Source::final_rows));
    table_functions n select(star()).from(nested(n, table_function("f", leaf()), |f| table_function("f", select(star()).from(f).scalar_subquery())));
    unnests n select(star()).from(nested(n, unnest(leaf(), "e", "x"), |u| unnest(select(star()).from(u).scalar_subquery(), "e", "x")));
    values_tables n select(star()).from(nested(n, values("v", ["a"], [vec![leaf()]]), |v| values("v", ["a"], [vec![select(star()).from(v).scalar_subquery()]])));
    groupings n nested(n, plain(), |q| plain().rollup(q.scalar_subquery()));
    limit_by n nested(n, plain(), |q| plain().limit_by(1, q.scalar_subquery()));
    insert_query n insert(&table("t")).from_select(["a"], nested(n, plain(), |q| select(star()).from(q.subquery("s"))));
    insert_values n insert(&table("t")).values([("a", nested(n, leaf(), |x| x + 1))]);
    update_set n update(&table("t")).set("a", nested(n, leaf(), |x| x + 1));
    delete_filter n delete(&table("t")).filter(nested(n, leaf(), |x| !x));
    dml_ctes n nested(n, plain(), |q| select(star()).from(insert(&table("t")).from_select(["a"], q).returning(leaf()).cte(fresh())));
    create_table_as n aludel_query::create_table_as(&table("t"), nested(n, plain(), |q| select(star()).from(q.subquery("s"))));
    explained n aludel_query::explain(nested(n, plain(), |q| select(star()).from(q.subquery("s"))));
}

/// Half of what a thread of Rust has, and as little as any platform gives a main thread.
fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    thread::Builder::new().stack_size(1 << 20).spawn(work).unwrap().join().unwrap();
}

/// How deep each form goes, by trial: the last number of levels that is rendered.
fn deepest(build: fn(usize) -> Result<String, BuildError>) -> usize {
    let (mut fits, mut fails) = (1, 1000);
    while fails - fits > 1 {
        let middle = (fits + fails) / 2;
        match build(middle) {
            Ok(_) => fits = middle,
            Err(_) => fails = middle,
        }
    }
    fits
}

#[test]
fn what_is_too_deep_is_an_error() {
    for (name, build) in FORMS {
        on_a_small_stack(move || match build(5000) {
            Err(BuildError::TooDeep(300)) => {}
            other => panic!("{name}: {other:?}"),
        });
    }
}

#[test]
fn what_just_fits_is_rendered() {
    for (name, build) in FORMS {
        on_a_small_stack(move || {
            let levels = deepest(*build);
            // A level of a query is up to three of the tree: its source, its expression, itself.
            assert!((90..=300).contains(&levels), "{name} goes {levels} deep");
            assert!(matches!(build(levels + 1), Err(BuildError::TooDeep(_))), "{name}");
        });
    }
}

/// The parts that are not statements yet.
#[test]
fn deep_parts_can_be_cloned_and_shown() {
    on_a_small_stack(|| {
        let deep = nested(299, leaf(), |x| func::sum(leaf()).over(window().partition_by(x)));
        let parts: [&dyn Debug; 8] = [
            &deep.clone(),
            &case().when(deep.clone(), 1),
            &aludel_query::desc(deep.clone()),
            &window().partition_by(deep.clone()),
            &holding(deep.clone()).subquery("s"),
            &holding(deep.clone()).cte("c"),
            &table_function("f", deep.clone()),
            &table("t").join(table("u"), deep.clone()),
        ];
        for part in parts {
            let shown = format!("{part:#?}{part:?}");
            assert!(shown.contains("PARTITION BY") || shown.contains("levels deep"), "{shown}");
        }
    });
}

#[test]
fn a_deep_expression_poisons_what_it_stands_in() {
    let deep = nested(5000, leaf(), |x: E| !x);
    assert_eq!(deep.to_string(), "<the statement is nested more than 300 levels deep>");
    let statement = select(star()).from(table("t")).filter(deep).limit(1);
    assert_eq!(statement.to_string(), "SELECT * FROM t WHERE <the statement is nested more than 300 levels deep>");
    assert_eq!(format!("{:?}", statement.clone()), format!("Select({statement})"));
}

const MILLION: usize = 1_000_000;
/// A SELECT is half a kilobyte wide.
const LONG: usize = 200_000;

/// A chain is one node: it takes linear time to build from either end, to write and to drop.
#[test]
fn long_chains() {
    on_a_small_stack(|| {
        let link = || label_ref("x");
        let length = |chain: E| exercise_lightly(&select(chain)).len();
        assert_eq!(length((1..MILLION).fold(link(), |chain, _| chain.and(link()))), "SELECT ".len() + 6 * MILLION - 5);
        assert_eq!(length((1..MILLION).fold(link(), |chain, _| link().or(chain))), "SELECT ".len() + 5 * MILLION - 4);
        assert_eq!(
            length((1..MILLION).fold(link(), |chain, _| chain.concat(link()))),
            "SELECT ".len() + 5 * MILLION - 4
        );
        let filtered = (0..MILLION).fold(plain(), |query, _| query.filter(link()));
        assert!(exercise_lightly(&filtered).ends_with(" AND x AND x"));
    });
}

#[test]
fn long_set_operations_and_joins() {
    on_a_small_stack(|| {
        let one = || select::<Any>(label_ref("x"));
        let union = (0..LONG).fold(one().union_all(one()), |union, _| union.union_all(one()));
        assert!(exercise_lightly(&union).ends_with("UNION ALL SELECT x UNION ALL SELECT x"));
        drop(union);
        let (t, u) = (table("t"), table("u"));
        let joins = (0..LONG).fold(t.cross_join(&u), |joins, _| joins.cross_join(&u));
        assert!(exercise_lightly(&select::<Any>(star()).from(joins)).ends_with("CROSS JOIN u CROSS JOIN u"));
        drop((0..LONG).fold(select(star()).from(&t), |query: Q, _| query.cross_join(&u)));
    });
}

fn exercise_lightly<S: Statement<Any>>(statement: &S) -> String {
    statement.render(&Numbered, &Capabilities::of::<Everything>()).unwrap().sql.to_string()
}

/// Operations that are not associative nest, and are refused long before a million.
#[test]
fn a_million_levels_are_dropped_as_they_come() {
    on_a_small_stack(|| {
        assert!(matches!(exercise(holding(nested(MILLION, leaf(), |x| x + 1))), Err(BuildError::TooDeep(_))));
        let except = (0..MILLION).fold(plain().except(plain()), |all, n| match n % 2 {
            0 => all.union(plain()),
            _ => all.except(plain()),
        });
        assert!(matches!(exercise(except), Err(BuildError::TooDeep(_))));
    });
}

#[test]
fn many_ctes() {
    on_a_small_stack(|| {
        // Wide, not deep: each is used by the last.
        let ctes: Vec<_> = (0..2000).map(|_| plain().cte(fresh())).collect();
        let all = ctes.iter().fold(select(star()).from(table("t")), |query: Q, cte| query.cross_join(cte));
        assert!(exercise(all).unwrap().len() > 2000 * 30);
        // Each uses the one before twice; every text is written once, not two to the power of their number.
        let twice = nested(90, plain(), |q| {
            let cte = q.cte(fresh());
            select(star()).from(cte.cross_join(cte.alias("again")))
        });
        assert!(exercise(twice).unwrap().len() < 90 * 200);
    });
}

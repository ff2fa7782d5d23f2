//! Statements: queries of every clause, and changes of rows.

use aludel_dialect::{Any, SqlType};
use aludel_query::{
    Column, Expr, IntoSource, Joins, Materialization, Select, Source, Statement, Table, create_table_as, delete,
    excluded, func, insert, literal, merge, select, star, truncate, update, values,
};

use super::dice::Dice;
use super::expressions::{KINDS, Kind, aggregate, bare, expression, windowed};

/// The columns that can be seen.
#[derive(Clone, Default)]
pub(super) struct Scope(Vec<(Kind, Expr<Any>)>);

impl Scope {
    pub(super) fn of(&self, kind: Kind) -> Vec<Expr<Any>> {
        self.0.iter().filter(|(of, _)| *of == kind).map(|(_, column)| column.clone()).collect()
    }

    fn and(mut self, other: Scope) -> Scope {
        self.0.extend(other.0);
        self
    }
}

/// The names of a table's columns, of each kind one.
const ODD: [&str; 6] = ["id", "na\"me", "select", "a b", "da'y", "añ🦆"];
const PLAIN: [&str; 6] = ["id", "name", "share", "ok", "day", "at"];

fn of_kinds(name: &str, columns: [&str; 6]) -> Table {
    let columns = columns.into_iter().zip(KINDS).map(|(name, kind)| Column::new(name, kind.sql_type()));
    columns.fold(Table::new(name), Table::column)
}

fn odd() -> Table {
    of_kinds("odd \"table\"; --", ODD)
}

fn plain() -> Table {
    of_kinds("plain", PLAIN)
}

fn keyed() -> Table {
    Table::new("keyed")
        .column(Column::new("id", SqlType::Int64).primary_key())
        .column(Column::new("n", SqlType::Int64))
        .column(Column::new("name", SqlType::Text))
}

/// The tables that the statements speak of.
pub(super) fn tables() -> [Table; 3] {
    [odd(), plain(), keyed()]
}

fn scope_of(table: &Table) -> Scope {
    let kind_of = |sql_type: &SqlType| KINDS.into_iter().find(|kind| kind.sql_type() == *sql_type);
    let columns = table.columns().iter();
    Scope(columns.filter_map(|column| Some((kind_of(column.sql_type())?, table.col(column.name())))).collect())
}

fn table(dice: &mut Dice<'_>) -> Table {
    let name = dice.name();
    if dice.one_in(2) { odd().alias(name) } else { plain().alias(name) }
}

/// A table inside a subquery, and a column of whole numbers of it.
pub(super) fn inner(dice: &mut Dice<'_>) -> (Table, Expr<Any>) {
    let table = table(dice);
    let id = table.col("id");
    (table, id)
}

/// The kinds of a query's columns, with their labels.
type Labels = Vec<(Kind, String)>;

fn kinds(dice: &mut Dice<'_>) -> Vec<Kind> {
    let count = 1 + dice.roll(3);
    (0..count).map(|_| *dice.choose(&KINDS)).collect()
}

fn source(dice: &mut Dice<'_>, depth: usize) -> (Source<Any>, Scope) {
    if depth > 0 {
        match dice.roll(8) {
            2 => return joined(dice, depth - 1),
            3 => {
                let kinds = kinds(dice);
                let (query, labels) = query(dice, depth - 1, &kinds);
                let derived = query.subquery(dice.name());
                let columns = labels.into_iter().map(|(kind, label)| (kind, derived.col(label))).collect();
                return ((&derived).into_source(), Scope(columns));
            }
            4 => {
                let kinds = kinds(dice);
                let (query, labels) = query(dice, depth - 1, &kinds);
                let mut cte = query.cte(dice.name());
                if dice.one_in(3) {
                    cte = cte.materialized(Materialization::Materialized);
                }
                let columns = labels.into_iter().map(|(kind, label)| (kind, cte.col(label))).collect();
                return ((&cte).into_source(), Scope(columns));
            }
            5 => {
                let (alias, name) = (dice.name(), dice.name());
                let kind = *dice.choose(&KINDS);
                let rows = (0..2).map(|_| vec![expression(dice, &Scope::default(), kind, 1).cast(kind.sql_type())]);
                let rows: Vec<_> = rows.collect();
                let source = values(alias, [name.clone()], rows);
                return ((&source).into_source(), Scope(vec![(kind, source.col(name))]));
            }
            6 => {
                let kinds = kinds(dice);
                let ((first, labels), (then, _)) = (query(dice, depth - 1, &kinds), query(dice, 0, &kinds));
                let united = match dice.roll(4) {
                    0 => first.union(then),
                    1 => first.intersect(then),
                    2 => first.except_all(then),
                    _ => first.union_all(then),
                };
                let derived = united.subquery(dice.name());
                let columns = labels.into_iter().map(|(kind, label)| (kind, derived.col(label))).collect();
                return ((&derived).into_source(), Scope(columns));
            }
            _ => {}
        }
    }
    let table = table(dice);
    ((&table).into_source(), scope_of(&table))
}

fn joined(dice: &mut Dice<'_>, depth: usize) -> (Source<Any>, Scope) {
    let ((left, seen), (right, also)) = (source(dice, depth), source(dice, depth));
    let both = seen.clone().and(also);
    let on = bare(dice, &both, Kind::Truth, 1);
    match dice.roll(7) {
        0 => (left.join(right, on), both),
        1 => (left.left_join(right, on), both),
        2 => (left.right_join(right, on), both),
        3 => (left.full_join(right, on), both),
        4 => (left.cross_join(right), both),
        5 => (left.semi_join(right, on), seen),
        _ => (left.anti_join(right, on), seen),
    }
}

/// An expression that is no bare value: DuckDB takes none in GROUP BY.
fn key(expression: Expr<Any>) -> Expr<Any> {
    func::coalesce([expression.clone(), expression])
}

/// A SELECT with a column of each kind.
fn query(dice: &mut Dice<'_>, depth: usize, kinds: &[Kind]) -> (Select<Any>, Labels) {
    let (source, scope) = source(dice, depth);
    let labels: Labels = kinds.iter().map(|kind| (*kind, dice.name())).collect();
    let columns: Vec<Expr<Any>> = kinds.iter().map(|kind| key(expression(dice, &scope, *kind, 2))).collect();
    let labelled = columns.iter().zip(&labels).map(|(column, (_, label))| column.clone().label(label.as_str()));
    let mut query = select(labelled.collect::<Vec<_>>()).from(source);
    for _ in 0..dice.roll(3) {
        query = query.filter(expression(dice, &scope, Kind::Truth, 2));
    }
    match dice.roll(6) {
        1 => {
            query = query.group_by(&columns);
            if dice.one_in(2) {
                query = query.having(aggregate(dice, &scope, 1).gt(literal(0_i64)));
            }
        }
        2 => query = query.distinct(),
        3 => query = query.qualify(windowed(dice, &scope).gt(literal(1_i64))),
        4 => query = query.group_by_all(),
        _ => {}
    }
    if dice.one_in(3) {
        let (_, label) = dice.choose(&labels);
        let term = aludel_query::desc(label.as_str());
        query = query.order_by(if dice.one_in(2) { term.nulls_last() } else { term });
    }
    if dice.one_in(3) {
        query = query.limit(dice.roll(100));
        if dice.one_in(2) {
            query = query.offset(dice.roll(100));
        }
    }
    (query, labels)
}

/// A SELECT that is the whole statement: also with aggregates and windows of its own.
fn whole(dice: &mut Dice<'_>) -> Box<dyn Statement<Any>> {
    let (source, scope) = source(dice, 2);
    let of = |dice: &mut Dice<'_>, kind| expression(dice, &scope, kind, 3);
    match dice.roll(5) {
        0 => {
            let kinds = kinds(dice);
            Box::new(query(dice, 3, &kinds).0)
        }
        1 => {
            let key = key(of(dice, Kind::Words));
            let columns = [key.clone(), aggregate(dice, &scope, 2), aggregate(dice, &scope, 2)];
            let grouped = select(columns).from(source);
            Box::new(match dice.roll(4) {
                0 => grouped.group_by(key.clone()).order_by(aggregate(dice, &scope, 1)),
                1 => grouped.rollup(key),
                2 => grouped.cube(key),
                _ => grouped.grouping_sets([vec![key], vec![]]),
            })
        }
        2 => {
            let columns = [windowed(dice, &scope).label(dice.name()), of(dice, Kind::Real), windowed(dice, &scope)];
            Box::new(select(columns).from(source).order_by(key(of(dice, Kind::Day))).limit(dice.roll(50)))
        }
        3 => {
            let kinds = kinds(dice);
            let ((first, labels), (then, _)) = (query(dice, 1, &kinds), query(dice, 1, &kinds));
            let united = match dice.roll(3) {
                0 => first.union(then),
                1 => first.intersect_all(then),
                _ => first.union_all(then).union(query(dice, 0, &kinds).0),
            };
            let by = labels.first().map(|(_, label)| label.as_str()).unwrap_or_default();
            Box::new(united.order_by(by).limit(dice.roll(50)))
        }
        _ => {
            let filter = of(dice, Kind::Truth);
            let columns = [of(dice, Kind::Whole), of(dice, Kind::Moment), of(dice, Kind::Words)];
            Box::new(select(columns).from(source).filter(filter).distinct_on(key(of(dice, Kind::Whole))))
        }
    }
}

/// A statement made by chance.
pub(super) fn statement(dice: &mut Dice<'_>) -> Box<dyn Statement<Any>> {
    let (odd, plain, keyed) = (odd(), plain(), keyed());
    let (of_odd, of_both) = (scope_of(&odd), scope_of(&odd).and(scope_of(&plain)));
    match dice.roll(16) {
        8 => {
            let set =
                ODD.into_iter().zip(KINDS).map(|(name, kind)| (name, expression(dice, &Scope::default(), kind, 2)));
            let row = insert(&odd).values(set.collect::<Vec<_>>());
            if dice.one_in(2) { Box::new(row.returning(bare(dice, &of_odd, Kind::Whole, 2))) } else { Box::new(row) }
        }
        9 => Box::new(insert(&odd).from_select(ODD, query(dice, 2, &KINDS).0)),
        10 => {
            let row = insert(&keyed).columns(["id", "n"]).row([dice.roll(9) as i64, 1]).row([20_i64, 2]);
            match dice.roll(3) {
                0 => Box::new(row.on_conflict_do_nothing(["id"])),
                1 => Box::new(row.or_replace()),
                _ => {
                    let n = keyed.col::<Any>("n") + excluded("n") + bare(dice, &scope_of(&keyed), Kind::Whole, 2);
                    Box::new(row.on_conflict_do_update(["id"], [("n", n)]))
                }
            }
        }
        11 => {
            let kind = dice.roll(KINDS.len());
            let set = update(&odd).set(ODD[kind], expression(dice, &of_odd, KINDS[kind], 2));
            let set = set.filter(expression(dice, &of_odd, Kind::Truth, 2));
            if dice.one_in(3) { Box::new(set.returning(star())) } else { Box::new(set) }
        }
        12 => {
            let set = update(&odd).set("id", expression(dice, &of_both, Kind::Whole, 2)).from(&plain);
            Box::new(set.filter(expression(dice, &of_both, Kind::Truth, 2)))
        }
        13 => {
            let gone = delete(&odd).filter(expression(dice, &of_odd, Kind::Truth, 3));
            match dice.roll(3) {
                0 => Box::new(gone.returning(bare(dice, &of_odd, Kind::Words, 2).label(dice.name()))),
                1 => Box::new(delete(&odd).using(&plain).filter(expression(dice, &of_both, Kind::Truth, 2))),
                _ => Box::new(gone),
            }
        }
        14 => {
            let on = odd.col::<Any>("id").eq(plain.col("id")).and(bare(dice, &of_both, Kind::Truth, 1));
            let merge = merge(&odd, &plain, on);
            match dice.roll(3) {
                0 => Box::new(merge.when_matched().update([("id", expression(dice, &of_both, Kind::Whole, 2))])),
                1 => {
                    let when = expression(dice, &scope_of(&plain), Kind::Truth, 1);
                    let id = expression(dice, &scope_of(&plain), Kind::Whole, 1);
                    Box::new(merge.when_not_matched().and(when).insert([("id", id)]))
                }
                _ => Box::new(merge.when_matched().delete()),
            }
        }
        15 => match dice.roll(3) {
            0 => Box::new(truncate(&odd)),
            _ => Box::new(create_table_as(&Table::new(dice.name()), query(dice, 2, &[Kind::Whole, Kind::Words]).0)),
        },
        7 => Box::new(select(func::count_rows()).from(source(dice, 3).0)),
        _ => whole(dice),
    }
}

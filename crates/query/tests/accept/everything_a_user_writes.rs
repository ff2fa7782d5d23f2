//! Statements of typed engines, of engines chosen at run time, of sets, and of functions that are generic in the dialect.
#[path = "../samples/mod.rs"]
mod samples;

use aludel_dialect::{Any, CanDelete, CanReturn, CanUpsert, CanWindow, HasWhere, Levels};
use aludel_query::{
    Col, Columns, Delete, Expr, Insert, IntoExpr, Joins, Select, Statement, Table, Update, asc, case, delete, desc,
    exists, func, insert, literal, select, star, text, update, using, window,
};
use samples::{Engine, Everything, House, Quest, orders, users};

const ID: Col<i64> = Col::new("users", "id");
const NAME: Col<String> = Col::new("users", "name");
const BOSS: Col<i64> = Col::new("users", "boss");

/// A typed engine: no dialect is written anywhere.
fn typed(engine: &Engine<House>) {
    let (u, o) = (users(), orders());
    engine.execute(select([u.col("id"), u.col("name")]).from(&u).filter(u.col("id").gt(1)).limit(5));
    engine.execute(&select((ID, NAME, func::lower(NAME))).filter(NAME.eq("joe").and(ID.ne(BOSS))).order_by(NAME.desc()));
    engine.execute(select(ID).filter(ID.is_in([1, 2]).or(NAME.is_null())).order_by([desc("id"), asc(ID)]));
    engine.execute(select(star()).from(u.join(&o, ID.eq(o.col("user_id")))).left_join(&o.alias("p"), using(["id"])));
    engine.execute(delete(&u).filter(NAME.expr().like("%temp%")));
    engine.execute(u.insert().values([("id", 1.into()), ("name", "joe".into())]));
    engine.execute(select(case().when(ID.lt(3), "few").otherwise("many")).from(&u));
    engine.execute(select(ID).filter(exists(select(literal(1)).from(&o).filter(o.col("user_id").eq(ID)))));
    engine.execute(text("SELECT :x").bind("x", 1));
    let conditions: Vec<Expr<_>> = vec![u.col("a").eq(1), u.col("b").eq("x")];
    engine.execute(select(u.all_columns()).from(&u).filter_all(conditions));
    let total = func::sum(o.col("amount")).label("total");
    engine.execute(select((o.col("region"), &total)).group_by(o.col("region")).having(total.clone().gt(5)).order_by(desc(total)));
}

/// An engine chosen by URL takes everything that compiles for anyone.
fn at_run_time(engine: &Engine<Any>) {
    let u = users();
    engine.execute(update(&u).set("name", "joe"));
    engine.execute(delete(&u).returning(star()));
    engine.execute(select(ID).qualify(func::row_number().over(window().partition_by(NAME)).eq(1)));
    engine.in_transaction(update(&u).set("name", "joe").filter(ID.eq(3)));
}

/// Up to sixteen columns of different kinds.
fn sixteen(engine: &Engine<Quest>) {
    let t = users();
    let c = |name: &str| t.col(name);
    engine.execute(select((
        ID, NAME, c("c"), c("d"), func::count_rows(), literal(1), c("g") + 1, c("h").label("x"), c("i"), c("j"), c("k"),
        c("l"), c("m"), c("n"), c("o"), BOSS,
    )));
}

/// A library names what it wants of a dialect, in one word each.
fn purge<D: CanDelete + CanReturn>(table: &Table) -> Delete<D, HasWhere> {
    delete(table).filter(table.col("old").eq(true)).returning(table.col("id"))
}

fn upsert<D: CanUpsert>(table: &Table, id: i64) -> Insert<D> {
    insert(table).values([("id", id.into())]).on_conflict_do_nothing(["id"])
}

fn ranked<D: CanWindow>(columns: impl Columns<D>, table: &Table) -> Select<D> {
    select(columns).columns(func::rank().over(window().order_by(table.col("score").desc()))).from(table)
}

fn twice<D>(x: impl IntoExpr<D>) -> Expr<D> {
    x.into_expr() * 2
}

fn runs<D: Levels>(engine: &Engine<D>, statement: impl Statement<D>) {
    engine.execute(statement);
}

/// A set of dialects, and its members.
fn of_a_set() {
    type Targets = (Everything, House);
    let purged: Delete<Targets, HasWhere> = delete(&users()).filter(ID.eq(1));
    Engine::<House>::new().execute(purged.on());
    Engine::<Everything>::new().execute(purged.on());
    Engine::<Any>::new().execute(purged.on());
    Engine::<Targets>::new().execute(&purged);
    let renamed: Update<(Everything, Quest), HasWhere> = update(&users()).set("name", "x").filter(ID.eq(1));
    Engine::<Quest>::new().execute(renamed.on());
}

fn main() {
    typed(&Engine::new());
    at_run_time(&Engine::new());
    sixteen(&Engine::new());
    of_a_set();
    let engine = Engine::<Everything>::new();
    engine.execute(purge(&users()));
    engine.execute(upsert(&users(), 1));
    engine.execute(ranked((ID, twice(BOSS)), &users()));
    runs(&engine, select(twice(3)));
}

//! Sets of dialects and generic code: what compiles, and what the compiler infers.

mod samples;

use aludel_dialect::level::{Absent, Deferred, Full, NeedsWhere, NoOp, Rewritten, Withheld};
use aludel_dialect::{Any, CanDelete, CanReturn, HasWhere, Level, Levels, Support};
use samples::{Delete, Duck, Engine, House, Quest, delete, update};

/// A library's statement, for every engine that the library knows.
fn purge() -> Delete<(Duck, House), HasWhere> {
    delete().filter()
}

/// A library's statement, for every engine that grants what it needs.
fn archive<D: CanDelete + CanReturn>() -> Delete<D, HasWhere> {
    delete().filter().returning()
}

fn archive_on<D: CanDelete + CanReturn>(engine: &Engine<D>) {
    engine.execute(archive());
}

#[test]
fn the_dialect_is_inferred_from_the_engine() {
    Engine::<Duck>::new().execute(delete());
    Engine::<Duck>::new().execute(delete().returning());
    Engine::<House>::new().execute(delete().filter());
    Engine::<Duck>::new().execute(update());
}

#[test]
fn a_set_turns_into_what_the_engine_is() {
    let purge = purge();
    Engine::<Duck>::new().execute(purge.on());
    Engine::<House>::new().execute(purge.on());
    Engine::<Any>::new().execute(purge.on());
    Engine::<(Duck, House)>::new().execute(purge.on());
    Engine::<(Duck, House)>::new().execute(purge);
}

#[test]
fn a_dialect_and_any_turn_into_themselves() {
    let one = delete::<House>().filter();
    Engine::<House>::new().execute(one.on());
    Engine::<Any>::new().execute(one.on());
    Engine::<Any>::new().execute(delete::<Any>().on());
}

#[test]
fn six_members_are_found() {
    let six = delete::<(Duck, House, Any, (Duck, House), (Duck, Duck), (House, House))>().filter();
    Engine::<House>::new().execute(six.on());
    Engine::<(Duck, Duck)>::new().execute(six.on());
    Engine::<(House, House)>::new().execute(six.on());
}

#[test]
fn an_alias_carries_its_bounds() {
    archive_on(&Engine::<Duck>::new());
    archive_on(&Engine::<Any>::new());
    archive_on(&Engine::<(Duck, Any)>::new());
}

#[test]
fn a_tuple_is_as_strong_as_its_weakest_member() {
    assert_eq!(<(Full, NeedsWhere)>::VALUE, Support::NeedsWhere);
    assert_eq!(<(NeedsWhere, Rewritten, NoOp)>::VALUE, Support::NoOp);
    assert_eq!(<(Full, Full, Full, Withheld)>::VALUE, Support::Withheld);
    assert_eq!(<(Withheld, Full, Absent, Full, Full)>::VALUE, Support::Absent);
    assert_eq!(<(Full, Full, Full, Full, Full, Full)>::VALUE, Support::Full);
    // What may still be refused is weaker than what is granted, and stronger than what is refused.
    assert_eq!(<(Full, Deferred)>::VALUE, Support::Deferred);
    assert_eq!(<(Deferred, Absent)>::VALUE, Support::Absent);
    assert_eq!(<(Duck, House, Quest) as Levels>::Returning::VALUE, Support::Absent);
    assert_eq!(<(Duck, Quest) as Levels>::Having::VALUE, Support::Rewritten);
}

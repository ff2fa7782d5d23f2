//! The compiler's refusals and the program's are the same, for every level, alone and in a set.
#![allow(missing_docs)]

mod samples;

use std::marker::PhantomData;

use aludel_dialect::level::{Absent, Deferred, Full, NeedsWhere, NoOp, Rewritten, Withheld};
use aludel_dialect::{Any, Capabilities, Construct, Dialect, Grants, Level, Levels, Support, cap};
use samples::House;

/// What the compiler says of a level: the constant of the type itself, where its bound holds, goes before a trait's.
struct Asked<L, D, C>(PhantomData<(L, D, C)>);

impl<L: Grants<D, C>, D, C> Asked<L, D, C> {
    const GRANTED: bool = true;
}

trait Refused {
    const GRANTED: bool = false;
}

impl<L, D, C> Refused for Asked<L, D, C> {}

macro_rules! asked {
    ($($level:ty),+) => {
        [$((<$level as Level>::VALUE, Asked::<$level, Any, cap::Update>::GRANTED)),+]
    };
}

#[test]
fn the_compiler_grants_what_the_level_grants() {
    let asked = asked!(Full, NeedsWhere, Rewritten, NoOp, Withheld, Absent);
    assert_eq!(asked.len() + 1, Support::ALL.len());
    for (level, granted) in asked {
        assert_eq!(granted, level.is_granted(), "{level}");
    }
    // What is decided when the statement is built compiles.
    assert!(asked!(Deferred)[0].1);
}

macro_rules! pairs {
    ($($one:ident)+; $others:tt) => { [$(pairs!(@with $one $others)),+].concat() };
    (@with $one:ident [$($other:ident)+]) => {
        vec![$((
            $one::VALUE,
            $other::VALUE,
            Asked::<($one, $other), (Any, Any), cap::Update>::GRANTED,
        )),+]
    };
}

#[test]
fn a_set_grants_what_every_member_grants() {
    let pairs = pairs! {
        Full NeedsWhere Rewritten NoOp Withheld Absent; [Full NeedsWhere Rewritten NoOp Withheld Absent]
    };
    assert_eq!(pairs.len(), 36);
    for (one, other, granted) in pairs {
        assert_eq!(granted, one.is_granted() && other.is_granted(), "{one} and {other}");
    }
}

macro_rules! every {
    ($($construct:ident),+) => {
        /// Every construct, and whether the compiler grants it to `House`.
        const EVERY: &[(Construct, bool)] = &[$((
            Construct::$construct,
            Asked::<<House as Levels>::$construct, House, cap::$construct>::GRANTED,
        )),+];
    };
}
aludel_dialect::__with_every_construct!(every);

#[test]
fn the_compiler_and_the_program_read_one_declaration() {
    let capabilities = Capabilities::of::<House>();
    assert_eq!(EVERY.len(), Construct::ALL.len());
    for (construct, granted) in EVERY {
        assert_eq!(*granted, capabilities.grants(*construct), "{} {construct:?}", House::NAME);
    }
    assert!(EVERY.iter().any(|(_, granted)| *granted) && EVERY.iter().any(|(_, granted)| !granted));
}

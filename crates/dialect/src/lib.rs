//! What a dialect declares: constructs, levels, capabilities; and the types and values that all dialects share.
//!
//! **One declaration** per dialect, made with [`declare_dialect!`], gives each [`Construct`] of the one list a level:
//! works, works with a WHERE, is written in other words, does nothing, is withheld, is absent. It is read three times:
//!
//! - by the compiler: [`Levels`] are types, a statement's method asks the level whether it [`Grants`] the construct,
//!   and what the engine's dialect does not grant does not compile;
//! - by the program: [`Capabilities`] are the same levels as data, narrowed to what the server and the user can do; they
//!   decide for engines chosen at run time ([`Any`]), with [`Refused`];
//! - by the conformance suite, which asks the real engine whether the declaration is true.
//!
//! Library code names a **set** of dialects, a tuple of which every member must grant a construct, or is generic with
//! the short bounds [`CanDelete`], [`CanReturn`], …
//!
//! [`SqlType`] and [`Value`] are the neutral types and values: lossless, with [`Timestamp`], [`Date`] and [`Interval`]
//! over the engines' whole range.
//!
//! Nothing here knows SQL text, Arrow, async or a driver.

mod alias;
mod capabilities;
mod construct;
mod constructs;
mod declare;
mod dialect;
mod grants;
pub mod level;
mod nearest;
mod refused;
mod set;
mod sql_type;
mod temporal;
mod value;
mod value_display;

pub use alias::{
    CanCreateTables, CanDelete, CanDeleteAll, CanInsert, CanJoin, CanNest, CanNestQueries, CanReturn, CanTransact,
    CanUpdate, CanUpsert, CanWindow,
};
pub use capabilities::{Capabilities, WideningRefused};
pub use constructs::{Any, Construct, Levels, cap};
pub use declare::LIST_VERSION;
pub use dialect::Dialect;
pub use grants::{Grants, HasWhere, NoWhere, WhereRule};
pub use level::{Level, Support};
pub use nearest::nearest;
pub use refused::Refused;
pub use set::{DialectSet, Has, index};
pub use sql_type::{Field, SqlType, TimeUnit};
pub use temporal::{Date, Interval, OutOfRange, Time, TimeTz, Timestamp, TimestampNs, civil_from_days};
pub use value::{Bits, NotBits, Parameter, ToValue, Value};

/// Re-exported, because [`Value`] carries its numbers.
pub use bigdecimal;

/// What other crates must not implement.
mod sealed {
    /// Levels are ours alone.
    pub trait Sealed {}
    /// Without it another crate could write `impl Grants<Mine, cap::Update> for Absent`: `Mine` is local there.
    pub trait Granted<D, C> {}
    /// The same for `WhereRule`.
    pub trait Ruled<D, W, C> {}
    /// The levels of a set, for impls that must be generic in the tuple itself.
    pub trait Tuple {
        /// The tuple.
        type Levels;
    }
}

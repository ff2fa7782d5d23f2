//! A declared dialect: levels, and the name and reasons that go with them.

use crate::{Construct, Levels};

/// A dialect that was declared with [`declare_dialect!`](crate::declare_dialect): its levels are known when the program
/// is compiled.
///
/// Not so [`Any`](crate::Any), whose levels are known when an engine is connected, and a set of dialects, which has no
/// one name.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a declared dialect",
    label = "its capabilities are not known to the compiler",
    note = "for `Any` use the engine's capabilities; a set of dialects becomes one of its members with `.on()`"
)]
pub trait Dialect: Levels {
    /// The name in errors, in the support matrix and in registries: `duckdb`.
    const NAME: &'static str;

    /// The URL schemes that the dialect answers to, its own first.
    const SCHEMES: &'static [&'static str];

    /// Why `construct` has a level other than full.
    fn reason(construct: Construct) -> Option<&'static str>;
}

//! What one dialect alone says of a table or a column: structs of the dialect's own crate, told apart by their types.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

/// What one dialect says of a table beyond its columns, such as how it is stored: a struct of the dialect's own crate. A
/// [`Table`](crate::Table) may carry those of several dialects, and each reads its own.
///
/// ```
/// use aludel_dialect::SqlType;
/// use aludel_query::{Column, Table, TableOptions};
///
/// #[derive(Clone, Debug, PartialEq)]
/// struct Shelf {
///     row: u32,
/// }
///
/// impl TableOptions for Shelf {
///     const DIALECT: &'static str = "library";
/// }
///
/// let books = Table::new("books").column(Column::new("id", SqlType::Int64)).with_options(Shelf { row: 7 });
/// assert_eq!(books.options::<Shelf>(), Some(&Shelf { row: 7 }));
/// ```
///
/// The dialect's [`Spelling`](crate::Spelling) writes them in `table_clauses`, refuses by name what it can't honour, and says
/// in `reads_options` that it knows the type. For a type that it does not know, CREATE TABLE is an error.
pub trait TableOptions: Any + fmt::Debug + PartialEq + Send + Sync {
    /// The name of the dialect that reads them.
    const DIALECT: &'static str;
}

/// What one dialect says of a column beyond its type, such as how it is compressed; see [`TableOptions`].
pub trait ColumnOptions: Any + fmt::Debug + PartialEq + Send + Sync {
    /// The name of the dialect that reads them.
    const DIALECT: &'static str;
}

/// Options of any dialects, at most one value of each type.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct OptionSet(Vec<Stored>);

#[derive(Clone)]
pub(crate) struct Stored {
    pub(crate) dialect: &'static str,
    /// The type's name, for people.
    pub(crate) type_name: &'static str,
    value: Arc<dyn Value>,
}

trait Value: Send + Sync {
    fn as_any(&self) -> &dyn Any;
    fn is_equal(&self, other: &dyn Any) -> bool;
    fn debug(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

impl<T: Any + fmt::Debug + PartialEq + Send + Sync> Value for T {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn is_equal(&self, other: &dyn Any) -> bool {
        other.downcast_ref::<T>().is_some_and(|other| self == other)
    }

    fn debug(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl Stored {
    pub(crate) fn value(&self) -> &dyn Any {
        (*self.value).as_any()
    }
}

impl PartialEq for Stored {
    fn eq(&self, other: &Self) -> bool {
        self.dialect == other.dialect && (*self.value).is_equal(other.value())
    }
}

impl fmt::Debug for OptionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        struct Shown<'a>(&'a Stored);
        impl fmt::Debug for Shown<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                (*self.0.value).debug(f)
            }
        }
        f.debug_list().entries(self.0.iter().map(Shown)).finish()
    }
}

impl OptionSet {
    /// Takes the place of a value of the same type.
    pub(crate) fn put<T: Any + fmt::Debug + PartialEq + Send + Sync>(&mut self, dialect: &'static str, value: T) {
        self.0.retain(|stored| !stored.value().is::<T>());
        self.0.push(Stored { dialect, type_name: short_name::<T>(), value: Arc::new(value) });
    }

    pub(crate) fn get<T: Any>(&self) -> Option<&T> {
        self.0.iter().find_map(|stored| stored.value().downcast_ref())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Stored> {
        self.0.iter()
    }
}

/// A type's name without its path.
fn short_name<T>() -> &'static str {
    let name = std::any::type_name::<T>();
    name.split('<').next().and_then(|path| path.rsplit("::").next()).unwrap_or(name)
}

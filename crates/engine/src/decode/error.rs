//! Why a result could not be read as the Rust type that was asked for.

use std::fmt;

use aludel_dialect::nearest;

/// A result could not be read as the type that was asked for.
///
/// It names the column, the type that the engine gave it, the Rust type that was asked for and, where a single value is
/// to blame, the row.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct DecodeError {
    // Boxed: an error is rare, and every cell that is read returns a `Result` of this.
    inner: Box<Inner>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    kind: DecodeErrorKind,
    column: Option<String>,
    found: Option<String>,
    row: Option<u64>,
}

/// What is wrong; see [`DecodeError::kind`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeErrorKind {
    /// The column's type can't be read as this Rust type.
    WrongType {
        /// The Rust type.
        expected: String,
        /// What would work, if there is something to say.
        hint: Option<&'static str>,
    },
    /// The result has no such column.
    MissingColumn {
        /// The name that was asked for.
        name: String,
        /// The columns that are there.
        columns: Vec<String>,
        /// The one among them that was probably meant.
        nearest: Option<String>,
    },
    /// There is no column at this position.
    NoSuchPosition {
        /// The position that was asked for, the first being 0.
        position: usize,
        /// How many columns there are.
        count: usize,
    },
    /// Several columns go by the name that was asked for.
    AmbiguousColumn {
        /// The name.
        name: String,
        /// How many there are.
        count: usize,
    },
    /// A row of this Rust type needs another number of columns.
    ColumnCount {
        /// The Rust type.
        expected_type: String,
        /// How many columns it reads.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// A NULL where the Rust type has no place for it.
    Null {
        /// The Rust type.
        expected: String,
    },
    /// The value does not fit the Rust type.
    OutOfRange {
        /// The Rust type.
        expected: String,
        /// The value.
        value: String,
    },
    /// A list has another length than the Rust array.
    Length {
        /// How many elements the array has.
        expected: usize,
        /// How many the list has.
        found: usize,
    },
    /// A map holds a key twice, and the Rust type keeps only one.
    DuplicateKey,
    /// Bytes that should be text are no UTF-8.
    InvalidUtf8 {
        /// How many bytes of it are valid.
        valid_up_to: usize,
    },
    /// Bytes that do not follow the format of their type.
    Malformed {
        /// The type whose format it is.
        of: &'static str,
    },
    /// Lists, structs, maps and unions in one another, more levels than are read.
    TooDeep {
        /// How many are.
        limit: usize,
    },
    /// A type or value that the backend does not hand on, because Arrow has no place for it without loss.
    Unreadable {
        /// Why, and what to do instead.
        reason: String,
    },
    /// An Arrow type or extension that is not known here; it is never guessed at.
    UnknownType {
        /// The Arrow type and its extension.
        arrow: String,
    },
}

impl DecodeError {
    /// An error of this kind; whoever knows the column adds it with [`in_column`](Self::in_column).
    #[cold]
    pub fn new(kind: DecodeErrorKind) -> Self {
        Self { inner: Box::new(Inner { kind, column: None, found: None, row: None }) }
    }

    /// The column can't be read as `T`.
    #[cold]
    pub fn wrong_type<T: ?Sized>() -> Self {
        Self::new(DecodeErrorKind::WrongType { expected: super::names::rust_type::<T>(), hint: None })
    }

    #[cold]
    pub(crate) fn wrong_type_but<T: ?Sized>(hint: &'static str) -> Self {
        Self::new(DecodeErrorKind::WrongType { expected: super::names::rust_type::<T>(), hint: Some(hint) })
    }

    /// A NULL was found where a `T` should be.
    #[cold]
    pub fn null<T: ?Sized>() -> Self {
        Self::new(DecodeErrorKind::Null { expected: super::names::rust_type::<T>() })
    }

    /// `value` does not fit `T`.
    #[cold]
    pub fn out_of_range<T: ?Sized>(value: impl fmt::Display) -> Self {
        Self::new(DecodeErrorKind::OutOfRange { expected: super::names::rust_type::<T>(), value: value.to_string() })
    }

    #[cold]
    pub(crate) fn missing<'a>(name: &str, columns: impl Iterator<Item = &'a str>) -> Self {
        let columns: Vec<String> = columns.map(str::to_owned).collect();
        let nearest = nearest(name, columns.iter().map(String::as_str)).into_iter().next();
        Self::new(DecodeErrorKind::MissingColumn { name: name.to_owned(), columns, nearest })
    }

    /// The same error, known to concern the column (or member) `name`; what was known before becomes a part of it.
    #[cold]
    #[must_use]
    pub fn in_column(mut self, name: &str, found: &str) -> Self {
        self.inner.column = Some(match self.inner.column.take() {
            Some(inside) if inside.starts_with('[') => format!("{name}{inside}"),
            Some(inside) => format!("{name}.{inside}"),
            None => name.to_owned(),
        });
        self.inner.found.get_or_insert_with(|| found.to_owned());
        self
    }

    #[cold]
    pub(crate) fn in_element(mut self, index: usize) -> Self {
        self.inner.column = Some(match self.inner.column.take() {
            Some(inside) if inside.starts_with('[') => format!("[{index}]{inside}"),
            Some(inside) => format!("[{index}].{inside}"),
            None => format!("[{index}]"),
        });
        self
    }

    /// The same error, known to have happened in row `row` of the result, the first being 0.
    #[cold]
    #[must_use]
    pub fn in_row(mut self, row: u64) -> Self {
        if !matches!(self.inner.kind, DecodeErrorKind::WrongType { .. }) {
            self.inner.row = Some(row);
        }
        self
    }

    /// What is wrong.
    pub fn kind(&self) -> &DecodeErrorKind {
        &self.inner.kind
    }

    /// The column; members of structs and elements of lists are written `column.member` and `column[index]`.
    pub fn column(&self) -> Option<&str> {
        self.inner.column.as_deref()
    }

    /// The type that was found: the engine's own words, then Arrow's.
    pub fn found_type(&self) -> Option<&str> {
        self.inner.found.as_deref()
    }

    /// The row, the first being 0, where a single value is to blame.
    pub fn row(&self) -> Option<u64> {
        self.inner.row
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { kind, column, found, row } = &*self.inner;
        let wrong_type = matches!(kind, DecodeErrorKind::WrongType { .. });
        if let Some(column) = column {
            write!(f, "column {column:?}")?;
            if let (Some(found), false) = (found, wrong_type) {
                write!(f, " of type {found}")?;
            }
            if let Some(row) = row {
                write!(f, ", row {row} (the first is 0)")?;
            }
            f.write_str(": ")?;
        }
        match kind {
            DecodeErrorKind::WrongType { expected, hint } => {
                write!(f, "expected {expected}, found {}", found.as_deref().unwrap_or("another type"))?;
                match hint {
                    Some(hint) => write!(f, "; {hint}"),
                    None => Ok(()),
                }
            }
            DecodeErrorKind::MissingColumn { name, columns, nearest } => {
                write!(f, "the result has no column {name:?}")?;
                if let Some(nearest) = nearest {
                    write!(f, "; did you mean {nearest:?}?")?;
                }
                // After the question a sentence of its own.
                let then = if nearest.is_some() { " It" } else { ": it" };
                write!(f, "{then} has {}", columns.join(", "))
            }
            DecodeErrorKind::NoSuchPosition { position, count: 0 } => {
                write!(f, "there is no column at position {position}: the result has none")
            }
            DecodeErrorKind::NoSuchPosition { position, count } => {
                let last = count - 1;
                write!(f, "there is no column at position {position}: the result has {count}, at positions 0 to {last}")
            }
            DecodeErrorKind::AmbiguousColumn { name, count } => {
                write!(f, "{count} columns answer to the name {name:?}: label them apart, or read them by position")
            }
            DecodeErrorKind::ColumnCount { expected_type, expected, found } => {
                let columns = if *expected == 1 { "column" } else { "columns" };
                write!(f, "{expected_type} reads {expected} {columns}, the result has {found}")
            }
            DecodeErrorKind::Null { expected } => {
                write!(f, "NULL can't be read as {expected}; Option<{expected}> takes it")
            }
            DecodeErrorKind::OutOfRange { expected, value } => write!(f, "{value} is out of range for {expected}"),
            DecodeErrorKind::Length { expected, found } => {
                write!(f, "expected {expected} elements, found {found}")
            }
            DecodeErrorKind::DuplicateKey => f.write_str("the map holds a key twice; Vec<(K, V)> keeps both"),
            DecodeErrorKind::InvalidUtf8 { valid_up_to } => {
                write!(f, "not valid UTF-8 from byte {valid_up_to} on; Vec<u8> takes any bytes")
            }
            DecodeErrorKind::Malformed { of } => write!(f, "these bytes are no {of}"),
            DecodeErrorKind::TooDeep { limit } => {
                write!(f, "nested more than {limit} levels deep; cast the column to text in the query")
            }
            DecodeErrorKind::Unreadable { reason } => f.write_str(reason),
            DecodeErrorKind::UnknownType { arrow } => {
                write!(f, "no reader for {arrow}; cast the column to another type in the query")
            }
        }
    }
}

//! Names of tables, columns, labels: cheap to clone, never text to be trusted.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use smol_str::SmolStr;

/// A name as the user gave it; a dialect quotes and escapes it where it is written.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Name(SmolStr);

impl Name {
    /// A name known when the program is compiled.
    pub const fn from_static(name: &'static str) -> Self {
        Name(SmolStr::new_static(name))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Name {
    type Target = str;
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl From<&str> for Name {
    // Most names are short and written in the program: where the compiler sees the text, nothing is left to be done.
    #[inline]
    fn from(name: &str) -> Self {
        if name.len() <= SmolStr::INLINE_CAP { Name(SmolStr::new_inline(name)) } else { Name(SmolStr::new(name)) }
    }
}

impl From<String> for Name {
    fn from(name: String) -> Self {
        Name(SmolStr::from(name))
    }
}

impl From<&String> for Name {
    fn from(name: &String) -> Self {
        Name::from(name.as_str())
    }
}

impl From<&Name> for Name {
    fn from(name: &Name) -> Self {
        name.clone()
    }
}

impl From<Cow<'static, str>> for Name {
    fn from(name: Cow<'static, str>) -> Self {
        match name {
            Cow::Borrowed(name) => Name::from_static(name),
            Cow::Owned(name) => Name::from(name),
        }
    }
}

impl From<sea_query::DynIden> for Name {
    fn from(iden: sea_query::DynIden) -> Self {
        Name::from(iden.to_string())
    }
}

//! One set of named parameters, for a text that runs over many.

use std::borrow::Cow;

use aludel_dialect::{Parameter, ToValue};

/// Named parameters, in the order in which they were given. [`params!`](crate::params) writes one.
///
/// ```
/// # use aludel_query::{Params, params};
///
/// let set = params! { x: 11, y: "twelve" };
/// assert_eq!(set, Params::new().with("x", 11).with("y", "twelve"));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Params {
    entries: Vec<(Cow<'static, str>, Parameter)>,
}

impl Params {
    /// No parameter.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one. A name that is there already is an error when the set is used.
    #[must_use]
    pub fn with(self, name: impl Into<Cow<'static, str>>, value: impl ToValue) -> Self {
        self.with_parameter(name, Parameter::new(value))
    }

    /// Adds one with the type to bind it as.
    #[must_use]
    pub fn with_parameter(mut self, name: impl Into<Cow<'static, str>>, parameter: Parameter) -> Self {
        let name = match name.into() {
            Cow::Borrowed(name) => Cow::Borrowed(name.strip_prefix("r#").unwrap_or(name)),
            owned => owned,
        };
        self.entries.push((name, parameter));
        self
    }

    /// The parameter of that name.
    pub fn get(&self, name: &str) -> Option<&Parameter> {
        self.entries.iter().find(|(have, _)| have == name).map(|(_, parameter)| parameter)
    }

    /// Names and parameters, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Parameter)> {
        self.entries.iter().map(|(name, parameter)| (name.as_ref(), parameter))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(super) fn into_entries(self) -> impl Iterator<Item = (Cow<'static, str>, Parameter)> {
        self.entries.into_iter()
    }
}

impl<N: Into<Cow<'static, str>>> FromIterator<(N, Parameter)> for Params {
    fn from_iter<I: IntoIterator<Item = (N, Parameter)>>(entries: I) -> Self {
        entries.into_iter().fold(Self::new(), |set, (name, parameter)| set.with_parameter(name, parameter))
    }
}

/// One set of named parameters: `params! { x: 11, y: 12 }`.
///
/// ```
/// # use aludel_query::params;
///
/// let sets = [params! { x: 11, y: 12 }, params! { x: 13, y: 14 }];
/// assert_eq!(sets[1].len(), 2);
/// ```
#[macro_export]
macro_rules! params {
    ($($name:ident : $value:expr),* $(,)?) => {
        $crate::Params::new()$(.with(::core::stringify!($name), $value))*
    };
}

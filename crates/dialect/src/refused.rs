//! The program's refusal: a construct that the dialect does not grant.

use std::borrow::Cow;
use std::fmt;

use crate::{Construct, Support};

/// A construct that an engine's capabilities do not grant; raised before anything is sent.
///
/// It says dialect, construct, reason and the way out. One pointer wide, so that a `Result` of it costs little while
/// all goes well.
///
/// ```
/// # use aludel_dialect::{Construct, Refused, Support};
/// let refused = Refused::new("questdb", Construct::Qualify, Support::Absent, Some("QuestDB has no QUALIFY".into()));
/// assert_eq!(
///     refused.to_string(),
///     "questdb does not support QUALIFY: QuestDB has no QUALIFY; filter the windowed query as a subquery"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
#[error("{0}")]
pub struct Refused(Box<Refusal>);

#[derive(Debug, Clone, PartialEq)]
struct Refusal {
    dialect: &'static str,
    construct: Construct,
    support: Support,
    reason: Option<Cow<'static, str>>,
}

impl Refusal {
    fn way_out(&self) -> &'static str {
        match (self.support, self.construct) {
            (Support::NeedsWhere, Construct::Delete) => "add a condition, or empty the table on purpose with TRUNCATE",
            (Support::NeedsWhere, _) => "add a condition that says which rows",
            (_, construct) => construct.way_out(),
        }
    }
}

impl Refused {
    /// `dialect` has `construct` at level `support`, which does not grant it.
    #[cold]
    pub fn new(
        dialect: &'static str,
        construct: Construct,
        support: Support,
        reason: Option<Cow<'static, str>>,
    ) -> Self {
        Self(Box::new(Refusal { dialect, construct, support, reason }))
    }

    /// `dialect` grants `construct` with a WHERE, and it has none.
    #[cold]
    pub fn without_where(dialect: &'static str, construct: Construct, reason: Option<Cow<'static, str>>) -> Self {
        Self::new(dialect, construct, Support::NeedsWhere, reason)
    }

    /// The dialect that refuses.
    pub fn dialect(&self) -> &'static str {
        self.0.dialect
    }

    /// What it refuses.
    pub fn construct(&self) -> Construct {
        self.0.construct
    }

    /// The construct's level there; [`Support::NeedsWhere`] if only the WHERE is missing.
    pub fn support(&self) -> Support {
        self.0.support
    }

    /// Why: the dialect's note, or what the connection found.
    pub fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// What to do instead.
    pub fn way_out(&self) -> &'static str {
        self.0.way_out()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (dialect, construct) = (self.dialect, self.construct);
        match self.support {
            Support::NeedsWhere => write!(f, "{dialect} refuses {construct} without WHERE")?,
            _ => write!(f, "{dialect} does not support {construct}")?,
        }
        if let Some(reason) = &self.reason {
            write!(f, ": {reason}")?;
        }
        write!(f, "; {}", self.way_out())
    }
}

//! The declaration as data: what an engine grants, as its dialect declares and its connection narrows it.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::constructs::levels_of;
use crate::{Construct, Dialect, Levels, Refused, Support};

const COUNT: usize = Construct::ALL.len();

/// What a dialect declares, read from its types once, when the program is compiled.
struct Declaration {
    dialect: &'static str,
    levels: [Support; COUNT],
    reason: fn(Construct) -> Option<&'static str>,
}

impl Declaration {
    const fn of<D: Dialect>() -> Self {
        Self { dialect: D::NAME, levels: declared_levels::<D>(), reason: D::reason }
    }
}

/// The levels of `L`, none of them `Deferred`.
const fn declared_levels<L: Levels>() -> [Support; COUNT] {
    let levels = levels_of::<L>();
    let mut index = 0;
    while index < COUNT {
        assert!(
            !matches!(levels[index], Support::Deferred),
            "a declared dialect decides every level; only `Any` defers"
        );
        index += 1;
    }
    levels
}

/// What a connection found: the levels as they are there, and why they are lower than declared.
#[derive(Clone)]
struct Narrowed {
    levels: [Support; COUNT],
    reasons: Vec<(Construct, Cow<'static, str>)>,
}

/// What an engine grants. The only constructor reads the dialect's types; a connection can lower a level, never raise
/// it.
///
/// Two words wide; a clone copies no levels.
///
/// ```
/// # use aludel_dialect::{Capabilities, Construct, Dialect, Support, WideningRefused};
///
/// fn connected<D: Dialect>(read_only: bool) -> Result<Capabilities, WideningRefused> {
///     let mut capabilities = Capabilities::of::<D>();
///     if read_only {
///         let writes = [Construct::Insert, Construct::Update, Construct::Delete];
///         capabilities.narrow_all(writes, Support::Withheld, "the token is read-only")?;
///     }
///     Ok(capabilities)
/// }
/// ```
#[derive(Clone)]
pub struct Capabilities {
    declared: &'static Declaration,
    narrowed: Option<Arc<Narrowed>>,
}

impl Capabilities {
    /// What dialect `D` declares.
    ///
    /// Does not compile if a level of `D` is [`Deferred`](crate::level::Deferred).
    pub const fn of<D: Dialect>() -> Self {
        Self { declared: const { &Declaration::of::<D>() }, narrowed: None }
    }

    /// The dialect's name.
    pub const fn dialect(&self) -> &'static str {
        self.declared.dialect
    }

    /// The level of `construct` here.
    pub fn get(&self, construct: Construct) -> Support {
        self.levels()[construct.index()]
    }

    /// Whether a statement with `construct` may be written here.
    pub fn grants(&self, construct: Construct) -> bool {
        self.get(construct).is_granted()
    }

    /// The level of `construct`, asked by a renderer at the place where it writes the construct.
    ///
    /// # Errors
    /// [`Refused`] if it is not granted.
    pub fn require(&self, construct: Construct) -> Result<Support, Refused> {
        let support = self.get(construct);
        if support.is_granted() { Ok(support) } else { Err(self.refusal(construct)) }
    }

    /// The refusal of `construct`, at the level it has here: that it is not supported, or that it needs a WHERE.
    #[cold]
    pub fn refusal(&self, construct: Construct) -> Refused {
        Refused::new(self.dialect(), construct, self.get(construct), self.owned_reason(construct))
    }

    /// Why `construct` has its level: what the connection found, else the dialect's note.
    pub fn reason(&self, construct: Construct) -> Option<&str> {
        self.narrowing(construct).map(AsRef::as_ref).or_else(|| (self.declared.reason)(construct))
    }

    /// Every construct with its level here, in the order of [`Construct::ALL`].
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Construct, Support)> {
        Construct::ALL.iter().copied().zip(self.levels().iter().copied())
    }

    /// The constructs whose level the connection lowered, and why, in the order in which it did.
    pub fn narrowed(&self) -> impl Iterator<Item = (Construct, &str)> {
        self.narrowed
            .iter()
            .flat_map(|narrowed| &narrowed.reasons)
            .map(|(construct, reason)| (*construct, reason.as_ref()))
    }

    /// Lowers `construct` to `support`, because of what the connection found: a version, a read-only token, a setting.
    /// A level that stays as it is keeps its reason.
    ///
    /// # Errors
    /// [`WideningRefused`] if [`Support::narrows_to`] says no; nothing has changed then.
    pub fn narrow(
        &mut self,
        construct: Construct,
        support: Support,
        reason: impl Into<Cow<'static, str>>,
    ) -> Result<(), WideningRefused> {
        let current = self.get(construct);
        if !current.narrows_to(support) {
            return Err(WideningRefused { dialect: self.dialect(), construct, current, asked: support });
        }
        if current == support {
            return Ok(());
        }
        let narrowed = self
            .narrowed
            .get_or_insert_with(|| Arc::new(Narrowed { levels: self.declared.levels, reasons: Vec::new() }));
        let narrowed = Arc::make_mut(narrowed);
        narrowed.levels[construct.index()] = support;
        narrowed.reasons.retain(|(earlier, _)| *earlier != construct);
        narrowed.reasons.push((construct, reason.into()));
        Ok(())
    }

    /// Lowers each of `constructs` to `support`; those that stand there or lower already stay as they are.
    ///
    /// # Errors
    /// [`WideningRefused`] for the first construct that can't go there; nothing has changed then.
    pub fn narrow_all(
        &mut self,
        constructs: impl IntoIterator<Item = Construct>,
        support: Support,
        reason: impl Into<Cow<'static, str>>,
    ) -> Result<(), WideningRefused> {
        let reason = reason.into();
        let mut narrowed = self.clone();
        for construct in constructs {
            if !support.narrows_to(narrowed.get(construct)) {
                narrowed.narrow(construct, support, reason.clone())?;
            }
        }
        *self = narrowed;
        Ok(())
    }

    fn levels(&self) -> &[Support; COUNT] {
        match &self.narrowed {
            Some(narrowed) => &narrowed.levels,
            None => &self.declared.levels,
        }
    }

    fn narrowing(&self, construct: Construct) -> Option<&Cow<'static, str>> {
        let reasons = &self.narrowed.as_ref()?.reasons;
        reasons.iter().find_map(|(narrowed, reason)| (*narrowed == construct).then_some(reason))
    }

    fn owned_reason(&self, construct: Construct) -> Option<Cow<'static, str>> {
        self.narrowing(construct).cloned().or_else(|| (self.declared.reason)(construct).map(Cow::Borrowed))
    }
}

/// Equal if the dialect's name, every level and every reason of the connection are.
impl PartialEq for Capabilities {
    fn eq(&self, other: &Self) -> bool {
        self.dialect() == other.dialect()
            && self.levels() == other.levels()
            && Construct::ALL.iter().all(|construct| self.narrowing(*construct) == other.narrowing(*construct))
    }
}

impl fmt::Debug for Capabilities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        struct Below<'a>(&'a Capabilities);
        impl fmt::Debug for Below<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_map().entries(self.0.iter().filter(|(_, support)| *support != Support::Full)).finish()
            }
        }
        f.debug_struct("Capabilities").field("dialect", &self.dialect()).field("not_full", &Below(self)).finish()
    }
}

impl Construct {
    /// The level that dialect `D` declares for this construct, where a constant is wanted.
    ///
    /// ```
    /// # use aludel_dialect::{Construct, Dialect};
    /// fn upsert<D: Dialect>() {
    ///     const { assert!(Construct::OnConflictDoUpdate.declared_by::<D>().is_granted()) }
    /// }
    /// ```
    pub const fn declared_by<D: Dialect>(self) -> Support {
        let levels = const { declared_levels::<D>() };
        levels[self.index()]
    }
}

/// A connection tried to raise a level above what is declared, or to a level that only a declaration can give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[error("{dialect} has {construct} at level \"{current}\", which a connection can't turn into \"{asked}\"")]
pub struct WideningRefused {
    /// The dialect.
    pub dialect: &'static str,
    /// The construct that was to change.
    pub construct: Construct,
    /// Its level.
    pub current: Support,
    /// The level that was asked for.
    pub asked: Support,
}

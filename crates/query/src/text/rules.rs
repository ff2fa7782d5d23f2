//! How a dialect's text is cut into literals, names and comments.

/// Where `#` begins a comment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum HashComments {
    /// Nowhere: `#` is an operator or means something else.
    #[default]
    None,
    /// Only as `# ` and `#!`.
    Spaced,
    /// Everywhere.
    Any,
}

/// What `IN` and `NOT IN` get when a list has no element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EmptySet {
    /// A query that returns no row, so that `IN` is false and `NOT IN` is true for every left side, also for NULL.
    Query(&'static str),
    /// Nothing: the engine has no empty set that fits every type, so an empty list is refused.
    Refused,
}

/// The lexical rules that [`Text`](crate::Text) needs to tell a parameter from a literal, a quoted name or a comment.
///
/// A dialect gives this value; every rule is one that the engine's own scanner follows.
///
/// ```
/// # use aludel_query::{HashComments, LexicalRules};
///
/// const RULES: LexicalRules = LexicalRules::standard().escape_strings().dollar_quotes().numbered_placeholders();
/// assert_ne!(RULES, LexicalRules::standard().hash_comments(HashComments::Any));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LexicalRules {
    pub(super) backslash_escapes: bool,
    pub(super) escape_strings: bool,
    pub(super) backtick_names: bool,
    pub(super) dollar_quotes: bool,
    pub(super) nested_comments: bool,
    pub(super) hash_comments: HashComments,
    pub(super) numbered_placeholders: bool,
    pub(super) named_placeholders: bool,
    pub(super) question_placeholders: bool,
    pub(super) empty_set: EmptySet,
}

impl LexicalRules {
    /// Standard SQL: `'…'` and `"…"` with the quote doubled inside, `--` to the end of the line, `/* */` that nests.
    pub const fn standard() -> Self {
        Self {
            backslash_escapes: false,
            escape_strings: false,
            backtick_names: false,
            dollar_quotes: false,
            nested_comments: true,
            hash_comments: HashComments::None,
            numbered_placeholders: false,
            named_placeholders: false,
            question_placeholders: false,
            empty_set: EmptySet::Query("SELECT NULL WHERE 1=0"),
        }
    }

    /// A backslash escapes the next character in every literal and quoted name.
    #[must_use]
    pub const fn backslash_escapes(mut self) -> Self {
        self.backslash_escapes = true;
        self
    }

    /// `E'…'` is a literal in which a backslash escapes the next character.
    #[must_use]
    pub const fn escape_strings(mut self) -> Self {
        self.escape_strings = true;
        self
    }

    /// Names may be quoted as `` `…` `` too.
    #[must_use]
    pub const fn backtick_names(mut self) -> Self {
        self.backtick_names = true;
        self
    }

    /// `$$…$$` and `$tag$…$tag$` are literals.
    #[must_use]
    pub const fn dollar_quotes(mut self) -> Self {
        self.dollar_quotes = true;
        self
    }

    /// A comment ends at the first `*/`, whatever stands in it.
    #[must_use]
    pub const fn flat_comments(mut self) -> Self {
        self.nested_comments = false;
        self
    }

    /// Where `#` begins a comment.
    #[must_use]
    pub const fn hash_comments(mut self, comments: HashComments) -> Self {
        self.hash_comments = comments;
        self
    }

    /// `$1` is the engine's own placeholder: text that has one is refused, it would take another parameter's value.
    #[must_use]
    pub const fn numbered_placeholders(mut self) -> Self {
        self.numbered_placeholders = true;
        self
    }

    /// `$name` is the engine's own placeholder, and refused; so is a `$` that stands alone, since a name may follow later.
    #[must_use]
    pub const fn named_placeholders(mut self) -> Self {
        self.named_placeholders = true;
        self
    }

    /// `?` is the engine's own placeholder, and refused. Without this, `?` is an operator and left alone.
    #[must_use]
    pub const fn question_placeholders(mut self) -> Self {
        self.question_placeholders = true;
        self
    }

    /// A text for logs: `'?'` stands for each string literal, which may be a secret.
    ///
    /// ```
    /// # use aludel_query::LexicalRules;
    /// let rules = LexicalRules::standard().escape_strings();
    /// let sql = r"CREATE SECRET s (TYPE s3, SECRET E'hun\'ter2')";
    /// assert_eq!(rules.without_literals(sql), "CREATE SECRET s (TYPE s3, SECRET E'?')");
    /// ```
    pub fn without_literals(&self, sql: &str) -> String {
        super::scan::without_literals(sql, self)
    }

    /// What stands for a list without elements after `IN`; `SELECT NULL WHERE 1=0` if this is not called.
    #[must_use]
    pub const fn empty_set(mut self, empty_set: EmptySet) -> Self {
        self.empty_set = empty_set;
        self
    }
}

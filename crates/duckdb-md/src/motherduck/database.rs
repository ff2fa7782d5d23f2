//! MotherDuck's own statements about databases and shares. No DuckDB in process knows them, so they are declared from
//! MotherDuck's reference (sql-reference/motherduck-sql-reference), and not proven.

use aludel_dialect::{Capabilities, ToValue};
use aludel_duckdb_sql::DuckDb;
use aludel_query::{BuildError, Effect, Prepared, Spelling, Statement};

use super::is_motherduck;
use crate::words::Words;

/// Statements for dialect DuckDb that run on an engine or a session, and in no transaction.
macro_rules! statements {
    ($($statement:ident)+) => { $(
        impl Statement<DuckDb> for $statement {
            fn render(&self, spelling: &dyn Spelling, capabilities: &Capabilities) -> Result<Prepared, BuildError> {
                let mut words = Words::new(spelling, capabilities);
                self.write(&mut words)?;
                Ok(words.prepared(Effect::Write))
            }
        }
    )+ };
}

statements!(CreateSnapshot RefreshDatabase CreateMotherDuckDatabase DropMotherDuckDatabase CreateShare UpdateShare DropShare);

/// What stands before a name where an object is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Existing {
    #[default]
    Refuse,
    Replace,
    Keep,
}

impl Existing {
    fn create(self, kind: &str) -> String {
        match self {
            Existing::Refuse => format!("CREATE {kind} "),
            Existing::Replace => format!("CREATE OR REPLACE {kind} "),
            Existing::Keep => format!("CREATE {kind} IF NOT EXISTS "),
        }
    }
}

/// A snapshot that is about to be made; see [`create_snapshot`].
#[derive(Clone, Debug)]
pub struct CreateSnapshot {
    database: String,
    name: Option<String>,
}

/// Makes what was written to a MotherDuck database visible to read-scaling replicas, once they have
/// [refreshed](refresh_database). It waits for writes to end, and new ones wait for it.
///
/// ```
/// use aludel_duckdb_md::{create_snapshot, refresh_database, refresh_databases};
/// use aludel_duckdb_sql::DuckDb;
/// use aludel_query::ToSql;
///
/// assert_eq!(&*create_snapshot("my db").to_sql::<DuckDb>()?.sql, "CREATE SNAPSHOT OF \"my db\"");
/// assert_eq!(&*refresh_database("my_db").to_sql::<DuckDb>()?.sql, "REFRESH DATABASE my_db");
/// assert_eq!(&*refresh_databases().to_sql::<DuckDb>()?.sql, "REFRESH DATABASES");
/// # Ok::<(), aludel_query::BuildError>(())
/// ```
pub fn create_snapshot(database: impl Into<String>) -> CreateSnapshot {
    CreateSnapshot { database: database.into(), name: None }
}

impl CreateSnapshot {
    /// Keeps it under this name until the name is taken away.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    fn write(&self, words: &mut Words<'_>) -> Result<(), BuildError> {
        words.push("CREATE SNAPSHOT ");
        if let Some(name) = &self.name {
            words.name(name)?;
            words.push(" ");
        }
        words.push("OF ");
        words.name(&self.database)
    }
}

/// A refresh of a read-scaling connection's databases, or of shares; see [`refresh_database`].
#[derive(Clone, Debug)]
pub struct RefreshDatabase(Option<String>);

/// Has a read-scaling connection, or a share, show the newest snapshot. Fetched, it tells what was refreshed.
pub fn refresh_database(database: impl Into<String>) -> RefreshDatabase {
    RefreshDatabase(Some(database.into()))
}

/// As [`refresh_database`], for all databases and shares that are attached.
pub fn refresh_databases() -> RefreshDatabase {
    RefreshDatabase(None)
}

impl RefreshDatabase {
    fn write(&self, words: &mut Words<'_>) -> Result<(), BuildError> {
        match &self.0 {
            None => words.push("REFRESH DATABASES"),
            Some(database) => {
                words.push("REFRESH DATABASE ");
                words.name(database)?;
            }
        }
        Ok(())
    }
}

/// A MotherDuck database that is about to be made; see [`create_motherduck_database`].
#[derive(Clone, Debug)]
pub struct CreateMotherDuckDatabase {
    name: String,
    from: Option<String>,
    existing: Existing,
}

/// Makes a database at MotherDuck.
///
/// ```
/// use aludel_duckdb_md::{create_motherduck_database, drop_motherduck_database};
/// use aludel_duckdb_sql::DuckDb;
/// use aludel_query::ToSql;
///
/// let copy = create_motherduck_database("copy").if_not_exists().from("sales");
/// assert_eq!(&*copy.to_sql::<DuckDb>()?.sql, "CREATE DATABASE IF NOT EXISTS copy FROM sales");
/// let dropped = drop_motherduck_database("copy").if_exists();
/// assert_eq!(&*dropped.to_sql::<DuckDb>()?.sql, "DROP DATABASE IF EXISTS copy");
/// # Ok::<(), aludel_query::BuildError>(())
/// ```
pub fn create_motherduck_database(name: impl Into<String>) -> CreateMotherDuckDatabase {
    CreateMotherDuckDatabase { name: name.into(), from: None, existing: Existing::Refuse }
}

impl CreateMotherDuckDatabase {
    /// With all that this one holds: a database that is attached, a share (`md:_share/…`), or the path of a local database
    /// file, which is what has a `/` or a `.` in it.
    #[must_use]
    pub fn from(mut self, source: impl Into<String>) -> Self {
        self.from = Some(source.into());
        self
    }

    /// `OR REPLACE`
    #[must_use]
    pub fn or_replace(mut self) -> Self {
        self.existing = Existing::Replace;
        self
    }

    /// `IF NOT EXISTS`
    #[must_use]
    pub fn if_not_exists(mut self) -> Self {
        self.existing = Existing::Keep;
        self
    }

    fn write(&self, words: &mut Words<'_>) -> Result<(), BuildError> {
        words.push(&self.existing.create("DATABASE"));
        words.name(&self.name)?;
        match &self.from {
            None => Ok(()),
            Some(source) if is_motherduck(source) || source.contains(['/', '.']) => {
                words.push(" FROM ");
                words.literal(&source.as_str().to_value())
            }
            Some(source) => {
                words.push(" FROM ");
                words.name(source)
            }
        }
    }
}

/// A MotherDuck database that is about to be dropped; see [`drop_motherduck_database`].
#[derive(Clone, Debug)]
pub struct DropMotherDuckDatabase {
    name: String,
    if_exists: bool,
}

/// Drops a database at MotherDuck.
pub fn drop_motherduck_database(name: impl Into<String>) -> DropMotherDuckDatabase {
    DropMotherDuckDatabase { name: name.into(), if_exists: false }
}

impl DropMotherDuckDatabase {
    /// `IF EXISTS`
    #[must_use]
    pub fn if_exists(mut self) -> Self {
        self.if_exists = true;
        self
    }

    fn write(&self, words: &mut Words<'_>) -> Result<(), BuildError> {
        words.push(if self.if_exists { "DROP DATABASE IF EXISTS " } else { "DROP DATABASE " });
        words.name(&self.name)
    }
}

/// Who may attach a share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ShareAccess {
    /// The members of the organization.
    Organization,
    /// Everybody at MotherDuck who has its URL, in the same region.
    Unrestricted,
    /// Those who are granted it.
    Restricted,
}

/// Who finds a share without its URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ShareVisibility {
    /// Those who may attach it.
    Discoverable,
    /// Nobody.
    Hidden,
}

/// When a share shows what was written to its database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ShareUpdates {
    /// After [`update_share`].
    Manual,
    /// By itself.
    Automatic,
}

/// A share that is about to be made; see [`create_share`].
#[derive(Clone, Debug)]
pub struct CreateShare {
    name: String,
    database: Option<String>,
    existing: Existing,
    access: Option<ShareAccess>,
    visibility: Option<ShareVisibility>,
    updates: Option<ShareUpdates>,
}

/// Shares a MotherDuck database with others, who may read it. Fetched, it tells the share's URL, which
/// [`attach`](crate::attach) takes.
///
/// ```
/// use aludel_duckdb_md::{ShareAccess, ShareUpdates, ShareVisibility, create_share};
/// use aludel_duckdb_sql::DuckDb;
/// use aludel_query::ToSql;
///
/// let share = create_share("birds").from("my_birds").access(ShareAccess::Restricted);
/// let share = share.visibility(ShareVisibility::Hidden).updates(ShareUpdates::Automatic);
/// let sql = "CREATE SHARE birds FROM my_birds (ACCESS RESTRICTED, VISIBILITY HIDDEN, UPDATE AUTOMATIC)";
/// assert_eq!(&*share.to_sql::<DuckDb>()?.sql, sql);
/// # Ok::<(), aludel_query::BuildError>(())
/// ```
pub fn create_share(name: impl Into<String>) -> CreateShare {
    CreateShare {
        name: name.into(),
        database: None,
        existing: Existing::Refuse,
        access: None,
        visibility: None,
        updates: None,
    }
}

impl CreateShare {
    /// Of this database instead of the current one.
    #[must_use]
    pub fn from(mut self, database: impl Into<String>) -> Self {
        self.database = Some(database.into());
        self
    }

    /// `OR REPLACE`: the share gets another URL, and who has the old one must attach it anew.
    #[must_use]
    pub fn or_replace(mut self) -> Self {
        self.existing = Existing::Replace;
        self
    }

    /// `IF NOT EXISTS`
    #[must_use]
    pub fn if_not_exists(mut self) -> Self {
        self.existing = Existing::Keep;
        self
    }

    /// Who may attach it; MotherDuck's default is the organization.
    #[must_use]
    pub fn access(mut self, access: ShareAccess) -> Self {
        self.access = Some(access);
        self
    }

    /// Who finds it without its URL.
    #[must_use]
    pub fn visibility(mut self, visibility: ShareVisibility) -> Self {
        self.visibility = Some(visibility);
        self
    }

    /// When it shows what was written.
    #[must_use]
    pub fn updates(mut self, updates: ShareUpdates) -> Self {
        self.updates = Some(updates);
        self
    }

    fn write(&self, words: &mut Words<'_>) -> Result<(), BuildError> {
        words.push(&self.existing.create("SHARE"));
        words.name(&self.name)?;
        if let Some(database) = &self.database {
            words.push(" FROM ");
            words.name(database)?;
        }
        let access = self.access.map(|access| match access {
            ShareAccess::Organization => "ACCESS ORGANIZATION",
            ShareAccess::Unrestricted => "ACCESS UNRESTRICTED",
            ShareAccess::Restricted => "ACCESS RESTRICTED",
        });
        let visibility = self.visibility.map(|visibility| match visibility {
            ShareVisibility::Discoverable => "VISIBILITY DISCOVERABLE",
            ShareVisibility::Hidden => "VISIBILITY HIDDEN",
        });
        let updates = self.updates.map(|updates| match updates {
            ShareUpdates::Manual => "UPDATE MANUAL",
            ShareUpdates::Automatic => "UPDATE AUTOMATIC",
        });
        let options: Vec<&str> = [access, visibility, updates].into_iter().flatten().collect();
        if !options.is_empty() {
            words.push(&format!(" ({})", options.join(", ")));
        }
        Ok(())
    }
}

/// An update of a share; see [`update_share`].
#[derive(Clone, Debug)]
pub struct UpdateShare(String);

/// Has a share show what its database holds now; those who attached it see it after [`refresh_database`].
pub fn update_share(name: impl Into<String>) -> UpdateShare {
    UpdateShare(name.into())
}

impl UpdateShare {
    fn write(&self, words: &mut Words<'_>) -> Result<(), BuildError> {
        words.push("UPDATE SHARE ");
        words.name(&self.0)
    }
}

/// A share that is about to be dropped; see [`drop_share`].
#[derive(Clone, Debug)]
pub struct DropShare {
    name: String,
    if_exists: bool,
}

/// Ends a share.
pub fn drop_share(name: impl Into<String>) -> DropShare {
    DropShare { name: name.into(), if_exists: false }
}

impl DropShare {
    /// `IF EXISTS`
    #[must_use]
    pub fn if_exists(mut self) -> Self {
        self.if_exists = true;
        self
    }

    fn write(&self, words: &mut Words<'_>) -> Result<(), BuildError> {
        words.push(if self.if_exists { "DROP SHARE IF EXISTS " } else { "DROP SHARE " });
        words.name(&self.name)
    }
}

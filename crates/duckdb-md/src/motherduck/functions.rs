//! MotherDuck's table functions, with the columns that its extension for DuckDB 1.5.6 gives them. Declared from
//! duckdb-sqlalchemy 1.5.6.5, and not proven.

use aludel_dialect::ToValue;
use aludel_duckdb_sql::DuckDb;
use aludel_engine::{Error, UrlError};
use aludel_query::{Expr, IntoSource, Name, Source, TableFunction, literal, map, select, table_function};

/// A table function of MotherDuck; see [`md`](crate::md).
#[derive(Clone, Debug)]
pub struct MotherDuckFunction {
    name: &'static str,
    function: TableFunction<DuckDb>,
    columns: Vec<Name>,
}

impl MotherDuckFunction {
    fn new(name: &'static str, columns: &[&[&str]]) -> Self {
        let columns = columns.iter().flat_map(|group| group.iter().copied()).map(Name::from).collect();
        Self { name, function: table_function(name, Vec::<Expr<DuckDb>>::new()), columns }
    }

    /// A named argument: `md::list_flights().arg("limit", 10)`.
    #[must_use]
    pub fn arg(mut self, name: impl Into<Name>, value: impl ToValue) -> Self {
        self.function = self.function.arg(name, aludel_dialect::Parameter::new(value));
        self
    }

    /// The argument `config` of a flight: names and texts, which become variables of its process.
    ///
    /// # Errors
    /// A name that is empty, or has a `=` or a NUL character; a text with a NUL character.
    pub fn config<'t>(mut self, entries: impl IntoIterator<Item = (&'t str, Option<&'t str>)>) -> Result<Self, Error> {
        let mut pairs: Vec<(Expr<DuckDb>, Expr<DuckDb>)> = Vec::new();
        for (name, value) in entries {
            if name.is_empty() || name.contains(['=', '\0']) || value.is_some_and(|value| value.contains('\0')) {
                return Err(UrlError::Usage(
                    "a flight's configuration has names that are not empty and hold no `=`, and no NUL characters",
                )
                .into());
            }
            pairs.push((literal(name), literal(value)));
        }
        self.function = self.function.arg("config", map(pairs));
        Ok(self)
    }

    /// With these columns, of a client of another version.
    #[must_use]
    pub fn columns<N: Into<Name>>(mut self, columns: impl IntoIterator<Item = N>) -> Self {
        self.columns = columns.into_iter().map(N::into).collect();
        self
    }

    fn rows(&self) -> aludel_query::Subquery<DuckDb> {
        let function = self.function.clone().alias(self.name);
        let columns: Vec<Expr<DuckDb>> = self.columns.iter().map(|column| function.col(column.clone())).collect();
        select(columns).from(function).subquery(self.name)
    }

    /// A column; one that the function has not is an error that names those that it has.
    pub fn col(&self, name: impl Into<Name>) -> Expr<DuckDb> {
        self.rows().col(name)
    }

    /// All columns.
    pub fn all_columns(&self) -> Vec<Expr<DuckDb>> {
        self.rows().all_columns()
    }
}

impl IntoSource<DuckDb> for MotherDuckFunction {
    fn into_source(self) -> Source<DuckDb> {
        (&self.rows()).into_source()
    }
}

impl IntoSource<DuckDb> for &MotherDuckFunction {
    fn into_source(self) -> Source<DuckDb> {
        (&self.rows()).into_source()
    }
}

const DIVE: &[&str] = &[
    "id",
    "title",
    "description",
    "owner_id",
    "current_version",
    "created_at",
    "updated_at",
    "owner_name",
    "status",
    "status_changed_at",
    "status_set_by",
    "status_applies_to_version",
];
const DIVES_VERSION: &[&str] = &[
    "version_id",
    "version_storage_url",
    "version_description",
    "version_created_at",
    "version_api_version",
    "version_required_resources",
];
const DIVE_VERSION: &[&str] =
    &["id", "version", "storage_url", "description", "created_at", "api_version", "required_resources"];
const GUIDE: &[&str] = &[
    "id",
    "topic",
    "title",
    "description",
    "owner_id",
    "owner_name",
    "access",
    "current_version",
    "created_at",
    "updated_at",
];
const GUIDES_VERSION: &[&str] = &["version_change_comment", "version_external_id", "version_created_at", "references"];
const FLIGHT: &[&str] = &[
    "flight_id",
    "flight_name",
    "schedule_cron",
    "schedule_status",
    "status",
    "current_version",
    "created_at",
    "updated_at",
    "owner_name",
];
const FLIGHT_RUN: &[&str] = &[
    "run_id",
    "flight_id",
    "flight_name",
    "flight_version",
    "config",
    "run_number",
    "is_scheduled",
    "status",
    "created_at",
    "started_at",
    "ended_at",
    "scheduled_at",
    "cancelled_at",
    "exit_code",
];
const FLIGHT_VERSION: &[&str] =
    &["version_id", "flight_id", "flight_version", "created_at", "access_token_name", "flight_secret_names", "config"];
const FLIGHTS_SOURCE: &[&str] = &["source_code", "requirements_txt"];
const FLIGHTS_LIMITS: &[&str] = &["max_runtime_sec", "instance_type"];
const CONTENT: &[&str] = &["content"];

macro_rules! functions {
    ($($(#[$doc:meta])* $function:ident $name:literal: $($columns:expr),+;)+) => {
        $(
            $(#[$doc])*
            pub fn $function() -> MotherDuckFunction {
                MotherDuckFunction::new($name, &[$($columns),+])
            }
        )+

        /// All of them, for tests.
        #[cfg(test)]
        fn all() -> Vec<MotherDuckFunction> {
            vec![$($function()),+]
        }
    };
}

functions! {
    /// Who is logged in, and in which organization and region.
    user_info "md_user_info": &["user_id", "username", "org_id", "org_name", "org_type", "region"];
    /// The access tokens of the user; their values are not told.
    access_tokens "md_access_tokens": &["token_name", "token_type", "created_ts", "expire_at"];
    /// The dives.
    list_dives "md_list_dives": DIVE, &["required_resources"];
    /// Makes a dive.
    create_dive "md_create_dive": DIVE, DIVES_VERSION;
    /// A dive.
    get_dive "md_get_dive": DIVE, DIVES_VERSION, CONTENT;
    /// Changes what is told of a dive.
    update_dive_metadata "md_update_dive_metadata": DIVE;
    /// Changes a dive's status.
    update_dive_status "md_update_dive_status": DIVE;
    /// Gives a dive a new version.
    update_dive_content "md_update_dive_content": DIVE_VERSION;
    /// The versions of a dive.
    list_dive_versions "md_list_dive_versions": DIVE_VERSION;
    /// A version of a dive.
    get_dive_version "md_get_dive_version": DIVE_VERSION, CONTENT;
    /// Deletes a dive.
    delete_dive "md_delete_dive": &["success"];
    /// The guides.
    list_guides "md_list_guides": GUIDE;
    /// A guide.
    get_guide "md_get_guide": GUIDE, &["version"], GUIDES_VERSION, CONTENT;
    /// Makes a guide.
    create_guide "md_create_guide": GUIDE, GUIDES_VERSION;
    /// Gives a guide a new version.
    update_guide "md_update_guide": GUIDE, GUIDES_VERSION;
    /// Changes what is told of a guide.
    update_guide_metadata "md_update_guide_metadata": GUIDE;
    /// Changes who sees a guide.
    set_guide_access "md_set_guide_access": GUIDE;
    /// The versions of a guide.
    list_guide_versions "md_list_guide_versions": &["version", "change_comment", "external_id", "created_at"];
    /// Deletes a guide.
    delete_guide "md_delete_guide": &["success"];
    /// Makes a flight.
    create_flight "md_create_flight": FLIGHT;
    /// The flights.
    list_flights "md_list_flights": FLIGHT;
    /// A flight.
    get_flight "md_get_flight": FLIGHT;
    /// Changes a flight.
    update_flight "md_update_flight": FLIGHT;
    /// Deletes a flight.
    delete_flight "md_delete_flight": &["deleted_count"];
    /// Starts a flight.
    run_flight "md_run_flight": FLIGHT_RUN;
    /// Cancels a run of a flight.
    cancel_flight_run "md_cancel_flight_run": &["canceled_count"];
    /// A run of a flight.
    get_flight_run "md_get_flight_run": FLIGHT_RUN;
    /// The runs of a flight.
    list_flight_runs "md_list_flight_runs": FLIGHT_RUN;
    /// What a run of a flight has logged.
    get_flight_logs "md_get_flight_logs": &["line_number", "reported_at", "line"];
    /// The versions of a flight.
    list_flight_versions "md_list_flight_versions": FLIGHT_VERSION, FLIGHTS_LIMITS;
    /// A version of a flight, with its source.
    get_flight_version "md_get_flight_version": FLIGHT_VERSION, FLIGHTS_SOURCE, FLIGHTS_LIMITS;
}

#[cfg(test)]
mod tests {
    use aludel_duckdb_sql::DuckDb;
    use aludel_query::{ToSql, select};

    #[test]
    fn every_function_selects_its_columns() {
        let functions = super::all();
        assert_eq!(functions.len(), 31);
        for function in functions {
            let statement = select(function.all_columns()).from(&function);
            let sql = statement.to_sql::<DuckDb>().map(|prepared| prepared.sql.to_string()).unwrap_or_default();
            assert!(sql.contains(&format!("FROM {}()", function.name)), "{}: {sql}", function.name);
            assert!(function.columns.iter().all(|column| sql.contains(column.as_str())), "{sql}");
        }
    }
}

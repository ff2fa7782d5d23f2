//! How the endpoint is asked about its objects: with DuckDB's own catalog functions, as DuckDB in process is.

use aludel_dialect::{Dialect, SqlType};
use aludel_duckdb_sql::DuckDbInspection;
use aludel_engine::{Inspection, Scope};
use aludel_query::Prepared;

use crate::dialect::MotherDuckEndpoint;

/// DuckDB's questions, asked of the endpoint.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EndpointInspection;

fn own(mut prepared: Prepared) -> Prepared {
    prepared.dialect = MotherDuckEndpoint::NAME;
    prepared
}

impl Inspection for EndpointInspection {
    fn tables(&self) -> Prepared {
        own(DuckDbInspection.tables())
    }

    fn columns(&self, path: &[String]) -> Prepared {
        own(DuckDbInspection.columns(path))
    }

    fn facts(&self, scope: &Scope) -> Option<Prepared> {
        DuckDbInspection.facts(scope).map(own)
    }

    fn objects(&self) -> Option<Prepared> {
        DuckDbInspection.objects().map(own)
    }

    fn sql_type(&self, text: &str) -> SqlType {
        DuckDbInspection.sql_type(text)
    }
}

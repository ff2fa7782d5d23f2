//! MotherDuck's endpoint is asked nothing: what a probe makes there is made for everybody who sees the database, and paid for.

use super::Proving;
use crate::failure::Failure;

pub(crate) const PROVING: Proving = Proving { sweeper: |_, _, _| Err(not_asked()), ask: |_| Err(not_asked()) };

fn not_asked() -> Failure {
    Failure::usage("nothing is proven on MotherDuck's endpoint: its probes would make databases and tables there")
        .way_out("`aludel support URL` tells what is declared, narrowed to that server; `aludel prove duckdb://` asks DuckDB")
}

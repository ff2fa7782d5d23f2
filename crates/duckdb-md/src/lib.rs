//! DuckDB in process, and MotherDuck through md:.
mod native;
mod worker;

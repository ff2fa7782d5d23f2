//! Statements on their way: rendered, admitted, run on a connection, read.

mod awaited;
mod bulk_insert;
mod leased;
mod many;
mod prepared_statement;
mod settled;
mod task;
mod work;

pub use awaited::{
    Execution, Fetch, FetchAll, FetchBatches, FetchOne, FetchOptional, FetchScalar, StreamBatches, StreamRows,
};
pub use bulk_insert::BulkInsert;
pub use many::ManyExecution;
pub use prepared_statement::PreparedStatement;
pub(crate) use settled::settled;

/// The ways to run a statement, the same on engines, sessions and transactions.
macro_rules! ways_to_run {
    ($statement:ident) => {
        /// Runs a statement for its effect; gives how many rows it changed, 0 for DDL, if the engine
        /// tells.
        pub fn execute(&self, statement: impl $statement<D>) -> crate::Execution {
            crate::Execution::new(self.lane(), &statement)
        }

        /// Runs a statement once for each set of parameters, with `params!`; gives how many rows all of them changed,
        /// if the engine tells.
        pub fn execute_many(
            &self,
            statement: impl $statement<D>,
            sets: impl IntoIterator<Item = aludel_query::Params>,
        ) -> crate::ManyExecution {
            crate::ManyExecution::new(self.lane(), &statement, sets)
        }

        /// The whole result, which prints as a table, gives rows, keys and Arrow batches.
        pub fn fetch(&self, statement: impl $statement<D>) -> crate::Fetch {
            crate::Fetch::new(self.lane(), &statement)
        }

        /// Every row as a `T`: a struct that derives `FromRow`, a tuple, or the type of the only column.
        pub fn fetch_all<T: crate::FromRow>(&self, statement: impl $statement<D>) -> crate::FetchAll<T> {
            crate::FetchAll::new(self.lane(), &statement)
        }

        /// The only row as a `T`; no row, and more than one, are errors.
        pub fn fetch_one<T: crate::FromRow>(&self, statement: impl $statement<D>) -> crate::FetchOne<T> {
            crate::FetchOne::new(self.lane(), &statement)
        }

        /// The only row as a `T`, or `None`; more than one is an error.
        pub fn fetch_optional<T: crate::FromRow>(&self, statement: impl $statement<D>) -> crate::FetchOptional<T> {
            crate::FetchOptional::new(self.lane(), &statement)
        }

        /// The only column of the only row.
        pub fn fetch_scalar<T: crate::FromColumn>(&self, statement: impl $statement<D>) -> crate::FetchScalar<T> {
            crate::FetchScalar::new(self.lane(), &statement)
        }

        /// The whole result as Arrow batches.
        pub fn fetch_batches(&self, statement: impl $statement<D>) -> crate::FetchBatches {
            crate::FetchBatches::new(self.lane(), &statement)
        }

        /// The rows as they arrive, in bounded memory. Dropping the stream cancels the statement.
        pub fn stream<T: crate::FromRow>(&self, statement: impl $statement<D>) -> crate::StreamRows<T> {
            crate::StreamRows::new(self.lane(), &statement)
        }

        /// The Arrow batches as they arrive, in bounded memory. Dropping the stream cancels the statement.
        pub fn stream_batches(&self, statement: impl $statement<D>) -> crate::StreamBatches {
            crate::StreamBatches::new(self.lane(), &statement)
        }

        /// Inserts records, one or many, by the engine's fastest road: structs with `#[derive(Record)]`, which names the
        /// table. For records that an iterator makes as they go, see `insert_stream`.
        ///
        /// All of them or none are taken, unless the driver says that it sends them in parts (as QuestDB's does with the
        /// option `ilp`): an error behind the first part is [`PartlyInserted`](crate::Error::PartlyInserted) and tells how
        /// many rows are written.
        pub fn insert<R: crate::Records>(&self, records: R) -> crate::BulkInsert {
            let lane = self.lane();
            let path = lane.path_of(<R::Record as crate::encode::Record>::TABLE);
            let fields = <R::Record as crate::encode::Record>::fields();
            let columns = fields.iter().map(|field| field.name().clone()).collect();
            crate::BulkInsert::new(lane, crate::InsertTarget::new(path, columns), records.into_batches())
        }

        /// Inserts a result as it arrives, for example another engine's, by the engine's fastest road. The columns are
        /// matched by name; the table's others take their defaults. All rows or none are taken, but for what
        /// [`insert`](Self::insert) says.
        pub fn insert_stream(&self, table: &aludel_query::Table, rows: crate::BatchStream) -> crate::BulkInsert {
            let columns = rows.schema().fields().iter().map(|field| field.name().clone()).collect();
            let lane = self.lane();
            let target = crate::InsertTarget::new(lane.schemas().translate(table).path(), columns);
            crate::BulkInsert::new(lane, target, futures_util::StreamExt::boxed(rows))
        }

        /// Inserts Arrow batches by the engine's fastest road. The batches' columns are matched by name; the table's
        /// others take their defaults. All rows or none are taken, but for what [`insert`](Self::insert) says.
        pub fn insert_batches<I>(&self, table: &aludel_query::Table, batches: I) -> crate::BulkInsert
        where
            I: IntoIterator<Item = arrow_array::RecordBatch>,
            I::IntoIter: Send + 'static,
        {
            let mut batches = batches.into_iter().peekable();
            let columns = match batches.peek() {
                Some(first) => first.schema().fields().iter().map(|field| field.name().clone()).collect(),
                None => Vec::new(),
            };
            let lane = self.lane();
            let target = crate::InsertTarget::new(lane.schemas().translate(table).path(), columns);
            let batches = futures_util::StreamExt::boxed(futures_util::stream::iter(batches.map(Ok)));
            crate::BulkInsert::new(lane, target, batches)
        }
    };
}

pub(crate) use ways_to_run;

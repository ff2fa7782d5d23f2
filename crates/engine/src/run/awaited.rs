//! Statements that are awaited: values that own everything they need and take options.

use std::future::IntoFuture;
use std::marker::PhantomData;
use std::time::Duration;

use aludel_query::{Prepared, Statement};
use arrow_array::RecordBatch;
use futures_core::future::BoxFuture;
use futures_util::TryStreamExt;

use super::work::Work;
use crate::decode::decode_batch;
use crate::held::Lane;
use crate::{BatchStream, Error, FromColumn, FromRow, RetryTransient, RowStream, Rows, RowsChanged};

macro_rules! awaited {
    ($(#[$doc:meta])* $name:ident $(<$row:ident: $bound:path>)? -> $output:ty, $work:ident => $run:expr) => {
        $(#[$doc])*
        ///
        /// The statement was rendered when this was made; it runs when this is awaited.
        #[must_use = "it does nothing until it is awaited"]
        #[derive(Debug)]
        pub struct $name$(<$row>)? {
            work: Work,
            $(row: PhantomData<fn() -> $row>,)?
        }

        impl$(<$row>)? $name$(<$row>)? {
            pub(crate) fn new<D>(lane: Lane, statement: &impl Statement<D>) -> Self {
                Self { work: Work::new(lane, statement), $(row: PhantomData::<fn() -> $row>)? }
            }

            /// Cancels the statement if it takes longer.
            pub fn timeout(mut self, timeout: Duration) -> Self {
                self.work.set_timeout(timeout);
                self
            }

            /// Tries again after a failure that may pass, if the statement only reads.
            pub fn retry(mut self, retry: RetryTransient) -> Self {
                self.work.set_retry(retry);
                self
            }
        }

        impl$(<$row: $bound + Send + 'static>)? IntoFuture for $name$(<$row>)? {
            type Output = Result<$output, Error>;
            type IntoFuture = BoxFuture<'static, Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                let $work = self.work;
                Box::pin($run)
            }
        }
    };
}

awaited! {
    /// A statement run for its effect; gives how many rows it changed, if the engine tells.
    Execution -> RowsChanged, work => work.execute()
}

awaited! {
    /// A statement whose whole result is kept.
    Fetch -> Rows, work => async move { work.read().await?.collect().await }
}

impl Fetch {
    pub(crate) fn prepared(lane: Lane, prepared: Prepared) -> Self {
        Self { work: Work::prepared(lane, prepared) }
    }
}

awaited! {
    /// A statement whose rows are read as `T`.
    FetchAll<T: FromRow> -> Vec<T>, work => work.all::<T>()
}

awaited! {
    /// A statement of one row.
    FetchOne<T: FromRow> -> T, work => async move {
        let (_, batch) = work.optional().await?.ok_or(Error::NoRow)?;
        first(&batch)
    }
}

awaited! {
    /// A statement of one row or none.
    FetchOptional<T: FromRow> -> Option<T>, work => async move {
        match work.optional().await? {
            Some((_, batch)) => first(&batch).map(Some),
            None => Ok(None),
        }
    }
}

awaited! {
    /// A statement of one value.
    FetchScalar<T: FromColumn> -> T, work => async move {
        let (batches, batch) = work.optional().await?.ok_or(Error::NoRow)?;
        Rows::new(batches.schema().clone(), vec![batch]).scalar()
    }
}

awaited! {
    /// A statement whose result is taken as Arrow batches.
    FetchBatches -> Vec<RecordBatch>, work => async move { work.read().await?.try_collect().await }
}

awaited! {
    /// A statement whose Arrow batches are taken as they arrive.
    StreamBatches -> BatchStream, work => work.stream()
}

awaited! {
    /// A statement whose rows are taken as they arrive.
    StreamRows<T: FromRow> -> RowStream<T>, work => async move { Ok(work.stream().await?.rows()) }
}

fn first<T: FromRow>(batch: &RecordBatch) -> Result<T, Error> {
    let mut rows = Vec::with_capacity(1);
    decode_batch(batch, 0, &mut rows)?;
    rows.pop().ok_or(Error::NoRow)
}

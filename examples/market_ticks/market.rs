//! The market: two tables, and ticks that are the same at every run.

use std::sync::Arc;

use aludel::arrow::array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray};
use aludel::prelude::*;
use aludel::{Construct, arrow};

/// Rows in a batch.
const BATCH: usize = 50_000;
/// 2024-03-04 00:00, a Monday, in microseconds since 1970.
const MONDAY: i64 = 1_709_510_400_000_000;
const DAY: i64 = 86_400_000_000;
const SYMBOLS: [&str; 8] = ["ADA", "BTC", "DOGE", "DOT", "ETH", "LTC", "SOL", "XRP"];

/// What is traded, and for how much it is offered.
pub struct Market {
    pub trades: Table,
    pub quotes: Table,
}

impl Market {
    /// The tables as `engine` keeps them: one made for time series is told which column is the time.
    pub fn of(engine: &Engine) -> Self {
        let own = engine.capabilities().grants(Construct::LatestOn);
        let symbol = if own { SqlType::Native("SYMBOL".to_owned()) } else { SqlType::Text };
        let table = |name: &str, numbers: [(&str, SqlType); 2]| {
            let table = Table::new(name)
                .column(Column::new("ts", SqlType::Timestamp(TimeUnit::Microsecond)).not_null())
                .column(Column::new("symbol", symbol.clone()).not_null());
            let numbers = numbers.into_iter().map(|(name, sql_type)| Column::new(name, sql_type).not_null());
            kept_by_time(numbers.fold(table, Table::column))
        };
        Market {
            trades: table("trades", [("price", SqlType::Float64), ("size", SqlType::Int64)]),
            quotes: table("quotes", [("bid", SqlType::Float64), ("ask", SqlType::Float64)]),
        }
    }

    /// Makes both tables and fills each with `rows` rows of one day.
    pub async fn load(&self, engine: &Engine, rows: usize) -> Result<u64, Error> {
        let mut count = 0;
        for (table, batch) in [(&self.trades, trades as fn(&[Tick]) -> Vec<ArrayRef>), (&self.quotes, quotes)] {
            engine.execute(create_table(&to_create(engine, table))).await?;
            let names: Vec<String> = table.columns().iter().map(|column| column.name().to_owned()).collect();
            let shift = if std::ptr::eq(table, &self.trades) { Shift::Trades } else { Shift::Quotes };
            let mut ticks = ticks(rows, shift);
            let batches = std::iter::from_fn(move || {
                let part: Vec<Tick> = ticks.by_ref().take(BATCH).collect();
                let columns = names.iter().cloned().zip(batch(&part));
                (!part.is_empty()).then(|| RecordBatch::try_from_iter(columns).expect("columns of the same length"))
            });
            count += engine.insert_batches(table, batches).await?;
        }
        Ok(count)
    }
}

/// As it can be made: an engine that ignores NOT NULL is not told of it, and whoever reads the table knows it all the same.
fn to_create(engine: &Engine, table: &Table) -> Table {
    if engine.capabilities().grants(Construct::NotNull) {
        return table.clone();
    }
    let columns = table.columns().iter().map(|column| Column::new(column.name(), column.sql_type().clone()));
    kept_by_time(columns.fold(Table::new(table.name()), Table::column))
}

/// Tells which column is the time, and QuestDB how to keep the rows; other engines don't read that.
fn kept_by_time(table: Table) -> Table {
    let table = table.with_time_column("ts");
    #[cfg(feature = "questdb-pg")]
    let table = {
        use aludel::questdb::table::{Period, QuestDbTable};
        table.with_options(QuestDbTable::new().partition_by(Period::Day).write_ahead_log())
    };
    table
}

/// A moment at which something happens.
struct Tick {
    ts: i64,
    symbol: &'static str,
    /// In quarters of a cent, so that sums are exact.
    price: i64,
    size: i64,
}

/// Where between two trades a row stands.
#[derive(Clone, Copy)]
enum Shift {
    Trades,
    Quotes,
}

/// As many ticks of one day, each at a moment of its own.
fn ticks(rows: usize, shift: Shift) -> impl Iterator<Item = Tick> + Send {
    let step = DAY / i64::try_from(rows.max(1)).unwrap_or(DAY);
    let (begin, mut state) = match shift {
        Shift::Trades => (MONDAY + step / 2, 0x2545_f491_4f6c_dd1d_u64),
        Shift::Quotes => (MONDAY, 0x9e37_79b9_7f4a_7c15),
    };
    let mut prices: Vec<i64> = (1..=8).map(|place| place * 4_000).collect();
    (0..rows).zip(0_i64..).map(move |(_, number)| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let place = (state >> 32) as usize % SYMBOLS.len();
        prices[place] = (prices[place] + (state % 9) as i64 - 4).max(400);
        let size = 1 + (state >> 8) as i64 % 100;
        Tick { ts: begin + number * step, symbol: SYMBOLS[place], price: prices[place], size }
    })
}

fn keys(ticks: &[Tick]) -> [ArrayRef; 2] {
    [
        Arc::new(TimestampMicrosecondArray::from_iter_values(ticks.iter().map(|tick| tick.ts))),
        Arc::new(StringArray::from_iter_values(ticks.iter().map(|tick| tick.symbol))),
    ]
}

fn money(quarters: impl Iterator<Item = i64>) -> ArrayRef {
    Arc::new(Float64Array::from_iter_values(quarters.map(|quarters| quarters as f64 / 4.0)))
}

fn trades(ticks: &[Tick]) -> Vec<arrow::array::ArrayRef> {
    let size = Int64Array::from_iter_values(ticks.iter().map(|tick| tick.size));
    keys(ticks).into_iter().chain([money(ticks.iter().map(|tick| tick.price)), Arc::new(size)]).collect()
}

fn quotes(ticks: &[Tick]) -> Vec<arrow::array::ArrayRef> {
    let asked = ticks.iter().map(|tick| tick.price + 1 + tick.size % 3);
    keys(ticks).into_iter().chain([money(ticks.iter().map(|tick| tick.price - 1)), money(asked)]).collect()
}

//! What is asked of the market: statements that name no engine.

use aludel::prelude::*;
use aludel::{SampleBy, SampleUnit};

use crate::market::Market;

/// The statement of a question.
type Build = fn(&Market) -> Result<Select<Any>, Error>;

/// A question, and the one that must have the same answer on an engine that answers both.
pub struct Question {
    pub title: &'static str,
    pub build: Build,
    pub same_as: Option<Build>,
}

pub const QUESTIONS: [Question; 5] = [
    Question { title: "candles of a minute", build: candles, same_as: None },
    Question { title: "candles of a minute, with SAMPLE BY", build: sampled_candles, same_as: Some(candles) },
    Question { title: "the last trade of each symbol", build: last_trades, same_as: None },
    Question {
        title: "the last trade of each symbol, with LATEST ON",
        build: latest_trades,
        same_as: Some(last_trades),
    },
    Question { title: "how far trades were from what was asked, with an ASOF join", build: slippage, same_as: None },
];

/// How high and low the price of a symbol went in each minute, and how much was traded.
fn candles(market: &Market) -> Result<Select<Any>, Error> {
    let trades = &market.trades;
    let minute = func::time_bucket(TimeBucket::every(1, DatePart::Minute)?, trades.col("ts"));
    Ok(select((minute.clone().label("minute"), trades.col("symbol")))
        .columns(measures(trades))
        .from(trades)
        .group_by((minute, trades.col("symbol")))
        .order_by((asc("minute"), trades.col("symbol"))))
}

/// The same in the words of an engine for time series.
fn sampled_candles(market: &Market) -> Result<Select<Any>, Error> {
    let trades = &market.trades;
    Ok(select((trades.col("ts").label("minute"), trades.col("symbol")))
        .columns(measures(trades))
        .from(trades)
        .sample_by(SampleBy::every(1, SampleUnit::Minute).align_to_calendar())
        .order_by((asc("minute"), trades.col("symbol"))))
}

fn measures(trades: &Table) -> [Expr<Any>; 3] {
    [
        func::max(trades.col("price")).label("high"),
        func::min(trades.col("price")).label("low"),
        func::sum(trades.col("size")).label("volume"),
    ]
}

fn last_trades(market: &Market) -> Result<Select<Any>, Error> {
    let trades = &market.trades;
    let newest_first = window().partition_by(trades.col("symbol")).order_by(trades.col("ts").desc());
    Ok(select((trades.col("symbol"), trades.col("ts"), trades.col("price")))
        .from(trades)
        .qualify(func::row_number().over(newest_first).eq(1))
        .order_by(trades.col("symbol")))
}

fn latest_trades(market: &Market) -> Result<Select<Any>, Error> {
    let trades = &market.trades;
    Ok(select((trades.col("symbol"), trades.col("ts"), trades.col("price")))
        .from(trades)
        .latest_on(trades.col("ts"), trades.col("symbol"))
        .order_by(trades.col("symbol")))
}

/// Each trade beside the quote that was the newest when it was made.
fn slippage(market: &Market) -> Result<Select<Any>, Error> {
    let Market { trades, quotes } = market;
    let newest = trades.col("symbol").eq(quotes.col("symbol")).and(trades.col("ts").ge(quotes.col("ts")));
    let above = || trades.col("price") - quotes.col("ask");
    Ok(select((
        trades.col("symbol"),
        func::count(above()).label("trades"),
        func::min(above()).label("least"),
        func::max(above()).label("most"),
    ))
    .from(trades.asof_left_join(quotes, newest))
    .group_by(trades.col("symbol"))
    .order_by(trades.col("symbol")))
}

//! The data of TPC-H as Arrow batches, column by column from the generator's rows.

use std::fmt::{Display, Write};
use std::sync::Arc;

use aludel::prelude::*;
use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, Date32Array, Decimal128Array, Int32Array, Int64Array, RecordBatch};
use arrow_schema::{ArrowError, Field, Schema};
use tpchgen::dates::TPCHDate;
use tpchgen::decimal::TPCHDecimal;
use tpchgen::generators::{
    Customer, CustomerGenerator, LineItem, LineItemGenerator, Nation, NationGenerator, Order, OrderGenerator, Part,
    PartGenerator, PartSupp, PartSuppGenerator, Region, RegionGenerator, Supplier, SupplierGenerator,
};
use tpchgen::text::TextPool;

use crate::schema::Tpch;

/// Rows in a batch.
const BATCH: usize = 32_768;

/// A table with the rows that belong into it.
pub struct TableData {
    pub table: Table,
    /// How many rows there will be; about, for lineitem.
    pub rows: u64,
    pub batches: Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>> + Send>,
}

/// Makes the text that comments are cut from: 300 MB, once in a process.
pub fn prepare() {
    TextPool::get_or_init_default();
}

/// The eight tables at `scale`: at 1 lineitem has six million rows. Rows are made as the batches are asked for.
pub fn generate(tpch: &Tpch, scale: f64) -> [TableData; 8] {
    let orders = OrderGenerator::calculate_row_count(scale, 1, 1);
    [
        batches(&tpch.region, 5, RegionGenerator::new(scale, 1, 1).iter(), region),
        batches(&tpch.nation, 25, NationGenerator::new(scale, 1, 1).iter(), nation),
        batches(
            &tpch.supplier,
            SupplierGenerator::calculate_row_count(scale, 1, 1),
            SupplierGenerator::new(scale, 1, 1).iter(),
            supplier,
        ),
        batches(
            &tpch.customer,
            CustomerGenerator::calculate_row_count(scale, 1, 1),
            CustomerGenerator::new(scale, 1, 1).iter(),
            customer,
        ),
        batches(
            &tpch.part,
            PartGenerator::calculate_row_count(scale, 1, 1),
            PartGenerator::new(scale, 1, 1).iter(),
            part,
        ),
        batches(
            &tpch.partsupp,
            PartSuppGenerator::calculate_row_count(scale, 1, 1),
            PartSuppGenerator::new(scale, 1, 1).iter(),
            partsupp,
        ),
        batches(&tpch.orders, orders, OrderGenerator::new(scale, 1, 1).iter(), order),
        // One to seven lines for each order.
        batches(&tpch.lineitem, orders * 4, LineItemGenerator::new(scale, 1, 1).iter(), lineitem),
    ]
}

/// Collects rows and hands them to `columns`, a batch at a time.
fn batches<R>(
    table: &Table,
    rows: i64,
    mut generator: impl Iterator<Item = R> + Send + 'static,
    columns: fn(&[R]) -> Result<Vec<ArrayRef>, ArrowError>,
) -> TableData {
    let owned = table.clone();
    let batches = std::iter::from_fn(move || {
        let rows: Vec<R> = generator.by_ref().take(BATCH).collect();
        (!rows.is_empty()).then(|| batch(&owned, columns(&rows)?))
    });
    TableData { table: table.clone(), rows: rows.unsigned_abs(), batches: Box::new(batches) }
}

fn batch(table: &Table, columns: Vec<ArrayRef>) -> Result<RecordBatch, ArrowError> {
    let fields = table.columns().iter().zip(&columns);
    let fields = fields.map(|(column, array)| Field::new(column.name(), array.data_type().clone(), false));
    RecordBatch::try_new(Arc::new(Schema::new(fields.collect::<Vec<_>>())), columns)
}

fn keys<R>(rows: &[R], value: impl Fn(&R) -> i64) -> ArrayRef {
    Arc::new(Int64Array::from_iter_values(rows.iter().map(value)))
}

fn integers<R>(rows: &[R], value: impl Fn(&R) -> i32) -> ArrayRef {
    Arc::new(Int32Array::from_iter_values(rows.iter().map(value)))
}

fn money<R>(rows: &[R], value: impl Fn(&R) -> TPCHDecimal) -> Result<ArrayRef, ArrowError> {
    let cents = rows.iter().map(|row| value(row).into_inner().into());
    Ok(Arc::new(Decimal128Array::from_iter_values(cents).with_precision_and_scale(15, 2)?))
}

fn days<R>(rows: &[R], value: impl Fn(&R) -> TPCHDate) -> ArrayRef {
    Arc::new(Date32Array::from_iter_values(rows.iter().map(|row| value(row).to_unix_epoch())))
}

fn texts<'a, R, T: Display + 'a>(rows: &'a [R], value: impl Fn(&'a R) -> T) -> Result<ArrayRef, ArrowError> {
    let mut builder = StringBuilder::with_capacity(rows.len(), rows.len() * 16);
    for row in rows {
        write!(builder, "{}", value(row)).map_err(|error| ArrowError::ExternalError(Box::new(error)))?;
        // Ends the value that was written.
        builder.append_value("");
    }
    Ok(Arc::new(builder.finish()))
}

fn region(rows: &[Region<'_>]) -> Result<Vec<ArrayRef>, ArrowError> {
    Ok(vec![keys(rows, |r| r.r_regionkey), texts(rows, |r| r.r_name)?, texts(rows, |r| r.r_comment)?])
}

fn nation(rows: &[Nation<'_>]) -> Result<Vec<ArrayRef>, ArrowError> {
    Ok(vec![
        keys(rows, |n| n.n_nationkey),
        texts(rows, |n| n.n_name)?,
        keys(rows, |n| n.n_regionkey),
        texts(rows, |n| n.n_comment)?,
    ])
}

fn supplier(rows: &[Supplier]) -> Result<Vec<ArrayRef>, ArrowError> {
    Ok(vec![
        keys(rows, |s| s.s_suppkey),
        texts(rows, |s| &s.s_name)?,
        texts(rows, |s| &s.s_address)?,
        keys(rows, |s| s.s_nationkey),
        texts(rows, |s| &s.s_phone)?,
        money(rows, |s| s.s_acctbal)?,
        texts(rows, |s| &s.s_comment)?,
    ])
}

fn customer(rows: &[Customer<'_>]) -> Result<Vec<ArrayRef>, ArrowError> {
    Ok(vec![
        keys(rows, |c| c.c_custkey),
        texts(rows, |c| &c.c_name)?,
        texts(rows, |c| &c.c_address)?,
        keys(rows, |c| c.c_nationkey),
        texts(rows, |c| &c.c_phone)?,
        money(rows, |c| c.c_acctbal)?,
        texts(rows, |c| c.c_mktsegment)?,
        texts(rows, |c| c.c_comment)?,
    ])
}

fn part(rows: &[Part<'_>]) -> Result<Vec<ArrayRef>, ArrowError> {
    Ok(vec![
        keys(rows, |p| p.p_partkey),
        texts(rows, |p| &p.p_name)?,
        texts(rows, |p| &p.p_mfgr)?,
        texts(rows, |p| &p.p_brand)?,
        texts(rows, |p| p.p_type)?,
        integers(rows, |p| p.p_size),
        texts(rows, |p| p.p_container)?,
        money(rows, |p| p.p_retailprice)?,
        texts(rows, |p| p.p_comment)?,
    ])
}

fn partsupp(rows: &[PartSupp<'_>]) -> Result<Vec<ArrayRef>, ArrowError> {
    Ok(vec![
        keys(rows, |p| p.ps_partkey),
        keys(rows, |p| p.ps_suppkey),
        integers(rows, |p| p.ps_availqty),
        money(rows, |p| p.ps_supplycost)?,
        texts(rows, |p| p.ps_comment)?,
    ])
}

fn order(rows: &[Order<'_>]) -> Result<Vec<ArrayRef>, ArrowError> {
    Ok(vec![
        keys(rows, |o| o.o_orderkey),
        keys(rows, |o| o.o_custkey),
        texts(rows, |o| o.o_orderstatus.as_str())?,
        money(rows, |o| o.o_totalprice)?,
        days(rows, |o| o.o_orderdate),
        texts(rows, |o| o.o_orderpriority)?,
        texts(rows, |o| &o.o_clerk)?,
        integers(rows, |o| o.o_shippriority),
        texts(rows, |o| o.o_comment)?,
    ])
}

fn lineitem(rows: &[LineItem<'_>]) -> Result<Vec<ArrayRef>, ArrowError> {
    Ok(vec![
        keys(rows, |l| l.l_orderkey),
        keys(rows, |l| l.l_partkey),
        keys(rows, |l| l.l_suppkey),
        integers(rows, |l| l.l_linenumber),
        // The generator counts whole pieces.
        money(rows, |l| TPCHDecimal::new(l.l_quantity * 100))?,
        money(rows, |l| l.l_extendedprice)?,
        money(rows, |l| l.l_discount)?,
        money(rows, |l| l.l_tax)?,
        texts(rows, |l| l.l_returnflag)?,
        texts(rows, |l| l.l_linestatus)?,
        days(rows, |l| l.l_shipdate),
        days(rows, |l| l.l_commitdate),
        days(rows, |l| l.l_receiptdate),
        texts(rows, |l| l.l_shipinstruct)?,
        texts(rows, |l| l.l_shipmode)?,
        texts(rows, |l| l.l_comment)?,
    ])
}

//! The data of TPC-H as Arrow batches, column by column from the generator's rows.

use std::fmt::{Display, Write};
use std::sync::Arc;

use aludel::arrow::array::builder::StringBuilder;
use aludel::arrow::array::{ArrayRef, Date32Array, Decimal128Array, Int32Array, Int64Array, RecordBatch};
use aludel::arrow::schema::{Field, Schema};
use aludel::prelude::Table;
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
    /// How many rows there will be; of lineitem, about.
    pub rows: u64,
    pub batches: Box<dyn Iterator<Item = RecordBatch> + Send>,
}

/// Makes the text that comments are cut from: 300 MB, once in a process.
pub fn prepare() {
    TextPool::get_or_init_default();
}

/// The eight tables at `scale`: at 1 lineitem has six million rows. Rows are made as the batches are asked for.
pub fn generate(tpch: &Tpch, scale: f64) -> [TableData; 8] {
    let scaled = |rows: f64| (rows * scale).round() as u64;
    [
        batches(&tpch.region, 5, RegionGenerator::new(scale, 1, 1).iter(), region),
        batches(&tpch.nation, 25, NationGenerator::new(scale, 1, 1).iter(), nation),
        batches(&tpch.supplier, scaled(1e4), SupplierGenerator::new(scale, 1, 1).iter(), supplier),
        batches(&tpch.customer, scaled(1.5e5), CustomerGenerator::new(scale, 1, 1).iter(), customer),
        batches(&tpch.part, scaled(2e5), PartGenerator::new(scale, 1, 1).iter(), part),
        batches(&tpch.partsupp, scaled(8e5), PartSuppGenerator::new(scale, 1, 1).iter(), partsupp),
        batches(&tpch.orders, scaled(1.5e6), OrderGenerator::new(scale, 1, 1).iter(), order),
        batches(&tpch.lineitem, scaled(6e6), LineItemGenerator::new(scale, 1, 1).iter(), lineitem),
    ]
}

/// Collects rows and hands them to `columns`, a batch at a time.
fn batches<R: 'static>(
    table: &Table,
    rows: u64,
    mut generator: impl Iterator<Item = R> + Send + 'static,
    columns: fn(&[R]) -> Vec<ArrayRef>,
) -> TableData {
    let owned = table.clone();
    let batches = std::iter::from_fn(move || {
        let rows: Vec<R> = generator.by_ref().take(BATCH).collect();
        (!rows.is_empty()).then(|| batch(&owned, columns(&rows)))
    });
    TableData { table: table.clone(), rows, batches: Box::new(batches) }
}

fn batch(table: &Table, columns: Vec<ArrayRef>) -> RecordBatch {
    let fields = table.columns().iter().zip(&columns);
    let fields = fields.map(|(column, array)| Field::new(column.name(), array.data_type().clone(), false));
    let schema = Schema::new(fields.collect::<Vec<_>>());
    RecordBatch::try_new(Arc::new(schema), columns).expect("columns of the same length")
}

fn keys<R>(rows: &[R], value: impl Fn(&R) -> i64) -> ArrayRef {
    Arc::new(Int64Array::from_iter_values(rows.iter().map(value)))
}

fn integers<R>(rows: &[R], value: impl Fn(&R) -> i32) -> ArrayRef {
    Arc::new(Int32Array::from_iter_values(rows.iter().map(value)))
}

fn money<R>(rows: &[R], value: impl Fn(&R) -> TPCHDecimal) -> ArrayRef {
    let cents = rows.iter().map(|row| value(row).into_inner().into());
    let decimals = Decimal128Array::from_iter_values(cents).with_precision_and_scale(15, 2);
    Arc::new(decimals.expect("a precision that there is"))
}

fn days<R>(rows: &[R], value: impl Fn(&R) -> TPCHDate) -> ArrayRef {
    Arc::new(Date32Array::from_iter_values(rows.iter().map(|row| value(row).to_unix_epoch())))
}

fn texts<'a, R, T: Display + 'a>(rows: &'a [R], value: impl Fn(&'a R) -> T) -> ArrayRef {
    let mut builder = StringBuilder::with_capacity(rows.len(), rows.len() * 16);
    for row in rows {
        write!(builder, "{}", value(row)).expect("a builder takes any text");
        // Ends the value that was written.
        builder.append_value("");
    }
    Arc::new(builder.finish())
}

fn region(rows: &[Region<'_>]) -> Vec<ArrayRef> {
    vec![keys(rows, |r| r.r_regionkey), texts(rows, |r| r.r_name), texts(rows, |r| r.r_comment)]
}

fn nation(rows: &[Nation<'_>]) -> Vec<ArrayRef> {
    vec![
        keys(rows, |n| n.n_nationkey),
        texts(rows, |n| n.n_name),
        keys(rows, |n| n.n_regionkey),
        texts(rows, |n| n.n_comment),
    ]
}

fn supplier(rows: &[Supplier]) -> Vec<ArrayRef> {
    vec![
        keys(rows, |s| s.s_suppkey),
        texts(rows, |s| &s.s_name),
        texts(rows, |s| &s.s_address),
        keys(rows, |s| s.s_nationkey),
        texts(rows, |s| &s.s_phone),
        money(rows, |s| s.s_acctbal),
        texts(rows, |s| &s.s_comment),
    ]
}

fn customer(rows: &[Customer<'_>]) -> Vec<ArrayRef> {
    vec![
        keys(rows, |c| c.c_custkey),
        texts(rows, |c| &c.c_name),
        texts(rows, |c| &c.c_address),
        keys(rows, |c| c.c_nationkey),
        texts(rows, |c| &c.c_phone),
        money(rows, |c| c.c_acctbal),
        texts(rows, |c| c.c_mktsegment),
        texts(rows, |c| c.c_comment),
    ]
}

fn part(rows: &[Part<'_>]) -> Vec<ArrayRef> {
    vec![
        keys(rows, |p| p.p_partkey),
        texts(rows, |p| &p.p_name),
        texts(rows, |p| &p.p_mfgr),
        texts(rows, |p| &p.p_brand),
        texts(rows, |p| p.p_type),
        integers(rows, |p| p.p_size),
        texts(rows, |p| p.p_container),
        money(rows, |p| p.p_retailprice),
        texts(rows, |p| p.p_comment),
    ]
}

fn partsupp(rows: &[PartSupp<'_>]) -> Vec<ArrayRef> {
    vec![
        keys(rows, |p| p.ps_partkey),
        keys(rows, |p| p.ps_suppkey),
        integers(rows, |p| p.ps_availqty),
        money(rows, |p| p.ps_supplycost),
        texts(rows, |p| p.ps_comment),
    ]
}

fn order(rows: &[Order<'_>]) -> Vec<ArrayRef> {
    vec![
        keys(rows, |o| o.o_orderkey),
        keys(rows, |o| o.o_custkey),
        texts(rows, |o| o.o_orderstatus.as_str()),
        money(rows, |o| o.o_totalprice),
        days(rows, |o| o.o_orderdate),
        texts(rows, |o| o.o_orderpriority),
        texts(rows, |o| &o.o_clerk),
        integers(rows, |o| o.o_shippriority),
        texts(rows, |o| o.o_comment),
    ]
}

fn lineitem(rows: &[LineItem<'_>]) -> Vec<ArrayRef> {
    vec![
        keys(rows, |l| l.l_orderkey),
        keys(rows, |l| l.l_partkey),
        keys(rows, |l| l.l_suppkey),
        integers(rows, |l| l.l_linenumber),
        // The generator counts whole pieces.
        money(rows, |l| TPCHDecimal::new(l.l_quantity * 100)),
        money(rows, |l| l.l_extendedprice),
        money(rows, |l| l.l_discount),
        money(rows, |l| l.l_tax),
        texts(rows, |l| l.l_returnflag),
        texts(rows, |l| l.l_linestatus),
        days(rows, |l| l.l_shipdate),
        days(rows, |l| l.l_commitdate),
        days(rows, |l| l.l_receiptdate),
        texts(rows, |l| l.l_shipinstruct),
        texts(rows, |l| l.l_shipmode),
        texts(rows, |l| l.l_comment),
    ]
}

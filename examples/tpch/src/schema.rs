//! The eight tables of TPC-H.

use aludel::prelude::*;

/// The tables: neutral values, the same for every engine.
///
/// They have no keys: TPC-H joins whole tables, and an engine would build an index for each key while it loads.
pub struct Tpch {
    pub region: Table,
    pub nation: Table,
    pub supplier: Table,
    pub customer: Table,
    pub part: Table,
    pub partsupp: Table,
    pub orders: Table,
    pub lineitem: Table,
}

const KEY: SqlType = SqlType::Int64;
const INTEGER: SqlType = SqlType::Int32;
const MONEY: SqlType = SqlType::Decimal { precision: 15, scale: 2 };
const TEXT: SqlType = SqlType::Text;

fn table<const N: usize>(name: &str, columns: [(&str, SqlType); N]) -> Table {
    columns
        .into_iter()
        .fold(Table::new(name), |table, (column, sql_type)| table.column(Column::new(column, sql_type).not_null()))
}

impl Tpch {
    pub fn new() -> Self {
        Self::with_days(SqlType::Date)
    }

    /// The tables with days of this type.
    pub fn with_days(day: SqlType) -> Self {
        Tpch {
            region: table("region", [("r_regionkey", KEY), ("r_name", TEXT), ("r_comment", TEXT)]),
            nation: table(
                "nation",
                [("n_nationkey", KEY), ("n_name", TEXT), ("n_regionkey", KEY), ("n_comment", TEXT)],
            ),
            supplier: table(
                "supplier",
                [
                    ("s_suppkey", KEY),
                    ("s_name", TEXT),
                    ("s_address", TEXT),
                    ("s_nationkey", KEY),
                    ("s_phone", TEXT),
                    ("s_acctbal", MONEY),
                    ("s_comment", TEXT),
                ],
            ),
            customer: table(
                "customer",
                [
                    ("c_custkey", KEY),
                    ("c_name", TEXT),
                    ("c_address", TEXT),
                    ("c_nationkey", KEY),
                    ("c_phone", TEXT),
                    ("c_acctbal", MONEY),
                    ("c_mktsegment", TEXT),
                    ("c_comment", TEXT),
                ],
            ),
            part: table(
                "part",
                [
                    ("p_partkey", KEY),
                    ("p_name", TEXT),
                    ("p_mfgr", TEXT),
                    ("p_brand", TEXT),
                    ("p_type", TEXT),
                    ("p_size", INTEGER),
                    ("p_container", TEXT),
                    ("p_retailprice", MONEY),
                    ("p_comment", TEXT),
                ],
            ),
            partsupp: table(
                "partsupp",
                [
                    ("ps_partkey", KEY),
                    ("ps_suppkey", KEY),
                    ("ps_availqty", INTEGER),
                    ("ps_supplycost", MONEY),
                    ("ps_comment", TEXT),
                ],
            ),
            orders: table(
                "orders",
                [
                    ("o_orderkey", KEY),
                    ("o_custkey", KEY),
                    ("o_orderstatus", TEXT),
                    ("o_totalprice", MONEY),
                    ("o_orderdate", day.clone()),
                    ("o_orderpriority", TEXT),
                    ("o_clerk", TEXT),
                    ("o_shippriority", INTEGER),
                    ("o_comment", TEXT),
                ],
            ),
            lineitem: table(
                "lineitem",
                [
                    ("l_orderkey", KEY),
                    ("l_partkey", KEY),
                    ("l_suppkey", KEY),
                    ("l_linenumber", INTEGER),
                    ("l_quantity", MONEY),
                    ("l_extendedprice", MONEY),
                    ("l_discount", MONEY),
                    ("l_tax", MONEY),
                    ("l_returnflag", TEXT),
                    ("l_linestatus", TEXT),
                    ("l_shipdate", day.clone()),
                    ("l_commitdate", day.clone()),
                    ("l_receiptdate", day.clone()),
                    ("l_shipinstruct", TEXT),
                    ("l_shipmode", TEXT),
                    ("l_comment", TEXT),
                ],
            ),
        }
    }
}

use super::*;

/// Do cheap ways of shipping make urgent orders late? Late lines of a year by mode and priority.
pub fn q12<D: Analytic>(tpch: &Tpch) -> Select<D> {
    let Tpch { orders, lineitem, .. } = tpch;
    let year = date(1994, 1, 1);
    let urgent = || orders.col("o_orderpriority").is_in(["1-URGENT", "2-HIGH"]);
    select([
        lineitem.col("l_shipmode"),
        func::sum(case().when(urgent(), 1).otherwise(0)).label("high_line_count"),
        func::sum(case().when(urgent(), 0).otherwise(1)).label("low_line_count"),
    ])
    .from(orders)
    .join(lineitem, lineitem.col("l_orderkey").eq(orders.col("o_orderkey")))
    .filter(lineitem.col("l_shipmode").is_in(["MAIL", "SHIP"]))
    .filter(lineitem.col("l_commitdate").lt(lineitem.col("l_receiptdate")))
    .filter(lineitem.col("l_shipdate").lt(lineitem.col("l_commitdate")))
    .filter(lineitem.col("l_receiptdate").ge(year))
    .filter(lineitem.col("l_receiptdate").lt(year + Months::new(12)))
    .group_by([lineitem.col("l_shipmode")])
    .order_by([lineitem.col("l_shipmode")])
}

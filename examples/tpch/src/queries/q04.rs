use super::*;

/// How many orders of a quarter had a line that came late, by priority?
pub fn q04<D: Analytic>(tpch: &Tpch) -> Select<D> {
    let Tpch { orders, lineitem, .. } = tpch;
    let quarter = date(1993, 7, 1);
    let late_lines = select([star()])
        .from(lineitem)
        .filter(lineitem.col("l_orderkey").eq(orders.col("o_orderkey")))
        .filter(lineitem.col("l_commitdate").lt(lineitem.col("l_receiptdate")));
    select([orders.col("o_orderpriority"), func::count_rows().label("order_count")])
        .from(orders)
        .filter(orders.col("o_orderdate").ge(quarter))
        .filter(orders.col("o_orderdate").lt(quarter + Months::new(3)))
        .filter(exists(late_lines))
        .group_by([orders.col("o_orderpriority")])
        .order_by([orders.col("o_orderpriority")])
}

use super::*;

/// Which ten orders, not shipped by a day, are worth the most to customers who build?
pub fn q03<D: Analytic>(tpch: &Tpch) -> Select<D> {
    let Tpch { customer, orders, lineitem, .. } = tpch;
    let day = date(1995, 3, 15);
    select([
        lineitem.col("l_orderkey"),
        func::sum(discounted_price(lineitem)).label("revenue"),
        orders.col("o_orderdate"),
        orders.col("o_shippriority"),
    ])
    .from(customer)
    .join(orders, orders.col("o_custkey").eq(customer.col("c_custkey")))
    .join(lineitem, lineitem.col("l_orderkey").eq(orders.col("o_orderkey")))
    .filter(customer.col("c_mktsegment").eq("BUILDING"))
    .filter(orders.col("o_orderdate").lt(day))
    .filter(lineitem.col("l_shipdate").gt(day))
    .group_by([lineitem.col("l_orderkey"), orders.col("o_orderdate"), orders.col("o_shippriority")])
    .order_by((desc("revenue"), orders.col("o_orderdate")))
    .limit(10)
}

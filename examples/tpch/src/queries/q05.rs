use super::*;

/// What did suppliers in Asia earn in a year from customers of their own nation, by nation?
pub fn q05<D: Analytic>(tpch: &Tpch) -> Select<D> {
    let Tpch { customer, orders, lineitem, supplier, nation, region, .. } = tpch;
    let year = date(1994, 1, 1);
    let same_nation = supplier.col("s_nationkey").eq(customer.col("c_nationkey"));
    select([nation.col("n_name"), func::sum(discounted_price(lineitem)).label("revenue")])
        .from(customer)
        .join(orders, orders.col("o_custkey").eq(customer.col("c_custkey")))
        .join(lineitem, lineitem.col("l_orderkey").eq(orders.col("o_orderkey")))
        .join(supplier, supplier.col("s_suppkey").eq(lineitem.col("l_suppkey")).and(same_nation))
        .join(nation, nation.col("n_nationkey").eq(supplier.col("s_nationkey")))
        .join(region, region.col("r_regionkey").eq(nation.col("n_regionkey")))
        .filter(region.col("r_name").eq("ASIA"))
        .filter(orders.col("o_orderdate").ge(year))
        .filter(orders.col("o_orderdate").lt(year + Months::new(12)))
        .group_by([nation.col("n_name")])
        .order_by([desc("revenue")])
}

use super::*;

/// Which twenty customers sent back the most of what they ordered in a quarter?
pub fn q10<D: Analytic>(tpch: &Tpch) -> Select<D> {
    let Tpch { customer, orders, lineitem, nation, .. } = tpch;
    let quarter = date(1993, 10, 1);
    select([
        customer.col("c_custkey"),
        customer.col("c_name"),
        func::sum(discounted_price(lineitem)).label("revenue"),
        customer.col("c_acctbal"),
        nation.col("n_name"),
        customer.col("c_address"),
        customer.col("c_phone"),
        customer.col("c_comment"),
    ])
    .from(customer)
    .join(orders, orders.col("o_custkey").eq(customer.col("c_custkey")))
    .join(lineitem, lineitem.col("l_orderkey").eq(orders.col("o_orderkey")))
    .join(nation, nation.col("n_nationkey").eq(customer.col("c_nationkey")))
    .filter(orders.col("o_orderdate").ge(quarter))
    .filter(orders.col("o_orderdate").lt(quarter + Months::new(3)))
    .filter(lineitem.col("l_returnflag").eq("R"))
    .group_by([
        customer.col("c_custkey"),
        customer.col("c_name"),
        customer.col("c_acctbal"),
        customer.col("c_phone"),
        nation.col("n_name"),
        customer.col("c_address"),
        customer.col("c_comment"),
    ])
    .order_by([desc("revenue")])
    .limit(20)
}

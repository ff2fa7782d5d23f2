use super::*;

/// Which customers placed the hundred most expensive orders of more than 300 pieces?
pub fn q18<D: Analytic>(tpch: &Tpch) -> Select<D> {
    let Tpch { customer, orders, lineitem, .. } = tpch;
    let large_orders = select([lineitem.col("l_orderkey")])
        .from(lineitem)
        .group_by([lineitem.col("l_orderkey")])
        .having(func::sum(lineitem.col("l_quantity")).gt(300));
    let order = [
        customer.col("c_name"),
        customer.col("c_custkey"),
        orders.col("o_orderkey"),
        orders.col("o_orderdate"),
        orders.col("o_totalprice"),
    ];
    select(order.clone())
        .columns([func::sum(lineitem.col("l_quantity")).label("sum_quantity")])
        .from(customer)
        .join(orders, orders.col("o_custkey").eq(customer.col("c_custkey")))
        .join(lineitem, lineitem.col("l_orderkey").eq(orders.col("o_orderkey")))
        .filter(orders.col("o_orderkey").is_in(large_orders))
        .group_by(order)
        .order_by((orders.col("o_totalprice").desc(), orders.col("o_orderdate")))
        .limit(100)
}

use super::*;

/// How many customers have how many orders, special requests not counted?
pub fn q13<D: Analytic>(tpch: &Tpch) -> Select<D> {
    let Tpch { customer, orders, .. } = tpch;
    let counted = orders
        .col("o_custkey")
        .eq(customer.col("c_custkey"))
        .and(orders.col("o_comment").not_like("%special%requests%"));
    let c_orders = select([customer.col("c_custkey"), func::count(orders.col("o_orderkey")).label("c_count")])
        .from(customer)
        .left_join(orders, counted)
        .group_by([customer.col("c_custkey")])
        .subquery("c_orders");
    select([c_orders.col("c_count"), func::count_rows().label("custdist")])
        .from(&c_orders)
        .group_by([c_orders.col("c_count")])
        .order_by((desc("custdist"), c_orders.col("c_count").desc()))
}

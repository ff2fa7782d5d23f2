use super::*;

/// How much profit was made on green parts, by the supplier's nation and year?
pub fn q09<D: Analytic>(tpch: &Tpch) -> Select<D> {
    let Tpch { part, supplier, lineitem, partsupp, orders, nation, .. } = tpch;
    let same_offer = partsupp
        .col("ps_suppkey")
        .eq(lineitem.col("l_suppkey"))
        .and(partsupp.col("ps_partkey").eq(lineitem.col("l_partkey")));
    let cost = partsupp.col("ps_supplycost") * lineitem.col("l_quantity");
    let profit = select([
        nation.col("n_name").label("nation"),
        func::extract(DatePart::Year, orders.col("o_orderdate")).label("o_year"),
        (discounted_price(lineitem) - cost).label("amount"),
    ])
    .from(part)
    .join(lineitem, lineitem.col("l_partkey").eq(part.col("p_partkey")))
    .join(supplier, supplier.col("s_suppkey").eq(lineitem.col("l_suppkey")))
    .join(partsupp, same_offer)
    .join(orders, orders.col("o_orderkey").eq(lineitem.col("l_orderkey")))
    .join(nation, nation.col("n_nationkey").eq(supplier.col("s_nationkey")))
    .filter(part.col("p_name").like("%green%"))
    .subquery("profit");
    select([profit.col("nation"), profit.col("o_year"), func::sum(profit.col("amount")).label("sum_profit")])
        .from(&profit)
        .group_by([profit.col("nation"), profit.col("o_year")])
        .order_by((profit.col("nation"), profit.col("o_year").desc()))
}

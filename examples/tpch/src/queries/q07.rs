use super::*;

/// What was the volume of goods shipped between France and Germany, in each direction and year?
pub fn q07<D: Analytic>(tpch: &Tpch) -> Select<D> {
    let Tpch { supplier, lineitem, orders, customer, nation, .. } = tpch;
    let (from, to) = (nation.alias("n1"), nation.alias("n2"));
    let route = |one, other| from.col("n_name").eq(one).and(to.col("n_name").eq(other));
    let shipping = select([
        from.col("n_name").label("supp_nation"),
        to.col("n_name").label("cust_nation"),
        func::extract(DatePart::Year, lineitem.col("l_shipdate")).label("l_year"),
        discounted_price(lineitem).label("volume"),
    ])
    .from(supplier)
    .join(lineitem, lineitem.col("l_suppkey").eq(supplier.col("s_suppkey")))
    .join(orders, orders.col("o_orderkey").eq(lineitem.col("l_orderkey")))
    .join(customer, customer.col("c_custkey").eq(orders.col("o_custkey")))
    .join(&from, from.col("n_nationkey").eq(supplier.col("s_nationkey")))
    .join(&to, to.col("n_nationkey").eq(customer.col("c_nationkey")))
    .filter(route("FRANCE", "GERMANY").or(route("GERMANY", "FRANCE")))
    .filter(lineitem.col("l_shipdate").between(date(1995, 1, 1), date(1996, 12, 31)))
    .subquery("shipping");
    let direction_and_year = [shipping.col("supp_nation"), shipping.col("cust_nation"), shipping.col("l_year")];
    select(direction_and_year.clone())
        .columns([func::sum(shipping.col("volume")).label("revenue")])
        .from(&shipping)
        .group_by(direction_and_year.clone())
        .order_by(direction_and_year)
}

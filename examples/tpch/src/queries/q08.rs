use super::*;

/// What was Brazil's share of a part type's market in America, by year?
pub fn q08<D: Analytic>(tpch: &Tpch) -> Select<D> {
    let Tpch { part, supplier, lineitem, orders, customer, nation, region, .. } = tpch;
    let (customers_nation, suppliers_nation) = (nation.alias("n1"), nation.alias("n2"));
    let sales = select([
        func::extract(DatePart::Year, orders.col("o_orderdate")).label("o_year"),
        discounted_price(lineitem).label("volume"),
        suppliers_nation.col("n_name").label("nation"),
    ])
    .from(part)
    .join(lineitem, lineitem.col("l_partkey").eq(part.col("p_partkey")))
    .join(supplier, supplier.col("s_suppkey").eq(lineitem.col("l_suppkey")))
    .join(orders, orders.col("o_orderkey").eq(lineitem.col("l_orderkey")))
    .join(customer, customer.col("c_custkey").eq(orders.col("o_custkey")))
    .join(&customers_nation, customers_nation.col("n_nationkey").eq(customer.col("c_nationkey")))
    .join(region, region.col("r_regionkey").eq(customers_nation.col("n_regionkey")))
    .join(&suppliers_nation, suppliers_nation.col("n_nationkey").eq(supplier.col("s_nationkey")))
    .filter(region.col("r_name").eq("AMERICA"))
    .filter(orders.col("o_orderdate").between(date(1995, 1, 1), date(1996, 12, 31)))
    .filter(part.col("p_type").eq("ECONOMY ANODIZED STEEL"))
    .subquery("all_nations");
    let brazils = case().when(sales.col("nation").eq("BRAZIL"), sales.col("volume")).otherwise(0);
    select([sales.col("o_year"), (func::sum(brazils) / func::sum(sales.col("volume"))).label("mkt_share")])
        .from(&sales)
        .group_by([sales.col("o_year")])
        .order_by([sales.col("o_year")])
}

use super::*;

/// Which supplier earned the most in a quarter?
pub fn q15<D: Analytic>(tpch: &Tpch) -> Select<D> {
    let Tpch { supplier, lineitem, .. } = tpch;
    let quarter = date(1996, 1, 1);
    // Used twice below, written once: the statement gets its WITH by itself.
    let revenue = select([
        lineitem.col("l_suppkey").label("supplier_no"),
        func::sum(discounted_price(lineitem)).label("total_revenue"),
    ])
    .from(lineitem)
    .filter(lineitem.col("l_shipdate").ge(quarter))
    .filter(lineitem.col("l_shipdate").lt(quarter + Months::new(3)))
    .group_by([lineitem.col("l_suppkey")])
    .cte("revenue");
    let most = select([func::max(revenue.col("total_revenue"))]).from(&revenue);
    select([
        supplier.col("s_suppkey"),
        supplier.col("s_name"),
        supplier.col("s_address"),
        supplier.col("s_phone"),
        revenue.col("total_revenue"),
    ])
    .from(supplier)
    .join(&revenue, revenue.col("supplier_no").eq(supplier.col("s_suppkey")))
    .filter(revenue.col("total_revenue").eq(most.scalar_subquery()))
    .order_by([supplier.col("s_suppkey")])
}

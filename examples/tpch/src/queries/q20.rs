use super::*;

/// Which Canadian suppliers hold far more forest parts than were shipped in a year?
pub fn q20<D: Analytic>(tpch: &Tpch) -> Select<D> {
    let Tpch { supplier, nation, partsupp, part, lineitem, .. } = tpch;
    let year = date(1994, 1, 1);
    let forest_parts = select([part.col("p_partkey")]).from(part).filter(part.col("p_name").like("forest%"));
    let half_of_the_shipped = select([func::sum(lineitem.col("l_quantity")) * decimal(5, 1)])
        .from(lineitem)
        .filter(lineitem.col("l_partkey").eq(partsupp.col("ps_partkey")))
        .filter(lineitem.col("l_suppkey").eq(partsupp.col("ps_suppkey")))
        .filter(lineitem.col("l_shipdate").ge(year))
        .filter(lineitem.col("l_shipdate").lt(year + Months::new(12)));
    let overstocked = select([partsupp.col("ps_suppkey")])
        .from(partsupp)
        .filter(partsupp.col("ps_partkey").is_in(forest_parts))
        .filter(partsupp.col("ps_availqty").gt(half_of_the_shipped.scalar_subquery()));
    select([supplier.col("s_name"), supplier.col("s_address")])
        .from(supplier)
        .join(nation, nation.col("n_nationkey").eq(supplier.col("s_nationkey")))
        .filter(supplier.col("s_suppkey").is_in(overstocked))
        .filter(nation.col("n_name").eq("CANADA"))
        .order_by([supplier.col("s_name")])
}

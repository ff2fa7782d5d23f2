use super::*;

/// Which European suppliers sell brass parts of size 15 at the region's lowest cost?
pub fn q02<D: Analytic>(tpch: &Tpch) -> Select<D> {
    let Tpch { part, supplier, partsupp, nation, region, .. } = tpch;
    let offers = partsupp
        .join(supplier, supplier.col("s_suppkey").eq(partsupp.col("ps_suppkey")))
        .join(nation, nation.col("n_nationkey").eq(supplier.col("s_nationkey")))
        .join(region, region.col("r_regionkey").eq(nation.col("n_regionkey")));
    // The part is the outer query's: the subquery is correlated by using its column.
    let lowest_cost = select([func::min(partsupp.col("ps_supplycost"))])
        .from(&offers)
        .filter(partsupp.col("ps_partkey").eq(part.col("p_partkey")))
        .filter(region.col("r_name").eq("EUROPE"));
    select([
        supplier.col("s_acctbal"),
        supplier.col("s_name"),
        nation.col("n_name"),
        part.col("p_partkey"),
        part.col("p_mfgr"),
        supplier.col("s_address"),
        supplier.col("s_phone"),
        supplier.col("s_comment"),
    ])
    .from(offers.join(part, part.col("p_partkey").eq(partsupp.col("ps_partkey"))))
    .filter(part.col("p_size").eq(15))
    .filter(part.col("p_type").like("%BRASS"))
    .filter(region.col("r_name").eq("EUROPE"))
    .filter(partsupp.col("ps_supplycost").eq(lowest_cost.scalar_subquery()))
    .order_by((
        supplier.col("s_acctbal").desc(),
        nation.col("n_name"),
        supplier.col("s_name"),
        part.col("p_partkey"),
    ))
    .limit(100)
}

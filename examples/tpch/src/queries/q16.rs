use super::*;

/// How many suppliers without complaints can deliver parts of some sizes, by brand, type and size?
pub fn q16<D: Analytic>(tpch: &Tpch) -> Select<D> {
    let Tpch { partsupp, part, supplier, .. } = tpch;
    let complained_about = select([supplier.col("s_suppkey")])
        .from(supplier)
        .filter(supplier.col("s_comment").like("%Customer%Complaints%"));
    select([
        part.col("p_brand"),
        part.col("p_type"),
        part.col("p_size"),
        func::count_distinct(partsupp.col("ps_suppkey")).label("supplier_cnt"),
    ])
    .from(partsupp)
    .join(part, part.col("p_partkey").eq(partsupp.col("ps_partkey")))
    .filter(part.col("p_brand").ne("Brand#45"))
    .filter(part.col("p_type").not_like("MEDIUM POLISHED%"))
    .filter(part.col("p_size").is_in([49, 14, 23, 45, 19, 3, 36, 9]))
    .filter(partsupp.col("ps_suppkey").not_in(complained_about))
    .group_by([part.col("p_brand"), part.col("p_type"), part.col("p_size")])
    .order_by((desc("supplier_cnt"), part.col("p_brand"), part.col("p_type"), part.col("p_size")))
}

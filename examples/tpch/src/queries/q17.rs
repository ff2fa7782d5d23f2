use super::*;

/// What would be lost in a year if small orders of a kind of part, below a fifth of their average, were refused?
pub fn q17<D: Analytic>(tpch: &Tpch) -> Select<D> {
    let Tpch { lineitem, part, .. } = tpch;
    let a_fifth = select([func::avg(lineitem.col("l_quantity")) * 0.2])
        .from(lineitem)
        .filter(lineitem.col("l_partkey").eq(part.col("p_partkey")));
    select([(func::sum(lineitem.col("l_extendedprice")) / 7).label("avg_yearly")])
        .from(lineitem)
        .join(part, part.col("p_partkey").eq(lineitem.col("l_partkey")))
        .filter(part.col("p_brand").eq("Brand#23"))
        .filter(part.col("p_container").eq("MED BOX"))
        .filter(lineitem.col("l_quantity").lt(a_fifth.scalar_subquery()))
}

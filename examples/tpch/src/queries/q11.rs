use super::*;

/// Which parts make up more than a ten-thousandth of the value of Germany's stock?
pub fn q11<D: Analytic>(tpch: &Tpch) -> Select<D> {
    let Tpch { partsupp, supplier, nation, .. } = tpch;
    let german_stock = |columns: Vec<Expr<D>>| {
        select(columns)
            .from(partsupp)
            .join(supplier, supplier.col("s_suppkey").eq(partsupp.col("ps_suppkey")))
            .join(nation, nation.col("n_nationkey").eq(supplier.col("s_nationkey")))
            .filter(nation.col("n_name").eq("GERMANY"))
    };
    let value = func::sum(partsupp.col("ps_supplycost") * partsupp.col("ps_availqty"));
    let least = german_stock(vec![value.clone() * decimal(1, 4)]);
    german_stock(vec![partsupp.col("ps_partkey"), value.clone().label("value")])
        .group_by([partsupp.col("ps_partkey")])
        .having(value.gt(least.scalar_subquery()))
        .order_by([desc("value")])
}

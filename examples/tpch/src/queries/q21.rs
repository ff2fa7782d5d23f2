use super::*;

/// Which Saudi suppliers were most often the only ones who kept an order of several suppliers waiting?
pub fn q21<D: Analytic>(tpch: &Tpch) -> Select<D> {
    let Tpch { supplier, lineitem, orders, nation, .. } = tpch;
    let [line, other, late_other] = ["l1", "l2", "l3"].map(|name| lineitem.alias(name));
    let late = |line: &Table| line.col("l_receiptdate").gt(line.col("l_commitdate"));
    let from_another_supplier = |other: &Table| {
        select([star()])
            .from(other)
            .filter(other.col("l_orderkey").eq(line.col("l_orderkey")))
            .filter(other.col("l_suppkey").ne(line.col("l_suppkey")))
    };
    select([supplier.col("s_name"), func::count_rows().label("numwait")])
        .from(supplier)
        .join(&line, line.col("l_suppkey").eq(supplier.col("s_suppkey")))
        .join(orders, orders.col("o_orderkey").eq(line.col("l_orderkey")))
        .join(nation, nation.col("n_nationkey").eq(supplier.col("s_nationkey")))
        .filter(orders.col("o_orderstatus").eq("F"))
        .filter(late(&line))
        .filter(exists(from_another_supplier(&other)))
        .filter(not_exists(from_another_supplier(&late_other).filter(late(&late_other))))
        .filter(nation.col("n_name").eq("SAUDI ARABIA"))
        .group_by([supplier.col("s_name")])
        .order_by((desc("numwait"), supplier.col("s_name")))
        .limit(100)
}

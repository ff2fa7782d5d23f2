use super::*;

/// What percentage of a month's revenue came from parts in promotion?
pub fn q14<D: Analytic>(tpch: &Tpch) -> Select<D> {
    let Tpch { lineitem, part, .. } = tpch;
    let month = date(1995, 9, 1);
    let in_promotion = case().when(part.col("p_type").like("PROMO%"), discounted_price(lineitem)).otherwise(0);
    let percentage = func::sum(in_promotion) * 100 / func::sum(discounted_price(lineitem));
    select([percentage.label("promo_revenue")])
        .from(lineitem)
        .join(part, part.col("p_partkey").eq(lineitem.col("l_partkey")))
        .filter(lineitem.col("l_shipdate").ge(month))
        .filter(lineitem.col("l_shipdate").lt(month + Months::new(1)))
}

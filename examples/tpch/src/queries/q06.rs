use super::*;

/// How much more would have been earned in a year without the discounts of about 6 % on small quantities?
pub fn q06<D: Analytic>(tpch: &Tpch) -> Select<D> {
    let lineitem = &tpch.lineitem;
    let year = date(1994, 1, 1);
    select([func::sum(lineitem.col("l_extendedprice") * lineitem.col("l_discount")).label("revenue")])
        .from(lineitem)
        .filter(lineitem.col("l_shipdate").ge(year))
        .filter(lineitem.col("l_shipdate").lt(year + Months::new(12)))
        .filter(lineitem.col("l_discount").between(decimal(5, 2), decimal(7, 2)))
        .filter(lineitem.col("l_quantity").lt(24))
}

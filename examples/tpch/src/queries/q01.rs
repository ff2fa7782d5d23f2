use super::*;

/// How much was billed, discounted, taxed and shipped until a day, by return flag and line status?
pub fn q01<D: Analytic>(tpch: &Tpch) -> Select<D> {
    let lineitem = &tpch.lineitem;
    let last_day = date(1998, 12, 1) - Days::new(90);
    select([
        lineitem.col("l_returnflag"),
        lineitem.col("l_linestatus"),
        func::sum(lineitem.col("l_quantity")).label("sum_qty"),
        func::sum(lineitem.col("l_extendedprice")).label("sum_base_price"),
        func::sum(discounted_price(lineitem)).label("sum_disc_price"),
        func::sum(discounted_price(lineitem) * (literal(1) + lineitem.col("l_tax"))).label("sum_charge"),
        func::avg(lineitem.col("l_quantity")).label("avg_qty"),
        func::avg(lineitem.col("l_extendedprice")).label("avg_price"),
        func::avg(lineitem.col("l_discount")).label("avg_disc"),
        func::count_rows().label("count_order"),
    ])
    .from(lineitem)
    .filter(lineitem.col("l_shipdate").le(last_day))
    .group_by([lineitem.col("l_returnflag"), lineitem.col("l_linestatus")])
    .order_by([lineitem.col("l_returnflag"), lineitem.col("l_linestatus")])
}

use super::*;

/// How many customers of seven countries have money but no orders, and how much money?
pub fn q22<D: Analytic>(tpch: &Tpch) -> Select<D> {
    let Tpch { customer, orders, .. } = tpch;
    let country = || func::substring(customer.col("c_phone"), 1, 2);
    let in_countries = || country().is_in(["13", "31", "23", "29", "30", "18", "17"]);
    let average_balance = select([func::avg(customer.col("c_acctbal"))])
        .from(customer)
        .filter(customer.col("c_acctbal").gt(0))
        .filter(in_countries());
    let their_orders =
        select([star()]).from(orders).filter(orders.col("o_custkey").eq(customer.col("c_custkey")));
    let prospects = select([country().label("cntrycode"), customer.col("c_acctbal")])
        .from(customer)
        .filter(in_countries())
        .filter(customer.col("c_acctbal").gt(average_balance.scalar_subquery()))
        .filter(not_exists(their_orders))
        .subquery("custsale");
    select([
        prospects.col("cntrycode"),
        func::count_rows().label("numcust"),
        func::sum(prospects.col("c_acctbal")).label("totacctbal"),
    ])
    .from(&prospects)
    .group_by([prospects.col("cntrycode")])
    .order_by([prospects.col("cntrycode")])
}

use super::*;

/// What was earned with three kinds of parts that were sent by air and handed over in person?
pub fn q19<D: Analytic>(tpch: &Tpch) -> Select<D> {
    let Tpch { lineitem, part, .. } = tpch;
    let kind = |brand, containers: [&'static str; 4], least_quantity, greatest_size| {
        all_of([
            part.col("p_brand").eq(brand),
            part.col("p_container").is_in(containers),
            lineitem.col("l_quantity").between(least_quantity, least_quantity + 10),
            part.col("p_size").between(1, greatest_size),
        ])
    };
    select([func::sum(discounted_price(lineitem)).label("revenue")])
        .from(lineitem)
        .join(part, part.col("p_partkey").eq(lineitem.col("l_partkey")))
        .filter(lineitem.col("l_shipmode").is_in(["AIR", "AIR REG"]))
        .filter(lineitem.col("l_shipinstruct").eq("DELIVER IN PERSON"))
        .filter(any_of([
            kind("Brand#12", ["SM CASE", "SM BOX", "SM PACK", "SM PKG"], 1, 5),
            kind("Brand#23", ["MED BAG", "MED BOX", "MED PKG", "MED PACK"], 10, 10),
            kind("Brand#34", ["LG CASE", "LG BOX", "LG PACK", "LG PKG"], 20, 15),
        ]))
}

#[path = "../samples/mod.rs"]
mod samples;

use aludel_query::{exists, func, literal, select};
use samples::{Engine, Quest, orders, users};

fn main() {
    let (u, o) = (users(), orders());
    let open = func::sum(o.col("amount")).filter_where(o.col("open").eq(true));
    let rich = select(literal(1)).from(&o).having(open.gt(1000));
    Engine::<Quest>::new().execute(select(u.col("id")).filter(exists(rich)));
}

use aludel_derive::Record;

#[derive(Record)]
#[record(crate = "aludel_engine")]
struct Sale {
    price: rust_decimal::Decimal,
    #[record(precision = 10, scale = 2)]
    name: String,
}

fn main() {}

use aludel_derive::{FromRow, Record};

#[derive(FromRow)]
enum Kind {
    A,
}

#[derive(FromRow)]
struct Pair(i64, i64);

#[derive(FromRow)]
struct Borrowed<'a> {
    name: &'a str,
}

#[derive(FromRow)]
struct Twice {
    id: i64,
    #[row(rename = "id")]
    other: i64,
}

#[derive(FromRow)]
struct Both {
    #[row(flatten, skip)]
    id: Option<i64>,
}

#[derive(Record)]
struct Nothing {}

#[derive(Record)]
struct Wrong {
    #[record(precision = 10, scale = 11)]
    price: f64,
}

#[derive(Record)]
struct Half {
    #[record(precision = 10)]
    price: f64,
}

fn main() {}

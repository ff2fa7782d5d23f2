use aludel_derive::FromRow;

struct Secret;

#[derive(FromRow)]
#[row(crate = "aludel_engine")]
struct User {
    id: i64,
    secret: Secret,
}

fn main() {}

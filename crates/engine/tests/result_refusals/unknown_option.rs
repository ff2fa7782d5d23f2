use aludel_derive::FromRow;

#[derive(FromRow)]
#[row(rename_everything = "camelCase")]
struct User {
    id: i64,
}

#[derive(FromRow)]
struct Other {
    #[row(renam = "x")]
    id: i64,
}

#[derive(FromRow)]
#[row(rename_all = "Camel")]
struct Cased {
    id: i64,
}

fn main() {}

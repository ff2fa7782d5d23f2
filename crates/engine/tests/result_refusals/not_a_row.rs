use aludel_engine::result::Rows;

struct User;

fn read(rows: &Rows) {
    let _ = rows.to_vec::<User>();
}

fn main() {}

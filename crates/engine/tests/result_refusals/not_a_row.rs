use aludel_engine::Rows;

struct User;

fn read(rows: &Rows) {
    let _ = rows.to_vec::<User>();
}

fn main() {}

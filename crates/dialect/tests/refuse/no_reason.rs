aludel_dialect::declare_dialect! {
    dialect Silent "silent" schemes ["silent"];
    full: Insert;
    absent: Update;
}

fn main() {}

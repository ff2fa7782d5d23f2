aludel_dialect::declare_dialect! {
    dialect Mild "mild" schemes ["mild"];
    full: Insert;
    mostly "it depends": Update;
}

fn main() {}

use aludel::prelude::*;

async fn rows(engine: &Engine) -> Result<Rows, Error> {
    engine.fetch("SELECT 1").await
}

fn main() {}

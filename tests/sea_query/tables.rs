//! Tables of sea-query.

use sea_query::{ColumnDef, Expr, ExprTrait, ForeignKey, Index, Table as SeaTable};

use super::*;

#[tokio::test]
async fn a_table_of_the_documentation_is_made_emptied_and_dropped() -> Result<(), Error> {
    let engine = aludel::connect("duckdb://").await?;
    let font = SeaTable::create()
        .table(Font::Table)
        .if_not_exists()
        .col(ColumnDef::new(Font::Id).integer().not_null().primary_key())
        .col(ColumnDef::new(Font::Name).string().unique_key().default("it's"))
        .to_owned();
    let character = SeaTable::create()
        .table(Char::Table)
        .col(ColumnDef::new(Char::Id).big_integer().not_null())
        .col(ColumnDef::new(Char::FontId).integer().default(Expr::val(1)))
        .col(ColumnDef::new(Char::SizeW).decimal_len(10, 2).check(Expr::col(Char::SizeW).gt(0)))
        .col(ColumnDef::new(Char::CreatedAt).timestamp())
        .index(Index::create().name("pk").col(Char::Id).primary())
        .index(Index::create().name("we\"ird").col(Char::SizeW).col(Char::FontId).unique())
        .foreign_key(ForeignKey::create().name("fk").from(Char::Table, Char::FontId).to(Font::Table, Font::Id))
        .check(Expr::col(Char::FontId).lt(100))
        .to_owned();
    engine.execute(sea(&font)).await?;
    engine.execute(sea(&font)).await?;
    engine.execute(sea(&character)).await?;
    let found = engine.inspect().table("character").await?;
    let names: Vec<&str> = found.columns().iter().map(Column::name).collect();
    assert_eq!(names, ["id", "font_id", "size_w", "created_at"]);
    assert!(found.columns()[0].is_primary_key());
    assert_eq!(found.columns()[2].sql_type().to_string(), "DECIMAL(10, 2)");
    let mut words: Vec<&str> = found.constraints().iter().map(aludel::Constraint::words).collect();
    words.sort_unstable();
    assert_eq!(words, ["CHECK", "CHECK", "FOREIGN KEY", "UNIQUE"]);
    engine.execute(sea(&SeaTable::truncate().table(Char::Table).to_owned())).await?;
    engine.execute(sea(&SeaTable::drop().table(Char::Table).to_owned())).await?;
    engine.execute(sea(&SeaTable::drop().table(Char::Table).if_exists().restrict().to_owned())).await?;
    assert!(!engine.inspect().has_table("character").await?);
    Ok(())
}

#[test]
fn what_a_table_can_not_be_told_is_refused() {
    let table = || SeaTable::create().table(Char::Table).col(ColumnDef::new(Char::Id).integer()).to_owned();
    for (statement, words) in [
        (table().engine("InnoDB").to_owned(), "table options ENGINE=InnoDB"),
        (table().extra("; DROP TABLE font").to_owned(), "`extra` of a table"),
        (table().comment("all").to_owned(), "comment of a table"),
        (table().col(ColumnDef::new(Char::SizeW).integer().auto_increment()).to_owned(), "use a sequence"),
        (table().col(ColumnDef::new(Char::SizeW).char_len(4)).to_owned(), "no length of a text"),
        (table().col(ColumnDef::new(Char::SizeW).custom("money; DROP")).to_owned(), "column type"),
        (table().col(ColumnDef::new(Char::SizeW)).to_owned(), "has no type"),
        (table().index(Index::create().col(Char::Id)).to_owned(), "an index is a statement of its own"),
        (table().index(Index::create().unique().col((Char::Id, 4))).to_owned(), "parts of columns"),
        (table().index(Index::create().unique().col(Expr::col(Char::Id))).to_owned(), "key of an expression"),
        (
            table()
                .foreign_key(
                    ForeignKey::create()
                        .from(Char::Table, Char::Id)
                        .to(Font::Table, Font::Id)
                        .on_delete(sea_query::ForeignKeyAction::Cascade),
                )
                .to_owned(),
            "ON DELETE",
        ),
    ] {
        assert!(refusal(&statement).contains(words), "{words}: {}", refusal(&statement));
    }
    assert!(refusal(&SeaTable::drop().table(Char::Table).table(Font::Table).to_owned()).contains("one by one"));
    assert!(text_in::<aludel::questdb::QuestDb, _>(&table().to_owned()).starts_with("CREATE TABLE character (id INT)"));
}

//! Names by a convention, on a real engine.

use super::*;

#[tokio::test]
async fn a_convention_names_what_has_no_name() -> Result<(), Error> {
    let engine = engine().await?;
    let users = Table::new("users")
        .column(Column::new("id", SqlType::Int64).primary_key())
        .column(Column::new("name", SqlType::Text).unique());
    let orders = Table::new("orders")
        .column(Column::new("user_id", SqlType::Int64))
        .constraint(Constraint::foreign_key(["user_id"], &users, ["id"]))
        .index(Index::unnamed(["user_id"]));
    let names = NamingConvention::new()
        .primary_key("pk_%(table_name)s")
        .unique("uq_%(table_name)s_%(column_0_N_name)s")
        .foreign_key("fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s")
        .check("ck_%(table_name)s_%(constraint_name)s")
        .index("ix_%(column_0_label)s");
    let metadata = MetaData::new().with_naming_convention(names).table(users).table(orders);
    let written: Vec<String> = metadata.create_statements()?.iter().map(ToString::to_string).collect();
    assert!(written[0].contains("CONSTRAINT uq_users_name UNIQUE (name), CONSTRAINT pk_users PRIMARY KEY (id)"));
    assert!(written[1].contains("CONSTRAINT fk_orders_user_id_users FOREIGN KEY (user_id)"), "{}", written[1]);
    metadata.create_all(&engine).await?;
    assert_eq!(engine.inspect().table("orders").await?.indexes()[0].name(), "ix_orders_user_id");
    assert!(metadata.diff(&engine).await?.is_empty(), "DuckDB itself forgets the names of constraints");
    Ok(())
}

#[tokio::test]
async fn a_name_that_can_not_be_made_is_an_error_before_anything_is() -> Result<(), Error> {
    let engine = engine().await?;
    let table = Table::new("t").column(Column::new("id", SqlType::Int64).primary_key());
    let metadata = MetaData::new().with_naming_convention(NamingConvention::new().primary_key("%(name)s")).table(table);
    let problem = metadata.create_all(&engine).await.unwrap_err().to_string();
    assert!(problem.contains("has the token %(name)s, which is not known"), "{problem}");
    assert!(engine.inspect().relations().await?.is_empty());
    Ok(())
}

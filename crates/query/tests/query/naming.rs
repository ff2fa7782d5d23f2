//! Names that a convention makes.

use aludel_dialect::{Any, SqlType};
use aludel_query::{Column, Constraint, Index, MetaData, NamingConvention, Table, create_index};

fn convention() -> NamingConvention {
    NamingConvention::new()
        .primary_key("pk_%(table_name)s")
        .unique("uq_%(table_name)s_%(column_0_name)s")
        .foreign_key("fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s")
        .check("ck_%(table_name)s_%(constraint_name)s")
        .index("ix_%(column_0_label)s")
}

fn orders() -> Table {
    let users = Table::new("users").in_schema("s");
    Table::new("orders")
        .column(Column::new("id", SqlType::Int64).primary_key())
        .column(Column::new("day", SqlType::Int64).unique())
        .column(Column::new("user_id", SqlType::Int64))
        .constraint(Constraint::foreign_key(["user_id"], &users, ["id"]))
        .constraint(Constraint::unique(["user_id", "day"]).named("mine"))
        .constraint(Constraint::check_native("duckdb", "id > 0").named("positive"))
        .index(Index::unnamed(["user_id", "day"]))
        .index(Index::new("quick", ["day"]))
}

/// The names that constraints and indexes of `orders` get.
fn names(convention: NamingConvention) -> Result<Vec<String>, String> {
    let metadata = MetaData::new().with_naming_convention(convention).table(orders());
    let table = metadata.sorted_tables().map_err(|problem| problem.to_string())?[0];
    let constraints = table.constraints().iter().map(|constraint| constraint.name().unwrap_or("-").to_owned());
    Ok(constraints.chain(table.indexes().iter().map(|index| index.name().to_owned())).collect())
}

#[test]
fn what_has_no_name_gets_one_and_a_given_name_stays() {
    assert_eq!(
        names(convention()).unwrap(),
        [
            "fk_orders_user_id_users",
            "mine",
            "ck_orders_positive",
            "uq_orders_day",
            "pk_orders",
            "ix_orders_user_id",
            "quick"
        ]
    );
    assert_eq!(names(NamingConvention::new().foreign_key("fk")).unwrap(), ["fk", "mine", "positive", "", "quick"]);
}

#[test]
fn every_token_has_its_meaning() {
    for (template, name) in [
        ("%(table_name)s", "orders"),
        ("%(column_0_name)s", "user_id"),
        ("%(column_1_name)s", "day"),
        ("%(column_0_label)s", "orders_user_id"),
        ("%(column_0N_name)s", "user_idday"),
        ("%(column_0_N_name)s", "user_id_day"),
        ("%(column_0_N_label)s", "orders_user_id_orders_day"),
        ("100%%_%(table_name)s", "100%_orders"),
    ] {
        assert_eq!(names(NamingConvention::new().index(template)).unwrap()[3], name, "{template}");
    }
    let referred = "%(referred_table_name)s_%(referred_column_0_name)s";
    assert_eq!(names(NamingConvention::new().foreign_key(referred)).unwrap()[0], "users_id");
}

#[test]
fn what_a_template_can_not_say_is_an_error_by_name() {
    for (convention, problem) in [
        (NamingConvention::new().index("%(colum_0_name)s"), "has the token %(colum_0_name)s, which is not known"),
        (NamingConvention::new().index("%(column_9_name)s"), "asks for a column, which the index of orders has not"),
        (NamingConvention::new().index("%s"), "has a % that begins no %(token)s"),
        (
            NamingConvention::new().check("%(constraint_name)s_%(column_0_name)s"),
            "asks for a column, which the CHECK of orders",
        ),
        (
            NamingConvention::new().foreign_key("%(constraint_name)s"),
            "asks for a name that was given, which the FOREIGN KEY of orders has not",
        ),
        (NamingConvention::new().index("%(referred_table_name)s"), "asks for a table that it refers to"),
    ] {
        let found = names(convention).unwrap_err();
        assert!(found.contains(problem), "{found}");
    }
    let unnamed = create_index::<Any>(&orders(), &Index::unnamed(["id"])).to_string();
    assert!(unnamed.contains("the index's name is empty: name it"), "{unnamed}");
}

#[test]
fn a_name_that_is_too_long_is_cut_and_stays_its_own() {
    let long = |ending: &str| {
        let template = format!("{}%(table_name)s_{ending}", "ß".repeat(40));
        names(NamingConvention::new().index(template)).unwrap()[3].clone()
    };
    assert!(long("a").len() <= 63);
    assert_eq!(long("a"), format!("{}_18472308", "ß".repeat(27)), "the same in every version");
    assert_ne!(long("a"), long("b"));
    let short = NamingConvention::new().max_length(20).index("a_name_of_twenty_one_");
    assert_eq!(names(short).unwrap()[3].len(), 20);
}

//! Columns whose values the engine makes.

use super::*;
use aludel::Identity;

const NUMBERS: &str = "ticket_numbers";

#[derive(Debug, PartialEq, Record, FromRow)]
#[record(table = "tickets")]
struct Ticket {
    #[record(primary_key, sequence = Sequence::new(NUMBERS))]
    id: Option<i64>,
    title: String,
    #[record(server_default = 3, not_null)]
    urgency: Option<i32>,
}

fn ticket(title: &str) -> Ticket {
    Ticket { id: None, title: title.to_owned(), urgency: None }
}

fn desk() -> MetaData {
    MetaData::new().sequence(Sequence::new(NUMBERS).start(100)).add::<Ticket>()
}

#[tokio::test]
async fn a_record_is_inserted_without_them_and_gets_them_back() -> Result<(), Error> {
    let engine = engine().await?;
    desk().create_all(&engine).await?;
    assert!(desk().diff(&engine).await?.is_empty());
    let one = insert(&Ticket::table()).values(ticket("lost key").to_values()?).returning([Ticket::ID.expr()]);
    assert_eq!(engine.fetch_scalar::<i64>(one).await?, 100);
    engine.insert([ticket("no light"), ticket("cold")]).await?;
    let tickets = Ticket::table();
    let found: Vec<Ticket> = engine.fetch_all(select(tickets.all_columns()).order_by(Ticket::ID.asc())).await?;
    let read: Vec<_> = found.iter().map(|ticket| (ticket.id, ticket.title.as_str(), ticket.urgency)).collect();
    assert_eq!(
        read,
        [(Some(100), "lost key", Some(3)), (Some(101), "no light", Some(3)), (Some(102), "cold", Some(3))]
    );
    Ok(())
}

#[derive(Debug, Record)]
#[record(table = "visits")]
struct Visit {
    #[record(primary_key, sequence = Sequence::new("visit_numbers").start(7))]
    id: Option<i64>,
    name: String,
}

#[tokio::test]
async fn the_sequence_of_a_record_is_made_and_dropped_with_its_table() -> Result<(), Error> {
    let engine = engine().await?;
    engine.execute(create_schema("mine")).await?;
    for metadata in [MetaData::new().add::<Visit>(), MetaData::new().with_schema("mine").add::<Visit>()] {
        metadata.create_all(&engine).await?;
        assert!(metadata.diff(&engine).await?.is_empty());
        let visits = &metadata.tables()[0];
        engine.execute(insert(visits).values([("name", literal("joe"))])).await?;
        assert_eq!(engine.fetch_scalar::<i64>(select(visits.col("id"))).await?, 7);
        metadata.drop_all(&engine).await?;
        assert!(engine.inspect().sequences().await?.is_empty());
    }
    // What is said by itself goes before what the record says, whichever comes first.
    let other = || Sequence::new("visit_numbers").start(20);
    let (before, after) =
        (MetaData::new().sequence(other()).add::<Visit>(), MetaData::new().add::<Visit>().sequence(other()));
    assert_eq!((before.sequences(), after.sequences()), (&[other()][..], &[other()][..]));
    Ok(())
}

#[tokio::test]
async fn a_value_that_the_engine_is_to_make_is_refused_and_not_left_out() -> Result<(), Error> {
    let engine = engine().await?;
    desk().create_all(&engine).await?;
    let given = Ticket { id: Some(7), ..ticket("mine") };
    let problem = engine.insert(&given).await.unwrap_err().to_string();
    assert!(problem.contains("id") && problem.contains("the engine makes it: leave it `None`"), "{problem}");
    assert!(given.to_values::<Any>().is_err());
    assert_eq!(engine.fetch_scalar::<i64>(select(func::count_rows()).from(Ticket::table())).await?, 0);
    Ok(())
}

#[tokio::test]
async fn a_default_of_a_sequence_is_found_and_made_again() -> Result<(), Error> {
    let engine = engine().await?;
    engine.execute(create_schema("my shop")).await?;
    let numbers = Sequence::new("it's a number").in_schema("my shop");
    let orders = Table::new("orders").column(Column::new("id", SqlType::Int64).primary_key().default_next_of(&numbers));
    let metadata = MetaData::new().sequence(numbers).table(orders.column(Column::new("day", SqlType::Date)));
    metadata.create_all(&engine).await?;
    assert!(metadata.diff(&engine).await?.is_empty());
    let found = engine.inspect().table("orders").await?;
    metadata.tables()[0].drop(&engine).await?;
    found.create(&engine).await?;
    assert_eq!(engine.inspect().table("orders").await?, found);
    assert!(metadata.diff(&engine).await?.is_empty());

    let schemas = SchemaTranslateMap::new().schema("per_tenant", "my shop");
    let engine = engine.with_options(ExecutionOptions::new().schema_translate_map(schemas));
    let numbers = Sequence::new("more").in_schema("per_tenant");
    let id = Column::new("id", SqlType::Int64).default_next_of(&numbers);
    let metadata = MetaData::new().with_schema("per_tenant").sequence(numbers).table(Table::new("bills").column(id));
    metadata.create_all(&engine).await?;
    let changes = metadata.diff(&engine).await?.to_string();
    assert!(!changes.contains("bills\" ALTER") && !changes.contains("SET DEFAULT"), "{changes}");
    Ok(())
}

#[derive(Record)]
#[record(table = "people")]
struct Person {
    #[record(primary_key, identity = Identity::by_default().start(5))]
    #[allow(dead_code, reason = "the column is asked for, not the field")]
    id: Option<i64>,
    name: String,
}

#[tokio::test]
async fn an_identity_is_refused_by_name_where_there_is_none() -> Result<(), Error> {
    let engine = engine().await?;
    let people = Person::table();
    assert_eq!(
        create_table::<Any>(&people).to_string(),
        "CREATE TABLE people (id INT64 GENERATED BY DEFAULT AS IDENTITY (START WITH 5) PRIMARY KEY, name TEXT NOT NULL) \
         /* needs identity columns, PRIMARY KEY */"
    );
    let problem = people.create(&engine).await.unwrap_err().to_string();
    assert!(problem.contains("GENERATED … AS IDENTITY and then has not implemented it"), "{problem}");
    assert!(problem.contains("use a sequence"), "{problem}");
    let refused = engine.execute(text("CREATE TABLE t (id BIGINT GENERATED ALWAYS AS IDENTITY)")).await;
    assert!(refused.unwrap_err().to_string().contains("not implemented"), "the engine says so itself");

    let elsewhere = aludel::transfer::<aludel::duckdb::DuckDb>(&people, "postgres");
    let losses: Vec<&str> = elsewhere.losses.iter().map(|loss| loss.what.as_str()).collect();
    assert_eq!(losses, ["column \"id\": GENERATED BY DEFAULT AS IDENTITY"]);

    // As it was made without one.
    engine.execute(text("CREATE TABLE people (id BIGINT PRIMARY KEY, name VARCHAR NOT NULL)")).await?;
    let changes = MetaData::new().table(people).diff(&engine).await?;
    assert_eq!(changes.unreachable, ["how people.id numbers its rows"]);
    Ok(())
}

/// A trait whose constant a typed column would hide.
trait Limited {
    const SIZE: usize;
}

#[derive(Record)]
#[record(table = "boxes", columns = BoxColumns)]
struct Box1 {
    size: i64,
}

impl Limited for Box1 {
    const SIZE: usize = 3;
}

#[tokio::test]
async fn typed_columns_stand_elsewhere_where_they_would_hide_a_constant() -> Result<(), Error> {
    let engine = engine().await?;
    Box1::table().create(&engine).await?;
    engine.insert(&Box1 { size: 8 }).await?;
    assert_eq!(Box1::SIZE, 3);
    assert_eq!(engine.fetch_scalar::<i64>(select([BoxColumns::SIZE.expr()]).filter(BoxColumns::SIZE.gt(5))).await?, 8);
    Ok(())
}

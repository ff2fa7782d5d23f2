//! **The one list** of constructs: what a user can write and an engine can lack.
//!
//! In groups; each line: the name (a type in [`cap`](crate::cap), a variant of [`Construct`](crate::Construct), an associated
//! type of [`Levels`](crate::Levels)), its words in SQL, and the way out for someone whose engine lacks it.

crate::construct::constructs! {
    "Writing rows":
    Insert "INSERT" "load the rows with the engine's own tools";
    InsertManyRows "INSERT of several rows" "insert row by row with `execute_many`";
    InsertFromSelect "INSERT … SELECT" "fetch the rows and insert them";
    InsertDefaultValues "INSERT … DEFAULT VALUES" "name the columns and give their values";
    DefaultValue "DEFAULT as a value" "leave the column out of the INSERT";
    InsertByName "INSERT … BY NAME" "name the columns in the order of the SELECT";
    InsertOrReplace "INSERT OR REPLACE" "delete the rows first, then insert";
    OnConflictDoNothing "ON CONFLICT DO NOTHING" "insert from a SELECT that leaves out the rows already there";
    OnConflictDoUpdate "ON CONFLICT DO UPDATE" "delete the rows first, then insert";
    OnConflictConstraint "ON CONFLICT ON CONSTRAINT" "name the conflict's columns";
    Update "UPDATE" "insert the changed rows anew, or use the engine's own mutation";
    UpdateFrom "UPDATE … FROM" "use a subquery in SET and WHERE";
    Delete "DELETE" "drop a partition or the table, or keep a deletion flag";
    DeleteUsing "DELETE … USING" "use `IN (subquery)` in WHERE";
    TargetAlias "an alias of the table that UPDATE, DELETE or MERGE changes" "name the table itself";
    Truncate "TRUNCATE" "drop the table and create it again";
    Merge "MERGE" "write an UPDATE and an INSERT";
    MergeBySource "WHEN NOT MATCHED BY SOURCE" "write a DELETE or UPDATE of the rows without a source";
    MergeCondition "a condition of MERGE's WHEN" "put the condition into ON, or write one statement for each case";
    MergeDoNothing "DO NOTHING in MERGE" "leave the rows out with a condition";
    Returning "RETURNING" "read the rows back with a SELECT";
    MergeReturning "MERGE … RETURNING" "read the rows back with a SELECT";
    DmlWithCte "WITH before INSERT, UPDATE or DELETE" "put the CTE's query into a subquery";
    BulkInsert "bulk insert" "use `execute_many` with an INSERT";

    "Transactions":
    Transaction "transactions" "each statement commits by itself";
    Rollback "ROLLBACK" "undo the change with another statement";
    TransactionalInsert "INSERT that a transaction undoes" "run it outside the transaction";
    TransactionalUpdate "UPDATE that a transaction undoes" "run it outside the transaction";
    TransactionalDelete "DELETE that a transaction undoes" "run it outside the transaction";
    TransactionalDdl "DDL that a transaction undoes" "run it outside the transaction";
    ReadYourWrites "reading one's own uncommitted rows" "commit before reading";
    Savepoint "SAVEPOINT" "use one transaction for each part that may fail alone";
    TwoPhase "two-phase commit" "commit on each engine and record what was done";
    IsolationLevel "transaction isolation levels" "rely on the engine's own isolation";
    ReadOnlyTransaction "read-only transactions" "connect with a read-only user or setting";

    "Clauses of SELECT":
    SelectWithoutFrom "SELECT without FROM" "select from a table of one row";
    Distinct "SELECT DISTINCT" "group by the columns";
    DistinctOn "DISTINCT ON" "filter on `row_number()` in a subquery";
    Having "HAVING" "filter the grouped query as a subquery";
    Qualify "QUALIFY" "filter the windowed query as a subquery";
    GroupByAll "GROUP BY ALL" "name the columns to group by";
    GroupingSets "GROUPING SETS" "unite one grouped query for each set";
    Rollup "ROLLUP" "unite one grouped query for each level";
    Cube "CUBE" "unite one grouped query for each combination";
    WithTotals "WITH TOTALS" "unite the query with its total";
    NamedWindow "WINDOW" "write the window at each function";
    OrderByAll "ORDER BY ALL" "name the columns to order by";
    NullsOrder "NULLS FIRST / NULLS LAST" "order by `is_null()` first";
    Limit "LIMIT" "fetch the stream and stop reading";
    Offset "OFFSET" "filter on `row_number()` in a subquery";
    LimitExpression "LIMIT and OFFSET by an expression or a parameter" "compute the number in the program";
    LimitPercent "LIMIT n %" "count the rows first";
    LimitWithTies "FETCH … WITH TIES" "filter on `rank()` in a subquery";
    LimitBy "LIMIT … BY" "filter on `row_number()` in a subquery";
    WithFill "ORDER BY … WITH FILL" "join with a generated series";
    Sample "sampling a result" "filter on a random number";
    TableSample "TABLESAMPLE" "filter on a random number";
    SampleMethod "a method of sampling" "leave the method to the engine";
    SampleSeed "REPEATABLE" "filter on a hash of the key";
    Final "FINAL" "deduplicate with `row_number()` in a subquery";
    Prewhere "PREWHERE" "use `filter`";
    ArrayJoin "ARRAY JOIN" "use `unnest`";
    SampleBy "SAMPLE BY" "group by `date_trunc` or `time_bucket`";
    LatestOn "LATEST ON" "filter on `row_number()` in a subquery";
    Settings "SETTINGS of a statement" "set it on the connection";
    RowLock "row locks (FOR UPDATE, FOR SHARE)" "use a transaction and retry on conflict";

    "Joins":
    InnerJoin "INNER JOIN" "join in the program";
    LeftJoin "LEFT JOIN" "join in the program";
    RightJoin "RIGHT JOIN" "swap the sides and use LEFT JOIN";
    FullJoin "FULL JOIN" "unite a LEFT JOIN with the rows that lack a partner";
    CrossJoin "CROSS JOIN" "join on a constant";
    NaturalJoin "NATURAL JOIN" "name the columns with `join_using` or a condition";
    JoinUsing "JOIN … USING" "join on a condition";
    LateralJoin "LATERAL" "use a window function or a correlated subquery";
    SemiJoin "SEMI JOIN" "use `exists` or `IN (subquery)`";
    AntiJoin "ANTI JOIN" "use `not exists`";
    AnyJoin "ANY JOIN" "deduplicate one side first";
    AsofJoin "ASOF JOIN" "use a correlated subquery or a window";
    AsofLeftJoin "ASOF LEFT JOIN" "use a correlated subquery or a window";
    AsofTolerance "ASOF JOIN … TOLERANCE" "filter on the distance of the two times";
    LtJoin "LT JOIN" "use an ASOF JOIN with a strict comparison";
    SpliceJoin "SPLICE JOIN" "unite two ASOF JOINs";
    WindowJoin "WINDOW JOIN" "join on a range and group";
    HorizonJoin "HORIZON JOIN" "join with the list of offsets and group";
    PositionalJoin "POSITIONAL (PASTE) JOIN" "join on `row_number()`";
    GlobalJoin "GLOBAL JOIN" "leave the distribution to the engine";
    ParenthesizedJoin "a join of joins in parentheses" "put the inner join into a subquery";

    "Sources of rows":
    DerivedTable "a subquery in FROM" "create a view";
    SourceColumns "column names of a source, `AS f(a, b)`" "label the columns of a query";
    ValuesTable "VALUES as a table" "unite SELECTs of the rows";
    TableFunction "table functions" "load the data into a table first";
    NamedArguments "named arguments of a function" "pass them by position";
    ReadFile "reading files in FROM" "load the file into a table first";
    LocalFiles "files on the client's machine" "put the file where the server can read it";
    MdRun "MD_RUN" "leave it to the engine where a function runs";
    Unnest "UNNEST" "unnest in the program";
    Pivot "PIVOT" "use one conditional aggregate for each column";
    Unpivot "UNPIVOT" "unite one SELECT for each column";

    "Set operations":
    Union "UNION" "use UNION ALL and DISTINCT";
    UnionAll "UNION ALL" "run the queries one by one";
    Intersect "INTERSECT" "use `exists`";
    IntersectAll "INTERSECT ALL" "number the duplicates first";
    Except "EXCEPT" "use `not exists`";
    ExceptAll "EXCEPT ALL" "number the duplicates first";
    UnionByName "UNION BY NAME" "name the columns in the same order";
    CompoundOrderLimit "ORDER BY and LIMIT on a set operation" "wrap the set operation in a subquery";
    ParenthesizedBranch "a side of a set operation in parentheses" "wrap that side in a subquery";

    "Common table expressions":
    Cte "WITH" "use a subquery in FROM";
    RecursiveCte "WITH RECURSIVE" "run the steps from the program";
    MaterializedCte "WITH … AS MATERIALIZED" "create a temporary table";
    CteColumns "column names of a CTE" "label the columns of its query";
    DmlInCte "INSERT, UPDATE or DELETE in a CTE" "run the statements one by one";

    "Subqueries":
    ScalarSubquery "a subquery as a value" "join with the grouped query";
    InSubquery "IN (subquery)" "join with the distinct query";
    Exists "EXISTS" "join with the distinct query";
    CorrelatedSubquery "correlated subqueries" "join with the grouped query";
    QuantifiedSubquery "ANY / ALL (subquery)" "compare with the query's `min` or `max`";
    TupleIn "IN on several columns" "compare the columns one by one";
    RowValue "rows of values, `(a, b)`" "compare the columns one by one";

    "Windows and aggregates":
    WindowFunction "window functions" "join with the grouped query";
    RowsFrame "ROWS frames" "join on a range of row numbers";
    RangeFrame "RANGE frames" "use a ROWS frame";
    RangeOffset "RANGE frames with an offset" "join on a range";
    GroupsFrame "GROUPS frames" "use a ROWS frame";
    FrameExclusion "EXCLUDE in a frame" "subtract the row's own value";
    NullTreatment "IGNORE NULLS" "filter the NULLs out first";
    AggregateFilter "FILTER of an aggregate" "aggregate a CASE";
    AggregateDistinct "DISTINCT in an aggregate" "aggregate a distinct subquery";
    AggregateOrderBy "ORDER BY in an aggregate" "aggregate an ordered subquery";
    WithinGroup "WITHIN GROUP" "use `quantile` or a window";
    ParametricAggregate "parameters of an aggregate" "use the portable function";

    "Expressions":
    Ilike "ILIKE" "compare `lower()` of both sides";
    LikeEscape "ESCAPE of LIKE" "use `starts_with`, `ends_with` or `contains`";
    Regexp "regular expressions" "use LIKE";
    SimilarTo "SIMILAR TO" "use a regular expression";
    IsDistinctFrom "IS DISTINCT FROM" "compare, and ask both sides for NULL";
    TryCast "TRY_CAST" "filter on the form of the text first";
    IntegerDivision "integer division" "divide and round";
    BitwiseOperators "bitwise operators" "use arithmetic";
    IntervalArithmetic "arithmetic with intervals" "use the engine's date functions";
    AtTimeZone "AT TIME ZONE" "convert in the program";
    Collate "COLLATE" "compare `lower()` of both sides";
    Lambda "lambda functions" "unnest, compute and aggregate again";
    ArrayLiteral "array literals" "use one column for each element";
    ArrayAccess "element of an array" "unnest the array";
    ArraySlice "slice of an array" "unnest the array";
    QuantifiedArray "ANY / ALL (array)" "unnest the array";
    StructLiteral "struct literals" "use one column for each member";
    StructAccess "member of a struct" "use one column for each member";
    MapLiteral "map literals" "use a table of keys and values";
    MapAccess "value of a map" "use a table of keys and values";
    JsonAccess "access to JSON" "read the document in the program";

    "Tables and other objects":
    CreateTable "CREATE TABLE" "create it with the engine's own tools";
    CreateIfNotExists "IF NOT EXISTS" "ask the inspector first";
    DropIfExists "IF EXISTS" "ask the inspector first";
    CreateOrReplace "CREATE OR REPLACE" "drop it first";
    CreateTableAs "CREATE TABLE … AS" "create the table, then insert from the SELECT";
    TemporaryTable "temporary tables" "create a table and drop it";
    DropTable "DROP TABLE" "drop it with the engine's own tools";
    DropCascade "DROP TABLE … CASCADE" "drop what depends on it first";
    PrimaryKey "PRIMARY KEY" "keep the key unique in the program";
    Unique "UNIQUE" "keep the values unique in the program";
    ForeignKey "FOREIGN KEY" "keep the reference whole in the program";
    ReferentialAction "ON DELETE and ON UPDATE that change rows" "change the rows that refer to it in the program";
    Check "CHECK" "check the values in the program";
    NotNull "NOT NULL" "check the values in the program";
    ColumnDefault "DEFAULT of a column" "give the value in each INSERT";
    GeneratedColumn "generated columns" "compute it in a view";
    StoredGeneratedColumn "stored generated columns" "compute the value in each INSERT";
    IdentityColumn "identity columns" "use a sequence, or give the key in each INSERT";
    ColumnComment "comments on columns" "keep them in the program";
    TableComment "comments on tables" "keep them in the program";
    Schema "schemas" "use a prefix in the table's name";
    Database "databases" "connect to another server or file";
    View "views" "keep the query in the program";
    TemporaryView "temporary views" "use a CTE";
    MaterializedView "materialized views" "create a table from the query and refresh it";
    Index "indexes" "rely on the engine's own layout";
    Sequence "sequences" "make the numbers in the program";
    EnumType "named enum types" "use text";
    Macro "macros and user-defined functions" "write the expression out";
    AlterAddColumn "ALTER TABLE … ADD COLUMN" "create the table anew";
    AlterDropColumn "ALTER TABLE … DROP COLUMN" "create the table anew";
    AlterRenameColumn "ALTER TABLE … RENAME COLUMN" "create the table anew";
    AlterColumnType "ALTER COLUMN … TYPE" "create the table anew";
    AlterColumnDefault "ALTER COLUMN … SET DEFAULT" "create the table anew";
    AlterColumnNullability "ALTER COLUMN … SET NOT NULL" "create the table anew";
    RenameTable "RENAME TABLE" "create the table anew";

    "The session":
    ServerParameters "parameters of a statement" "write the value as a literal";
    Cancel "cancelling a statement" "set a timeout";
    StatementTimeout "statement timeouts" "cancel from the program";
    Explain "EXPLAIN" "use the engine's own tools";
    ExplainAnalyze "EXPLAIN ANALYZE" "use `explain`";
    Progress "progress of a statement" "use the engine's own tools";
    SessionSettings "SET" "give the setting in the URL";
    StatementSettings "settings that go with one statement" "set them on each connection with `on_connect`";
    Attach "ATTACH" "connect to the other database on its own";
    InstallExtension "INSTALL" "install the extension on the server";
    LoadExtension "LOAD" "load the extension on the server";
    Secret "CREATE SECRET" "configure the credentials on the server";
    CopyFromStdin "COPY FROM STDIN" "use `insert`";
    CopyToFile "COPY … TO a file" "fetch the batches and write the file";
    Procedure "stored procedures" "run the statements from the program";
    ListenNotify "LISTEN / NOTIFY" "poll a table";
    AdvisoryLock "advisory locks" "lock in the program";
    SeveralStatements "several statements in one text" "run them one by one";
}

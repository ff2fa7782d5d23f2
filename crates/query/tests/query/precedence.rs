//! No parenthesis too few: what is written is read back as the same tree, by PostgreSQL's precedence, which DuckDB, QuestDB
//! and most others share.

use aludel_query::{BinaryOperator, Expr};
use proptest::prelude::*;

use crate::samples::{Everything, table};

/// An expression as it is meant.
#[derive(Clone, Debug)]
enum Tree {
    Column(&'static str),
    Number(i32),
    Binary(BinaryOperator, Box<Tree>, Box<Tree>),
    Chain(&'static str, Vec<Tree>),
    Prefix(&'static str, Box<Tree>),
    IsNull(Box<Tree>),
    Between(Box<Tree>, Box<Tree>, Box<Tree>),
    In(Box<Tree>, Vec<Tree>),
    Like(Box<Tree>, Box<Tree>),
    AtTimeZone(Box<Tree>, Box<Tree>),
    Collate(Box<Tree>),
    Case(Box<Tree>, Box<Tree>),
    Element(Box<Tree>, Box<Tree>),
}

impl Tree {
    fn expression(&self) -> Expr<Everything> {
        let list = |trees: &[Tree]| trees.iter().map(Tree::expression).collect::<Vec<_>>();
        match self {
            Tree::Column(name) => table("t").col(*name),
            Tree::Number(number) => aludel_query::literal(*number),
            Tree::Binary(operator, left, right) => {
                use BinaryOperator::*;
                let (left, right) = (left.expression(), right.expression());
                match operator {
                    Equal => left.eq(right),
                    Less => left.lt(right),
                    DistinctFrom => left.is_distinct_from(right),
                    Add => left + right,
                    Subtract => left - right,
                    Multiply => left * right,
                    Remainder => left % right,
                    DivideInteger => left.div_integer(right),
                    BitAnd => left.bit_and(right),
                    BitXor => left.bit_xor(right),
                    _ => left.shift_left(right),
                }
            }
            Tree::Chain("AND", trees) => list(trees).into_iter().reduce(Expr::and).unwrap(),
            Tree::Chain("OR", trees) => list(trees).into_iter().reduce(Expr::or).unwrap(),
            Tree::Chain(_, trees) => list(trees).into_iter().reduce(Expr::concat).unwrap(),
            Tree::Prefix("NOT", tree) => !tree.expression(),
            Tree::Prefix("-", tree) => -tree.expression(),
            Tree::Prefix(_, tree) => tree.expression().bit_not(),
            Tree::IsNull(tree) => tree.expression().is_null(),
            Tree::Between(tested, low, high) => tested.expression().between(low.expression(), high.expression()),
            Tree::In(tested, trees) => tested.expression().is_in(list(trees)),
            Tree::Like(text, pattern) => text.expression().not_like(pattern.expression()),
            Tree::AtTimeZone(time, zone) => time.expression().at_time_zone(zone.expression()),
            Tree::Collate(text) => text.expression().collate("c"),
            Tree::Case(condition, result) => {
                aludel_query::case().when(condition.expression(), result.expression()).end()
            }
            Tree::Element(array, index) => array.expression().element(index.expression()),
        }
    }

    /// With every parenthesis there is; chains of one operator are flat.
    fn meant(&self) -> String {
        match self {
            Tree::Column(name) => format!("t.{name}"),
            Tree::Number(number) if *number < 0 => format!("(- {})", number.unsigned_abs()),
            Tree::Number(number) => number.to_string(),
            Tree::Binary(operator, left, right) => format!("({} {} {})", left.meant(), operator.sql(), right.meant()),
            Tree::Chain(operator, _) => {
                let mut parts = Vec::new();
                self.flatten(operator, &mut parts);
                format!("({})", parts.join(&format!(" {operator} ")))
            }
            Tree::Prefix(operator, tree) => format!("({operator} {})", tree.meant()),
            Tree::IsNull(tree) => format!("({} IS NULL)", tree.meant()),
            Tree::Between(tested, low, high) => {
                format!("({} BETWEEN {} AND {})", tested.meant(), low.meant(), high.meant())
            }
            Tree::In(tested, list) => {
                let list: Vec<String> = list.iter().map(Tree::meant).collect();
                format!("({} IN ({}))", tested.meant(), list.join(", "))
            }
            Tree::Like(text, pattern) => format!("({} NOT LIKE {})", text.meant(), pattern.meant()),
            Tree::AtTimeZone(time, zone) => format!("({} AT TIME ZONE {})", time.meant(), zone.meant()),
            Tree::Collate(text) => format!("({} COLLATE c)", text.meant()),
            Tree::Case(condition, result) => format!("CASE WHEN {} THEN {} END", condition.meant(), result.meant()),
            Tree::Element(array, index) => format!("{}[{}]", array.meant(), index.meant()),
        }
    }

    fn flatten(&self, operator: &str, into: &mut Vec<String>) {
        match self {
            Tree::Chain(same, trees) if *same == operator => {
                trees.iter().for_each(|tree| tree.flatten(operator, into));
            }
            other => into.push(other.meant()),
        }
    }
}

fn trees() -> impl Strategy<Value = Tree> {
    let leaf =
        prop_oneof![prop::sample::select(vec!["a", "b", "c"]).prop_map(Tree::Column), (-3..9).prop_map(Tree::Number),];
    leaf.prop_recursive(5, 40, 3, |tree| {
        use BinaryOperator::*;
        let boxed = tree.clone().prop_map(Box::new);
        let some = prop::collection::vec(tree, 1..4);
        let several = some.clone().prop_filter("a chain has several links", |trees| trees.len() > 1);
        let operators = vec![
            Equal, Less, DistinctFrom, Add, Subtract, Multiply, Remainder, DivideInteger, BitAnd, BitXor, ShiftLeft,
        ];
        let operator = prop::sample::select(operators);
        prop_oneof![
            6 => (operator, boxed.clone(), boxed.clone()).prop_map(|(operator, left, right)| Tree::Binary(operator, left, right)),
            3 => (prop::sample::select(vec!["AND", "OR", "||"]), several).prop_map(|(operator, trees)| Tree::Chain(operator, trees)),
            3 => (prop::sample::select(vec!["NOT", "-", "~"]), boxed.clone()).prop_map(|(operator, tree)| Tree::Prefix(operator, tree)),
            1 => boxed.clone().prop_map(Tree::IsNull),
            1 => (boxed.clone(), boxed.clone(), boxed.clone()).prop_map(|(tested, low, high)| Tree::Between(tested, low, high)),
            1 => (boxed.clone(), some).prop_map(|(tested, list)| Tree::In(tested, list)),
            1 => (boxed.clone(), boxed.clone()).prop_map(|(text, pattern)| Tree::Like(text, pattern)),
            1 => (boxed.clone(), boxed.clone()).prop_map(|(time, zone)| Tree::AtTimeZone(time, zone)),
            1 => boxed.clone().prop_map(Tree::Collate),
            1 => (boxed.clone(), boxed.clone()).prop_map(|(condition, result)| Tree::Case(condition, result)),
            1 => (boxed.clone(), boxed).prop_map(|(array, index)| Tree::Element(array, index)),
        ]
    })
}

/// Reads SQL as PostgreSQL's grammar does, and writes it with every parenthesis there is.
struct Reader<'a> {
    tokens: Vec<&'a str>,
    at: usize,
}

/// How tightly PostgreSQL's operators bind, loosest first; two of the levels take no second operator beside the first.
const OR: u8 = 1;
const AND: u8 = 2;
const NOT: u8 = 3;
const IS: u8 = 4;
const COMPARISON: u8 = 5;
const BETWEEN: u8 = 6;
const OTHER: u8 = 7;
const ADDITIVE: u8 = 8;
const MULTIPLICATIVE: u8 = 9;
const AT: u8 = 10;
const COLLATE: u8 = 11;
const MINUS: u8 = 12;

fn tokens(sql: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = sql.trim_start();
    while !rest.is_empty() {
        let word = rest.find(|c: char| !(c.is_alphanumeric() || c == '.' || c == '_')).unwrap_or(rest.len());
        let length = match word {
            0 if ["||", "<<"].iter().any(|symbol| rest.starts_with(symbol)) => 2,
            0 => 1,
            word => word,
        };
        tokens.push(&rest[..length]);
        rest = rest[length..].trim_start();
    }
    tokens
}

impl<'a> Reader<'a> {
    fn read(sql: &'a str) -> String {
        let mut reader = Reader { tokens: tokens(sql), at: 0 };
        let read = reader.expression(0);
        assert_eq!(reader.at, reader.tokens.len(), "{sql}: stopped at {:?}", reader.peek());
        read
    }

    fn peek(&self) -> &'a str {
        self.tokens.get(self.at).copied().unwrap_or_default()
    }

    fn next(&mut self) -> &'a str {
        let token = self.peek();
        self.at += 1;
        token
    }

    fn expect(&mut self, tokens: &str) {
        for token in tokens.split(' ') {
            assert_eq!(self.next(), token, "in {:?}", self.tokens.join(" "));
        }
    }

    fn list(&mut self) -> String {
        self.expect("(");
        let mut items = vec![self.expression(0)];
        while self.peek() == "," {
            self.next();
            items.push(self.expression(0));
        }
        self.expect(")");
        items.join(", ")
    }

    fn operand(&mut self) -> String {
        match self.next() {
            "(" => {
                let inner = self.expression(0);
                self.expect(")");
                inner
            }
            "NOT" => format!("(NOT {})", self.expression(NOT)),
            "-" => format!("(- {})", self.expression(MINUS)),
            // A prefix operator of the user's kind binds as its kin do between operands.
            "~" => format!("(~ {})", self.expression(OTHER)),
            "CASE" => {
                self.expect("WHEN");
                let condition = self.expression(0);
                self.expect("THEN");
                let result = self.expression(0);
                self.expect("END");
                format!("CASE WHEN {condition} THEN {result} END")
            }
            word => word.to_owned(),
        }
    }

    fn expression(&mut self, at_least: u8) -> String {
        let mut left = self.operand();
        let mut no_second = 0;
        loop {
            let operator = self.peek();
            let level = match operator {
                "OR" => OR,
                "AND" => AND,
                "IS" => IS,
                "=" | "<" => COMPARISON,
                "BETWEEN" | "IN" | "NOT" => BETWEEN,
                "||" | "&" | "^" | "<<" => OTHER,
                "+" | "-" => ADDITIVE,
                "*" | "%" | "DIV" => MULTIPLICATIVE,
                "AT" => AT,
                "COLLATE" => COLLATE,
                "[" => u8::MAX,
                _ => return left,
            };
            // An operand takes what binds tighter than the operator before it.
            if level <= at_least {
                return left;
            }
            assert_ne!(level, no_second, "{operator} has no sides in {:?}", self.tokens.join(" "));
            no_second = if [IS, COMPARISON, BETWEEN].contains(&level) { level } else { 0 };
            self.next();
            left = match operator {
                "IS" if self.peek() == "NULL" => {
                    self.next();
                    format!("({left} IS NULL)")
                }
                "IS" => {
                    self.expect("DISTINCT FROM");
                    format!("({left} IS DISTINCT FROM {})", self.expression(IS))
                }
                "BETWEEN" => {
                    let low = self.expression(BETWEEN);
                    self.expect("AND");
                    format!("({left} BETWEEN {low} AND {})", self.expression(BETWEEN))
                }
                "IN" => format!("({left} IN ({}))", self.list()),
                "NOT" => {
                    self.expect("LIKE");
                    format!("({left} NOT LIKE {})", self.expression(BETWEEN))
                }
                "AT" => {
                    self.expect("TIME ZONE");
                    format!("({left} AT TIME ZONE {})", self.expression(AT))
                }
                "[" => {
                    let index = self.expression(0);
                    self.expect("]");
                    format!("{left}[{index}]")
                }
                // A chain is one flat node.
                "AND" | "OR" | "||" => {
                    let mut parts = vec![left, self.expression(level)];
                    while self.peek() == operator {
                        self.next();
                        parts.push(self.expression(level));
                    }
                    format!("({})", parts.join(&format!(" {operator} ")))
                }
                _ => format!("({left} {operator} {})", self.expression(level)),
            };
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_as_it_was_meant(tree in trees()) {
        // Display writes values in their places, so that negative numbers are seen as well.
        let written = tree.expression().to_string();
        prop_assert_eq!(Reader::read(&written), tree.meant(), "{}", written);
    }
}

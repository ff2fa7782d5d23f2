//! When two texts of an expression say the same.

/// How deep an expression may be nested before it is compared letter by letter.
const MAX_DEPTH: usize = 64;

/// SQL in a form that does not depend on how it is laid out: without spaces that part no words, and without parentheses that
/// change nothing. What stands in texts and quoted names stays.
///
/// Parentheses go where every engine reads the expression in the same way: OR binds less than AND, that less than NOT, than a
/// comparison, than `+` and `-`, than `*`, `/` and `%`. An expression with anything else in it keeps those that it has, but for
/// a pair around the whole: it may be told as another, and never taken for one. TRUE and FALSE are the casts that DuckDB makes of
/// them, and a type's name in capital letters is the same with quotes, which DuckDB puts around some.
pub(super) fn normal_form(sql: &str) -> String {
    let mut parser = Parser { tokens: tokens(sql), place: 0 };
    match parser.or(0) {
        Some(expression) if parser.place == parser.tokens.len() => expression.text,
        _ => laid_out(sql),
    }
}

/// What binds an expression together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bound {
    Or,
    And,
    Else,
}

struct Expression {
    text: String,
    bound: Bound,
}

fn whole(text: String) -> Expression {
    Expression { text, bound: Bound::Else }
}

/// The words, numbers, texts and signs of an expression; none of them is empty.
fn tokens(sql: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = sql.trim_start();
    while let Some(first) = rest.chars().next() {
        let is_word = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '$' | '.');
        let end = match first {
            '\'' | '"' | '`' => quoted_end(rest, first),
            _ if is_word(first) => rest.find(|letter| !is_word(letter)).unwrap_or(rest.len()),
            // A comment: what is behind it is for nobody to compare.
            '-' if rest.starts_with("--") => rest.len(),
            '<' | '>' | '!' | '=' | '|' | ':' | '-' | '~' | '&' | '^' | '@' | '#' | '/' | '*' | '+' | '%' | '?' => {
                let is_sign = |letter: char| "<>!=|:~&^@#/?-".contains(letter);
                // A minus may stand before what is behind an operator.
                let next = rest[1..].find(|letter| !is_sign(letter) || letter == '-').map_or(rest.len(), |at| at + 1);
                if matches!(first, '*' | '+' | '%') { 1 } else { next }
            }
            _ => first.len_utf8(),
        };
        found.push(&rest[..end]);
        rest = rest[end..].trim_start();
    }
    found
}

/// Behind the quote that closes; a doubled one does not.
fn quoted_end(sql: &str, quote: char) -> usize {
    let mut letters = sql.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        if letter == quote && letters.next_if(|(_, next)| *next == quote).is_none() {
            return at + 1;
        }
    }
    sql.len()
}

struct Parser<'a> {
    tokens: Vec<&'a str>,
    place: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> &'a str {
        self.tokens.get(self.place).copied().unwrap_or_default()
    }

    fn take(&mut self, word: &str) -> bool {
        let is_there = self.peek().eq_ignore_ascii_case(word);
        self.place += usize::from(is_there);
        is_there
    }

    fn or(&mut self, depth: usize) -> Option<Expression> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.chain("OR", Bound::Or, |parser| parser.and(depth))
    }

    fn and(&mut self, depth: usize) -> Option<Expression> {
        self.chain("AND", Bound::And, |parser| parser.not(depth))
    }

    /// Operands of an operator that may be grouped in any way.
    fn chain(
        &mut self,
        word: &str,
        bound: Bound,
        mut operand: impl FnMut(&mut Self) -> Option<Expression>,
    ) -> Option<Expression> {
        let first = operand(self)?;
        if !self.peek().eq_ignore_ascii_case(word) {
            return Some(first);
        }
        let inside = |expression: Expression| match expression.text.strip_prefix('(') {
            Some(text) if expression.bound == bound => text.strip_suffix(')').unwrap_or(text).to_owned(),
            _ => expression.text,
        };
        let mut operands = vec![inside(first)];
        while self.take(word) {
            operands.push(inside(operand(self)?));
        }
        Some(Expression { text: format!("({})", operands.join(&format!(" {word} "))), bound })
    }

    fn not(&mut self, depth: usize) -> Option<Expression> {
        let mut count = 0;
        while self.take("NOT") {
            count += 1;
        }
        let operand = self.comparison(depth)?;
        if count == 0 {
            return Some(operand);
        }
        Some(whole(format!("{}{}{}", "(NOT ".repeat(count), operand.text, ")".repeat(count))))
    }

    fn comparison(&mut self, depth: usize) -> Option<Expression> {
        let left = self.additive(depth)?;
        let operator = match self.peek() {
            "=" | "==" => "=",
            "<>" | "!=" => "<>",
            sign @ ("<" | ">" | "<=" | ">=") => sign,
            _ => return self.predicate(left, depth),
        };
        self.place += 1;
        let right = self.additive(depth)?;
        Some(whole(format!("({} {operator} {})", left.text, right.text)))
    }

    fn predicate(&mut self, left: Expression, depth: usize) -> Option<Expression> {
        if self.take("IS") {
            let not = if self.take("NOT") { "NOT " } else { "" };
            return self.take("NULL").then(|| whole(format!("({} IS {not}NULL)", left.text)));
        }
        let before = self.place;
        let not = if self.take("NOT") { "NOT " } else { "" };
        if self.take("IN") {
            let list = self.list(depth)?;
            return Some(whole(format!("({} {not}IN ({list}))", left.text)));
        }
        if self.take("BETWEEN") {
            let least = self.additive(depth)?;
            let greatest = self.take("AND").then(|| self.additive(depth))??;
            return Some(whole(format!("({} {not}BETWEEN {} AND {})", left.text, least.text, greatest.text)));
        }
        self.place = before;
        Some(left)
    }

    /// Expressions in parentheses, with commas between them.
    fn list(&mut self, depth: usize) -> Option<String> {
        if !self.take("(") {
            return None;
        }
        let mut members = Vec::new();
        if self.take(")") {
            return Some(String::new());
        }
        loop {
            members.push(self.or(depth + 1)?.text);
            if self.take(")") {
                return Some(members.join(", "));
            }
            if !self.take(",") {
                return None;
            }
        }
    }

    fn additive(&mut self, depth: usize) -> Option<Expression> {
        self.left_to_right(&["+", "-"], |parser| parser.left_to_right(&["*", "/", "%"], |parser| parser.primary(depth)))
    }

    fn left_to_right(
        &mut self,
        operators: &[&str],
        mut operand: impl FnMut(&mut Self) -> Option<Expression>,
    ) -> Option<Expression> {
        let mut left = operand(self)?;
        while let Some(operator) = operators.iter().find(|operator| **operator == self.peek()) {
            self.place += 1;
            let right = operand(self)?;
            left = whole(format!("({} {operator} {})", left.text, right.text));
        }
        Some(left)
    }

    fn primary(&mut self, depth: usize) -> Option<Expression> {
        let token = self.peek();
        if token == "(" {
            self.place += 1;
            let inner = self.or(depth + 1)?;
            return self.take(")").then_some(inner);
        }
        let is_number = |token: &str| token.starts_with(|letter: char| letter.is_ascii_digit());
        if token == "-" {
            let number = self.tokens.get(self.place + 1).copied().filter(|token| is_number(token))?;
            self.place += 2;
            return Some(whole(format!("-{number}")));
        }
        let first = token.chars().next()?;
        if !(first.is_alphanumeric() || matches!(first, '_' | '\'' | '"' | '`')) {
            return None;
        }
        self.place += 1;
        if token.eq_ignore_ascii_case("CAST") {
            return self.cast(depth);
        }
        if self.peek() == "(" && !is_number(token) && first != '\'' {
            let arguments = self.list(depth)?;
            return Some(whole(format!("{token}({arguments})")));
        }
        for (word, letter) in [("TRUE", 't'), ("FALSE", 'f')] {
            if token.eq_ignore_ascii_case(word) {
                return Some(whole(format!("CAST('{letter}' AS BOOLEAN)")));
            }
        }
        Some(whole(token.to_owned()))
    }
}

impl Parser<'_> {
    /// `(expression AS type)`; of the type's words, each counts.
    fn cast(&mut self, depth: usize) -> Option<Expression> {
        if !self.take("(") {
            return None;
        }
        let inner = self.or(depth + 1)?;
        if !self.take("AS") {
            return None;
        }
        let (mut words, mut open) = (Vec::new(), 0_usize);
        loop {
            match self.peek() {
                "" => return None,
                "(" => open += 1,
                ")" if open == 0 => break,
                ")" => open -= 1,
                _ => {}
            }
            words.push(bare_type_word(self.peek()));
            self.place += 1;
        }
        self.place += 1;
        Some(whole(format!("CAST({} AS {})", inner.text, words.join(" "))))
    }
}

/// Without its quotes, if they change nothing.
fn bare_type_word(word: &str) -> &str {
    let is_plain = |name: &&str| !name.is_empty() && name.bytes().all(|letter| letter.is_ascii_uppercase());
    word.strip_prefix('"').and_then(|name| name.strip_suffix('"')).filter(is_plain).unwrap_or(word)
}

/// Without spaces that part no words, and without parentheses around the whole.
fn laid_out(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let (mut quote, mut has_space) = (None, false);
    let is_word = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '\'' | '"' | '`' | '$');
    for letter in sql.chars() {
        match quote {
            Some(open) => {
                out.push(letter);
                if letter == open {
                    quote = None;
                }
            }
            None if letter.is_whitespace() => has_space = true,
            None => {
                // A quote that closes and one that opens are one text without the space between.
                if has_space && is_word(letter) && out.chars().next_back().is_some_and(is_word) {
                    out.push(' ');
                }
                has_space = false;
                out.push(letter);
                if matches!(letter, '\'' | '"' | '`') {
                    quote = Some(letter);
                }
            }
        }
    }
    while let Some(inner) = within_parentheses(&out) {
        out = inner.to_owned();
    }
    out
}

/// What stands in parentheses, if one pair of them is around the whole.
fn within_parentheses(sql: &str) -> Option<&str> {
    let inner = sql.strip_prefix('(')?.strip_suffix(')')?;
    let (mut depth, mut quote) = (0_usize, None);
    for letter in inner.chars() {
        match (quote, letter) {
            (Some(open), _) if letter == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"' | '`') => quote = Some(letter),
            (None, '(') => depth += 1,
            (None, ')') => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    (depth == 0 && quote.is_none()).then_some(inner)
}

#[cfg(test)]
mod tests {
    use super::normal_form;

    #[test]
    fn parentheses_that_change_nothing_make_no_difference() {
        for (one, other) in [
            ("a > 0 AND (b > 0 OR a < 5)", "((a > 0) AND ((b > 0) OR (a < 5)))"),
            ("a > 0 AND b > 0 AND c <> 1", "(((a > 0) AND (b > 0)) AND (c != 1))"),
            ("(a + b) * 2 > 1", "(((a + b) * 2) > 1)"),
            ("a - b - c = 0", "(((a - b) - c) = 0)"),
            ("a IN (1, -2)", "((a) IN ((1), (-2)))"),
            ("NOT a = 1", "(NOT (a = 1))"),
            ("a BETWEEN 1 AND 2 AND b IS NOT NULL", "((a BETWEEN 1 AND 2) AND (b IS NOT NULL))"),
            ("lower(\"my a\") = 'it''s (a)'", "(lower(\"my a\")='it''s (a)')"),
            ("a*2", "( a * 2 )"),
            ("nextval('s')", "nextval('s')"),
            ("a > CAST(-5 AS DECIMAL(10, 2))", "((a) > (CAST((-5) AS DECIMAL(10,2))))"),
            ("a || b", "((a||b))"),
            ("FALSE", "CAST('f' AS BOOLEAN)"),
            ("a = true", "(a = CAST('t' AS BOOLEAN))"),
            ("CAST('1e-1' AS DOUBLE)", "CAST('1e-1' AS \"DOUBLE\")"),
            ("(CASE WHEN a THEN 1 END)", "CASE WHEN a THEN 1 END"),
        ] {
            assert_eq!(normal_form(one), normal_form(other), "{one}");
        }
    }

    #[test]
    fn what_is_another_expression_stays_one() {
        for (one, other) in [
            ("a > 0 AND (b > 0 OR c > 0)", "(a > 0 AND b > 0) OR c > 0"),
            ("(a + b) * 2", "a + b * 2"),
            ("a - (b - c)", "a - b - c"),
            ("a / (b * c)", "a / b * c"),
            ("NOT (a AND b)", "NOT a AND b"),
            ("'a b'", "'ab'"),
            ("'(a)'", "'a'"),
            ("a || (b + c)", "(a || b) + c"),
            ("a = 'x' OR b", "a = 'x OR b'"),
            ("CAST(a AS INTEGER)", "CAST(a AS BIGINT)"),
            ("CAST(a AS X) + 1", "CAST(a + 1 AS X)"),
            ("CAST(a AS my)", "CAST(a AS \"My\")"),
            ("TRUE", "FALSE"),
            ("TRUE", "'TRUE'"),
            ("a = TRUE", "a = \"TRUE\""),
            ("f(a, b)", "f((a), b) + 0"),
            ("a - 1", "a --1"),
        ] {
            assert_ne!(normal_form(one), normal_form(other), "{one}");
        }
    }

    #[test]
    fn deep_and_broken_texts_are_compared_as_they_are() {
        let deep = format!("{}a{}", "(".repeat(1_000), ")".repeat(1_000));
        assert_eq!(normal_form(&deep), "a");
        for broken in ["(", ")", "a >", "a AND", "f(", "- -", "", "é é"] {
            assert_eq!(normal_form(broken), normal_form(&format!(" {broken} ")));
        }
    }
}

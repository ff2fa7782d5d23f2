//! A statement's text on several lines, for people.

/// No item is added to a list that would make its line wider.
const WIDTH: usize = 110;
/// How far a subquery is indented.
const STEP: usize = 4;

/// Breaks a query before its clauses, conditions and subqueries. Nothing but white space is changed.
pub fn layout(sql: &str) -> String {
    let tokens = tokens(sql);
    let token = |index: usize| tokens.get(index).map_or("", |(_, token)| *token);
    // For each pair of parentheses that is open, and the statement itself: how far the query in it is indented.
    let mut open = vec![Some(0)];
    let mut between = false;
    let mut out = String::new();
    let (mut indent, mut width) = (0, 0);
    for (index, (gap, text)) in tokens.iter().enumerate() {
        let (previous, next) = (if index > 0 { token(index - 1) } else { "" }, token(index + 1));
        let own = open.iter().rev().find_map(|query| *query).unwrap_or(0);
        let in_query = open.last().is_some_and(Option::is_some);
        let line = match *text {
            ")" if in_query => Some(own - STEP),
            _ if in_query && begins_clause(text, previous, next) => Some(own),
            "AND" if in_query && !between => Some(own + STEP / 2),
            "AND" if !between && width > WIDTH / 2 => Some(own + STEP + STEP / 2),
            "OR" => Some(own + STEP),
            _ if in_query && previous == "," && width + item_width(&tokens[index..]) > WIDTH => Some(own + STEP),
            _ => None,
        };
        match line.filter(|_| index > 0) {
            Some(line) => {
                out.push('\n');
                out.push_str(&" ".repeat(line));
                (indent, width) = (line, line);
            }
            None => {
                out.push_str(gap);
                width += gap.len();
            }
        }
        out.push_str(text);
        width += text.len();
        match *text {
            "BETWEEN" => between = true,
            "AND" => between = false,
            "(" => open.push(matches!(next, "SELECT" | "WITH").then_some(indent + STEP)),
            ")" if open.len() > 1 => drop(open.pop()),
            _ => {}
        }
    }
    out
}

fn begins_clause(token: &str, previous: &str, next: &str) -> bool {
    let join_kind = |word: &str| matches!(word, "LEFT" | "RIGHT" | "FULL" | "CROSS" | "SEMI" | "ANTI" | "ASOF");
    match token {
        "SELECT" | "FROM" | "WHERE" | "HAVING" | "LIMIT" | "UNION" => true,
        "GROUP" | "ORDER" => next == "BY",
        "JOIN" => !join_kind(previous),
        word => join_kind(word) && next == "JOIN",
    }
}

/// How wide the item is that begins here: up to the comma, clause or parenthesis that ends it.
fn item_width(tokens: &[(&str, &str)]) -> usize {
    let mut depth = 0;
    let mut width = 0;
    for (gap, text) in tokens {
        match *text {
            "(" => depth += 1,
            ")" if depth > 0 => depth -= 1,
            ")" | "," | "FROM" if depth == 0 => break,
            _ => {}
        }
        width += gap.len() + text.len();
    }
    width
}

/// Words, parentheses and commas, each with the white space before it. What stands in quotes is in one word.
fn tokens(sql: &str) -> Vec<(&str, &str)> {
    let mut tokens = Vec::new();
    let mut rest = sql;
    while !rest.trim_start().is_empty() {
        let (gap, text) = rest.split_at(rest.len() - rest.trim_start().len());
        let mut quote = None;
        let end = text.char_indices().find(|(index, letter)| match quote {
            Some(open) => {
                if *letter == open {
                    quote = None;
                }
                false
            }
            None if matches!(letter, '\'' | '"' | '`') => {
                quote = Some(*letter);
                false
            }
            None => *index > 0 && (letter.is_whitespace() || matches!(letter, '(' | ')' | ',')),
        });
        let end = match text.as_bytes()[0] {
            b'(' | b')' | b',' => 1,
            _ => end.map_or(text.len(), |(index, _)| index),
        };
        tokens.push((gap, &text[..end]));
        rest = &text[end..];
    }
    tokens
}

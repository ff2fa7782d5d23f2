//! Column names out of Rust names.

use syn::LitStr;

/// How columns are called.
#[derive(Clone, Copy)]
pub(crate) enum Case {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

const CASES: [(&str, Case); 8] = [
    ("lowercase", Case::Lower),
    ("UPPERCASE", Case::Upper),
    ("PascalCase", Case::Pascal),
    ("camelCase", Case::Camel),
    ("snake_case", Case::Snake),
    ("SCREAMING_SNAKE_CASE", Case::ScreamingSnake),
    ("kebab-case", Case::Kebab),
    ("SCREAMING-KEBAB-CASE", Case::ScreamingKebab),
];

impl Case {
    pub(crate) fn parse(text: &LitStr) -> syn::Result<Self> {
        let wanted = text.value();
        CASES.iter().find(|(name, _)| *name == wanted).map(|(_, case)| *case).ok_or_else(|| {
            let known: Vec<String> = CASES.iter().map(|(name, _)| format!("{name:?}")).collect();
            syn::Error::new(text.span(), format!("unknown case {wanted:?}; write one of {}", known.join(", ")))
        })
    }

    /// A field's name, which is in `snake_case`, in this case.
    pub(crate) fn of_field(self, field: &str) -> String {
        let words = || field.split('_').filter(|word| !word.is_empty());
        let joined = |with: &str| words().collect::<Vec<_>>().join(with);
        let capitals = |words: &mut dyn Iterator<Item = &str>| words.map(capitalized).collect::<String>();
        match self {
            Case::Lower => field.to_lowercase(),
            Case::Upper => field.to_uppercase(),
            Case::Snake => field.to_owned(),
            Case::ScreamingSnake => field.to_uppercase(),
            Case::Kebab => joined("-"),
            Case::ScreamingKebab => joined("-").to_uppercase(),
            Case::Pascal => capitals(&mut words()),
            Case::Camel => words().take(1).map(str::to_owned).collect::<String>() + &capitals(&mut words().skip(1)),
        }
    }
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

/// A type's name, which is in `PascalCase`, in `snake_case`.
pub(crate) fn snake_case(type_name: &str) -> String {
    let letters: Vec<char> = type_name.chars().collect();
    let mut snake = String::new();
    for (index, letter) in letters.iter().enumerate() {
        let after_lower = index > 0 && !letters[index - 1].is_uppercase();
        let before_lower = index > 0 && letters.get(index + 1).is_some_and(|next| next.is_lowercase());
        if letter.is_uppercase() && (after_lower || before_lower) && !snake.ends_with('_') {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases() {
        for (case, expected) in [
            (Case::Lower, "first_name"),
            (Case::Upper, "FIRST_NAME"),
            (Case::Pascal, "FirstName"),
            (Case::Camel, "firstName"),
            (Case::Snake, "first_name"),
            (Case::ScreamingSnake, "FIRST_NAME"),
            (Case::Kebab, "first-name"),
            (Case::ScreamingKebab, "FIRST-NAME"),
        ] {
            assert_eq!(case.of_field("first_name"), expected);
        }
    }

    #[test]
    fn types_in_snake_case() {
        for (name, expected) in [("User", "user"), ("LineItem", "line_item"), ("HTTPRequest", "http_request")] {
            assert_eq!(snake_case(name), expected);
        }
    }
}

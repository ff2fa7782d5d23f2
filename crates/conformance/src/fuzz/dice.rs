//! Chance, as a list of numbers, so that what fails can be made smaller.

/// Numbers that decide; when they are used up, every decision is the first.
pub(super) struct Dice<'a> {
    seeds: &'a [u32],
    names: usize,
    without_queries: usize,
}

/// What a name may be made of.
const NAMES: [&str; 16] =
    ["a", "B", "select", "order", "a b", "a\"b", "it's", "a;b", "--", "/*", "añ🦆", "a.b", "$1", "?", "a\\", "a\nb"];

/// Texts as values.
const TEXTS: [&str; 14] = [
    "",
    "x",
    "it's",
    "'; DROP TABLE odd; --",
    "\"",
    "\\",
    "%",
    "_%",
    "añ🦆",
    "$1 ? :x",
    "/* ",
    "a\nb",
    "NULL",
    "\u{10FFFF}",
];

impl<'a> Dice<'a> {
    pub(super) fn new(seeds: &'a [u32]) -> Self {
        Self { seeds, names: 0, without_queries: 0 }
    }

    /// A number below `sides`.
    pub(super) fn roll(&mut self, sides: usize) -> usize {
        let Some((first, rest)) = self.seeds.split_first() else { return 0 };
        self.seeds = rest;
        *first as usize % sides.max(1)
    }

    /// Whether one of `sides` is thrown; never when the numbers are used up.
    pub(super) fn one_in(&mut self, sides: usize) -> bool {
        self.roll(sides) == sides - 1
    }

    pub(super) fn choose<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.roll(of.len())]
    }

    /// Makes something in which no query may stand.
    pub(super) fn without_queries<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> T {
        self.without_queries += 1;
        let made = make(self);
        self.without_queries -= 1;
        made
    }

    pub(super) fn takes_queries(&self) -> bool {
        self.without_queries == 0
    }

    /// A name that no other has; once in a while one that no engine takes.
    pub(super) fn name(&mut self) -> String {
        self.names += 1;
        match self.roll(400) {
            399 => String::new(),
            398 => "a\0b".to_owned(),
            397 => "long".repeat(100),
            kind => format!("{}{}", NAMES[kind % NAMES.len()], self.names),
        }
    }

    pub(super) fn text(&mut self) -> &'static str {
        TEXTS[self.roll(TEXTS.len())]
    }
}

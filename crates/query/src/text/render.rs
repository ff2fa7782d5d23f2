//! Text and values brought together.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};

use aludel_dialect::{Parameter, SqlType, Value};

use super::error::{TextError, TextPosition};
use super::rules::{EmptySet, LexicalRules};
use super::scan::{Place, Segment, Slot};
use super::{Bound, Params, Text};
use aludel_dialect::nearest;

/// What the renderer writes next.
#[derive(Debug, PartialEq)]
#[non_exhaustive]
pub enum Piece<'a> {
    /// SQL, to be copied.
    Sql(&'a str),
    /// A placeholder for a value.
    #[non_exhaustive]
    Parameter {
        /// The parameter's name.
        name: &'a str,
        /// Which element of an expanded list it is; 0 for a single value. Equal `name` and `element` mean the same value,
        /// so that a dialect with numbered placeholders may write the same number again.
        element: usize,
        /// The value.
        parameter: Cow<'a, Parameter>,
    },
}

/// How a dialect writes a parameter that stands in the text more than once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeats {
    /// The same placeholder again (`$1 … $1`): its value is sent once.
    SamePlaceholder,
    /// A new placeholder each time (`? … ?`): its value is sent each time.
    NewPlaceholder,
}

impl Text {
    /// Hands the statement to `write`, piece by piece, lists expanded.
    ///
    /// # Errors
    /// Those of [`segments`](Text::segments), a parameter without a value, a value without a parameter, a name bound
    /// twice, an empty list where none can stand. `write` is called only if there is none of them.
    pub fn render<'a>(&'a self, rules: &LexicalRules, mut write: impl FnMut(Piece<'a>)) -> Result<(), TextError> {
        let segments = self.segments(rules)?;
        let values = self.values()?;
        self.check(&segments, &values, rules)?;
        for segment in segments {
            match segment {
                Segment::Sql(sql) => write(Piece::Sql(sql)),
                Segment::Parameter(slot) => {
                    if let Some((_, bound)) = values.get(slot.name) {
                        write_bound(slot, bound, rules, &mut write);
                    }
                }
            }
        }
        Ok(())
    }

    /// Hands the statement to `write` with the values of `set`, as the first of many: lists don't expand.
    ///
    /// # Errors
    /// As [`parameter_sets`](Text::parameter_sets) for that one set.
    pub fn render_with<'a>(
        &'a self,
        rules: &LexicalRules,
        set: &'a Params,
        mut write: impl FnMut(Piece<'a>),
    ) -> Result<(), TextError> {
        let segments = self.segments(rules)?;
        let slots = self.slots_for_sets(&segments)?;
        let values = index_set(0, set.iter(), &slots)?;
        for segment in segments {
            match segment {
                Segment::Sql(sql) => write(Piece::Sql(sql)),
                Segment::Parameter(slot) => {
                    if let Some(parameter) = values.get(slot.name) {
                        let parameter = Cow::Borrowed(*parameter);
                        write(Piece::Parameter { name: slot.name, element: 0, parameter });
                    }
                }
            }
        }
        Ok(())
    }

    /// The values of many sets in the order of the text's placeholders, for running it once for each set.
    ///
    /// ```
    /// # use aludel_query::{LexicalRules, Repeats, params, text};
    ///
    /// let insert = text("INSERT INTO t (x, y) VALUES (:x, :y)");
    /// let sets = [params! { y: 12, x: 11 }, params! { x: 13, y: 14 }];
    /// let values = insert.parameter_sets(&LexicalRules::standard(), Repeats::SamePlaceholder, sets)?;
    /// assert_eq!(values[0][0].value, 11.into());
    /// # Ok::<(), aludel_query::TextError>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`segments`](Text::segments); a set that has not exactly the text's names, by number and name; a list
    /// after `IN`; a value bound to the text itself.
    pub fn parameter_sets(
        &self,
        rules: &LexicalRules,
        repeats: Repeats,
        sets: impl IntoIterator<Item = Params>,
    ) -> Result<Vec<Vec<Parameter>>, TextError> {
        let segments = self.segments(rules)?;
        let slots = self.slots_for_sets(&segments)?;
        let mut order: Vec<&str> = slots.iter().map(|slot| slot.name).collect();
        if repeats == Repeats::SamePlaceholder {
            let mut seen = HashSet::new();
            order.retain(|name| seen.insert(*name));
        }
        let rows = sets.into_iter().enumerate().map(|(number, set)| {
            index_set(number, set.iter(), &slots)?;
            let mut values: HashMap<Cow<'static, str>, Parameter> = set.into_entries().collect();
            let row = order.iter().filter_map(|name| match repeats {
                Repeats::SamePlaceholder => values.remove(*name),
                Repeats::NewPlaceholder => values.get(*name).cloned(),
            });
            Ok(row.collect())
        });
        rows.collect()
    }

    /// The bound values by name, with their number.
    fn values(&self) -> Result<HashMap<&str, (usize, &Bound)>, TextError> {
        let mut values = HashMap::with_capacity(self.binds.len());
        for (number, bind) in self.binds.iter().enumerate() {
            match values.entry(bind.name.as_ref()) {
                Entry::Occupied(_) => return Err(TextError::Duplicate { name: bind.name.clone().into_owned() }),
                Entry::Vacant(free) => free.insert((number, &bind.value)),
            };
        }
        Ok(values)
    }

    /// Whether every parameter has a value that can stand there, and every value a parameter.
    fn check(
        &self,
        segments: &[Segment<'_>],
        values: &HashMap<&str, (usize, &Bound)>,
        rules: &LexicalRules,
    ) -> Result<(), TextError> {
        let mut used = vec![false; self.binds.len()];
        for slot in slots(segments) {
            let name = slot.name.to_owned();
            let at = || TextPosition::of(&self.sql, slot.offset);
            let Some((number, bound)) = values.get(slot.name) else {
                return Err(TextError::Missing { name, at: at(), nearest: nearest(slot.name, values.keys().copied()) });
            };
            used[*number] = true;
            if slot.place == Place::AfterIn && is_single(bound) {
                return Err(TextError::NotAList { name, at: at() });
            }
            if expands(slot, bound) && has_no_element(bound) {
                let after_in = slot.place != Place::Elsewhere;
                if !after_in || rules.empty_set == EmptySet::Refused {
                    return Err(TextError::EmptyList { name, at: at(), engine_lacks_it: after_in });
                }
            }
        }
        match used.iter().position(|used| !used) {
            None => Ok(()),
            Some(number) => {
                let name = self.binds[number].name.as_ref();
                let names: BTreeSet<&str> = slots(segments).map(|slot| slot.name).collect();
                let nearest = nearest(name, names);
                Err(TextError::Unused { name: name.to_owned(), nearest })
            }
        }
    }

    fn slots_for_sets<'a>(&self, segments: &[Segment<'a>]) -> Result<Vec<Slot<'a>>, TextError> {
        match self.binds.first() {
            Some(bind) => Err(TextError::BoundBesideSets { name: bind.name.clone().into_owned() }),
            None => Ok(slots(segments).collect()),
        }
    }
}

fn slots<'a, 's>(segments: &'s [Segment<'a>]) -> impl Iterator<Item = Slot<'a>> + use<'a, 's> {
    segments.iter().filter_map(|segment| match segment {
        Segment::Parameter(slot) => Some(*slot),
        Segment::Sql(_) => None,
    })
}

/// The parameters of a set by name, if they are exactly the text's.
fn index_set<'s>(
    number: usize,
    set: impl ExactSizeIterator<Item = (&'s str, &'s Parameter)>,
    slots: &[Slot<'_>],
) -> Result<HashMap<&'s str, &'s Parameter>, TextError> {
    let mut values = HashMap::with_capacity(set.len());
    let mut names = Vec::with_capacity(set.len());
    for (name, parameter) in set {
        if values.insert(name, parameter).is_some() {
            return Err(TextError::DuplicateInSet { set: number, name: name.to_owned() });
        }
        names.push(name);
    }
    let mut used = HashSet::with_capacity(values.len());
    for slot in slots {
        match values.get(slot.name) {
            None => {
                let nearest = nearest(slot.name, names);
                return Err(TextError::MissingInSet { set: number, name: slot.name.to_owned(), nearest });
            }
            Some(parameter) if slot.place != Place::Elsewhere && list_of(parameter).is_some() => {
                return Err(TextError::ListInSet { set: number, name: slot.name.to_owned() });
            }
            Some(_) => used.insert(slot.name),
        };
    }
    match names.into_iter().find(|name| !used.contains(name)) {
        None => Ok(values),
        Some(name) => {
            let names: BTreeSet<&str> = slots.iter().map(|slot| slot.name).collect();
            let nearest = nearest(name, names);
            Err(TextError::UnusedInSet { set: number, name: name.to_owned(), nearest })
        }
    }
}

/// The elements of a value that is a list.
fn list_of(parameter: &Parameter) -> Option<&[Value]> {
    match &parameter.value {
        Value::List(elements) | Value::Array(elements) => Some(elements),
        _ => None,
    }
}

/// A value that holds no others; NULL may stand for any.
fn is_single(bound: &Bound) -> bool {
    match bound {
        Bound::List(_) => false,
        Bound::One(parameter) => !matches!(
            parameter.value,
            Value::Null | Value::List(_) | Value::Array(_) | Value::Struct(_) | Value::Map(_) | Value::Union(..)
        ),
    }
}

fn has_no_element(bound: &Bound) -> bool {
    match bound {
        Bound::List(elements) => elements.is_empty(),
        Bound::One(parameter) => list_of(parameter).is_some_and(<[_]>::is_empty),
    }
}

fn expands(slot: Slot<'_>, bound: &Bound) -> bool {
    match bound {
        Bound::List(_) => true,
        Bound::One(parameter) => slot.place != Place::Elsewhere && list_of(parameter).is_some(),
    }
}

fn write_bound<'a>(slot: Slot<'a>, bound: &'a Bound, rules: &LexicalRules, write: &mut impl FnMut(Piece<'a>)) {
    let parameters: Vec<Cow<'a, Parameter>> = match bound {
        Bound::List(parameters) => parameters.iter().map(Cow::Borrowed).collect(),
        Bound::One(parameter) => match list_of(parameter).filter(|_| expands(slot, bound)) {
            None => {
                write(Piece::Parameter { name: slot.name, element: 0, parameter: Cow::Borrowed(parameter) });
                return;
            }
            Some(elements) => {
                let sql_type = element_type(parameter.sql_type.as_ref());
                let parameter = |value: &Value| Parameter {
                    value: value.clone(),
                    sql_type: sql_type.cloned().or_else(|| value.sql_type()),
                };
                elements.iter().map(|value| Cow::Owned(parameter(value))).collect()
            }
        },
    };
    let own_parentheses = slot.place == Place::AfterIn;
    if own_parentheses {
        write(Piece::Sql("("));
    }
    if let (true, EmptySet::Query(query)) = (parameters.is_empty(), rules.empty_set) {
        write(Piece::Sql(query));
    }
    for (element, parameter) in parameters.into_iter().enumerate() {
        if element > 0 {
            write(Piece::Sql(", "));
        }
        write(Piece::Parameter { name: slot.name, element, parameter });
    }
    if own_parentheses {
        write(Piece::Sql(")"));
    }
}

fn element_type(list: Option<&SqlType>) -> Option<&SqlType> {
    match list? {
        SqlType::List(element) => Some(element),
        SqlType::Array(element, _) => Some(element),
        _ => None,
    }
}

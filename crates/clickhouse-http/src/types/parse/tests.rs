//! Types by their text.

#![allow(clippy::unwrap_used, clippy::panic)]

use super::*;
use crate::types::Interval;

fn kind(text: &str) -> Kind {
    let found: Type = text.parse().unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(found.text, text);
    found.kind
}

#[test]
fn types_without_arguments() {
    for (text, expected) in [
        ("UInt256", Kind::UInt256),
        ("Bool", Kind::Bool),
        ("DateTime", Kind::DateTime(None)),
        ("JSON", Kind::Json),
        ("Dynamic", Kind::Dynamic),
        ("Nothing", Kind::Nothing),
        ("IntervalQuarter", Kind::Interval(Interval::Months(3))),
    ] {
        assert_eq!(kind(text), expected);
    }
}

#[test]
fn arguments() {
    for (text, expected) in [
        ("Decimal(76, 38)", Kind::Decimal { precision: 76, scale: 38 }),
        ("Decimal(9)", Kind::Decimal { precision: 9, scale: 0 }),
        ("Decimal64(3)", Kind::Decimal { precision: 18, scale: 3 }),
        ("FixedString(16)", Kind::FixedString(16)),
        ("DateTime('Europe/Berlin')", Kind::DateTime(Some("Europe/Berlin".into()))),
        ("DateTime64(9)", Kind::DateTime64(9, None)),
        ("DateTime64(3, 'UTC')", Kind::DateTime64(3, Some("UTC".into()))),
        ("Time64(6)", Kind::Time64(6)),
        ("JSON(max_dynamic_paths=5, `a)b` UInt8, SKIP REGEXP 'x)')", Kind::Json),
        ("Dynamic(max_types=3)", Kind::Dynamic),
        ("AggregateFunction(quantiles(0.5, 0.9), UInt64)", Kind::Other),
        ("QBit(Float32, 3)", Kind::Other),
        ("SimpleAggregateFunction(sum, UInt64)", Kind::UInt64),
        ("SimpleAggregateFunction(groupArrayArray(3), String)", Kind::String),
    ] {
        assert_eq!(kind(text), expected);
    }
}

#[test]
fn enums_have_their_members_by_number() {
    let text = r"Enum8('b\'q' = 2, '' = -128, 'x,y(' = 3, '\\\n\x41' = 127)";
    let members = [(-128, ""), (2, "b'q"), (3, "x,y("), (127, "\\\nA")];
    let members = members.map(|(number, name)| (number, name.to_owned())).to_vec();
    assert_eq!(kind(text), Kind::Enum(EnumSize::Eight, members));
    assert_eq!(kind("Enum16('日本' = 300)"), Kind::Enum(EnumSize::Sixteen, vec![(300, "日本".into())]));
}

#[test]
fn tuples_with_and_without_names() {
    let named = |text: &str| match kind(text) {
        Kind::Tuple(members) => {
            members.into_iter().map(|member| (member.name, member.member_type.text)).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    let name = |name: &str| Some(name.to_owned());
    assert_eq!(named("Tuple()"), []);
    assert_eq!(named("Tuple(UInt8, Array(String))"), [(None, "UInt8".into()), (None, "Array(String)".into())]);
    assert_eq!(
        named("Tuple(\n    x UInt8,\n    `a b` String,\n    `c\\`d` Tuple(y Date))"),
        [(name("x"), "UInt8".into()), (name("a b"), "String".into()), (name("c`d"), "Tuple(y Date)".to_owned())]
    );
    let Kind::Array(element) = kind("Nested(a UInt8, b String)") else { panic!("an array") };
    assert_eq!(element.text, "Tuple(a UInt8, b String)");
}

#[test]
fn geometries_are_arrays_of_points() {
    assert_eq!(kind("Polygon"), kind("Array(Array(Tuple(Float64, Float64))) ".trim_end()).renamed());
}

impl Kind {
    /// With the names that geometries use.
    fn renamed(self) -> Kind {
        let Kind::Array(mut rings) = self else { panic!("an array") };
        rings.text = "Ring".into();
        let Kind::Array(points) = &mut rings.kind else { panic!("an array") };
        points.text = "Point".into();
        Kind::Array(rings)
    }
}

#[test]
fn what_is_no_type_is_refused_with_its_place() {
    for (text, at) in [
        ("", 1),
        ("Array(UInt8", 12),
        ("Array UInt8", 7),
        ("Enum8('a' = 1", 14),
        ("Enum8('a' = 1, 'b' = 1)", 24),
        ("Enum8('a", 9),
        ("Decimal(77, 2)", 15),
        ("DateTime64(10)", 14),
        ("FixedString(-1)", 13),
        ("UInt8 x", 7),
        ("Map(String)", 11),
    ] {
        let error = text.parse::<Type>().unwrap_err();
        assert_eq!(error.at, at, "{error}");
    }
    let deep = "Array(".repeat(100_000);
    assert!(deep.parse::<Type>().unwrap_err().to_string().contains("too deep"));
}

//! Families of names that stand for one type each.

use crate::types::{Interval, Kind, Type};

pub(super) fn interval(family: &str) -> Option<Kind> {
    Some(Kind::Interval(match family.strip_prefix("Interval")? {
        "Year" => Interval::Months(12),
        "Quarter" => Interval::Months(3),
        "Month" => Interval::Months(1),
        "Week" => Interval::Days(7),
        "Day" => Interval::Days(1),
        "Hour" => Interval::Nanoseconds(3_600_000_000_000),
        "Minute" => Interval::Nanoseconds(60_000_000_000),
        "Second" => Interval::Nanoseconds(1_000_000_000),
        "Millisecond" => Interval::Nanoseconds(1_000_000),
        "Microsecond" => Interval::Nanoseconds(1_000),
        "Nanosecond" => Interval::Nanoseconds(1),
        _ => return None,
    }))
}

/// Other names for arrays of points; a geometry is a variant of them.
pub(super) fn geometry(family: &str) -> Option<Kind> {
    let meant = match family {
        "Point" => "Tuple(Float64, Float64)",
        "Ring" | "LineString" | "MultiPoint" => "Array(Point)",
        "Polygon" => "Array(Ring)",
        "MultiLineString" => "Array(LineString)",
        "MultiPolygon" => "Array(Polygon)",
        "Geometry" => "Variant(LineString, MultiLineString, MultiPolygon, Point, Polygon, Ring)",
        _ => return None,
    };
    meant.parse::<Type>().ok().map(|meant| meant.kind)
}

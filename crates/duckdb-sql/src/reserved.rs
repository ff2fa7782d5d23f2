//! Names that DuckDB reads as something else unless they are quoted.

/// Whether `name`, in lower case, must be quoted.
#[inline]
pub(crate) fn is_reserved(name: &str) -> bool {
    // Every name that is written is looked up, and few have the mark of one of the words.
    let mark = mark(name.as_bytes());
    MARKS[mark / 64] & (1 << (mark % 64)) != 0 && is_in_list(name)
}

#[cold]
fn is_in_list(name: &str) -> bool {
    RESERVED.binary_search(&name).is_ok()
}

/// A number below 8,192 by which most names differ from all words: of the first two bytes, the last, and the length.
const fn mark(name: &[u8]) -> usize {
    let &[first, second, ..] = name else { return 0 };
    let bytes = u32::from_le_bytes([first, second, name[name.len() - 1], name.len() as u8]);
    // The golden ratio spreads them over the highest bits.
    (bytes.wrapping_mul(0x9E37_79B1) >> 19) as usize
}

/// A bit for each mark that one of the words has.
const MARKS: [u64; 128] = {
    let (mut marks, mut index) = ([0; 128], 0);
    while index < RESERVED.len() {
        let mark = mark(RESERVED[index].as_bytes());
        marks[mark / 64] |= 1 << (mark % 64);
        index += 1;
    }
    marks
};

/// The keywords of the categories `reserved`, `type_function` and `column_name` of `duckdb_keywords()`, of 1.5.6 and
/// 2.0.0 together; `recursive`, which 2.0.0 does not take as the name of a CTE; `escape`, which 1.5.6 does not take
/// behind LIKE. With them, every keyword was used as a name in some forty places of both versions.
///
/// Words of the category `column_name` are good names where they stand free; quoted, nobody has to know where that is.
/// Three of them are left out, `coalesce`, `grouping` and `grouping_id`: as tables and columns they work bare, and as
/// functions, which `native()` may name, only bare.
const RESERVED: &[&str] = &[
    "all",
    "analyse",
    "analyze",
    "and",
    "anti",
    "any",
    "array",
    "as",
    "asc",
    "asof",
    "asymmetric",
    "at",
    "authorization",
    "between",
    "bigint",
    "binary",
    "bit",
    "boolean",
    "both",
    "by",
    "case",
    "cast",
    "char",
    "character",
    "check",
    "collate",
    "collation",
    "column",
    "columns",
    "concurrently",
    "constraint",
    "create",
    "cross",
    "dec",
    "decimal",
    "default",
    "deferrable",
    "desc",
    "describe",
    "distinct",
    "do",
    "else",
    "end",
    "escape",
    "except",
    "exists",
    "extract",
    "false",
    "fetch",
    "float",
    "for",
    "foreign",
    "freeze",
    "from",
    "full",
    "generated",
    "glob",
    "group",
    "having",
    "ilike",
    "in",
    "initially",
    "inner",
    "inout",
    "int",
    "integer",
    "intersect",
    "interval",
    "into",
    "is",
    "isnull",
    "join",
    "lambda",
    "lateral",
    "leading",
    "left",
    "like",
    "limit",
    "map",
    "national",
    "natural",
    "nchar",
    "none",
    "not",
    "notnull",
    "null",
    "nullif",
    "numeric",
    "offset",
    "on",
    "only",
    "or",
    "order",
    "out",
    "outer",
    "overlaps",
    "overlay",
    "pivot",
    "pivot_longer",
    "pivot_wider",
    "placing",
    "position",
    "positional",
    "precision",
    "primary",
    "qualify",
    "real",
    "recursive",
    "references",
    "returning",
    "right",
    "row",
    "select",
    "semi",
    "setof",
    "show",
    "similar",
    "smallint",
    "some",
    "struct",
    "substring",
    "summarize",
    "symmetric",
    "table",
    "tablesample",
    "then",
    "time",
    "timestamp",
    "to",
    "trailing",
    "treat",
    "trim",
    "true",
    "try_cast",
    "tuple",
    "union",
    "unique",
    "unpack",
    "unpivot",
    "using",
    "values",
    "varchar",
    "variadic",
    "verbose",
    "when",
    "where",
    "window",
    "with",
    "xmlattributes",
    "xmlconcat",
    "xmlelement",
    "xmlexists",
    "xmlforest",
    "xmlnamespaces",
    "xmlparse",
    "xmlpi",
    "xmlroot",
    "xmlserialize",
    "xmltable",
];

#[cfg(test)]
mod tests {
    use super::{RESERVED, is_reserved};

    #[test]
    fn the_list_can_be_searched() {
        assert!(RESERVED.is_sorted());
        assert!(RESERVED.iter().all(|word| is_reserved(word)));
        assert!(
            !["a", "region", "name", "coalesce", "date", "", "_", "ends", "table_", &"a".repeat(40)]
                .into_iter()
                .any(is_reserved)
        );
    }
}

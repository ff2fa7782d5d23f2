//! Names that DuckDB reads as something else unless they are quoted.

/// Whether `name`, in lower case, must be quoted.
pub(crate) fn is_reserved(name: &str) -> bool {
    RESERVED.binary_search(&name).is_ok()
}

/// The keywords of the categories `reserved`, `type_function` and `column_name` of `duckdb_keywords()`, of 1.5.6 and
/// 2.0.0 together, and `recursive`, which 2.0.0 does not take as the name of a CTE.
///
/// Words of the last category are good names where they stand free; quoted, nobody has to know where that is. Three of
/// them are left out, `coalesce`, `grouping` and `grouping_id`: as columns they work bare, and as functions, which
/// `native()` may name, only bare.
const RESERVED: &[&str] = &[
    "all", "analyse", "analyze", "and", "anti", "any", "array", "as", "asc", "asof", "asymmetric", "at",
    "authorization", "between", "bigint", "binary", "bit", "boolean", "both", "by", "case", "cast", "char",
    "character", "check", "collate", "collation", "column", "columns", "concurrently", "constraint", "create",
    "cross", "dec", "decimal", "default", "deferrable", "desc", "describe", "distinct", "do", "else", "end", "except",
    "exists", "extract", "false", "fetch", "float", "for", "foreign", "freeze", "from", "full", "generated", "glob",
    "group", "having", "ilike", "in", "initially", "inner", "inout", "int", "integer", "intersect", "interval",
    "into", "is", "isnull", "join", "lambda", "lateral", "leading", "left", "like", "limit", "map", "national",
    "natural", "nchar", "none", "not", "notnull", "null", "nullif", "numeric", "offset", "on", "only", "or", "order",
    "out", "outer", "overlaps", "overlay", "pivot", "pivot_longer", "pivot_wider", "placing", "position",
    "positional", "precision", "primary", "qualify", "real", "recursive", "references", "returning", "right", "row",
    "select", "semi", "setof", "show", "similar", "smallint", "some", "struct", "substring", "summarize", "symmetric",
    "table", "tablesample", "then", "time", "timestamp", "to", "trailing", "treat", "trim", "true", "try_cast",
    "tuple", "union", "unique", "unpack", "unpivot", "using", "values", "varchar", "variadic", "verbose", "when",
    "where", "window", "with", "xmlattributes", "xmlconcat", "xmlelement", "xmlexists", "xmlforest", "xmlnamespaces",
    "xmlparse", "xmlpi", "xmlroot", "xmlserialize", "xmltable",
];

#[cfg(test)]
mod tests {
    use super::{RESERVED, is_reserved};

    #[test]
    fn the_list_can_be_searched() {
        assert!(RESERVED.is_sorted());
        assert!(["select", "order", "qualify", "lambda", "asof", "values", "tuple"].into_iter().all(is_reserved));
        assert!(!["a", "region", "name", "coalesce", "date"].into_iter().any(is_reserved));
    }
}

//! DuckDB SQL without a driver: what both roads to DuckDB share.

//! Engine URLs, drivers, pools, transactions and results.

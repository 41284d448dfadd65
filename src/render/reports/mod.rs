//! Findings in the formats of others: code scanning, code quality, test results.

pub mod gitlab;
pub mod junit;
pub mod sarif;

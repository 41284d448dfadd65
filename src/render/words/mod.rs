//! What several formats say: the same names, phrases, counts and tables for the same data.
//!
//! In: data of the earlier stages. Out: words as they are, for a format to escape and to lay out.

pub mod answers;
pub mod attributes;
pub mod causes;
pub mod drift;
pub mod findings;
pub mod impact;
pub mod objects;
pub mod powers;
pub mod reasons;
pub mod refusal;
pub mod removals;
pub mod residue;
pub mod review;
pub mod site;
pub mod tables;
pub mod transients;
pub mod unused;

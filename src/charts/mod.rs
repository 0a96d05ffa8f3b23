//! Charts: plain specifications, and the code that turns them into pictures, tables and files.

pub mod build;
pub mod figures;
pub mod spec;

mod inputs;
mod machine;
mod price;
pub use inputs::*;
pub use machine::*;
pub use price::*;

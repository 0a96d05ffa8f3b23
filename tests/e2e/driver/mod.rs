//! The browser as the cases drive it: chromedriver, a page, its keys.

mod keys;
mod page;
mod webdriver;

pub use page::Page;
pub use webdriver::Driver;

//! The keys of the keyboard by name, as WebDriver has them.

use crate::Outcome;

/// WebDriver's code for a key, <https://www.w3.org/TR/webdriver2/#keyboard-actions>.
pub fn key_code(name: &str) -> Outcome<String> {
    let code = match name {
        "Tab" => '\u{e004}',
        "Enter" => '\u{e007}',
        "Shift" => '\u{e008}',
        "Control" => '\u{e009}',
        "Alt" => '\u{e00a}',
        "Escape" => '\u{e00c}',
        "Space" => ' ',
        "PageUp" => '\u{e00e}',
        "PageDown" => '\u{e00f}',
        "End" => '\u{e010}',
        "Home" => '\u{e011}',
        "Left" => '\u{e012}',
        "Up" => '\u{e013}',
        "Right" => '\u{e014}',
        "Down" => '\u{e015}',
        "Delete" => '\u{e017}',
        "Backspace" => '\u{e003}',
        _ if name.chars().count() == 1 => return Ok(name.to_owned()),
        _ => return Err(format!("the page driver knows no key `{name}`")),
    };
    Ok(code.to_string())
}

//! The keys of the keyboard by name, as WebDriver has them.

use crate::Outcome;
use fantoccini::key::Key;

/// WebDriver's code for a key, <https://www.w3.org/TR/webdriver2/#keyboard-actions>.
pub fn key_code(name: &str) -> Outcome<char> {
    let key = match name {
        "Tab" => Key::Tab,
        "Enter" => Key::Enter,
        "Shift" => Key::Shift,
        "Control" => Key::Control,
        "Alt" => Key::Alt,
        "Escape" => Key::Escape,
        "Space" => return Ok(' '),
        "PageUp" => Key::PageUp,
        "PageDown" => Key::PageDown,
        "End" => Key::End,
        "Home" => Key::Home,
        "Left" => Key::Left,
        "Up" => Key::Up,
        "Right" => Key::Right,
        "Down" => Key::Down,
        "Delete" => Key::Delete,
        "Backspace" => Key::Backspace,
        _ => {
            let mut letters = name.chars();
            return match (letters.next(), letters.next()) {
                (Some(letter), None) => Ok(letter),
                _ => Err(format!("the page driver knows no key `{name}`")),
            };
        }
    };
    Ok(key.into())
}

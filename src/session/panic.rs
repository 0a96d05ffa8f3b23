//! What happens when the program breaks: the page says so and offers the plan as text.

use std::cell::RefCell;
use std::panic;

thread_local! {
    /// The open scenario as text, for the worst case.
    static LAST_WORDS: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Takes note of the open scenario's text.
pub fn remember(text: String) {
    LAST_WORDS.with(|words| words.replace(text));
}

/// Shows the plan's text when the program breaks, beside the usual line in the console.
pub fn install() {
    panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        let words = LAST_WORDS.with(|words| words.try_borrow().map(|words| words.clone()).unwrap_or_default());
        // Plain DOM calls: nothing of the broken program is asked for anything more.
        let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
        let Some(body) = document.body() else { return };
        let Ok(section) = document.create_element("section") else { return };
        let _ = section.set_attribute("class", "broken");
        let _ = section.set_attribute("role", "alert");
        if let (Ok(heading), Ok(text), Ok(plan)) =
            (document.create_element("h2"), document.create_element("p"), document.create_element("textarea"))
        {
            heading.set_text_content(Some("Headroom has stopped working"));
            text.set_text_content(Some("This is a bug. Your plan is below: copy it, reload the page, and open it from a file. What was saved in this browser is still there."));
            plan.set_text_content(Some(&words));
            let _ = plan.set_attribute("aria-label", "Your plan as text");
            let _ = plan.set_attribute("readonly", "");
            for child in [&heading, &text, &plan] {
                let _ = section.append_child(child);
            }
        }
        let _ = body.prepend_with_node_1(&section);
    }));
}

//! The content security policy in `dist/index.html`: its script hashes, filled in after the build.
//!
//! A static host sets no response headers, so the policy stands in a meta tag.
//! It allows inline scripts by hash alone, and Trunk's start script holds the
//! hashed file names, hence differs from build to build.

use crate::Outcome;
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

/// Stands in `index.html` where the hashes belong.
const PLACEHOLDER: &str = "CSP_INLINE_SCRIPT_HASHES";
const META: &str = "<meta http-equiv=\"Content-Security-Policy\"";

/// Returns the page with the hash of each inline script in its policy.
///
/// # Errors
///
/// When the placeholder is not exactly once in the policy's meta tag, when a
/// script or a style precedes that tag (the policy would not hold for it), or
/// when the page has no inline script (then Trunk has not put the app in).
pub fn fill(html: &str) -> Outcome<String> {
    let lower = html.to_ascii_lowercase();
    let meta = lower
        .find(&META.to_ascii_lowercase())
        .ok_or_else(|| format!("dist/index.html has no `{META} ...>`: index.html must carry it"))?;
    let meta_end = meta + html[meta..].find('>').ok_or("the policy's meta tag is not closed")?;
    for early in ["<script", "<style", "<link"] {
        if lower[..meta].contains(early) {
            return Err(format!(
                "in index.html a `{early}` precedes the policy's meta tag: the policy would not hold for it"
            ));
        }
    }
    if !html[meta..meta_end].contains(PLACEHOLDER) || html.matches(PLACEHOLDER).count() != 1 {
        return Err(format!(
            "index.html must hold {PLACEHOLDER} once, in script-src of the policy's meta tag; found {}",
            html.matches(PLACEHOLDER).count()
        ));
    }
    let mut hashes: Vec<String> = inline_scripts(html)?.into_iter().map(source).collect();
    hashes.dedup();
    if hashes.is_empty() {
        return Err("dist/index.html has no inline script: Trunk did not put the app in".to_owned());
    }
    Ok(html.replace(PLACEHOLDER, &hashes.join(" ")))
}

/// The policy's source expression for one script: `'sha256-...'`.
fn source(script: &str) -> String {
    // The browser hashes the text after its parser has made every line end a line feed.
    let text = script.replace("\r\n", "\n").replace('\r', "\n");
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

/// The text of every `<script>` element without a `src`.
fn inline_scripts(html: &str) -> Outcome<Vec<&str>> {
    let lower = html.to_ascii_lowercase();
    let mut scripts = Vec::new();
    let mut at = 0;
    while let Some(found) = lower[at..].find("<script") {
        let open = at + found;
        let start = open + lower[open..].find('>').ok_or("a <script> tag in dist/index.html is not closed")? + 1;
        let length = lower[start..].find("</script").ok_or("a <script> in dist/index.html has no end tag")?;
        if !lower[open..start].contains(" src=") {
            scripts.push(&html[start..start + length]);
        }
        at = start + length;
    }
    Ok(scripts)
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: &str =
        "<meta http-equiv=\"Content-Security-Policy\" content=\"script-src 'self' CSP_INLINE_SCRIPT_HASHES\">";

    fn refused(html: &str) -> String {
        fill(html).expect_err("the page should be refused")
    }

    #[test]
    fn inline_scripts_are_hashed_and_files_are_not() {
        let page = format!("{POLICY}<script src=\"a.js\"></script><script type=\"module\">alert(1)</script>");
        let filled = fill(&page).expect("filled");
        // By hand: printf 'alert(1)' | openssl dgst -sha256 -binary | base64
        assert!(filled.contains("'self' 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='\""), "{filled}");
        assert!(!filled.contains(PLACEHOLDER));
    }

    #[test]
    fn a_page_without_a_sound_policy_is_refused() {
        let script = "<script>alert(1)</script>";
        let rows = [
            (script.to_owned(), "has no `<meta"),
            (format!("{script}{POLICY}"), "precedes"),
            (format!("{}{script}", POLICY.replace(PLACEHOLDER, "")), "found 0"),
            (format!("{POLICY}{script}<p>{PLACEHOLDER}</p>"), "found 2"),
            (POLICY.to_owned(), "no inline script"),
        ];
        for (page, reason) in rows {
            let message = refused(&page);
            assert!(message.contains(reason), "{page}: {message}");
        }
    }
}

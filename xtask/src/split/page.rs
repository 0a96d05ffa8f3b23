//! What stands in the page of the app's files: their names, their hashes, and which are fetched ahead.

use super::File;
use super::loader::integrity;
use crate::Outcome;

/// The name of the app's files in a page that Trunk made: `headroom-app-` and a hash.
pub fn app_in(html: &str) -> Option<&str> {
    let from = html.find("headroom-app-")?;
    let name = html[from..].split(['.', '_']).next()?;
    html.contains(&format!("./{name}.js")).then_some(name)
}

/// The page with the hashes of what was built anew, and with links to what its first view needs.
pub fn linked(
    html: &str,
    name: &str,
    (glue, links): (&str, &str),
    modules: &[File],
    first_view: &[String],
) -> Outcome<String> {
    let main = format!("{name}_bg.wasm");
    let of = |file: &str| {
        let module = modules.iter().find(|module| module.name == file);
        module.map(|module| integrity(&module.bytes)).ok_or_else(|| format!("there is no module {file}"))
    };
    let mut html = with_hash(html, &format!("./{name}.js"), &integrity(glue.as_bytes()))?;
    html = with_hash(&html, &format!("./{main}"), &of(&main)?)?;
    let mut ahead = format!(
        "<link rel=\"modulepreload\" href=\"./{name}-parts.js\" crossorigin=\"anonymous\" integrity=\"{}\">",
        integrity(links.as_bytes())
    );
    for file in first_view {
        ahead.push_str(&format!(
            "<link rel=\"preload\" href=\"./{file}\" crossorigin=\"anonymous\" integrity=\"{}\" as=\"fetch\" type=\"application/wasm\">",
            of(file)?
        ));
    }
    match html.matches("</head>").count() {
        1 => Ok(html.replacen("</head>", &format!("{ahead}</head>"), 1)),
        n => Err(format!("index.html closes its head {n} times")),
    }
}

/// The page with another hash in the link to a file.
fn with_hash(html: &str, file: &str, hash: &str) -> Outcome<String> {
    let missing = || format!("index.html has no link with a hash to {file}");
    let from = html.find(&format!("href=\"{file}\"")).ok_or_else(missing)?;
    let end = from + html[from..].find('>').ok_or_else(missing)?;
    let start = from + html[from..end].find("integrity=\"").ok_or_else(missing)? + "integrity=\"".len();
    let stop = start + html[start..end].find('"').ok_or_else(missing)?;
    Ok(format!("{}{hash}{}", &html[..start], &html[stop..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<head><link rel=\"modulepreload\" href=\"./headroom-app-1f.js\" integrity=\"sha384-a\">\
        <link rel=\"preload\" href=\"./headroom-app-1f_bg.wasm\" integrity=\"sha384-b\" as=\"fetch\"></head>";

    #[test]
    fn the_page_names_what_was_built_and_what_comes_first() {
        let name = app_in(PAGE).expect("a name");
        assert_eq!(name, "headroom-app-1f");
        let file = |name: &str| File { name: name.to_owned(), bytes: name.as_bytes().to_vec() };
        let modules = [file("headroom-app-1f_bg.wasm"), file("headroom-app-1f-frame.wasm")];
        let first = ["headroom-app-1f-frame.wasm".to_owned()];
        let page = linked(PAGE, name, ("glue", "links"), &modules, &first).expect("done");
        for hash in [&b"glue"[..], b"links", b"headroom-app-1f_bg.wasm", b"headroom-app-1f-frame.wasm"] {
            assert!(page.contains(&integrity(hash)), "{page}");
        }
        assert!(!page.contains("sha384-a\"") && !page.contains("sha384-b\""), "{page}");
        assert!(linked(PAGE, name, ("glue", "links"), &modules[..1], &first).is_err());
        assert_eq!(app_in("<head></head>"), None);
    }
}

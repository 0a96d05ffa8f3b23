//! The fragment of the address: which page is shown for which service, or a shared scenario.
//!
//! Pages go by their names; which there are, the table of pages says.

use headroom_core::base::id::ServiceId;

/// What a fragment asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// A page by its name, and a service where one is named.
    Page(&'static str, Option<ServiceId>),
    /// A scenario in a link, to be read by the codec.
    Shared(String),
}

impl Route {
    /// Reads a fragment, with or without its `#`; what is unknown leads to the first of the pages.
    pub fn from_fragment(fragment: &str, pages: &[&'static str]) -> Self {
        let fragment = fragment.trim_start_matches('#');
        let shared =
            fragment.strip_prefix('v').is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()));
        if shared || fragment.len() > 100 {
            return Self::Shared(fragment.to_owned());
        }
        let (slug, service) = fragment.split_once('/').unwrap_or((fragment, ""));
        let page = pages.iter().find(|page| **page == slug).or(pages.first()).copied().unwrap_or_default();
        Self::Page(page, service.parse().ok().map(ServiceId))
    }

    /// The fragment of a page for a service, or for the whole plan, with its `#`.
    pub fn to_fragment(page: &str, service: Option<ServiceId>) -> String {
        service.map_or_else(|| format!("#{page}"), |service| format!("#{page}/{}", service.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGES: &[&str] = &["overview", "demand", "sizing"];

    #[test]
    fn fragments_lead_to_pages_links_or_the_first_page() {
        let read = |fragment| Route::from_fragment(fragment, PAGES);
        assert_eq!(read("#sizing/3"), Route::Page("sizing", Some(ServiceId(3))));
        assert_eq!(read("#demand"), Route::Page("demand", None));
        assert_eq!(read(""), Route::Page("overview", None));
        assert_eq!(read("#<script>"), Route::Page("overview", None));
        assert_eq!(read("#v1.abc"), Route::Shared("v1.abc".into()));
        assert_eq!(read("#v9.abc"), Route::Shared("v9.abc".into()));
        for page in PAGES {
            for service in [None, Some(ServiceId(7))] {
                let fragment = Route::to_fragment(page, service);
                assert_eq!(Route::from_fragment(&fragment, PAGES), Route::Page(page, service));
            }
        }
    }
}

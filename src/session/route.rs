//! The fragment of the address: which page is shown for which service, or a shared scenario.

use headroom_core::base::id::ServiceId;

/// The pages, in the order of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// The whole plan.
    Overview,
    /// How much load comes, and when.
    Demand,
    /// How many replicas, and until when.
    Sizing,
    /// Whether the autoscaling policy holds.
    Scaling,
    /// Whether the loss of a region is survived.
    Regions,
    /// How soon and at what cost one comes back, and what is promised.
    Recovery,
    /// What it costs, and who pays.
    Cost,
    /// Which machines, and how they are bought.
    Purchasing,
}

impl Page {
    /// All pages.
    pub const ALL: [Self; 8] = [
        Self::Overview,
        Self::Demand,
        Self::Sizing,
        Self::Scaling,
        Self::Regions,
        Self::Recovery,
        Self::Cost,
        Self::Purchasing,
    ];

    /// The page's name in the address.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Demand => "demand",
            Self::Sizing => "sizing",
            Self::Scaling => "scaling",
            Self::Regions => "regions",
            Self::Recovery => "recovery",
            Self::Cost => "cost",
            Self::Purchasing => "purchasing",
        }
    }

    /// The page's name on the rail.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Demand => "Demand",
            Self::Sizing => "Sizing",
            Self::Scaling => "Scaling",
            Self::Regions => "Regions",
            Self::Recovery => "Recovery",
            Self::Cost => "Cost",
            Self::Purchasing => "Purchasing",
        }
    }
}

/// What a fragment asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// A page, and a service where one is named.
    Page(Page, Option<ServiceId>),
    /// A scenario in a link, to be read by the codec.
    Shared(String),
}

impl Route {
    /// Reads a fragment, with or without its `#`; what is unknown leads to the overview.
    pub fn from_fragment(fragment: &str) -> Self {
        let fragment = fragment.trim_start_matches('#');
        let shared =
            fragment.strip_prefix('v').is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()));
        if shared || fragment.len() > 100 {
            return Self::Shared(fragment.to_owned());
        }
        let (slug, service) = fragment.split_once('/').unwrap_or((fragment, ""));
        let page = Page::ALL.into_iter().find(|page| page.slug() == slug).unwrap_or(Page::Overview);
        Self::Page(page, service.parse().ok().map(ServiceId))
    }

    /// The fragment of a page, with its `#`.
    pub fn to_fragment(page: Page, service: ServiceId) -> String {
        match page {
            Page::Overview => "#overview".into(),
            topic => format!("#{}/{}", topic.slug(), service.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_lead_to_pages_links_or_the_overview() {
        assert_eq!(Route::from_fragment("#sizing/3"), Route::Page(Page::Sizing, Some(ServiceId(3))));
        assert_eq!(Route::from_fragment("#demand"), Route::Page(Page::Demand, None));
        assert_eq!(Route::from_fragment(""), Route::Page(Page::Overview, None));
        assert_eq!(Route::from_fragment("#<script>"), Route::Page(Page::Overview, None));
        assert_eq!(Route::from_fragment("#v1.abc"), Route::Shared("v1.abc".into()));
        assert_eq!(Route::from_fragment("#v9.abc"), Route::Shared("v9.abc".into()));
        for page in Page::ALL {
            assert!(
                matches!(Route::from_fragment(&Route::to_fragment(page, ServiceId(7))), Route::Page(back, _) if back == page)
            );
        }
    }
}

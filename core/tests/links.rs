//! Links: those of the examples are short, and those that were ever given out stay readable.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use headroom_core::plan::scenario::{VERSION, codec, examples};

/// Mail and chat programs leave links of this length alone.
const SHORT: usize = 2048;

/// For each version one line for each link: what its plan is called, a tab, the fragment. Lines are
/// added, never changed.
const VERSIONS: [&str; 6] = [
    include_str!("links/v1.txt"),
    include_str!("links/v2.txt"),
    include_str!("links/v3.txt"),
    include_str!("links/v4.txt"),
    include_str!("links/v5.txt"),
    include_str!("links/v6.txt"),
];

#[test]
fn links_of_the_examples_are_short_and_read_back() {
    for example in examples::ALL {
        let scenario = example.scenario();
        let fragment = codec::to_fragment(&scenario);
        assert!(fragment.len() < SHORT, "{}: {} bytes", example.slug, fragment.len());
        assert_eq!(codec::from_fragment(&fragment), Ok(scenario), "{}", example.slug);
    }
}

#[test]
fn links_that_were_given_out_stay_readable() {
    let mut read = 0;
    for line in VERSIONS.iter().flat_map(|links| links.lines()) {
        let (name, fragment) = line.split_once('\t').unwrap();
        let scenario = codec::from_fragment(fragment).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(scenario.name.as_str(), name);
        assert!(codec::to_json(&scenario).contains(&format!("\"headroom\": {VERSION}")));
        read += 1;
    }
    assert_eq!(read, 41);
}

//! A link's fragment, or a file: what reads has an answer, and reads back as it was written.
#![no_main]

use headroom_core::plan::evaluate::evaluate;
use headroom_core::report;
use headroom_core::plan::scenario::codec;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let scenario = match text.strip_prefix('#') {
        Some(fragment) => codec::from_fragment(fragment),
        None => codec::from_json(text),
    };
    let scenario = match scenario {
        Ok(scenario) => scenario,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    assert_eq!(codec::from_json(&codec::to_json(&scenario)).as_ref(), Ok(&scenario));
    assert_eq!(codec::from_fragment(&codec::to_fragment(&scenario)).as_ref(), Ok(&scenario));
    let evaluation = evaluate(&scenario);
    assert!(!report::report(&scenario, &evaluation).is_empty());
});

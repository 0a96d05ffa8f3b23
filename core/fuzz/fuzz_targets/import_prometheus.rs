//! An answer of Prometheus: imported, summarised; and what was stored, damaged and read back.
#![no_main]

use headroom_core::trace::{Importer, Layout, Meaning, PrometheusLayout, SeriesChoice, Source, Trace, TraceStatistics};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // The same bytes as what storage may hold.
    if let Ok(trace) = Trace::decode(bytes) {
        let _ = TraceStatistics::of(&trace);
    }
    for series in [SeriesChoice::Sum, SeriesChoice::Only(0)] {
        let source = Source::Prometheus(PrometheusLayout { series, meaning: Meaning::Rate });
        let Ok(mut importer) = Importer::new("fuzz", Layout { source, utc_offset_minutes: -60 }) else { return };
        if importer.push(bytes).is_err() {
            return;
        }
        let Ok(import) = importer.finish() else { continue };
        let statistics = TraceStatistics::of(&import.trace);
        assert!(statistics.values.peak >= statistics.values.min);
        let stored = import.trace.encode();
        assert!(Trace::decode(&stored).is_ok_and(|trace| trace == import.trace));
    }
});

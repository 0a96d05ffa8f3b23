//! A file with rows: recognised, imported in pieces, summarised, stored and read back.
#![no_main]

use headroom_core::trace::{Importer, Trace, TraceStatistics, sniff};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &[u8])| {
    let (piece, bytes) = input;
    let Ok(found) = sniff(bytes) else { return };
    let Ok(mut importer) = Importer::new("fuzz", found.layout) else { return };
    for piece in bytes.chunks(usize::from(piece) + 1) {
        if importer.push(piece).is_err() {
            return;
        }
    }
    let Ok(import) = importer.finish() else { return };
    let statistics = TraceStatistics::of(&import.trace);
    assert!(statistics.values.peak >= statistics.values.min);
    let stored = import.trace.encode();
    assert!(Trace::decode(&stored).is_ok_and(|trace| trace == import.trace));
});

//! A text of manifests: what reads is put into words, written, and read back as it was.
#![no_main]

use headroom_core::formulas::autoscaler::hpa::manifest::{Manifest, lines_of, read_manifest, read_manifests, write_manifest};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let read = match read_manifests(text) {
        Ok(read) => read,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    assert!(!read.manifests.is_empty());
    assert!(read.notes.iter().all(|note| !note.to_string().is_empty()));
    for manifest in read.manifests {
        assert!(!lines_of(&manifest).is_empty());
        let written = write_manifest(&manifest);
        let again = match read_manifest(&written) {
            Ok(again) => again,
            Err(error) => panic!("what was written is refused: {error}\n{written}"),
        };
        assert_eq!(write_manifest(&again), written);
        // What the first reading noted is left out, changed or kept by then; the second notes only what is kept.
        assert_eq!(without_notes(again), without_notes(manifest));
    }
});

fn without_notes(manifest: Manifest) -> Manifest {
    Manifest { notes: Vec::new(), ..manifest }
}

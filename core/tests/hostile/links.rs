//! Links: cut off, damaged, packed to burst, of other versions.

use super::{answer, seed};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use headroom_core::plan::scenario::VERSION;
use headroom_core::plan::scenario::codec;
use headroom_core::plan::scenario::codec::{MAX_FRAGMENT_BYTES, MAX_JSON_BYTES, ReadError};
use headroom_core::plan::scenario::examples;

fn packed(bytes: &[u8]) -> String {
    format!("v1.{}", URL_SAFE_NO_PAD.encode(miniz_oxide::deflate::compress_to_vec(bytes, 9)))
}

fn refusal(fragment: &str) -> String {
    match codec::from_fragment(fragment) {
        Ok(scenario) => panic!("{} was read", scenario.name),
        Err(error) => error.to_string(),
    }
}

#[test]
fn what_is_no_link_says_so() {
    for fragment in [
        "",
        "v",
        "v.",
        "v1",
        "1.",
        "x",
        "#v1.",
        "V1.abc",
        "v01.abc",
        "v+1.abc",
        "v-1.abc",
        "v 1.abc",
        "v1e0.abc",
        "v0.abc",
        "v١.abc",
        "v18446744073709551616.abc",
        "vv1.abc",
        "\u{0}",
        "🦀",
        "v🦀.abc",
    ] {
        assert_eq!(
            refusal(fragment),
            "it is not a Headroom link: such a link ends in #v, a version and a long text",
            "{fragment:?}"
        );
    }
}

#[test]
fn newer_links_are_refused_as_newer() {
    for version in [VERSION + 1, VERSION + 2, 1000, u64::MAX] {
        let message = refusal(&format!("v{version}.whatever"));
        let expected = format!(
            "it has version {version}, but this program reads only up to {VERSION}; reload the page or open it where it was made"
        );
        assert_eq!(message, expected);
    }
}

#[test]
fn damaged_links_say_that_they_are() {
    assert_eq!(refusal("v1.a+b/"), "the link is damaged or cut off: it has invalid or missing characters");
    assert_eq!(refusal("v1.____"), "the link is damaged or cut off: its content cannot be decompressed");
    assert_eq!(refusal(&packed(b"{")), "line 1, column 1: EOF while parsing an object");
    assert_eq!(refusal(&packed(b"\xff\xfe")), "line 1, column 1: expected value");
    assert_eq!(refusal(&packed(b"")), "line 1, column 0: EOF while parsing a value");
    assert_eq!(refusal(&packed(b"[]")), "invalid length 0, expected struct Scenario with 8 elements");
    assert_eq!(refusal(&packed(b"{}")), "missing field `name`");
}

#[test]
fn a_link_cut_off_anywhere_is_refused() {
    for example in examples::ALL {
        let fragment = codec::to_fragment(&example.scenario());
        for end in 0..fragment.len() {
            assert!(codec::from_fragment(&fragment[..end]).is_err(), "{} bytes of {}", end, example.slug);
        }
        // Line ends at the end of a pasted link do no harm.
        assert_eq!(codec::from_fragment(&format!("{fragment}\r\n")), Ok(example.scenario()));
    }
}

#[test]
fn a_link_with_a_byte_changed_is_refused_or_answered() {
    let fragment = codec::to_fragment(&examples::seed_service()).into_bytes();
    let mut read = 0;
    for place in 0..fragment.len() {
        for other in [b'A', b'_', b'9', b'.', b'%', b'\n'] {
            let mut changed = fragment.clone();
            changed[place] = other;
            if let Ok(scenario) = codec::from_fragment(std::str::from_utf8(&changed).unwrap()) {
                answer(&scenario);
                read += 1;
            }
        }
    }
    // Some changes fall on a name, or change nothing; most break the packing.
    assert!(read < fragment.len(), "{read} of {}", fragment.len());
}

#[test]
fn a_packed_bit_flipped_is_refused_or_answered() {
    let json = seed();
    let bytes = miniz_oxide::deflate::compress_to_vec(serde_json::to_string(&json).unwrap().as_bytes(), 9);
    for place in 0..bytes.len() {
        for bit in 0..8 {
            let mut flipped = bytes.clone();
            flipped[place] ^= 1 << bit;
            if let Ok(scenario) = codec::from_fragment(&format!("v1.{}", URL_SAFE_NO_PAD.encode(&flipped))) {
                answer(&scenario);
            }
        }
    }
}

#[test]
fn links_that_would_burst_are_refused_before_they_do() {
    let block = miniz_oxide::deflate::compress_to_vec(&vec![b' '; MAX_JSON_BYTES + 1], 9);
    let bomb = format!("v1.{}", URL_SAFE_NO_PAD.encode(&block));
    assert!(bomb.len() < 3000, "{}", bomb.len());
    assert_eq!(codec::from_fragment(&bomb), Err(ReadError::TooLarge { limit: MAX_JSON_BYTES }));
    assert_eq!(refusal(&bomb), "it is larger than 1024 KiB");

    let gigabyte = gigabyte_of_spaces();
    assert_eq!(refusal(&format!("v1.{}", URL_SAFE_NO_PAD.encode(&gigabyte))), "it is larger than 64 KiB");
    // As much of it as a link may hold.
    let whole_bytes = (MAX_FRAGMENT_BYTES - 4) / 4 * 3;
    assert_eq!(
        refusal(&format!("v1.{}", URL_SAFE_NO_PAD.encode(&gigabyte[..whole_bytes]))),
        "it is larger than 1024 KiB"
    );

    // Packed twice, the inside is no JSON.
    let nested = miniz_oxide::deflate::compress_to_vec(&block, 9);
    assert!(codec::from_fragment(&format!("v1.{}", URL_SAFE_NO_PAD.encode(nested))).is_err());
    assert_eq!(refusal(&format!("v1.{}", "A".repeat(MAX_FRAGMENT_BYTES))), "it is larger than 64 KiB");
}

/// One block of a megabyte that begins and ends at whole bytes and leans on nothing before it, a thousand times.
fn gigabyte_of_spaces() -> Vec<u8> {
    use miniz_oxide::deflate::core::{CompressorOxide, TDEFLFlush, compress, create_comp_flags_from_zip_params};
    let mut compressor = CompressorOxide::new(create_comp_flags_from_zip_params(9, -15, 0));
    let (spaces, mut room) = (vec![b' '; 1 << 20], vec![0; 1 << 16]);
    let (_, taken, written) = compress(&mut compressor, &spaces, &mut room, TDEFLFlush::Full);
    assert_eq!(taken, spaces.len());
    room[..written].repeat(1024)
}

#[test]
fn deep_links_are_refused() {
    let depth = 10_000;
    let deep = "[".repeat(depth) + &"]".repeat(depth);
    assert_eq!(refusal(&packed(deep.as_bytes())), "line 1, column 128: recursion limit exceeded");
    let deep = "{\"a\":".repeat(depth);
    assert_eq!(refusal(&packed(deep.as_bytes())), "line 1, column 636: recursion limit exceeded");
}

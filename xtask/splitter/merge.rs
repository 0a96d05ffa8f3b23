//! Added to the splitter by Headroom's set-up: fewer and larger files.
//!
//! As it comes, the splitter writes a file for every set of parts that share something: hundreds. A symbol may move
//! to any file that is there before it is called, as its address is fixed when the module is linked.

use crate::dep_graph::DepNode;
use crate::read::InputModule;
use crate::split_point::{OutputModuleInfo, SplitModuleIdentifier as File};
use std::collections::{BTreeSet, HashMap};

/// The calculations: in the page and in its worker there before any other part.
const ENGINE: &str = "engine";
/// The frame of the page: there before any part of the page but the engine.
const FRAME: &str = "frame";
/// What the worker does, which has no frame.
const WORKER: &str = "worker";
/// Shared code of fewer bytes than this is not worth a file of its own.
const LEAST_BYTES: usize = 32_000;

/// The file of what these parts share.
fn home(parts: &BTreeSet<String>) -> Option<&'static str> {
    let has = |part: &str| parts.contains(part);
    match () {
        () if has(ENGINE) || (has(FRAME) && has(WORKER)) => Some(ENGINE),
        () if has(FRAME) => Some(FRAME),
        () => None,
    }
}

/// Where what these parts share goes if it is too little for a file of its own, and no larger one is loaded with them.
fn earliest(parts: &BTreeSet<String>) -> &'static str {
    if parts.contains(WORKER) { ENGINE } else { FRAME }
}

/// Puts what is shared into the files in which it is there in time.
pub(crate) fn merge(contents: &mut HashMap<File, OutputModuleInfo>, module: &InputModule) {
    // A module that is split otherwise has no such parts.
    if !contents.contains_key(&File::Split(ENGINE.into())) || !contents.contains_key(&File::Split(FRAME.into())) {
        return;
    }
    let chunks: Vec<BTreeSet<String>> = contents.keys().filter_map(parts_of).collect();
    for parts in &chunks {
        if let Some(part) = home(parts) {
            put(contents, parts, File::Split(part.into()));
        }
    }
    while let Some(parts) = smallest(contents, module) {
        let larger = contents.keys().filter_map(parts_of).filter(|other| other.len() > parts.len() && other.is_superset(&parts));
        let to = match larger.min_by_key(|other| (other.len(), other.clone())) {
            Some(larger) => File::Chunk(larger),
            None => File::Split(earliest(&parts).into()),
        };
        put(contents, &parts, to);
    }
}

fn parts_of(file: &File) -> Option<BTreeSet<String>> {
    match file {
        File::Chunk(parts) => Some(parts.clone()),
        _ => None,
    }
}

fn put(contents: &mut HashMap<File, OutputModuleInfo>, parts: &BTreeSet<String>, to: File) {
    if let Some(moved) = contents.remove(&File::Chunk(parts.clone())) {
        contents.entry(to).or_default().included_symbols.extend(moved.included_symbols);
    }
}

/// The chunk with the fewest bytes, where they are too few for a file.
fn smallest(contents: &HashMap<File, OutputModuleInfo>, module: &InputModule) -> Option<BTreeSet<String>> {
    let sized = contents.iter().filter_map(|(file, info)| Some((bytes(info, module), parts_of(file)?)));
    sized.filter(|(bytes, _)| *bytes < LEAST_BYTES).min().map(|(_, parts)| parts)
}

fn bytes(info: &OutputModuleInfo, module: &InputModule) -> usize {
    info.included_symbols.iter().map(|symbol| size(symbol, module)).sum()
}

fn size(symbol: &DepNode, module: &InputModule) -> usize {
    match symbol {
        DepNode::Function(id) => {
            let defined = id.checked_sub(module.imported_funcs.len()).and_then(|id| module.defined_funcs.get(id));
            defined.map_or(0, |function| { let range = function.body.range(); (range.end - range.start) as usize })
        }
        DepNode::DataSymbol(id) => match module.reloc_info.symbols.get(*id) {
            Some(wasmparser::SymbolInfo::Data { symbol: Some(data), .. }) => data.size as usize,
            _ => 0,
        },
        _ => 0,
    }
}

//! What an export names and does not contain, such as models of the server's own file: the header of the file lists it. It
//! depends on nothing but the export, so that the same resources on another server are the same file.

use std::path::{Path, PathBuf};

use crate::address::{Address, Selector};
use crate::desired::Desired;
use crate::file::{Loader, Source, read};
use crate::lint::missing;
use crate::live::Live;
use crate::print::Document;

/// What an export names and does not contain.
#[derive(Debug, Default)]
pub(super) struct External {
    /// All of it.
    pub(super) selectors: Vec<Selector>,
    /// What the server does not have either.
    pub(super) nowhere: Vec<Address>,
}

impl External {
    pub(super) fn of(desired: &Desired, live: &Live) -> Self {
        let mut memory = Memory(Document::new(desired).to_yaml());
        let Ok(reading) = read(&[Source::Stdin], &mut memory) else { return Self::default() };
        let named = missing(&reading, None);
        let nowhere = missing(&reading, Some(live)).intersection(&named).cloned().collect();
        let selectors = named.iter().filter_map(|address| Selector::new(address.to_string()).ok());
        Self { selectors: selectors.collect(), nowhere }
    }
}

/// A file in memory.
struct Memory(String);

impl Loader for Memory {
    fn content(&mut self, _: &Source) -> Result<Vec<u8>, String> {
        Ok(std::mem::take(&mut self.0).into_bytes())
    }

    fn files(&mut self, _: &Path) -> Result<Option<Vec<PathBuf>>, String> {
        Ok(None)
    }

    fn identity(&mut self, _: &Path) -> Option<PathBuf> {
        None
    }
}

//! Documents that were let in before, kept by their text.
//!
//! Clients send the same few documents over and over: parsing, measuring and validating happen once for each.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// Bytes of document text in one generation; a parsed document takes about twenty times its text.
const GENERATION: usize = 256 * 1024;

/// A cache in two generations. What is used moves to the young one; when that is full it becomes the old one and the
/// previous old one is dropped. A flood of documents that are used once thus pushes out no document in use.
pub(super) struct Documents<T> {
    generations: RwLock<Generations<T>>,
}

struct Generations<T> {
    young: HashMap<Arc<str>, Arc<T>>,
    old: HashMap<Arc<str>, Arc<T>>,
    young_bytes: usize,
}

impl<T> Documents<T> {
    pub(super) fn new() -> Self {
        Self {
            generations: RwLock::new(Generations {
                young: HashMap::new(),
                old: HashMap::new(),
                young_bytes: 0,
            }),
        }
    }

    /// The document with this text, if it is kept.
    pub(super) fn get(&self, text: &str) -> Option<Arc<T>> {
        {
            let generations = self
                .generations
                .read()
                .unwrap_or_else(PoisonError::into_inner);
            if let Some(document) = generations.young.get(text) {
                return Some(Arc::clone(document));
            }
            if !generations.old.contains_key(text) {
                return None;
            }
        }
        let mut generations = self
            .generations
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        let (text, document) = generations.old.remove_entry(text)?;
        generations.keep(text, Arc::clone(&document));
        Some(document)
    }

    /// How many are kept.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        let generations = self.generations.read().unwrap();
        generations.young.len() + generations.old.len()
    }

    /// Keeps a document.
    pub(super) fn keep(&self, text: &str, document: Arc<T>) {
        let mut generations = self
            .generations
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        generations.keep(Arc::from(text), document);
    }
}

impl<T> Generations<T> {
    fn keep(&mut self, text: Arc<str>, document: Arc<T>) {
        if self.young_bytes + text.len() > GENERATION {
            self.old = std::mem::take(&mut self.young);
            self.young_bytes = 0;
        }
        self.young_bytes += text.len();
        self.young.insert(text, document);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_in_use_survives_a_flood_of_others() {
        let documents = Documents::new();
        documents.keep("in use", Arc::new(0));
        for n in 1..10_000 {
            assert_eq!(documents.get("in use").as_deref(), Some(&0), "after {n}");
            documents.keep(&format!("{n:1024}"), Arc::new(n));
        }
        let kept = documents.len();
        assert!(kept <= 2 * GENERATION / 1024 + 1, "{kept} are kept");
    }

    #[test]
    fn a_document_that_nobody_uses_is_forgotten() {
        let documents = Documents::new();
        documents.keep("once", Arc::new(0));
        for n in 1..600 {
            documents.keep(&format!("{n:1024}"), Arc::new(n));
        }
        assert_eq!(documents.get("once"), None);
    }
}

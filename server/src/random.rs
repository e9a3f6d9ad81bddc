//! Randomness: the only source of it, passed in so that the demo organisation can be made with a fixed seed.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use sha2::{Digest, Sha256};

/// Gives random bytes: the operating system's, or a reproducible sequence that protects nothing.
#[derive(Clone, Debug, Default)]
pub struct Random {
    seeded: Option<Arc<(u64, AtomicU64)>>,
}

impl Random {
    /// The operating system's randomness.
    #[must_use]
    pub fn system() -> Self {
        Self::default()
    }

    /// The same sequence for the same seed. For demonstration data only: whoever knows the seed knows the bytes.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self {
            seeded: Some(Arc::new((seed, AtomicU64::new(0)))),
        }
    }

    /// So many random bytes, at most 32 when seeded.
    ///
    /// # Panics
    /// When the operating system has no randomness to give: no secret could be made, so nothing may go on.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match &self.seeded {
            None => getrandom::fill(&mut bytes).expect("the operating system gives randomness"),
            Some(seeded) => {
                let turn = seeded.1.fetch_add(1, Ordering::SeqCst);
                let digest = Sha256::new()
                    .chain_update(seeded.0.to_le_bytes())
                    .chain_update(turn.to_le_bytes());
                for (byte, value) in bytes.iter_mut().zip(digest.finalize()) {
                    *byte = value;
                }
            }
        }
        bytes
    }
}

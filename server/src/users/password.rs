//! Passwords: what is acceptable, and the deliberately slow hash.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version,
    password_hash::SaltString,
};
use tokio::sync::Semaphore;

use crate::{
    config::PasswordCost,
    problem::{Code, Fault, Problem},
    random::Random,
};

/// The fewest characters of a password.
pub const SHORTEST: usize = 10;
/// The most: enough for any passphrase (NIST SP 800-63B-4, 3.1.1.2 asks for at least 64), too few to keep the hash busy.
pub const LONGEST: usize = 200;

/// Refuses what is too short, too long, one character repeated, or made of the person's own address or organisation.
/// No rules about kinds of characters, as NIST SP 800-63B-4 recommends.
///
/// # Errors
/// With the field's path in the problem.
pub fn check(password: &str, known_words: &[&str], path: &'static str) -> Result<(), Problem> {
    let count = password.chars().count();
    let folded = entity::fold(password);
    let first = password.chars().next();
    let monotonous = password.chars().all(|c| Some(c) == first);
    let guessable = known_words.iter().any(|word| {
        let word = entity::fold(word);
        word.chars().count() >= 4
            && (folded == word || folded.replacen(&word, "", 1).chars().count() < 4)
    });
    if (SHORTEST..=LONGEST).contains(&count) && !monotonous && !guessable {
        Ok(())
    } else {
        Err(Problem::at(Code::WeakPassword, path))
    }
}

/// Hashes and verifies with argon2id (RFC 9106) on threads of their own, a few at a time: each takes milliseconds and
/// megabytes, and a burst of sign-ins must not stop the rest of the server.
#[derive(Clone, Debug)]
pub struct Hasher {
    cost: PasswordCost,
    random: Random,
    turns: Arc<Semaphore>,
    runs: Arc<AtomicU64>,
}

impl Hasher {
    /// A hasher that runs as many hashes at once as there are processors.
    #[must_use]
    pub fn new(cost: PasswordCost, random: Random) -> Self {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            cost,
            random,
            turns: Arc::new(Semaphore::new(processors)),
            runs: Arc::default(),
        }
    }

    /// How often it was kept busy so far, by which tests see that nobody is told apart by it.
    #[must_use]
    pub fn runs(&self) -> u64 {
        self.runs.load(Ordering::Relaxed)
    }

    /// The hash to store, in PHC form.
    ///
    /// # Errors
    /// When the hash fails or the server is stopping.
    pub async fn hash(&self, password: &str) -> Result<String, Fault> {
        let (cost, password) = (self.cost, password.to_owned());
        let salt = SaltString::encode_b64(&self.random.bytes::<16>()).map_err(fault)?;
        self.run(move || {
            let hash = argon2(cost)?
                .hash_password(password.as_bytes(), &salt)
                .map_err(fault)?;
            Ok(hash.to_string())
        })
        .await
    }

    /// Whether a password is the one that was hashed. Without a hash it takes as long and says no, so that the time does not
    /// tell who exists.
    ///
    /// # Errors
    /// When the stored hash cannot be read, or the server is stopping.
    pub async fn verify(&self, password: &str, hash: Option<String>) -> Result<bool, Fault> {
        let Some(hash) = hash else {
            self.hash(password).await?;
            return Ok(false);
        };
        let password = password.to_owned();
        self.run(move || {
            let parsed = PasswordHash::new(&hash).map_err(fault)?;
            Ok(Argon2::default()
                .verify_password(password.as_bytes(), &parsed)
                .is_ok())
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        self.runs.fetch_add(1, Ordering::Relaxed);
        let _turn = self.turns.acquire().await.map_err(fault)?;
        tokio::task::spawn_blocking(work).await.map_err(fault)?
    }
}

fn argon2(cost: PasswordCost) -> Result<Argon2<'static>, Fault> {
    let params = Params::new(cost.memory_kib, cost.passes, 1, None).map_err(fault)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn fault(error: impl std::fmt::Display) -> Fault {
    Fault::Other(format!("password hash: {error}"))
}

#[cfg(test)]
mod tests {
    use super::{Hasher, check};
    use crate::{config::PasswordCost, random::Random};

    #[test]
    fn short_long_repeated_and_personal_passwords_are_refused() {
        let words = ["ada.lovelace@example.com", "Acme"];
        for password in [
            "short",
            "aaaaaaaaaaaaaaa",
            "Ada.Lovelace@example.com",
            &"x1".repeat(101),
        ] {
            assert!(check(password, &words, "password").is_err(), "{password}");
        }
        assert!(check("a quiet evening by the sea", &words, "password").is_ok());
        assert!(check("Acme makes anvils well", &words, "password").is_ok());
    }

    #[tokio::test]
    async fn a_password_verifies_against_its_own_hash_only() {
        let hasher = Hasher::new(PasswordCost::LEAST, Random::system());
        let hash = hasher.hash("correct horse").await.expect("hashes");
        assert!(hash.starts_with("$argon2id$"));
        assert!(
            hasher
                .verify("correct horse", Some(hash.clone()))
                .await
                .expect("verifies")
        );
        assert!(
            !hasher
                .verify("battery staple", Some(hash))
                .await
                .expect("verifies")
        );
        assert!(
            !hasher
                .verify("correct horse", None)
                .await
                .expect("verifies")
        );
    }
}

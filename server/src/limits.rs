//! How often a stranger may try what costs or reveals something.
//!
//! Each try is counted where it is made, so that a hundred aliased fields of one request are a hundred tries. What is counted
//! lives in this process's memory: several processes each grant the whole quota, and a restart forgets.

use std::{
    collections::hash_map::RandomState,
    fmt,
    hash::{BuildHasher, Hash},
    net::IpAddr,
    num::NonZeroU32,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use entity::ApiTokenId;
use governor::middleware::NoOpMiddleware;
use governor::{
    Quota, RateLimiter, clock::Clock as GovernorClock, nanos::Nanos,
    state::keyed::DashMapStateStore,
};

use crate::clock::Clock;

/// Tries at the password of one address, by one client.
const SIGN_IN_PER_ADDRESS: Allowance = Allowance {
    burst: 20,
    every: Duration::from_secs(60),
};
/// Tries at passwords by one client, whatever the address: an office behind one address signs in within it, a list of stolen
/// passwords does not.
const SIGN_IN_PER_CLIENT: Allowance = Allowance {
    burst: 100,
    every: Duration::from_secs(6),
};
/// Uses of one token by one client: opening a link, answering it, asking for a fresh one. A mail scanner may open a link a
/// hundred times before its recipient does, and must not shut them out.
const TOKEN_PER_TOKEN: Allowance = Allowance {
    burst: 200,
    every: Duration::from_secs(1),
};
/// Uses of tokens by one client, such as the scanner of a company all of which is invited at once. A token cannot be guessed
/// in any number of tries; this bounds the work of trying.
const TOKEN_PER_CLIENT: Allowance = Allowance {
    burst: 1_000,
    every: Duration::from_millis(100),
};
/// Tries at the set-up code, which a person types.
const SETUP_PER_CLIENT: Allowance = Allowance {
    burst: 10,
    every: Duration::from_secs(30),
};
/// Requests with one API token: a program that writes in a loop is slowed to 50 a second, and a thousand at once are let
/// through.
const REQUESTS_PER_API_TOKEN: Allowance = Allowance {
    burst: 1_000,
    every: Duration::from_millis(20),
};
/// So many keys are remembered before the ones that have recovered are looked for and forgotten.
const REMEMBERED: usize = 50_000;

/// So many tries at once, and one more after each interval.
struct Allowance {
    burst: u32,
    every: Duration,
}

/// The try came too soon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many tries; wait {seconds} seconds")]
pub struct TooMany {
    /// Seconds until the next try may succeed, at least 1.
    pub seconds: u64,
}

/// Every limit of the server.
pub struct Limits {
    hasher: RandomState,
    sign_in_address: Keyed,
    sign_in_client: Keyed,
    token: Keyed,
    token_client: Keyed,
    setup: Keyed,
    api_token: Keyed,
}

/// One kind of try, counted per key.
struct Keyed {
    limiter: RateLimiter<u64, DashMapStateStore<u64>, Ticks, NoOpMiddleware<Nanos>>,
    /// How many keys there may be until the next tidying; it doubles while tidying finds nothing, so that a flood of
    /// fresh keys does not buy a walk over all of them with every try.
    tidy_at: AtomicUsize,
}

impl Keyed {
    fn new(allowance: Allowance, clock: Ticks) -> Self {
        let burst = NonZeroU32::new(allowance.burst).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::with_period(allowance.every)
            .expect("no allowance above has an interval of zero");
        let limiter = RateLimiter::new(
            quota.allow_burst(burst),
            DashMapStateStore::default(),
            clock,
        );
        Self {
            limiter,
            tidy_at: AtomicUsize::new(REMEMBERED),
        }
    }

    fn count(&self, key: u64) -> Result<(), TooMany> {
        if self.limiter.len() >= self.tidy_at.load(Ordering::Relaxed) {
            self.limiter.retain_recent();
            self.tidy_at
                .store((2 * self.limiter.len()).max(REMEMBERED), Ordering::Relaxed);
        }
        self.limiter.check_key(&key).map_err(|until| {
            let wait = until.wait_time_from(self.limiter.clock().now());
            let seconds = wait.as_millis().div_ceil(1000).max(1);
            TooMany {
                seconds: u64::try_from(seconds).unwrap_or(u64::MAX),
            }
        })
    }
}

impl Limits {
    /// Limits that recover as `clock` passes.
    #[must_use]
    pub fn new(clock: &Clock) -> Self {
        let keyed = |allowance| Keyed::new(allowance, Ticks(clock.clone()));
        Self {
            hasher: RandomState::new(),
            sign_in_address: keyed(SIGN_IN_PER_ADDRESS),
            sign_in_client: keyed(SIGN_IN_PER_CLIENT),
            token: keyed(TOKEN_PER_TOKEN),
            token_client: keyed(TOKEN_PER_CLIENT),
            setup: keyed(SETUP_PER_CLIENT),
            api_token: keyed(REQUESTS_PER_API_TOKEN),
        }
    }

    /// Counts a try at the password of an address, in its canonical spelling.
    ///
    /// The key is the pair of address and client, so that a stranger's tries never lock a person out elsewhere.
    ///
    /// # Errors
    /// When there were too many.
    pub fn sign_in(&self, client: IpAddr, address: &str) -> Result<(), TooMany> {
        let client = network(client);
        self.count(&self.sign_in_client, &client)?;
        self.count(&self.sign_in_address, &(client, address))
    }

    /// Counts a use of a link's token.
    ///
    /// # Errors
    /// When there were too many.
    pub fn token(&self, client: IpAddr, token: &str) -> Result<(), TooMany> {
        let client = network(client);
        self.count(&self.token_client, &client)?;
        self.count(&self.token, &(client, token))
    }

    /// Counts a try at the set-up code.
    ///
    /// # Errors
    /// When there were too many.
    pub fn set_up(&self, client: IpAddr) -> Result<(), TooMany> {
        self.count(&self.setup, &network(client))
    }

    /// Counts a request with an API token, wherever it comes from.
    ///
    /// # Errors
    /// When there were too many.
    pub fn api_token(&self, token: &ApiTokenId) -> Result<(), TooMany> {
        self.count(&self.api_token, token)
    }

    fn count(&self, tries: &Keyed, key: &impl Hash) -> Result<(), TooMany> {
        tries.count(self.hasher.hash_one(key))
    }
}

/// Whom an address stands for: one IPv4 address, or the IPv6 network of 64 bits that one customer is given.
fn network(client: IpAddr) -> IpAddr {
    match client.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6((address.to_bits() >> 64 << 64).into()),
    }
}

/// The server's clock, as the limiter reads it.
#[derive(Clone)]
struct Ticks(Clock);

impl GovernorClock for Ticks {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        let millis = u64::try_from(self.0.now().as_millis()).unwrap_or_default();
        Nanos::new(millis.saturating_mul(1_000_000))
    }
}

impl fmt::Debug for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limits").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use entity::Timestamp;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
    const ELSEWHERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 2));

    fn standing() -> (Clock, Limits) {
        let clock = Clock::standing_at(Timestamp::from_millis(1_800_000_000_000));
        let limits = Limits::new(&clock);
        (clock, limits)
    }

    #[test]
    fn the_twenty_first_try_at_a_password_waits_a_minute() {
        let (clock, limits) = standing();
        for _ in 0..20 {
            assert_eq!(limits.sign_in(HERE, "ada@example.com"), Ok(()));
        }
        assert_eq!(
            limits.sign_in(HERE, "ada@example.com"),
            Err(TooMany { seconds: 60 })
        );
        clock.advance(59_000);
        assert_eq!(
            limits.sign_in(HERE, "ada@example.com"),
            Err(TooMany { seconds: 1 })
        );
        clock.advance(1_000);
        assert_eq!(limits.sign_in(HERE, "ada@example.com"), Ok(()));
    }

    #[test]
    fn a_strangers_tries_lock_nobody_else_out() {
        let (_clock, limits) = standing();
        while limits.sign_in(ELSEWHERE, "ada@example.com").is_ok() {}
        assert_eq!(limits.sign_in(HERE, "ada@example.com"), Ok(()));
        assert_eq!(limits.sign_in(ELSEWHERE, "grace@example.com"), Ok(()));
    }

    #[test]
    fn another_address_each_time_is_counted_too() {
        let (_clock, limits) = standing();
        let granted = (0..1_000)
            .filter(|n| limits.sign_in(HERE, &format!("{n}@example.com")).is_ok())
            .count();
        assert_eq!(granted, 100);
        let granted = (0..5_000)
            .filter(|n| limits.token(HERE, &n.to_string()).is_ok())
            .count();
        assert_eq!(granted, 1_000);
    }

    #[test]
    fn every_address_of_one_ipv6_network_is_one_client() {
        let (_clock, limits) = standing();
        let granted = (0..100_u128)
            .filter(|n| {
                limits
                    .set_up(IpAddr::V6((0x2001_0db8_u128 << 96 | n).into()))
                    .is_ok()
            })
            .count();
        assert_eq!(granted, 10);
    }

    #[test]
    fn an_ipv4_address_is_the_same_client_in_ipv6_dress() {
        let (_clock, limits) = standing();
        while limits.set_up(HERE).is_ok() {}
        assert!(limits.set_up("::ffff:192.0.2.1".parse().unwrap()).is_err());
    }
}

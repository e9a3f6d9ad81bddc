//! What Twilio's error codes mean for a message (documentation, “Error and Warning Dictionary”).

/// What becomes of a message for which Twilio gives a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Not now: it may be handed over again.
    Retry,
    /// Never, because of the message or its recipient.
    Refused,
    /// Never: the recipient answered STOP.
    Suppressed,
    /// Never as the account is set up: for this country, or for this sender.
    NotConfigured,
    /// No message at all as the account stands: the others wait too.
    Account,
}

/// What a code means; none when it is not one of messaging.
#[must_use]
pub fn verdict(code: u32) -> Option<Verdict> {
    Some(match code {
        // Too many requests; a queue is full; a network is busy; as much was sent as a day allows.
        20429 | 14107 | 21611 | 30001 | 30017 | 30022 | 30023 | 30027 | 63038 => Verdict::Retry,
        // The recipient has opted out.
        21610 => Verdict::Suppressed,
        // Wrong credentials; the account is not there, closed, suspended, out of money or kept from sending.
        20003 | 20005 | 20006 | 20008 | 20404 | 10001 | 30002 | 30037 => Verdict::Account,
        // The region, the sender or the registration is not enabled: 21408 geographic permissions, 21606 and 21659 to 21661
        // senders that are not the account's, 21608 a trial account, 2170x messaging services, 300xx registrations of senders.
        21408
        | 21212
        | 21267
        | 21603
        | 21606
        | 21608
        | 21659..=21661
        | 21701
        | 21703..=21705
        | 21712
        | 30018
        | 30024
        | 30032..=30035 => Verdict::NotConfigured,
        // The number is none, or no mobile one; the words are too long or none; the network does not deliver it.
        21211
        | 21214
        | 21217
        | 21265
        | 21601
        | 21602
        | 21604
        | 21605
        | 21612
        | 21614
        | 21617
        | 21619
        | 21635
        | 30003..=30011
        | 30019 => Verdict::Refused,
        _ => return None,
    })
}

/// What a code says of a message that did not arrive, in words: a callback brings none.
#[must_use]
pub fn reason(code: Option<u32>) -> String {
    let Some(code) = code else {
        return "Twilio could not deliver it and gives no reason".to_owned();
    };
    let words = match code {
        21610 => "the recipient answered STOP",
        21408 => "the account does not send to this country",
        21608 => "a trial account writes to verified numbers only",
        30001 => "the queue was full",
        30002 => "the account is suspended",
        30003 => "the phone is switched off, unreachable or unknown",
        30004 => "the phone or its network blocks it",
        30005 => "the number is not in use",
        30006 => "it is a landline, or its network cannot be reached",
        30007 => "the network filtered it as unwanted",
        30008 => "the network gives no reason",
        30010 => "it costs more than the account allows",
        30017 => "the network was busy",
        30018 => "the country asks for a registered sender",
        30019 => "it is longer than the network takes",
        30022 => "the network takes fewer at a time from this sender",
        30023 | 30027 => "the network takes no more from this sender today",
        30024 => "the sender is not set up at the network",
        30032 => "the toll-free sender is not verified",
        30033 => "the sender’s campaign in the United States is suspended",
        30034 => "the sender is not registered for the United States",
        30035 => "the sender’s registration for the United States is not complete",
        30037 => "the account may not send messages",
        _ => "see Twilio’s dictionary of errors",
    };
    format!("Twilio {code}: {words}")
}

#[cfg(test)]
mod tests;

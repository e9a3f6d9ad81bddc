use super::{
    Verdict::{self, Account, NotConfigured, Refused, Retry, Suppressed},
    reason, verdict,
};

/// Every code that is known, as Twilio’s dictionary names it.
const KNOWN: [(u32, Verdict, &str); 61] = [
    (10001, Account, "Account is not active"),
    (14107, Retry, "SMS send rate limit exceeded"),
    (20003, Account, "Authenticate"),
    (20005, Account, "Account not active"),
    (20006, Account, "Access denied"),
    (20008, Account, "Not accessible with test credentials"),
    (20404, Account, "Not found"),
    (20429, Retry, "Too many requests"),
    (21211, Refused, "Invalid 'To' phone number"),
    (21212, NotConfigured, "Invalid 'From' number"),
    (21214, Refused, "'To' phone number cannot be reached"),
    (21217, Refused, "Phone number does not appear to be valid"),
    (21265, Refused, "'To' number cannot be a short code"),
    (
        21267,
        NotConfigured,
        "Alphanumeric sender ID on a trial account",
    ),
    (
        21408,
        NotConfigured,
        "Permission not enabled for the region",
    ),
    (21601, Refused, "Not a valid SMS-capable inbound number"),
    (21602, Refused, "Message body is required"),
    (21603, NotConfigured, "'From' number is required"),
    (21604, Refused, "'To' number is required"),
    (21605, Refused, "Maximum body length exceeded"),
    (21606, NotConfigured, "'From' is not message-capable"),
    (21608, NotConfigured, "Unverified number of a trial account"),
    (
        21610,
        Suppressed,
        "Attempt to send to unsubscribed recipient",
    ),
    (21611, Retry, "'From' has exceeded its queue"),
    (
        21612,
        Refused,
        "Combination of 'To' and 'From' cannot be reached",
    ),
    (21614, Refused, "'To' is not a valid mobile number"),
    (21617, Refused, "Body exceeds the 1600 character limit"),
    (21619, Refused, "A text message body must be specified"),
    (21635, Refused, "'To' number cannot be a landline"),
    (21659, NotConfigured, "'From' is not a Twilio number"),
    (21660, NotConfigured, "'From' is of another account"),
    (21661, NotConfigured, "'From' is not SMS-capable"),
    (21701, NotConfigured, "Messaging service does not exist"),
    (
        21703,
        NotConfigured,
        "Messaging service has no number available",
    ),
    (
        21704,
        NotConfigured,
        "Messaging service contains no numbers",
    ),
    (21705, NotConfigured, "Messaging service is invalid"),
    (
        21712,
        NotConfigured,
        "Sender is in another messaging service",
    ),
    (30001, Retry, "Queue overflow"),
    (30002, Account, "Account suspended"),
    (30003, Refused, "Unreachable destination handset"),
    (30004, Refused, "Message blocked"),
    (30005, Refused, "Unknown destination handset"),
    (30006, Refused, "Landline or unreachable carrier"),
    (30007, Refused, "Message filtered"),
    (30008, Refused, "Unknown error"),
    (30009, Refused, "Missing segment"),
    (30010, Refused, "Message price exceeds max price"),
    (30011, Refused, "MMS not supported by the receiving number"),
    (30017, Retry, "Carrier network congestion"),
    (
        30018,
        NotConfigured,
        "Carrier requires sender ID pre-registration",
    ),
    (30019, Refused, "Content size exceeds carrier limit"),
    (30022, Retry, "US A2P 10DLC: rate limits exceeded"),
    (30023, Retry, "US A2P 10DLC: daily message cap reached"),
    (
        30024,
        NotConfigured,
        "Numeric sender ID not provisioned on carrier",
    ),
    (30027, Retry, "US A2P 10DLC: T-Mobile daily limit reached"),
    (
        30032,
        NotConfigured,
        "Toll-free number has not been verified",
    ),
    (30033, NotConfigured, "US A2P 10DLC: campaign suspended"),
    (30034, NotConfigured, "US A2P 10DLC: unregistered number"),
    (
        30035,
        NotConfigured,
        "US A2P 10DLC: number’s registration pending",
    ),
    (30037, Account, "Outbound messaging disabled"),
    (63038, Retry, "Account exceeded the daily messages limit"),
];

#[test]
fn each_code_means_what_twilios_dictionary_says() {
    for (code, means, name) in KNOWN {
        assert_eq!(verdict(code), Some(means), "{code}: {name}");
    }
    let codes = (10_000..70_000).filter(|code| verdict(*code).is_some());
    assert_eq!(
        codes.count(),
        KNOWN.len(),
        "a code that is not in the table"
    );
    assert_eq!(
        verdict(21656),
        None,
        "variables of templates, of which none is sent"
    );
}

#[test]
fn what_did_not_arrive_for_the_accounts_sake_says_why() {
    for code in [
        21408, 21608, 30002, 30018, 30024, 30032, 30033, 30034, 30035, 30037,
    ] {
        let said = reason(Some(code));
        assert!(
            said.contains(&code.to_string()) && !said.contains("dictionary"),
            "{said}"
        );
    }
    assert!(reason(Some(99_999)).contains("99999"));
    assert!(reason(None).contains("no reason"));
}

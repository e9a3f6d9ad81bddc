//! Who may what, field by field. Whoever adds a field to the schema decides here whom it is for.

/// Whom a field of a root is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// Whoever comes; what takes a token or a code is protected by that.
    Anyone,
    /// Whoever is signed in, and programs.
    SignedIn,
    /// Whoever is signed in themselves: no program.
    Persons,
    /// Administrators of the organisation.
    Admins,
}

/// Whom a field of an object is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Guard {
    /// Whoever has reached the object.
    Reached,
    /// Administrators, even on what members reach.
    Admins,
}

/// A field of Query, Mutation or Subscription with a document that tries it on the victim's things.
pub(crate) struct Root {
    pub(crate) field: &'static str,
    pub(crate) who: Who,
    pub(crate) document: &'static str,
    /// Whether it does something to the one who asks, which has tests of its own.
    pub(crate) is_own_deed: bool,
}

impl Root {
    pub(crate) fn operation(&self) -> String {
        self.field
            .split('.')
            .next()
            .unwrap_or_default()
            .to_lowercase()
    }

    pub(crate) fn is_subscription(&self) -> bool {
        self.operation() == "subscription"
    }
}

const fn row(field: &'static str, who: Who, document: &'static str) -> Root {
    Root {
        field,
        who,
        document,
        is_own_deed: false,
    }
}

const fn own(field: &'static str, who: Who, document: &'static str) -> Root {
    Root {
        field,
        who,
        document,
        is_own_deed: true,
    }
}

use Who::{Admins, Anyone, Persons, SignedIn};

/// Every field of the three roots.
pub(crate) const ROOTS: &[Root] = &[
    row("Query.setupPending", Anyone, "setupPending"),
    row("Query.viewer", Anyone, "viewer { id }"),
    row("Query.viewerToken", Anyone, "viewerToken { id }"),
    row("Query.organization", SignedIn, "organization { name }"),
    row(
        "Query.node",
        Admins,
        r#"node(id: "$invited") { id __typename ... on User { email } }"#,
    ),
    row("Query.user", Admins, r#"user(id: "$invited") { email }"#),
    row(
        "Query.users",
        Admins,
        r#"users(filter: { teamIds: ["$team"] }) { totalCount nodes { id email } }"#,
    ),
    row(
        "Query.userCounts",
        Admins,
        r#"userCounts(filter: { teamIds: ["$team"] }) { total expired }"#,
    ),
    row(
        "Query.operation",
        Admins,
        r#"operation(id: "$operation") { kind outcomes { nodes { user { email } } } }"#,
    ),
    row(
        "Query.runningOperations",
        Admins,
        "runningOperations { kind outcomes { nodes { user { email } } } }",
    ),
    row(
        "Query.import",
        Admins,
        r#"import(id: "$import") { fileName rows { nodes { cells } } }"#,
    ),
    row(
        "Query.apiTokens",
        Admins,
        "apiTokens { totalCount nodes { id name createdBy { email } } }",
    ),
    row(
        "Query.slack",
        Admins,
        r#"slack { workspace { name teamId connectedBy { email } } sync(id: "$slackSync") { id rows { nodes { slackId } } } syncs { totalCount nodes { id } } missing { nodes { user { email } } } }"#,
    ),
    row(
        "Query.events",
        Admins,
        r#"events(filter: { userId: "$invited" }) { nodes { summary user { email } } }"#,
    ),
    row(
        "Query.invitationFunnel",
        Admins,
        "invitationFunnel { created }",
    ),
    row(
        "Query.acceptanceOverTime",
        Admins,
        "acceptanceOverTime { start invited }",
    ),
    row(
        "Query.timeToAccept",
        Admins,
        "timeToAccept(by: TEAM) { team { name } median }",
    ),
    row(
        "Query.invitationPreview",
        Anyone,
        r#"invitationPreview(token: "$unknown") { state organizationName }"#,
    ),
    row(
        "Mutation.invite",
        Admins,
        r#"invite(input: { userId: "$created" }) { user { email } errors { code } }"#,
    ),
    row(
        "Mutation.bulkInvite",
        Admins,
        r#"bulkInvite(input: { users: { ids: ["$created"] } }) { operation { outcomes { nodes { user { email } } } } errors { code } }"#,
    ),
    row(
        "Mutation.cancelOperation",
        Admins,
        r#"cancelOperation(input: { id: "$operation" }) { operation { outcomes { nodes { user { email } } } } errors { code } }"#,
    ),
    row(
        "Mutation.sendReminder",
        Admins,
        r#"sendReminder(input: { users: { ids: ["$invited"] } }) { operation { outcomes { nodes { user { email } } } } errors { code } }"#,
    ),
    row(
        "Mutation.revokeInvitation",
        Admins,
        r#"revokeInvitation(input: { users: { ids: ["$invited"] } }) { operation { outcomes { nodes { user { email } } } } errors { code } }"#,
    ),
    row(
        "Mutation.copyLink",
        Admins,
        r#"copyLink(input: { userId: "$created" }) { url errors { code } }"#,
    ),
    row(
        "Mutation.acceptInvitation",
        Anyone,
        r#"acceptInvitation(input: { token: "$unknown", fullName: "Eve", locale: "en", password: "a quiet evening by the sea" }) { errors { code } }"#,
    ),
    row(
        "Mutation.declineInvitation",
        Anyone,
        r#"declineInvitation(input: { token: "$unknown" }) { errors { code } }"#,
    ),
    row(
        "Mutation.viewInvitation",
        Anyone,
        r#"viewInvitation(input: { token: "$unknown", byHand: true }) { errors { code } }"#,
    ),
    row(
        "Mutation.requestNewLink",
        Anyone,
        r#"requestNewLink(input: { token: "$unknown" }) { errors { code } }"#,
    ),
    row(
        "Mutation.createUser",
        Admins,
        r#"createUser(input: { person: { email: "eve@example.com", teamId: "$team", productIds: ["$product"] } }) { user { email } errors { code } }"#,
    ),
    row(
        "Mutation.updateUser",
        Admins,
        r#"updateUser(input: { id: "$created", fullName: "Eve" }) { user { email } errors { code } }"#,
    ),
    row(
        "Mutation.deactivateUser",
        Admins,
        r#"deactivateUser(input: { id: "$invited" }) { user { email } errors { code } }"#,
    ),
    row(
        "Mutation.reactivateUser",
        Admins,
        r#"reactivateUser(input: { id: "$deactivated" }) { user { email } errors { code } }"#,
    ),
    row(
        "Mutation.deleteUser",
        Admins,
        r#"deleteUser(input: { id: "$created" }) { deletedId errors { code } }"#,
    ),
    row(
        "Mutation.createTeam",
        Admins,
        r#"createTeam(input: { name: "Evil" }) { team { name } errors { code } }"#,
    ),
    row(
        "Mutation.createProduct",
        Admins,
        r#"createProduct(input: { key: "evil", name: "Evil" }) { product { name } errors { code } }"#,
    ),
    row(
        "Mutation.updateOrganization",
        Admins,
        r#"updateOrganization(input: { linkLifetimeHours: 1 }) { organization { name } errors { code } }"#,
    ),
    row(
        "Mutation.previewImport",
        Admins,
        r#"previewImport(input: { file: "0" }) { import { id } errors { code } }"#,
    ),
    row(
        "Mutation.confirmImport",
        Admins,
        r#"confirmImport(input: { id: "$import" }) { operation { id } errors { code } }"#,
    ),
    row(
        "Mutation.createApiToken",
        Admins,
        r#"createApiToken(input: { name: "Evil", role: MEMBER }) { apiToken { id } secret errors { code } }"#,
    ),
    row(
        "Mutation.revokeApiToken",
        Admins,
        r#"revokeApiToken(input: { id: "$apiToken" }) { apiToken { id name } errors { code } }"#,
    ),
    row(
        "Mutation.startSlackConnection",
        Admins,
        "startSlackConnection { errors { code } }",
    ),
    row(
        "Mutation.connectSlack",
        Admins,
        r#"connectSlack(input: { botToken: "xoxb-evil" }) { workspace { name } errors { code } }"#,
    ),
    row(
        "Mutation.disconnectSlack",
        Admins,
        "disconnectSlack { errors { code } }",
    ),
    row(
        "Mutation.updateSlackSettings",
        Admins,
        "updateSlackSettings(input: { automatic: true }) { workspace { name } errors { code } }",
    ),
    row(
        "Mutation.previewSlackSync",
        Admins,
        "previewSlackSync { sync { id } errors { code } }",
    ),
    row(
        "Mutation.syncSlack",
        Admins,
        "syncSlack(input: { expectedChanges: 1 }) { sync { id } errors { code } }",
    ),
    row(
        "Mutation.signIn",
        Anyone,
        r#"signIn(input: { email: "invited@victim.test", password: "a guess", organization: "$organization" }) { viewer { id } errors { code } }"#,
    ),
    own("Mutation.signOut", Persons, "signOut { errors { code } }"),
    row(
        "Mutation.setUp",
        Anyone,
        r#"setUp(input: { code: "guess", organizationName: "Evil", fullName: "Eve", email: "eve@example.com", password: "a quiet evening by the sea", locale: "en" }) { viewer { id } errors { code } }"#,
    ),
    row(
        "Mutation.changePassword",
        Persons,
        r#"changePassword(input: { currentPassword: "a guess", newPassword: "another quiet evening" }) { viewer { id } errors { code } }"#,
    ),
    row(
        "Subscription.userStatusChanged",
        Admins,
        "userStatusChanged { kind user { id email } }",
    ),
    row(
        "Subscription.operationProgress",
        Admins,
        r#"operationProgress(id: "$operation") { kind actor { email } }"#,
    ),
];

use Guard::Reached;

/// Every field of every other object.
pub(crate) const FIELDS: &[(&str, &[(Guard, &str)])] = &[
    (
        "User",
        &[
            (
                Reached,
                "id fullName email phone locale role status source team products reachedBy viewerCanInvite viewerCanRemind viewerCanRevoke \
                 viewerCanEdit viewerCanDeactivate viewerCanReactivate viewerCanDelete createdAt invitedAt activatedAt lastEventAt",
            ),
            (Guard::Admins, "invitation events"),
        ],
    ),
    (
        "Organization",
        &[
            (Reached, "id name locale"),
            (
                Guard::Admins,
                "autoInvite linkLifetimeHours textLinkLifetimeHours country undoSeconds timeZone reminderPlan reminderPlanPreview channels mailboxUrl teams products",
            ),
        ],
    ),
    (
        "Team",
        &[(Reached, "id name"), (Guard::Admins, "userCount")],
    ),
    ("Product", &[(Reached, "id key name")]),
    // Everything from here on is reached through what is for administrators, or is the caller's own answer.
    (
        "Invitation",
        &[(
            Reached,
            "id user channel state locale note invitedBy createdAt expiresAt remindersSent lastSentAt acceptedAt delivery",
        )],
    ),
    ("Delivery", &[(Reached, "state attempts at reason")]),
    (
        "ReminderPlan",
        &[(
            Reached,
            "enabled steps quietHours quietDays mostReminders upcoming",
        )],
    ),
    ("ReminderStep", &[(Reached, "anchor hours")]),
    ("QuietHours", &[(Reached, "from to")]),
    ("UpcomingReminders", &[(Reached, "nextAt peopleInNextDay")]),
    ("ReminderPlanPreview", &[(Reached, "upcoming errors")]),
    ("ChannelStatus", &[(Reached, "channel configured hint")]),
    (
        "Event",
        &[(
            Reached,
            "cursor at kind actor token user invitation summary",
        )],
    ),
    ("EventConnection", &[(Reached, "edges nodes pageInfo")]),
    ("EventEdge", &[(Reached, "cursor node")]),
    (
        "UserConnection",
        &[(Reached, "edges nodes pageInfo totalCount")],
    ),
    ("UserEdge", &[(Reached, "cursor node")]),
    (
        "TeamConnection",
        &[(Reached, "edges nodes pageInfo totalCount")],
    ),
    ("TeamEdge", &[(Reached, "cursor node")]),
    (
        "PageInfo",
        &[(Reached, "hasNextPage hasPreviousPage startCursor endCursor")],
    ),
    (
        "UserCounts",
        &[(
            Reached,
            "total byStatus expired undelivered invitable remindable revocable reachable",
        )],
    ),
    ("StatusCount", &[(Reached, "status count")]),
    (
        "ReachableCount",
        &[(Reached, "status locale channel count")],
    ),
    (
        "InvitationPreview",
        &[(
            Reached,
            "state organizationName invitedByName sentTo locale locales asksFullName expiresAt",
        )],
    ),
    ("UserError", &[(Reached, "code message path")]),
    (
        "Operation",
        &[(
            Reached,
            "id kind actor createdAt counts outcomes delivery undoUntil undoSecondsLeft cancelledAt",
        )],
    ),
    (
        "ApiToken",
        &[(
            Reached,
            "id name role beginning state createdBy createdAt expiresAt lastUsedAt revokedAt",
        )],
    ),
    (
        "ApiTokenConnection",
        &[(Reached, "edges nodes pageInfo totalCount")],
    ),
    ("ApiTokenEdge", &[(Reached, "cursor node")]),
    (
        "InvitationFunnel",
        &[(
            Reached,
            "created invited delivered opened maybeAutomatic active",
        )],
    ),
    ("AcceptanceStep", &[(Reached, "start invited accepted")]),
    (
        "TimeToAccept",
        &[(
            Reached,
            "channel team locale accepted lowerQuartile median upperQuartile",
        )],
    ),
    ("OutcomeCount", &[(Reached, "code count")]),
    ("Outcome", &[(Reached, "code line user message")]),
    (
        "OutcomeConnection",
        &[(Reached, "edges nodes pageInfo totalCount")],
    ),
    ("OutcomeEdge", &[(Reached, "cursor node")]),
    (
        "DeliveryProgress",
        &[(Reached, "queued sent failed cancelled")],
    ),
    (
        "UserStatusChange",
        &[(
            Reached,
            "cursor at kind user previousStatus status invitationState",
        )],
    ),
    (
        "Import",
        &[(
            Reached,
            "id fileName createdAt encoding separator columns createsMissing newTeams newProducts counts rows operation",
        )],
    ),
    ("ImportColumn", &[(Reached, "heading field")]),
    ("RowCount", &[(Reached, "class count")]),
    ("ImportRow", &[(Reached, "line class cells problems user")]),
    (
        "ImportRowConnection",
        &[(Reached, "edges nodes pageInfo totalCount")],
    ),
    ("ImportRowEdge", &[(Reached, "cursor node")]),
    ("PreviewImportPayload", &[(Reached, "import errors")]),
    ("ConfirmImportPayload", &[(Reached, "operation errors")]),
    (
        "Slack",
        &[(Reached, "workspace hasApp choices sync syncs missing")],
    ),
    (
        "SlackWorkspace",
        &[(
            Reached,
            "name teamId connectedBy connectedAt refusedAt userGroups channels invitesBy automatic nextSyncAt",
        )],
    ),
    ("SlackChoice", &[(Reached, "id name")]),
    ("SlackChoices", &[(Reached, "userGroups channels")]),
    (
        "SlackSync",
        &[(
            Reached,
            "id kind state startedBy byItself startedAt endedAt created updated unchanged skipped missing changes failure failureMessage operation rows",
        )],
    ),
    (
        "SlackSyncConnection",
        &[(Reached, "edges nodes pageInfo totalCount")],
    ),
    ("SlackSyncEdge", &[(Reached, "cursor node")]),
    (
        "SlackSyncRow",
        &[(Reached, "slackId class fullName email reason message user")],
    ),
    (
        "SlackSyncRowConnection",
        &[(Reached, "edges nodes pageInfo totalCount")],
    ),
    ("SlackSyncRowEdge", &[(Reached, "cursor node")]),
    ("SlackMissing", &[(Reached, "user since")]),
    (
        "SlackMissingConnection",
        &[(Reached, "edges nodes pageInfo totalCount")],
    ),
    ("SlackMissingEdge", &[(Reached, "cursor node")]),
    ("StartSlackConnectionPayload", &[(Reached, "url errors")]),
    ("ConnectSlackPayload", &[(Reached, "workspace errors")]),
    ("DisconnectSlackPayload", &[(Reached, "errors")]),
    (
        "UpdateSlackSettingsPayload",
        &[(Reached, "workspace errors")],
    ),
    ("PreviewSlackSyncPayload", &[(Reached, "sync errors")]),
    ("SyncSlackPayload", &[(Reached, "sync errors")]),
    ("InvitePayload", &[(Reached, "user invitation errors")]),
    ("BulkInvitePayload", &[(Reached, "operation errors")]),
    ("CancelOperationPayload", &[(Reached, "operation errors")]),
    ("SendReminderPayload", &[(Reached, "operation errors")]),
    ("RevokeInvitationPayload", &[(Reached, "operation errors")]),
    ("AcceptInvitationPayload", &[(Reached, "user errors")]),
    ("DeclineInvitationPayload", &[(Reached, "errors")]),
    ("ViewInvitationPayload", &[(Reached, "errors")]),
    ("RequestNewLinkPayload", &[(Reached, "errors")]),
    (
        "CopyLinkPayload",
        &[(Reached, "url qrCode invitation errors")],
    ),
    ("CreateUserPayload", &[(Reached, "user errors")]),
    ("UpdateUserPayload", &[(Reached, "user errors")]),
    ("DeactivateUserPayload", &[(Reached, "user errors")]),
    ("ReactivateUserPayload", &[(Reached, "user errors")]),
    ("DeleteUserPayload", &[(Reached, "deletedId errors")]),
    ("CreateTeamPayload", &[(Reached, "team errors")]),
    ("CreateProductPayload", &[(Reached, "product errors")]),
    (
        "UpdateOrganizationPayload",
        &[(Reached, "organization errors")],
    ),
    (
        "CreateApiTokenPayload",
        &[(Reached, "apiToken secret errors")],
    ),
    ("RevokeApiTokenPayload", &[(Reached, "apiToken errors")]),
    ("SignInPayload", &[(Reached, "viewer errors")]),
    ("SignOutPayload", &[(Reached, "errors")]),
    ("SetUpPayload", &[(Reached, "viewer errors")]),
    ("ChangePasswordPayload", &[(Reached, "viewer errors")]),
];

/// How a member reaches an object of a kind, if one can: `…` stands for what is asked of it.
pub(crate) fn reach(kind: &str) -> Option<String> {
    Some(match kind {
        "User" => "{ viewer { … } }".to_owned(),
        "Organization" => "{ organization { … } }".to_owned(),
        "Team" => "{ viewer { team { … } } }".to_owned(),
        "Product" => "{ viewer { products { … } } }".to_owned(),
        "UserError" => {
            let deed = r#"mutation { changePassword(input: { currentPassword: "a guess", newPassword: "x" }) { errors { … } } }"#;
            deed.to_owned()
        }
        "InvitationPreview" => format!(
            r#"{{ invitationPreview(token: "{}") {{ … }} }}"#,
            "x".repeat(43)
        ),
        _ => return None,
    })
}

/// What must follow a field that answers an object.
pub(crate) fn selection(kind: &str, field: &str) -> &'static str {
    match (kind, field) {
        ("User", "team" | "products" | "invitation") => " { id }",
        ("User", "events") => " { nodes { kind } }",
        ("Organization", "channels") => " { channel }",
        ("Organization", "teams") => " { nodes { id } }",
        ("Organization", "products") => " { id }",
        ("Organization", "reminderPlan") => " { enabled }",
        ("Organization", "reminderPlanPreview") => {
            "(plan: { enabled: true, steps: [], quietDays: [], mostReminders: 1 }) { errors { code } }"
        }
        _ => "",
    }
}

//! People, with the verbs of the product.

use std::ops::Deref;

use serde_json::{Value, json};

use crate::{Payload, Visitor, letter::token};

/// The password that everyone in the tests chooses.
pub const PASSWORD: &str = "a quiet evening by the sea";

/// What is asked about a person.
pub const USER: &str = "id fullName email phone locale role status source createdAt invitedAt activatedAt lastEventAt \
    team { id name } products { id key name } \
    invitation { id state channel locale note createdAt expiresAt remindersSent lastSentAt acceptedAt \
        invitedBy { id fullName } delivery { state attempts at reason } }";

/// What is asked about an operation.
pub const OPERATION: &str = "operation { id kind createdAt counts { code count } \
    outcomes(first: 100) { totalCount nodes { line code message user { id email status } } } \
    delivery { queued sent failed cancelled } undoUntil cancelledAt }";

/// What a link is asked.
const PREVIEW: &str = "query($token: String!) { invitationPreview(token: $token) { state organizationName invitedByName \
    sentTo locale locales asksFullName expiresAt } }";

/// Whoever may manage people, signed in.
#[derive(Clone, Debug)]
pub struct Admin {
    visitor: Visitor,
    /// Their id.
    pub id: String,
    /// Their address.
    pub email: String,
}

/// A program that asks with a token: it has the verbs of an administrator.
#[derive(Clone, Debug)]
pub struct Holder {
    admin: Admin,
    /// Its token's id.
    pub id: String,
    secret: String,
}

impl Deref for Holder {
    type Target = Admin;
    fn deref(&self) -> &Admin {
        &self.admin
    }
}

impl Holder {
    /// What it sends in `Authorization`.
    #[must_use]
    pub fn bearer(&self) -> String {
        format!("Bearer {}", self.secret)
    }

    /// Its secret.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.secret
    }
}

/// Somebody who was invited.
#[derive(Clone, Debug)]
pub struct Invitee {
    visitor: Visitor,
    /// Their id.
    pub id: String,
    /// Their address.
    pub email: String,
}

impl Deref for Admin {
    type Target = Visitor;
    fn deref(&self) -> &Visitor {
        &self.visitor
    }
}

impl Deref for Invitee {
    type Target = Visitor;
    fn deref(&self) -> &Visitor {
        &self.visitor
    }
}

fn id_of(value: &Value) -> String {
    value["id"].as_str().expect("whatever has an id").to_owned()
}

/// Sets the server up with the printed code.
pub async fn set_up(
    visitor: Visitor,
    code: &str,
    organization: &str,
    name: &str,
    email: &str,
) -> Admin {
    let input = json!({
        "code": code, "organizationName": organization, "fullName": name, "email": email, "password": PASSWORD, "locale": "en",
    });
    let done = visitor.deed("setUp", input, "viewer { id }").await.done();
    Admin {
        visitor,
        id: id_of(&done["viewer"]),
        email: email.to_owned(),
    }
}

/// Signs somebody in with the password that everyone chooses.
pub async fn sign_in(visitor: Visitor, email: &str) -> Admin {
    sign_in_to(visitor, email, None).await
}

/// The same, to an organisation that is named.
pub async fn sign_in_to(visitor: Visitor, email: &str, organization: Option<&str>) -> Admin {
    let input = json!({ "email": email, "password": PASSWORD, "organization": organization });
    let done = visitor.deed("signIn", input, "viewer { id }").await.done();
    Admin {
        visitor,
        id: id_of(&done["viewer"]),
        email: email.to_owned(),
    }
}

/// What anyone can do who holds a link.
impl Visitor {
    /// Looks at what a link shows.
    pub async fn preview(&self, link: &str) -> Value {
        let answer = self.ask(PREVIEW, json!({ "token": token(link) })).await;
        answer.data()["invitationPreview"].clone()
    }

    /// Where a link stands.
    pub async fn link_state(&self, link: &str) -> String {
        let preview = self.preview(link).await;
        preview["state"]
            .as_str()
            .expect("every link stands somewhere")
            .to_owned()
    }

    /// Says yes.
    pub async fn accept(&self, link: &str) -> Payload {
        self.accept_as(link, "Ada Lovelace").await
    }

    /// Says yes under a name.
    pub async fn accept_as(&self, link: &str, name: &str) -> Payload {
        let input =
            json!({ "token": token(link), "fullName": name, "locale": "en", "password": PASSWORD });
        self.deed(
            "acceptInvitation",
            input,
            "user { id fullName email role status locale }",
        )
        .await
    }

    /// Says no.
    pub async fn decline(&self, link: &str) -> Payload {
        self.deed("declineInvitation", json!({ "token": token(link) }), "")
            .await
    }

    /// Asks for a fresh link.
    pub async fn request_new_link(&self, link: &str) -> Payload {
        self.deed("requestNewLink", json!({ "token": token(link) }), "")
            .await
    }

    /// Ends the session.
    pub async fn sign_out(&self) -> Value {
        self.ask("mutation { signOut { errors { code } } }", json!({}))
            .await
            .data()
            .clone()
    }

    /// Who the server says is signed in: their id.
    pub async fn whoami(&self) -> Option<String> {
        let answer = self.ask("{ viewer { id } }", json!({})).await;
        answer.data()["viewer"]["id"].as_str().map(str::to_owned)
    }
}

impl Admin {
    /// Invites an address.
    pub async fn invite(&self, email: &str) -> Invitee {
        self.invite_person(json!({ "email": email })).await
    }

    /// Invites a person, described as the API takes them.
    pub async fn invite_person(&self, person: Value) -> Invitee {
        let email = person["email"].as_str().unwrap_or_default().to_owned();
        let done = self.try_invite(json!({ "person": person })).await.done();
        Invitee {
            visitor: self.visitor.elsewhere(),
            id: id_of(&done["user"]),
            email,
        }
    }

    /// Asks for an invitation, whatever comes of it.
    pub async fn try_invite(&self, input: Value) -> Payload {
        let selection = format!("user {{ {USER} }} invitation {{ id state expiresAt }}");
        self.deed("invite", input, &selection).await
    }

    /// Adds a person without inviting them; answers their id.
    pub async fn create(&self, email: &str) -> String {
        let input = json!({ "person": { "email": email }, "invite": false });
        id_of(&self.try_create(input).await.done()["user"])
    }

    /// Adds a person, whatever comes of it.
    pub async fn try_create(&self, input: Value) -> Payload {
        self.deed("createUser", input, &format!("user {{ {USER} }}"))
            .await
    }

    /// Changes a profile, whatever comes of it.
    pub async fn update(&self, input: Value) -> Payload {
        self.deed("updateUser", input, &format!("user {{ {USER} }}"))
            .await
    }

    /// Reminds these people; answers the operation.
    pub async fn remind(&self, ids: &[&str]) -> Value {
        self.try_remind(json!({ "users": { "ids": ids } }))
            .await
            .done()["operation"]
            .clone()
    }

    /// Reminds a selection, whatever comes of it.
    pub async fn try_remind(&self, input: Value) -> Payload {
        self.deed("sendReminder", input, OPERATION).await
    }

    /// Invites these people, who were created before; answers the operation.
    pub async fn invite_all(&self, ids: &[&str]) -> Value {
        let input = json!({ "users": { "ids": ids } });
        self.try_bulk_invite(input).await.done()["operation"].clone()
    }

    /// Invites many, whatever comes of it.
    pub async fn try_bulk_invite(&self, input: Value) -> Payload {
        self.deed("bulkInvite", input, OPERATION).await
    }

    /// Takes an operation back, whatever comes of it.
    pub async fn cancel(&self, operation: &Value) -> Payload {
        self.deed(
            "cancelOperation",
            json!({ "id": operation["id"] }),
            OPERATION,
        )
        .await
    }

    /// Takes back the invitations of these people; answers the operation.
    pub async fn revoke(&self, ids: &[&str]) -> Value {
        self.try_revoke(json!({ "users": { "ids": ids } }))
            .await
            .done()["operation"]
            .clone()
    }

    /// Takes back the invitations of a selection, whatever comes of it.
    pub async fn try_revoke(&self, input: Value) -> Payload {
        self.deed("revokeInvitation", input, OPERATION).await
    }

    /// A fresh link to hand over, whatever comes of it.
    pub async fn copy_link(&self, id: &str) -> Payload {
        self.deed(
            "copyLink",
            json!({ "userId": id }),
            "url invitation { id state channel expiresAt }",
        )
        .await
    }

    /// Deactivates, whatever comes of it.
    pub async fn deactivate(&self, id: &str) -> Payload {
        self.deed("deactivateUser", json!({ "id": id }), "user { id status }")
            .await
    }

    /// Reactivates, whatever comes of it.
    pub async fn reactivate(&self, id: &str) -> Payload {
        self.deed("reactivateUser", json!({ "id": id }), "user { id status }")
            .await
    }

    /// Deletes, whatever comes of it.
    pub async fn delete(&self, id: &str) -> Payload {
        self.deed("deleteUser", json!({ "id": id }), "deletedId")
            .await
    }

    /// Makes a team; answers its id.
    pub async fn create_team(&self, name: &str) -> String {
        id_of(
            &self
                .deed("createTeam", json!({ "name": name }), "team { id }")
                .await
                .done()["team"],
        )
    }

    /// Makes a product; answers its id.
    pub async fn create_product(&self, key: &str, name: &str) -> String {
        let input = json!({ "key": key, "name": name });
        id_of(
            &self
                .deed("createProduct", input, "product { id }")
                .await
                .done()["product"],
        )
    }

    /// Changes the organisation, whatever comes of it.
    pub async fn update_organization(&self, input: Value) -> Payload {
        let selection = "organization { id name locale autoInvite linkLifetimeHours undoSeconds timeZone \
            reminderPlan { enabled steps { anchor hours } quietHours { from to } quietDays mostReminders } }";
        self.deed("updateOrganization", input, selection).await
    }

    /// Changes the reminder plan, whatever comes of it.
    pub async fn plan(&self, plan: Value) -> Payload {
        self.update_organization(json!({ "reminderPlan": plan }))
            .await
    }

    /// What the organisation says of itself.
    pub async fn organization(&self, selection: &str) -> Value {
        let query = format!("{{ organization {{ {selection} }} }}");
        self.ask(&query, json!({})).await.data()["organization"].clone()
    }

    /// The newest event of a kind in a person's history.
    pub async fn last_event(&self, id: &str, kind: &str) -> Value {
        let query = "query($id: ID!) { user(id: $id) { events(first: 100) { nodes { kind at summary actor { id } } } } }";
        let answer = self.ask(query, json!({ "id": id })).await;
        let events = answer.data()["user"]["events"]["nodes"].clone();
        let events = events.as_array().expect("a history");
        let event = events.iter().find(|event| event["kind"] == kind);
        event
            .unwrap_or_else(|| panic!("no {kind} in {events:?}"))
            .clone()
    }

    /// A person, as the console shows them; null when there is nobody.
    pub async fn user(&self, id: &str) -> Value {
        let query = format!("query($id: ID!) {{ user(id: $id) {{ {USER} }} }}");
        self.ask(&query, json!({ "id": id })).await.data()["user"].clone()
    }

    /// Where a person stands.
    pub async fn status(&self, id: &str) -> String {
        self.user(id).await["status"]
            .as_str()
            .expect("everyone stands somewhere")
            .to_owned()
    }

    /// Whom a filter finds, at most 100: their addresses, in the order of their names.
    pub async fn found_by(&self, filter: Value) -> Vec<String> {
        let query = "query($filter: UserFilter) { users(first: 100, filter: $filter, orderBy: { field: NAME, direction: ASC }) \
            { totalCount nodes { email } } }";
        let answer = self.ask(query, json!({ "filter": filter })).await;
        let users = &answer.data()["users"];
        let found: Vec<String> = users["nodes"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|user| user["email"].as_str().unwrap_or_default().to_owned())
            .collect();
        assert_eq!(
            users["totalCount"],
            json!(found.len()),
            "the count and the list agree"
        );
        found
    }

    /// A program with a token of a role.
    pub async fn program(&self, name: &str, role: &str) -> Holder {
        self.make_token(json!({ "name": name, "role": role })).await
    }

    /// The same, with an end.
    pub async fn program_until(&self, name: &str, role: &str, end: &str) -> Holder {
        self.make_token(json!({ "name": name, "role": role, "expiresAt": end }))
            .await
    }

    async fn make_token(&self, input: Value) -> Holder {
        let made = self
            .deed("createApiToken", input, "apiToken { id } secret")
            .await
            .done();
        let secret = made["secret"].as_str().expect("a secret").to_owned();
        let visitor = self
            .visitor
            .elsewhere()
            .sending("authorization", &format!("Bearer {secret}"));
        Holder {
            admin: Self {
                visitor,
                ..self.clone()
            },
            id: id_of(&made["apiToken"]),
            secret,
        }
    }

    /// A colleague with a role, who was invited and has accepted.
    pub async fn colleague(&self, app: &crate::TestApp, email: &str, role: &str) -> Admin {
        let invitee = self
            .invite_person(json!({ "email": email, "fullName": "Col League", "role": role }))
            .await;
        let link = app.link(email, 1).await;
        let done = invitee.accept_as(&link, "Col League").await.done();
        assert_eq!(done["user"]["role"], role);
        Admin {
            id: invitee.id.clone(),
            email: invitee.email.clone(),
            visitor: invitee.visitor,
        }
    }
}

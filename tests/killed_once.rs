//! kill -9 with a message under way that nobody would recognise as a repeat: it leaves once more at most, and says so.

use std::{net::SocketAddr, time::Duration};

use serde_json::{Value, json};
use tests::{
    Admin,
    database::TestDatabase,
    eventually,
    folder::Folder,
    people,
    program::{Program, free_address},
    slack::{Fault, SlackServer, member},
    twilio::{ACCOUNT, FakeTwilio, Mood, TOKEN},
};

/// The program on a database of its own, with stand-ins of Twilio and Slack, all of which outlive it.
struct Place {
    database: TestDatabase,
    folder: Folder,
    address: SocketAddr,
    twilio: FakeTwilio,
    slack: SlackServer,
}

impl Place {
    async fn founded() -> (Self, Program, Admin) {
        let place = Self {
            database: TestDatabase::create().await,
            folder: Folder::empty(),
            address: free_address(),
            twilio: FakeTwilio::start().await,
            slack: SlackServer::start().await,
        };
        let program = place.serve().await;
        let code = program.setup_code().await;
        let (name, email) = ("Olivia Owner", "olivia@acme.example");
        let admin = people::set_up(program.visitor(), &code, "Acme", name, email).await;
        // This program's clock is the real one.
        let at_once = json!({ "undoSeconds": 0 });
        admin.update_organization(at_once).await.done();
        (place, program, admin)
    }

    async fn serve(&self) -> Program {
        let folder = self.folder.path().display().to_string();
        let twilio = self.twilio.settings("FR").api.to_string();
        let slack = self.slack.settings().api.to_string();
        let flags = [
            "--data-dir",
            &folder,
            "--database-url",
            self.database.url(),
            "--twilio-url",
            &twilio,
            "--twilio-account",
            ACCOUNT,
            "--twilio-token",
            TOKEN,
            "--twilio-from",
            "Acme",
            "--text-countries",
            "FR",
            "--slack-api-url",
            &slack,
        ];
        Program::serve_at(self.address, &flags).await
    }

    /// Kills the program, lets the leases that it held end, and starts it again.
    async fn kill(&self, program: Program) -> Program {
        program.kill();
        let ended = "UPDATE messages SET due_at = 0, leased_until = 0 WHERE state = 'QUEUED'";
        self.database.execute(ended).await;
        self.serve().await
    }
}

async fn settled(admin: &Admin, id: &str) -> Value {
    eventually("the message is settled", async || {
        let delivery = admin.user(id).await["invitation"]["delivery"].clone();
        (delivery["state"] != "QUEUED").then_some(delivery)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_message_that_was_under_way_leaves_once_more() {
    for kills in [1, 2] {
        let (place, mut program, admin) = Place::founded().await;
        place.twilio.be(Mood::Ponders);
        let ada = admin
            .invite_person(json!({ "phone": "+33612345678" }))
            .await;
        for nth in 1..=kills {
            place.twilio.text("+33612345678", nth).await;
            if nth == kills && kills == 1 {
                place.twilio.be(Mood::Well);
            }
            program = place.kill(program).await;
        }
        let told = settled(&admin, &ada.id).await;
        let state = if kills == 1 { "SENT" } else { "FAILED" };
        assert_eq!(told["state"], state, "{told}");
        if state == "FAILED" {
            let reason = told["reason"].as_str().unwrap_or_default();
            assert!(reason.contains("may have arrived"), "{reason}");
        }
        let texts = place.twilio.texts();
        assert_eq!(texts.len(), 2, "after {kills}");
        assert_eq!(texts[0].body, texts[1].body, "the same link");
        drop(program);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_direct_message_that_was_under_way_leaves_once_more() {
    for kills in [1, 2] {
        let (place, mut program, admin) = Place::founded().await;
        admin.connect_slack().await;
        place
            .slack
            .add(member("U1", "Ada Lovelace", "ada@acme.example"));
        let done = admin.sync_slack_as_previewed().await;
        let id = done["rows"]["nodes"][0]["user"]["id"]
            .as_str()
            .expect("an id");
        for _ in 0..kills {
            let never = Fault::Slow(Duration::from_secs(3_600));
            place.slack.misbehave("chat.postMessage", never);
        }
        let input = json!({ "users": { "ids": [id] }, "channel": "SLACK" });
        admin
            .deed("bulkInvite", input, "operation { id }")
            .await
            .done();
        for nth in 1..=kills {
            place.slack.message("U1", nth).await;
            program = place.kill(program).await;
        }
        let told = settled(&admin, id).await;
        let state = if kills == 1 { "SENT" } else { "FAILED" };
        assert_eq!(told["state"], state, "{told}");
        assert_eq!(place.slack.workspace().posted.len(), 2, "after {kills}");
        drop(program);
    }
}

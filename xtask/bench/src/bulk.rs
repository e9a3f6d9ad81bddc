//! Many people at once, beside the database's own multi-row INSERT of the very same rows.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use entity::{
    OperationId, Role, UserSource, UserStatus, event, invitation, link, message, organization,
    outcome, user,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QueryTrait, sea_query::Expr,
};
use serde_json::json;
use server::{app::App, random::Random};

use crate::{
    client::{Connection, Request},
    people::{self, Crowd},
    process::{self, Parts, Target},
    reads::body,
    report::Report,
};

const BULK: &str = "mutation Bulk($input: BulkInviteInput!) { bulkInvite(input: $input) { operation { id counts { code count } } errors { code message } } }";

/// How many rows one statement inserts, on either side.
const CHUNK: usize = 1_000;
/// The most memory that the server may ever have taken, in KiB.
const MOST_MEMORY: u64 = 200 * 1024;

pub(crate) async fn measure(
    report: &mut Report,
    target: &Target,
    parts: &Parts,
    crowd: &Crowd,
) -> Result<()> {
    let app = process::app(&target.url).await?;
    // Nothing leaves while it is measured.
    let held = organization::Entity::update_many()
        .col_expr(organization::Column::UndoSeconds, Expr::value(60));
    held.exec(&*app.db).await?;
    for count in [10_000, 100_000] {
        add(&app, crowd, count).await?;
        let filter = json!({ "status": ["CREATED"], "source": ["API"] });
        let users = json!({ "matching": { "filter": filter, "expectedCount": count } });
        let what = format!("bulkInvite of {count} who were created before");
        let input = json!({ "users": users });
        one(report, target, parts, crowd, &app, (what, count, input)).await?;
    }
    let people: Vec<_> = (0..10_000)
        .map(|n| json!({ "email": format!("new{n}@example.com"), "fullName": "Bench Person" }))
        .collect();
    let what = "bulkInvite of 10000 new people".to_owned();
    let input = json!({ "people": people });
    one(report, target, parts, crowd, &app, (what, 10_000, input)).await?;
    let peak = parts.server.peak_kib()?;
    let what = format!("most memory until here, bulk and load · {}", target.name);
    report.plain(&what, peak, Some(MOST_MEMORY));
    Ok(())
}

/// Adds people who wait to be invited.
async fn add(app: &App, crowd: &Crowd, count: usize) -> Result<()> {
    let dice = Random::seeded(u64::try_from(count)?);
    for first in (0..count).step_by(CHUNK) {
        let somebody = |number: usize| {
            let (status, role) = (UserStatus::Created, Role::Member);
            let number = 10 * count + number;
            let organization = &crowd.organization;
            let mut user =
                people::person(&dice, organization, None, number, crowd.now, status, role);
            user.source = UserSource::Api;
            user.into_active_model()
        };
        let tx = app.db.begin_write().await?;
        user::Entity::insert_many((first..(first + CHUNK).min(count)).map(somebody))
            .exec_without_returning(&*tx)
            .await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn one(
    report: &mut Report,
    target: &Target,
    parts: &Parts,
    crowd: &Crowd,
    app: &App,
    (what, count, input): (String, usize, serde_json::Value),
) -> Result<()> {
    let mut connection = Connection::open(parts.server.address).await?;
    let variables = json!({ "input": input });
    let request = Request::graphql(Some(&crowd.session), BULK, &variables, "\"INVITED\"");
    let begun = Instant::now();
    let answer = connection.ask(&request).await?;
    let ours = begun.elapsed();
    let operation = &body(&answer)?["data"]["bulkInvite"]["operation"];
    ensure!(
        operation["counts"] == json!([{ "code": "INVITED", "count": count }]),
        "{operation}"
    );
    let id = OperationId::parse(operation["id"].as_str().context("an id")?)?;
    let limit = again(app, &id, what.contains("new")).await?;
    let rate = |time: Duration| count as f64 / time.as_secs_f64();
    report.throughput(target, &what, rate(ours), rate(limit), rate(limit) * 0.5);
    // What waited is not to leave while something else is measured.
    message::Entity::delete_many()
        .filter(message::Column::OperationId.eq(id))
        .exec(&*app.db)
        .await?;
    Ok(())
}

/// Takes rows out and times their insertion, a thousand a statement. Building the statements is not counted.
macro_rules! reinsert {
    ($tx:expr, $table:ident, $key:ident, $column:ident, $rows:expr) => {{
        let mut spent = Duration::ZERO;
        for some in $rows.chunks(CHUNK) {
            let keys = some.iter().map(|row| row.$key.clone());
            $table::Entity::delete_many()
                .filter($table::Column::$column.is_in(keys))
                .exec(&**$tx)
                .await?;
            let rows = some.iter().cloned().map(IntoActiveModel::into_active_model);
            let statement = $table::Entity::insert_many(rows).build($tx.get_database_backend());
            let begun = Instant::now();
            $tx.execute_raw(statement).await?;
            spent += begun.elapsed();
        }
        spent
    }};
}

/// How long the database takes to insert the very rows of a deed done to many again, in one transaction.
pub(crate) async fn again(
    app: &App,
    operation: &OperationId,
    with_people: bool,
) -> Result<Duration> {
    let messages = message::Entity::find()
        .filter(message::Column::OperationId.eq(operation.clone()))
        .order_by_asc(message::Column::Id)
        .all(&*app.db)
        .await?;
    let outcomes = outcome::Entity::find()
        .filter(outcome::Column::OperationId.eq(operation.clone()))
        .all(&*app.db)
        .await?;
    let write = app.db.begin_write().await?;
    let tx = &write;
    let mut spent = reinsert!(tx, outcome, user_id, UserId, outcomes);
    for some in messages.chunks(CHUNK) {
        let about: Vec<_> = some
            .iter()
            .filter_map(|message| message.invitation_id.clone())
            .collect();
        let links = link::Entity::find()
            .filter(link::Column::InvitationId.is_in(about.iter().cloned()))
            .all(&**tx)
            .await?;
        let people = some.iter().map(|message| message.user_id.clone());
        let events = event::Entity::find()
            .filter(event::Column::UserId.is_in(people.clone()))
            .all(&**tx)
            .await?;
        let invitations = invitation::Entity::find()
            .filter(invitation::Column::Id.is_in(about))
            .all(&**tx)
            .await?;
        if with_people {
            let them = user::Entity::find().filter(user::Column::Id.is_in(people));
            let users = them.all(&**tx).await?;
            // With the people goes everything that is theirs.
            spent += reinsert!(tx, user, id, Id, users);
        }
        spent += reinsert!(tx, invitation, id, Id, invitations);
        spent += reinsert!(tx, link, id, Id, links);
        spent += reinsert!(tx, message, id, Id, some);
        spent += reinsert!(tx, event, sequence, Sequence, events);
    }
    let begun = Instant::now();
    write.commit().await?;
    Ok(spent + begun.elapsed())
}

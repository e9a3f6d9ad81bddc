//! createTeam.

use entity::{TeamId, team};
use sea_orm::{ActiveModelTrait, IntoActiveModel};

use crate::{
    access::Admin,
    app::App,
    db,
    problem::{Code, DeedError, Problem},
    users::person,
};

/// Makes a team.
///
/// # Errors
/// When the name is not acceptable or taken, whatever its case and accents.
pub async fn create_team(app: &App, admin: &Admin, name: &str) -> Result<team::Model, DeedError> {
    let name = person::name(name, "name")?;
    let now = app.clock.now();
    let team = team::Model {
        id: TeamId::new(now, app.random.bytes()),
        organization_id: admin.organization().clone(),
        name_key: entity::fold(&name),
        name,
        created_at: now,
    };
    let tx = app.db.begin_write().await?;
    let taken = |error| {
        if db::is_duplicate(&error) {
            Problem::at(Code::NameTaken, "name").into()
        } else {
            DeedError::from(error)
        }
    };
    team.clone()
        .into_active_model()
        .insert(&*tx)
        .await
        .map_err(taken)?;
    tx.commit().await?;
    Ok(team)
}

//! What Slack said of people, and who is missing.

use entity::{UserId, slack_member};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter,
    sea_query::{Expr, OnConflict},
};

use super::{CHUNK, verdict::Said, write::Site};

impl Site<'_> {
    /// Notes who is missing. Nothing else becomes of them.
    pub(super) async fn miss(&self, gone: Vec<(String, UserId)>) -> Result<(), DbErr> {
        for some in gone.chunks(CHUNK) {
            slack_member::Entity::update_many()
                .col_expr(slack_member::Column::MissingSince, Expr::value(self.now))
                .filter(
                    slack_member::Column::UserId.is_in(some.iter().map(|(_, user)| user.clone())),
                )
                .exec(&**self.tx)
                .await?;
        }
        Ok(())
    }

    pub(super) fn member(
        &self,
        slack_id: String,
        user: &UserId,
        (email_key, full_name): Said,
    ) -> slack_member::Model {
        slack_member::Model {
            organization_id: self.workspace.organization_id.clone(),
            slack_id,
            team_id: self.workspace.team_id.clone(),
            user_id: Some(user.clone()),
            email_key: Some(email_key),
            full_name,
            missing_since: None,
        }
    }

    /// Remembers what Slack said of people. A person has one account that counts.
    pub(super) async fn remember(&self, seen: Vec<slack_member::Model>) -> Result<(), DbErr> {
        use slack_member::Column::{
            EmailKey, FullName, MissingSince, OrganizationId, SlackId, TeamId, UserId,
        };
        let give_way = OnConflict::columns([OrganizationId, SlackId])
            .update_columns([TeamId, UserId, EmailKey, FullName, MissingSince])
            .to_owned();
        for some in seen.chunks(CHUNK) {
            slack_member::Entity::delete_many()
                .filter(UserId.is_in(some.iter().filter_map(|member| member.user_id.clone())))
                .exec(&**self.tx)
                .await?;
            let rows = some.iter().cloned().map(IntoActiveModel::into_active_model);
            slack_member::Entity::insert_many(rows)
                .on_conflict(give_way.clone())
                .exec_without_returning(&**self.tx)
                .await?;
        }
        Ok(())
    }
}

//! By what people would be written to now, counted: `Reach::reached_by` once more, as the database understands it.

use entity::{Channel, Locale, OrganizationId, UserStatus, invitation, user};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait,
    sea_query::{Alias, CaseStatement, Expr, JoinType, SimpleExpr},
};

use crate::{app::App, db::how_many_rows, problem::Fault, reach::Channels, users::UserFilter};

/// People of a language who stand alike and would be written to by the same channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Reached {
    /// Where they stand.
    pub status: UserStatus,
    /// The language they are written to in.
    pub locale: Locale,
    /// By what.
    pub reached_by: Channel,
    /// How many.
    pub count: i64,
}

/// How many people of the filter can be written to now, by status, language and channel.
///
/// # Errors
/// When the database fails.
pub async fn reached(
    app: &App,
    organization: &OrganizationId,
    filter: &UserFilter,
) -> Result<Vec<Reached>, Fault> {
    let channels = Channels::find(app, organization).await?;
    let by = || Expr::col(Alias::new("reached_by"));
    let people = user::Entity::find()
        .select_only()
        .columns([user::Column::Status, user::Column::Locale])
        .column_as(channel(channels), "reached_by")
        .column_as(how_many_rows(), "count")
        .join(JoinType::LeftJoin, user::Relation::Invitation.def())
        .filter(filter.condition(&app.db, organization, app.clock.now()))
        .filter(somewhere())
        .group_by(user::Column::Status)
        .group_by(user::Column::Locale)
        .group_by(by())
        .order_by_asc(user::Column::Status)
        .order_by_asc(user::Column::Locale)
        .order_by_asc(by());
    let counted: Vec<Counted> = people.into_model().all(&*app.db).await?;
    Ok(counted.into_iter().filter_map(Counted::reached).collect())
}

#[derive(FromQueryResult)]
struct Counted {
    status: UserStatus,
    locale: Locale,
    reached_by: Option<Channel>,
    count: i64,
}

impl Counted {
    fn reached(self) -> Option<Reached> {
        Some(Reached {
            status: self.status,
            locale: self.locale,
            reached_by: self.reached_by?,
            count: self.count,
        })
    }
}

/// Each channel that goes to an address, in the order in which the usual one is looked for, and where its address stands.
const ADDRESSED: [(Channel, user::Column); 3] = [
    (Channel::Email, user::Column::Email),
    (Channel::Sms, user::Column::Phone),
    (Channel::Slack, user::Column::SlackId),
];

fn somewhere() -> Condition {
    ADDRESSED
        .iter()
        .fold(Condition::any(), |any, (_, address)| {
            any.add(address.is_not_null())
        })
}

/// The channel of a person, or null.
fn channel(channels: Channels) -> SimpleExpr {
    let sends = |channel: &Channel| channels.send_by(*channel);
    let mut case = CaseStatement::new();
    for (channel, address) in ADDRESSED {
        let as_before = Condition::all()
            .add(user::Column::Status.eq(UserStatus::Invited))
            .add(invitation::Column::Channel.eq(channel));
        case = if sends(&channel) {
            case.case(as_before.clone().add(address.is_not_null()), word(channel))
        } else {
            case
        };
        case = case.case(as_before, Expr::cust("NULL"));
    }
    for (channel, address) in ADDRESSED.into_iter().filter(|(channel, _)| sends(channel)) {
        case = case.case(address.is_not_null(), word(channel));
    }
    case.into()
}

fn word(channel: Channel) -> SimpleExpr {
    Expr::val(channel)
}

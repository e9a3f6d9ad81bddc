//! The reminder plan of the organisation: reading it, changing it, and what it would do next.

use cynic::{
    Enum, InputObject, MutationBuilder, QueryBuilder, QueryFragment, QueryVariables, Scalar,
};

use super::schema;
use super::values::{DateTime, UserError};
use super::{Failure, post};

/// The name of a time zone.
#[derive(Scalar, Clone, Debug, PartialEq, Eq)]
pub struct TimeZone(pub String);

/// A time of day, with hours and minutes.
#[derive(Scalar, Clone, Debug, PartialEq, Eq)]
pub struct LocalTime(pub String);

/// What a step counts from.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "described by schema.graphql")]
pub enum StepAnchor {
    AfterInvitation,
    BeforeExpiry,
}

/// A day of the week.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "described by schema.graphql")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// The week, from its first working day.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];
}

/// A plan with the clocks it goes by.
#[derive(QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Organization")]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct Planned {
    pub time_zone: TimeZone,
    pub reminder_plan: ReminderPlan,
}

/// A plan.
#[derive(QueryFragment, Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct ReminderPlan {
    pub enabled: bool,
    pub steps: Vec<ReminderStep>,
    pub quiet_hours: Option<QuietHours>,
    pub quiet_days: Vec<Weekday>,
    pub most_reminders: i32,
}

/// One step.
#[derive(QueryFragment, Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct ReminderStep {
    pub anchor: StepAnchor,
    pub hours: i32,
}

/// Hours in which nothing leaves.
#[derive(QueryFragment, Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct QuietHours {
    pub from: LocalTime,
    pub to: LocalTime,
}

/// What a plan does next.
#[derive(QueryFragment, Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct UpcomingReminders {
    pub next_at: Option<DateTime>,
    pub people_in_next_day: i32,
}

/// A plan as it is to be.
#[derive(InputObject, Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct ReminderPlanInput {
    pub enabled: bool,
    pub steps: Vec<ReminderStepInput>,
    pub quiet_hours: Option<QuietHoursInput>,
    pub quiet_days: Vec<Weekday>,
    pub most_reminders: i32,
}

/// A step as it is to be.
#[derive(InputObject, Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct ReminderStepInput {
    pub anchor: StepAnchor,
    pub hours: i32,
}

/// Quiet hours as they are to be.
#[derive(InputObject, Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct QuietHoursInput {
    pub from: LocalTime,
    pub to: LocalTime,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Query")]
struct PlannedQuery {
    organization: Planned,
}

/// Reads the plan; until there is one, the one that is suggested.
///
/// # Errors
/// See [`post`].
pub async fn reminder_plan() -> Result<Planned, Failure> {
    Ok(post(PlannedQuery::build(())).await?.organization)
}

/// A plan with the clocks it is to go by.
#[derive(InputObject, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "UpdateOrganizationInput")]
#[expect(missing_docs, reason = "the fields are those of schema.graphql")]
pub struct PlannedInput {
    pub time_zone: TimeZone,
    pub reminder_plan: ReminderPlanInput,
}

#[derive(QueryVariables)]
struct SaveVariables {
    input: PlannedInput,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "SaveVariables")]
struct Save {
    #[arguments(input: $input)]
    update_organization: SavePayload,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "UpdateOrganizationPayload")]
struct SavePayload {
    organization: Option<Planned>,
    errors: Vec<UserError>,
}

/// Puts a plan in the place of the one before. The answer is the plan, or what was wrong with it.
///
/// # Errors
/// See [`post`].
pub async fn save_reminder_plan(
    input: PlannedInput,
) -> Result<Result<Planned, Vec<UserError>>, Failure> {
    let payload = post(Save::build(SaveVariables { input }))
        .await?
        .update_organization;
    Ok(payload.organization.ok_or(payload.errors))
}

#[derive(QueryVariables)]
struct PreviewVariables {
    plan: ReminderPlanInput,
    time_zone: TimeZone,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Query", variables = "PreviewVariables")]
struct PreviewQuery {
    organization: Previewed,
}

#[derive(QueryFragment)]
#[cynic(graphql_type = "Organization", variables = "PreviewVariables")]
struct Previewed {
    #[arguments(plan: $plan, timeZone: $time_zone)]
    reminder_plan_preview: ReminderPlanPreview,
}

#[derive(QueryFragment)]
struct ReminderPlanPreview {
    upcoming: Option<UpcomingReminders>,
}

/// What a plan would do next if it were saved and switched on now; none while something is wrong with it.
///
/// # Errors
/// See [`post`].
pub async fn preview_reminder_plan(
    PlannedInput {
        time_zone,
        reminder_plan: plan,
    }: PlannedInput,
) -> Result<Option<UpcomingReminders>, Failure> {
    let variables = PreviewVariables { plan, time_zone };
    let answer = post(PreviewQuery::build(variables)).await?;
    Ok(answer.organization.reminder_plan_preview.upcoming)
}

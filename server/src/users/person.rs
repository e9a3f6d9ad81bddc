//! What is typed about a person, parsed once into what cannot be wrong.

use std::collections::HashSet;

use entity::{
    Channel, Country, EmailAddress, Locale, PhoneNumber, ProductId, Role, TeamId, organization,
    product, team,
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};

use crate::{
    access::Admin,
    db::Write,
    problem::{Code, DeedError, Hint, Problem},
    reach::Reach,
    text,
};

/// One person to add, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// Their name.
    pub full_name: Option<String>,
    /// Their address.
    pub email: Option<String>,
    /// Their phone number.
    pub phone: Option<String>,
    /// How to reach them, if not by what was given.
    pub channel: Option<Channel>,
    /// Their language.
    pub locale: Option<String>,
    /// Their role; MEMBER by default.
    pub role: Option<Role>,
    /// Their team.
    pub team_id: Option<String>,
    /// The products they get access to.
    pub product_ids: Option<Vec<String>>,
}

/// The same, checked.
#[derive(Clone, Debug)]
pub(crate) struct CheckedPerson {
    pub(crate) full_name: Option<String>,
    pub(crate) email: Option<EmailAddress>,
    pub(crate) phone: Option<PhoneNumber>,
    pub(crate) channel: Option<Channel>,
    pub(crate) locale: Option<Locale>,
    pub(crate) role: Role,
    pub(crate) team_id: Option<TeamId>,
    pub(crate) product_ids: Vec<ProductId>,
}

impl CheckedPerson {
    /// Where they can be written to.
    pub(crate) fn reach(&self) -> Reach<'_> {
        Reach {
            email: self.email.as_ref().map(EmailAddress::typed),
            phone: self.phone.as_ref().map(PhoneNumber::as_str),
            // Whoever is being added is known from Slack by the synchronisation alone.
            slack: None,
        }
    }
}

/// A form field left empty is a field left out.
fn given(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

/// Collects problems, so that a person reads all of them at once.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<Problem>);

impl Problems {
    pub(crate) fn note<T>(&mut self, result: Result<T, Problem>) -> Option<T> {
        result.map_err(|problem| self.0.push(problem)).ok()
    }

    pub(crate) fn add(&mut self, problem: Problem) {
        self.0.push(problem);
    }

    pub(crate) fn none(self) -> Result<(), DeedError> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(DeedError::Problems(self.0))
        }
    }
}

/// The teams and products of the organisation among those that some people name.
#[derive(Debug, Default)]
pub(crate) struct Known {
    teams: HashSet<TeamId>,
    products: HashSet<ProductId>,
    /// Where numbers without a country code are dialled.
    country: Option<Country>,
}

impl Known {
    /// Those that these people name, in two queries for all of them.
    pub(crate) async fn to(
        tx: &Write,
        admin: &Admin,
        organization: &organization::Model,
        people: &[Person],
    ) -> Result<Self, DbErr> {
        let teams: HashSet<TeamId> = people
            .iter()
            .filter_map(|person| TeamId::parse(given(person.team_id.as_ref())?).ok())
            .collect();
        let products: HashSet<ProductId> = people
            .iter()
            .flat_map(|person| person.product_ids.iter().flatten())
            .filter_map(|id| ProductId::parse(id).ok())
            .collect();
        let mut known = Self {
            country: organization.country,
            ..Self::default()
        };
        if !teams.is_empty() {
            let here = team::Entity::find()
                .select_only()
                .column(team::Column::Id)
                .filter(team::Column::OrganizationId.eq(admin.organization().clone()))
                .filter(team::Column::Id.is_in(teams));
            known.teams = here.into_tuple().all(&**tx).await?.into_iter().collect();
        }
        if !products.is_empty() {
            let here = product::Entity::find()
                .select_only()
                .column(product::Column::Id)
                .filter(product::Column::OrganizationId.eq(admin.organization().clone()))
                .filter(product::Column::Id.is_in(products));
            known.products = here.into_tuple().all(&**tx).await?.into_iter().collect();
        }
        Ok(known)
    }

    fn team(&self, id: &str) -> Result<TeamId, Problem> {
        let known = TeamId::parse(id).ok().filter(|id| self.teams.contains(id));
        known.ok_or_else(|| Problem::at(Code::TeamNotFound, "teamId"))
    }

    /// Each once.
    fn products(&self, ids: &[String]) -> Result<Vec<ProductId>, Problem> {
        let known = |id: &String| {
            let known = ProductId::parse(id).ok();
            known.filter(|id| self.products.contains(id))
        };
        let known: Option<Vec<_>> = ids.iter().map(known).collect();
        let mut known = known.ok_or_else(|| Problem::at(Code::ProductNotFound, "productIds"))?;
        known.sort_unstable();
        known.dedup();
        Ok(known)
    }
}

impl Person {
    pub(crate) async fn check(
        &self,
        tx: &Write,
        admin: &Admin,
        organization: &organization::Model,
    ) -> Result<CheckedPerson, DeedError> {
        let known = Known::to(tx, admin, organization, std::slice::from_ref(self)).await?;
        Ok(self.check_among(admin, &known)?)
    }

    /// The same, when what is known of the organisation has been read for many.
    pub(crate) fn check_among(
        &self,
        admin: &Admin,
        known: &Known,
    ) -> Result<CheckedPerson, Vec<Problem>> {
        let mut problems = Problems::default();
        let full_name =
            given(self.full_name.as_ref()).and_then(|text| problems.note(name(text, "fullName")));
        let email = given(self.email.as_ref()).and_then(|text| problems.note(email(text, "email")));
        let phone = given(self.phone.as_ref())
            .and_then(|text| problems.note(phone(text, known.country, "phone")));
        if given(self.email.as_ref()).is_none() && given(self.phone.as_ref()).is_none() {
            problems.add(Problem::at(Code::ContactRequired, "email"));
        }
        let locale =
            given(self.locale.as_ref()).and_then(|text| problems.note(locale(text, "locale")));
        let role = self.role.unwrap_or(Role::Member);
        if !admin.reaches(role) {
            problems.add(Problem::at(Code::RoleNotGrantable, "role"));
        }
        let team_id = given(self.team_id.as_ref()).and_then(|id| problems.note(known.team(id)));
        let product_ids = known.products(self.product_ids.as_deref().unwrap_or_default());
        let product_ids = problems.note(product_ids).unwrap_or_default();
        if !problems.0.is_empty() {
            return Err(problems.0);
        }
        Ok(CheckedPerson {
            full_name,
            email,
            phone,
            channel: self.channel,
            locale,
            role,
            team_id,
            product_ids,
        })
    }
}

pub(crate) fn name(text: &str, path: &'static str) -> Result<String, Problem> {
    let hint = Hint::Longest(text::LONGEST_NAME);
    text::line(text, text::LONGEST_NAME)
        .map_err(|_| Problem::at(Code::InvalidName, path).with(hint))
}

pub(crate) fn email(text: &str, path: &'static str) -> Result<EmailAddress, Problem> {
    EmailAddress::parse(text)
        .map_err(|e| Problem::at(Code::InvalidEmail, path).with(Hint::Address(e)))
}

/// A number as it is written in a country, if one is meant.
pub(crate) fn phone(
    text: &str,
    meant: Option<Country>,
    path: &'static str,
) -> Result<PhoneNumber, Problem> {
    PhoneNumber::parse(text, meant).map_err(|error| {
        let guess = PhoneNumber::meant_by(text, meant);
        let hint = guess.map_or(Hint::Address(error), Hint::Meant);
        Problem::at(Code::InvalidPhone, path).with(hint)
    })
}

pub(crate) fn locale(text: &str, path: &'static str) -> Result<Locale, Problem> {
    Locale::from_tag(text).map_err(|_| Problem::at(Code::InvalidLocale, path))
}

pub(crate) fn note(text: Option<&str>) -> Result<Option<String>, Problem> {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else {
        return Ok(None);
    };
    let hint = Hint::Longest(text::LONGEST_NOTE);
    let note = text::lines(text, text::LONGEST_NOTE);
    note.map(Some)
        .map_err(|_| Problem::at(Code::InvalidNote, "note").with(hint))
}

/// A team of the administrator's organisation.
pub(crate) async fn team(
    tx: &Write,
    admin: &Admin,
    id: &str,
    path: &'static str,
) -> Result<Result<TeamId, Problem>, DeedError> {
    let missing = Problem::at(Code::TeamNotFound, path);
    let Ok(id) = TeamId::parse(id) else {
        return Ok(Err(missing));
    };
    let here = team::Entity::find_by_id(id.clone())
        .filter(team::Column::OrganizationId.eq(admin.organization().clone()))
        .count(&**tx)
        .await?;
    Ok(if here == 1 { Ok(id) } else { Err(missing) })
}

/// Products of the administrator's organisation, each once.
pub(crate) async fn products(
    tx: &Write,
    admin: &Admin,
    ids: &[String],
    path: &'static str,
) -> Result<Result<Vec<ProductId>, Problem>, DeedError> {
    if ids.is_empty() {
        return Ok(Ok(Vec::new()));
    }
    let missing = Problem::at(Code::ProductNotFound, path);
    let Ok(mut ids) = ids
        .iter()
        .map(|id| ProductId::parse(id))
        .collect::<Result<Vec<_>, _>>()
    else {
        return Ok(Err(missing));
    };
    ids.sort_unstable();
    ids.dedup();
    let here = product::Entity::find()
        .filter(product::Column::OrganizationId.eq(admin.organization().clone()))
        .filter(product::Column::Id.is_in(ids.iter().cloned()))
        .count(&**tx)
        .await?;
    Ok(if here == ids.len() as u64 {
        Ok(ids)
    } else {
        Err(missing)
    })
}

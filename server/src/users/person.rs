//! What is typed about a person, parsed once into what cannot be wrong.

use entity::{Channel, EmailAddress, Locale, PhoneNumber, ProductId, Role, TeamId, product, team};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::{
    access::Admin,
    db::Write,
    problem::{Code, DeedError, Hint, Problem},
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

impl Person {
    pub(crate) async fn check(
        &self,
        tx: &Write,
        admin: &Admin,
    ) -> Result<CheckedPerson, DeedError> {
        let mut problems = Problems::default();
        let full_name =
            given(self.full_name.as_ref()).and_then(|text| problems.note(name(text, "fullName")));
        let email = given(self.email.as_ref()).and_then(|text| problems.note(email(text, "email")));
        let phone = given(self.phone.as_ref()).and_then(|text| problems.note(phone(text, "phone")));
        if given(self.email.as_ref()).is_none() && given(self.phone.as_ref()).is_none() {
            problems.add(Problem::at(Code::ContactRequired, "email"));
        }
        let locale =
            given(self.locale.as_ref()).and_then(|text| problems.note(locale(text, "locale")));
        let role = self.role.unwrap_or(Role::Member);
        if !admin.reaches(role) {
            problems.add(Problem::at(Code::RoleNotGrantable, "role"));
        }
        let team_id = match given(self.team_id.as_ref()) {
            Some(id) => problems.note(team(tx, admin, id, "teamId").await?),
            None => None,
        };
        let product_ids = products(
            tx,
            admin,
            self.product_ids.as_deref().unwrap_or_default(),
            "productIds",
        )
        .await?;
        let product_ids = problems.note(product_ids).unwrap_or_default();
        problems.none()?;
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

pub(crate) fn phone(text: &str, path: &'static str) -> Result<PhoneNumber, Problem> {
    PhoneNumber::parse(text)
        .map_err(|e| Problem::at(Code::InvalidPhone, path).with(Hint::Address(e)))
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

//! What becomes of a row, and what it would write.

use entity::{Flaw, ImportField, ProductId, RowClass, RowFlaw, UserId, user};

/// What becomes of a row.
pub(super) struct Verdict {
    pub(super) line: i32,
    pub(super) class: RowClass,
    pub(super) flaws: Vec<Flaw>,
    /// Whom it is about, if they are there.
    pub(super) user_id: Option<UserId>,
    pub(super) change: Option<Change>,
}

/// What a row would write.
pub(super) struct Change {
    /// The person as they would be.
    pub(super) user: user::Model,
    /// What they would be given access to.
    pub(super) products: Vec<ProductId>,
    /// The names of what is different, in the contract's spelling; none for somebody new.
    pub(super) changed: Vec<&'static str>,
}

impl Verdict {
    /// Nothing is done, because of a role.
    pub(super) fn refuse(&mut self, what: RowFlaw) {
        self.class = RowClass::Invalid;
        self.flaws.push(Flaw {
            what,
            field: Some(ImportField::Role),
            line: None,
        });
    }
}

/// The names of what is different, in the contract's spelling.
pub(super) fn differences(before: &user::Model, after: &user::Model) -> Vec<&'static str> {
    let fields = [
        ("fullName", after.full_name != before.full_name),
        ("phone", after.phone != before.phone),
        ("locale", after.locale != before.locale),
        ("role", after.role != before.role),
    ];
    fields
        .into_iter()
        .filter_map(|(field, differs)| differs.then_some(field))
        .collect()
}

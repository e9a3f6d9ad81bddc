//! The few kinds of column there are, alike on both databases.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// Text, compared byte by byte on both databases: PostgreSQL would otherwise sort by the cluster's language.
pub(crate) fn text(manager: &SchemaManager<'_>, name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    match manager.get_database_backend() {
        DbBackend::Postgres => column.custom("text COLLATE \"C\""),
        _ => column.text(),
    };
    column
}

/// An id of this row: its primary key.
pub(crate) fn id(manager: &SchemaManager<'_>) -> ColumnDef {
    let mut column = text(manager, "id");
    column.not_null().primary_key();
    column
}

/// An instant: milliseconds since the epoch.
pub(crate) fn instant(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.big_integer();
    column
}

/// A foreign key to a table's `id`.
pub(crate) fn reference(
    from: (&'static str, &'static str),
    to: &'static str,
    on_delete: ForeignKeyAction,
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("fk_{}_{}", from.0, from.1))
        .from(from.0, from.1)
        .to(to, "id")
        .on_delete(on_delete)
        .to_owned()
}

/// An index named after what it covers.
pub(crate) fn index(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index
        .name(format!("ix_{table}_{}", columns.join("_")))
        .table(table);
    for column in columns {
        index.col(*column);
    }
    index
}

/// An index that also forbids a second row with the same values.
pub(crate) fn unique(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = index(table, columns);
    index.unique();
    index
}

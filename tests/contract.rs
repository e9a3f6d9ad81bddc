//! The contract is a file, kept current; what is stored and how it came to be stored agree.

use std::collections::{BTreeMap, BTreeSet};

use migration::{Migrator, MigratorTrait};
use sea_orm::{ColumnTrait, ColumnType, ConnectionTrait, EntityTrait, IdenStatic, Iterable};
use serde_json::{Value, json};
use tests::{
    TestApp,
    database::{self, TestDatabase},
};

#[test]
fn the_schema_file_is_what_the_server_writes() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../schema.graphql");
    let kept = std::fs::read_to_string(file).expect("schema.graphql at the root");
    let written = server::graphql::sdl();
    let differs = kept
        .trim_end()
        .lines()
        .zip(written.trim_end().lines())
        .find(|(kept, written)| kept != written);
    assert!(
        kept.trim_end() == written.trim_end(),
        "schema.graphql is stale; write it again with `cargo xtask schema`. First difference: {differs:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_in_the_schema_is_described() {
    let (_app, admin) = TestApp::founded().await;
    let query = "{ __schema { types { kind name description specifiedByURL \
        fields(includeDeprecated: true) { name description args { name description } } \
        inputFields { name description } enumValues(includeDeprecated: true) { name description } } } }";
    let schema = admin.ask(query, json!({})).await.data()["__schema"].clone();
    let mut missing = Vec::new();
    let mut look = |path: &str, element: &Value| {
        if element["description"]
            .as_str()
            .is_none_or(|text| text.trim().len() < 3)
        {
            missing.push(path.to_owned());
        }
    };
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    for kind in list(&schema["types"]) {
        let name = kind["name"].as_str().expect("a name");
        // What every schema has is described by the specification.
        let built_in = ["Int", "Float", "String", "Boolean", "ID"].contains(&name);
        if name.starts_with("__") || built_in {
            continue;
        }
        look(name, &kind);
        for field in list(&kind["fields"])
            .into_iter()
            .chain(list(&kind["inputFields"]))
            .chain(list(&kind["enumValues"]))
        {
            let path = format!("{name}.{}", field["name"].as_str().expect("a name"));
            look(&path, &field);
            for argument in list(&field["args"]) {
                look(
                    &format!("{path}({})", argument["name"].as_str().expect("a name")),
                    &argument,
                );
            }
        }
        if kind["kind"] == "SCALAR" {
            assert!(
                kind["specifiedByURL"].is_string(),
                "{name} says where it is specified"
            );
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

/// A column as an entity declares it: whether it may be null, and whether it is a number or a text.
type Column = (bool, &'static str);

fn declared<E: EntityTrait>(_: E) -> (String, BTreeMap<String, Column>) {
    let columns = E::Column::iter().map(|column| {
        let definition = column.def();
        let kind = match definition.get_column_type() {
            ColumnType::Integer | ColumnType::BigInteger => "number",
            ColumnType::Boolean => "truth",
            ColumnType::Text | ColumnType::String(_) => "text",
            other => panic!("a column type the test does not know: {other:?}"),
        };
        (column.as_str().to_owned(), (definition.is_null(), kind))
    });
    (E::default().table_name().to_owned(), columns.collect())
}

/// The columns of a table as the database has them.
async fn stored(connection: &sea_orm::DatabaseConnection, table: &str) -> BTreeMap<String, Column> {
    let sql = if database::is_postgres() {
        format!(
            "SELECT column_name::text, data_type::text, is_nullable = 'YES' FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '{table}'"
        )
    } else {
        // A primary key of SQLite is null only where it is not said; the migrations say it.
        format!("SELECT name, type, \"notnull\" = 0 AND pk = 0 FROM pragma_table_info('{table}')")
    };
    let statement = sea_orm::Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection
        .query_all_raw(statement)
        .await
        .expect("the catalogue answers");
    let column = |row: &sea_orm::QueryResult| {
        let name: String = row.try_get_by_index(0).expect("a name");
        let declared: String = row.try_get_by_index(1).expect("a type");
        let declared = declared.to_ascii_lowercase();
        let kind = match declared.as_str() {
            kind if kind.contains("bool") => "truth",
            kind if kind.contains("int") => "number",
            kind if kind.contains("text") || kind.contains("char") => "text",
            other => panic!("a column type the test does not know: {other}"),
        };
        let nullable = row.try_get_by_index::<bool>(2).expect("a truth value");
        (name, (nullable, kind))
    };
    rows.iter().map(column).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn entities_and_migrations_agree_on_every_column_of_every_table() {
    let database = TestDatabase::create().await;
    let connection = database.connect().await;
    let entities = [
        declared(entity::organization::Entity),
        declared(entity::user::Entity),
        declared(entity::team::Entity),
        declared(entity::product::Entity),
        declared(entity::product_access::Entity),
        declared(entity::invitation::Entity),
        declared(entity::link::Entity),
        declared(entity::message::Entity),
        declared(entity::event::Entity),
        declared(entity::session::Entity),
        declared(entity::slack_member::Entity),
        declared(entity::slack_sync::Entity),
        declared(entity::slack_sync_row::Entity),
        declared(entity::slack_workspace::Entity),
        declared(entity::api_token::Entity),
        declared(entity::view::Entity),
        declared(entity::operation::Entity),
        declared(entity::outcome::Entity),
        declared(entity::earlier_invitation::Entity),
        declared(entity::idempotency_key::Entity),
        declared(entity::import::Entity),
        declared(entity::import_row::Entity),
        declared(entity::reminder_plan::Entity),
        declared(entity::reminder_step::Entity),
        declared(entity::step_taken::Entity),
    ];
    for (table, columns) in &entities {
        assert_eq!(stored(&connection, table).await, *columns, "{table}");
    }
    let known: BTreeSet<&str> = entities
        .iter()
        .map(|(table, _)| table.as_str())
        .chain(["event_positions", "seaql_migrations"])
        .collect();
    let there = database::tables(&connection).await;
    let there: BTreeSet<&str> = there.iter().map(String::as_str).collect();
    assert_eq!(
        there, known,
        "every table has its entity, but for the feed's counter"
    );
}

/// Everything the catalogue says about tables, columns and indexes.
async fn catalogue(connection: &sea_orm::DatabaseConnection) -> Vec<String> {
    let sql = if database::is_postgres() {
        "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'seaql_migrations' \
         UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'seaql_migrations' \
         UNION ALL SELECT conrelid::regclass::text || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype = 'f' \
         ORDER BY 1"
    } else {
        "SELECT coalesce(sql, name) FROM sqlite_master WHERE name NOT LIKE 'seaql%' AND name NOT LIKE 'sqlite_%' ORDER BY 1"
    };
    let statement = sea_orm::Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection
        .query_all_raw(statement)
        .await
        .expect("the catalogue answers");
    rows.iter()
        .map(|row| row.try_get_by_index(0).expect("a text"))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_step_of_the_schema_can_be_taken_back_and_again() {
    let database = TestDatabase::empty().await;
    let connection = database.connect().await;
    Migrator::up(&connection, None).await.expect("up");
    let up = catalogue(&connection).await;
    assert!(up.len() > 20, "{up:?}");
    let steps = u32::try_from(Migrator::migrations().len()).expect("a few steps");
    for taken_back in 1..=steps {
        Migrator::down(&connection, Some(taken_back))
            .await
            .expect("down");
        Migrator::up(&connection, None).await.expect("up again");
        assert_eq!(catalogue(&connection).await, up, "{taken_back} steps back");
    }
    Migrator::down(&connection, None)
        .await
        .expect("all the way down");
    assert_eq!(
        catalogue(&connection).await,
        Vec::<String>::new(),
        "nothing is left"
    );
    connection.close().await.expect("the connection closes");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_has_one_open_invitation_and_an_address_one_person_even_behind_the_servers_back() {
    let (app, admin) = TestApp::founded().await;
    admin.invite("ada@example.com").await;
    app.at_rest().await;
    let connection = app.database.connect().await;
    for sql in [
        "INSERT INTO invitations SELECT 'inv_00000000000000000000000000', organization_id, user_id, channel, state, locale, note, invited_by, created_at, link_id, expires_at, \
         reminders_sent, last_sent_at, accepted_at, delivery_state, delivery_attempts, delivery_at, delivery_reason FROM invitations WHERE state = 'PENDING'",
        "UPDATE users SET email_key = 'olivia@acme.example'",
        "UPDATE links SET hash = (SELECT max(token_hash) FROM sessions), invitation_id = 'inv_00000000000000000000000000'",
    ] {
        assert!(connection.execute_unprepared(sql).await.is_err(), "{sql}");
    }
}

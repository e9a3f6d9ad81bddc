//! The program `bienvenue`.

use std::{io::Read, process::ExitCode, sync::Arc};

use anyhow::Context;
use clap::Parser;
use server::{
    app::App,
    cli::{Cli, Command, CreateOrganization, Serve, Storage, existing_key},
    clock::Clock,
    config::{Config, Mail, MessageLimits, PasswordCost, Slack, TextLimits, Texts},
    db::Db,
    demo, graphql, organizations,
    random::Random,
    running,
    secret::Secrets,
    telemetry,
    terminal::{self, plainly},
};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // One line: what went wrong, and in what.
            eprintln!("bienvenue: {}", telemetry::mask(&format!("{error:#}")));
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<()> {
    telemetry::start(&cli.log, cli.log_format)?;
    let runtime = tokio::runtime::Runtime::new().context("the async runtime cannot start")?;
    runtime.block_on(async {
        match cli.command {
            Command::Serve(serve) => self::serve(&serve).await,
            Command::Migrate(storage) => migrated(&storage).await.map(drop),
            Command::CreateOrganization(input) => create_organization(input).await,
            Command::Import(input) => {
                let key = input.secret_key.as_deref();
                let secrets = existing_key(key, &input.storage.data_dir)?;
                let config = input.check(terminal_config()?)?;
                let app = at_terminal(&input.storage, config, secrets).await?;
                terminal::import(&app, &input).await
            }
            Command::Export(input) => {
                let secrets = Secrets::new(Random::system().bytes());
                let app = at_terminal(&input.storage, terminal_config()?, secrets).await?;
                terminal::export(&app, &input).await
            }
            Command::PrintSchema => {
                print!("{}", graphql::sdl());
                Ok(())
            }
        }
    })
}

async fn migrated(storage: &Storage) -> anyhow::Result<Db> {
    let db = Db::open(&storage.url()?).await?;
    db.migrate().await?;
    Ok(db)
}

async fn serve(serve: &Serve) -> anyhow::Result<()> {
    let (config, secrets) = serve.check()?;
    let listener = TcpListener::bind(config.listen).await.with_context(|| {
        format!(
            "cannot listen on {}; name another address with --listen",
            config.listen
        )
    })?;
    let db = migrated(&serve.storage).await?;
    let app = Arc::new(App::build(db, config, secrets, Clock::system(), Random::system()).await?);
    if serve.demo {
        fill(&app).await?;
    }
    let running = running::start(&app, listener)?;
    greet(&app, serve.demo);
    let (mut interrupt, mut terminate) = (
        signal(SignalKind::interrupt())?,
        signal(SignalKind::terminate())?,
    );
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    tracing::info!("stopping: finishing what has been started");
    running.stop().await;
    Ok(())
}

async fn fill(app: &Arc<App>) -> anyhow::Result<()> {
    println!("Making the demonstration organisation, once: about 250 people …");
    if !demo::fill(app).await.map_err(plainly)? {
        println!("It is there already.");
    }
    Ok(())
}

/// Says where to go, and with what.
fn greet(app: &App, is_demo: bool) {
    println!("\nBienvenue is at {}", app.config.public_url);
    if is_demo {
        println!("  sign in with   {}  /  {}", demo::EMAIL, demo::PASSWORD);
    }
    if let Some(mailbox) = app.config.mailbox_url() {
        println!("  the mailbox    {mailbox}   (no mail server is set: messages are kept there)");
    }
    if let Some(code) = app.setup_code.expose().filter(|_| !is_demo) {
        println!(
            "  set it up at   {}",
            app.config.url(&format!("setup?code={code}"))
        );
    }
    println!("Ctrl-C stops it.");
}

async fn create_organization(input: CreateOrganization) -> anyhow::Result<()> {
    let mut password = String::new();
    std::io::stdin()
        .read_to_string(&mut password)
        .context("the password is read from standard input")?;
    // Nothing that is derived from the server key is made here.
    let secrets = Secrets::new(Random::system().bytes());
    let app = at_terminal(&input.storage, terminal_config()?, secrets).await?;
    let set_up = organizations::SetUp {
        code: String::new(),
        organization_name: input.name,
        full_name: input.owner_name,
        email: input.owner_email,
        password: password.trim_end_matches(['\r', '\n']).to_owned(),
        locale: input.locale,
    };
    let owner = organizations::create(&app, set_up).await.map_err(plainly)?;
    println!("{}", owner.organization_id);
    Ok(())
}

/// The server's parts for one deed at a terminal: nobody is served and nothing is sent.
async fn at_terminal(
    storage: &Storage,
    config: Config,
    secrets: Secrets,
) -> anyhow::Result<Arc<App>> {
    let db = migrated(storage).await?;
    let app = App::build(db, config, secrets, Clock::system(), Random::system()).await?;
    Ok(Arc::new(app))
}

/// Settings for deeds that promise no messages.
fn terminal_config() -> anyhow::Result<Config> {
    Ok(Config {
        public_url: "http://127.0.0.1/".parse()?,
        listen: "127.0.0.1:0".parse()?,
        production: false,
        mail: Mail::Mailbox,
        texts: Texts::Mailbox,
        client_folder: None,
        behind_proxy: false,
        password_cost: PasswordCost::RECOMMENDED,
        message_limits: MessageLimits::USUAL,
        text_limits: TextLimits::USUAL,
        slack: Slack::default(),
    })
}

//! Every setting can be made in three ways of saying it: the flag, the environment, and the page that lists both.

use clap::CommandFactory;

use super::Cli;

const PAGE: &str = include_str!("../../../docs/configuration.md");

#[test]
fn every_setting_has_a_flag_an_environment_name_help_and_a_row() {
    let mut cli = Cli::command();
    cli.build();
    for name in ["serve", "migrate", "create-organization"] {
        let command = cli.find_subcommand(name).expect("a command");
        let settings = command
            .get_arguments()
            .filter(|argument| !["help", "version"].contains(&argument.get_id().as_str()));
        let mut count = 0;
        for setting in settings {
            let flag = setting.get_long().expect("a long flag");
            let environment = setting.get_env().and_then(|name| name.to_str());
            let environment = environment.unwrap_or_else(|| panic!("{name} --{flag} has no name"));
            assert!(setting.get_help().is_some(), "{name} --{flag} has no help");
            let row = format!("| `--{flag}` | `{environment}` |");
            assert!(PAGE.contains(&row), "{name}: no row {row}");
            count += 1;
        }
        assert!(count >= 4, "{name} has {count} settings");
    }
}

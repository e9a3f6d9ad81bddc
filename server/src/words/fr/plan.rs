//! What is wrong with a reminder plan.

use crate::problem::{Code, Hint};

pub(super) fn problem(code: Code, hint: Option<&Hint>) -> String {
    match code {
        Code::InvalidStep => between("Choisissez", "heures pour ce rappel", hint),
        Code::InvalidStepCount => between("Prévoyez", "rappels", hint),
        Code::InvalidReminderCount => between("Autorisez", "rappels", hint),
        Code::InvalidTimeZone => {
            "Choisissez un fuseau horaire de la liste, comme Europe/Paris.".to_owned()
        }
        Code::InvalidTime => "Écrivez les deux heures avec leurs minutes, comme 20:00.".to_owned(),
        _ => "Aucun rappel ne pourrait jamais partir. Laissez libres quelques heures d’un jour."
            .to_owned(),
    }
}

fn between(verb: &str, what: &str, hint: Option<&Hint>) -> String {
    match hint {
        Some(Hint::Between(least, most)) => format!("{verb} de {least} à {most} {what}."),
        _ => format!("{verb} un autre nombre de {what}."),
    }
}

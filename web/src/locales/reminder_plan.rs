//! Words of the reminder plan.

use super::{Count, words};
use crate::api::reminder_plan::{StepAnchor, Weekday};

words! {
    /// Settings > Invitations, the reminder plan.
    PlanWords {
        title = "Automatic reminders", "Rappels automatiques";
        enabled = "Remind people who have not answered", "Relancer les personnes qui n’ont pas répondu";
        enabled_hint = "Each reminder goes once to each person, with a new link. It concerns what comes due from now on: switching this on writes to nobody at once. Whoever has joined, declined or cannot be reached is left alone.",
            "Chaque rappel part une fois pour chaque personne, avec un nouveau lien. Cela concerne ce qui vient à partir de maintenant\u{a0}: l’activer n’écrit à personne sur-le-champ. Les personnes qui ont rejoint l’organisation, ont décliné ou sont injoignables ne reçoivent rien.";
        steps = "When to remind", "Quand relancer";
        nothing_planned = "No reminder is planned.", "Aucun rappel n’est prévu.";
        add = "Add a reminder", "Ajouter un rappel";
        step(place: i32) = format!("Reminder {place}"), format!("Rappel {place}");
        remove(place: i32) = format!("Remove reminder {place}"), format!("Supprimer le rappel {place}");
        how_many = "How many", "Combien";
        unit = "Unit", "Unité";
        unit_hours = "hours", "heures";
        unit_days = "days", "jours";
        from_when = "Counted from", "Par rapport à";
        after_invitation = "after the invitation", "après l’invitation";
        before_expiry = "before the link expires", "avant l’échéance du lien";
        number_missing = "Type a whole number.", "Écrivez un nombre entier.";
        quiet_hours = "Quiet hours", "Heures calmes";
        quiet = "Send nothing at these hours", "Ne rien envoyer à ces heures";
        quiet_hint = "What comes due then leaves at their end.", "Ce qui vient à échéance pendant ce temps part à leur fin.";
        from = "From", "De";
        to = "To", "À";
        quiet_days = "Quiet days", "Jours calmes";
        zone = "Time zone", "Fuseau horaire";
        zone_hint = "Hours and days are those of this place.", "Les heures et les jours sont ceux de ce lieu.";
        most = "At most, for each invitation", "Au plus, pour chaque invitation";
        most_unit = "reminders", "rappels";
        most_hint = "Reminders that you send yourself count as well.", "Les rappels que vous envoyez vous-même comptent aussi.";
        nobody = "Nobody is waiting for a reminder.", "Personne n’attend de rappel.";
        next_on(moment: &str, people: Count) =
            format!("The next reminder leaves on {moment}. {people} {} in the next 24 hours.", people.pick("person is reminded", "people are reminded")),
            format!("Le prochain rappel part le {moment}. {people} {} dans les 24 prochaines heures.", people.pick("personne est relancée", "personnes sont relancées"));
        next_off(moment: &str, people: Count) =
            format!("Switched on now, the first reminder would leave on {moment}. {people} {} in the next 24 hours.", people.pick("person would be reminded", "people would be reminded")),
            format!("Activé maintenant, le premier rappel partirait le {moment}. {people} {} dans les 24 prochaines heures.", people.pick("personne serait relancée", "personnes seraient relancées"));
        save = "Save the reminders", "Enregistrer les rappels";
        saved = "The reminders are saved.", "Les rappels sont enregistrés.";
        monday = "Monday", "Lundi";
        tuesday = "Tuesday", "Mardi";
        wednesday = "Wednesday", "Mercredi";
        thursday = "Thursday", "Jeudi";
        friday = "Friday", "Vendredi";
        saturday = "Saturday", "Samedi";
        sunday = "Sunday", "Dimanche";
    }
}

impl PlanWords {
    /// What a step counts from.
    pub const fn anchor(self, anchor: StepAnchor) -> &'static str {
        match anchor {
            StepAnchor::AfterInvitation => self.after_invitation(),
            StepAnchor::BeforeExpiry => self.before_expiry(),
        }
    }

    /// A day of the week.
    pub const fn day(self, day: Weekday) -> &'static str {
        match day {
            Weekday::Monday => self.monday(),
            Weekday::Tuesday => self.tuesday(),
            Weekday::Wednesday => self.wednesday(),
            Weekday::Thursday => self.thursday(),
            Weekday::Friday => self.friday(),
            Weekday::Saturday => self.saturday(),
            Weekday::Sunday => self.sunday(),
        }
    }
}

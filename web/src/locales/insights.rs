//! Words of Settings > Insights and Settings > Activity.

use super::{Count, words};

words! {
    /// Settings > Insights.
    InsightWords {
        title = "Insights", "Aperçus";
        about = "How far the people you invite have come, and how long they take.", "Jusqu’où vont les personnes invitées, et en combien de temps.";
        period = "Period", "Période";
        ever = "Since the beginning", "Depuis le début";
        month = "Last 30 days", "30 derniers jours";
        quarter = "Last 90 days", "90 derniers jours";
        year = "Last 12 months", "12 derniers mois";

        funnel = "From created to active", "De la création à l’activation";
        funnel_about = "Each person counts once, by their latest invitation.", "Chaque personne compte une fois, par sa dernière invitation.";
        stage = "Stage", "Étape";
        people = "People", "Personnes";
        of_created = "Of those created", "Des personnes créées";
        of_previous = "Of the stage before", "De l’étape précédente";
        created = "Created", "Créées";
        invited = "Invited", "Invitées";
        delivered = "Delivered", "Distribuées";
        opened = "Opened", "Ouvertes";
        active = "Active", "Actives";

        weeks = "Acceptance over time", "Acceptations au fil du temps";
        week = "Week of", "Semaine du";
        week_invited = "Invited", "Invitations";
        week_accepted = "Accepted", "Acceptations";

        time = "Time to accept", "Délai d’acceptation";
        time_about = "From the invitation to the yes. The bar holds the middle half of the people, the dot the median.",
            "De l’invitation au oui. La barre contient la moitié centrale des personnes, le point la médiane.";
        by = "Group by", "Grouper par";
        by_channel = "Channel", "Canal";
        by_team = "Team", "Équipe";
        by_language = "Language", "Langue";
        group = "Group", "Groupe";
        everyone = "Everyone", "Tout le monde";
        no_team = "No team", "Sans équipe";
        accepted = "Accepted", "Acceptées";
        quarter_within = "A quarter within", "Un quart en";
        half_within = "Half within", "La moitié en";
        three_quarters_within = "Three quarters within", "Trois quarts en";
        nobody_yet = "Nobody has accepted in this period yet.", "Personne n’a encore accepté pendant cette période.";
        weeks_about(count: Count) = format!("Invitations made and accepted in each of the last {count} weeks."),
            format!("Invitations créées et acceptées, pour chacune des {count} dernières semaines.");
        maybe_automatic(count: Count) = format!("{count} of them maybe only by a mail scanner"),
            format!("dont {count} peut-être seulement par un robot de messagerie");
    }
}

words! {
    /// Settings > Activity.
    ActivityWords {
        title = "Activity", "Activité";
        about = "Everything that happened in the organisation, newest first. It is kept for ever.", "Tout ce qui s’est passé dans l’organisation, du plus récent au plus ancien. Rien n’en est effacé.";
        caption = "What happened", "Ce qui s’est passé";
        show = "Show", "Afficher";
        everything = "Everything", "Tout";
        people = "People", "Personnes";
        invitations = "Invitations", "Invitations";
        messages = "Messages", "Messages";
        settings = "Settings", "Réglages";
        from = "From", "Du";
        to = "To", "Au";
        when = "When", "Quand";
        what = "What", "Quoi";
        whom = "Whom", "Qui";
        one_person = "One person only", "Une seule personne";
        everybody = "Show everybody", "Afficher tout le monde";
        older = "Older", "Plus anciens";
        newest = "Newest", "Plus récents";
        empty = "Nothing of this kind has happened yet", "Rien de tel ne s’est encore produit";
    }
}

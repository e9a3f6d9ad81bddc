//! Words of Settings > Users.

use super::{Count, words};
use crate::api::values::Channel;

words! {
    /// Settings > Users.
    UsersWords {
        title = "Users", "Utilisateurs";
        add_users = "Add users", "Ajouter des utilisateurs";
        person = "Person", "Personne";
        search = "Search users by name, e-mail or phone", "Chercher par nom, e-mail ou téléphone";
        search_hint = "Name, e-mail or phone", "Nom, e-mail ou téléphone";
        by_status = "Filter by status", "Filtrer par statut";
        everyone = "Everyone", "Tout le monde";
        expired = "Expired", "Expiré";
        undelivered = "Undelivered", "Non distribué";
        add_filter = "Add a filter", "Ajouter un filtre";
        clear_filters = "Clear filters", "Effacer les filtres";
        team = "Team", "Équipe";
        product = "Product", "Produit";
        products = "Products", "Produits";
        role = "Role", "Rôle";
        source = "Source", "Origine";
        invited_by_channel = "Invited by", "Moyen d’invitation";
        language = "Language", "Langue";
        name = "Name", "Nom";
        status = "Status", "Statut";
        added = "Added", "Ajout";
        last_event = "Last event", "Dernier événement";
        row_actions = "Actions", "Actions";
        select_page = "Select everyone on this page", "Sélectionner toute la page";
        pages = "Pages", "Pages";
        previous = "Previous", "Précédent";
        next = "Next", "Suivant";
        selection = "Selection", "Sélection";
        clear_selection = "Clear", "Désélectionner";
        declined = "Declined", "Invitation déclinée";
        revoked = "Invitation revoked", "Invitation révoquée";
        expires_within_the_hour = "Expires within the hour", "Expire dans l’heure";
        invite = "Invite", "Inviter";
        remind = "Send invitation reminder", "Relancer l’invitation";
        copy_link = "Copy link", "Copier le lien";
        edit = "Edit", "Modifier";
        open_person = "Profile and history", "Profil et historique";
        revoke = "Revoke invitation", "Révoquer l’invitation";
        deactivate = "Deactivate", "Désactiver";
        reactivate = "Reactivate", "Réactiver";
        delete = "Delete", "Supprimer";
        working = "Working on it…", "En cours…";
        method = "Method", "Moyen";
        email = "E-mail", "E-mail";
        phone = "Phone number", "Numéro de téléphone";
        phone_hint = "A mobile number, for example +33 6 12 34 56 78.", "Un numéro de mobile, par exemple +33\u{a0}6\u{a0}12\u{a0}34\u{a0}56\u{a0}78.";
        full_name = "Full name", "Nom complet";
        full_name_hint = "Without it, they are asked when they join.", "Sans nom, la question sera posée à l’arrivée.";
        no_team = "No team", "Aucune équipe";
        product_access = "Product access", "Accès aux produits";
        invite_now = "Invite now", "Inviter maintenant";
        invite_now_hint = "Otherwise they wait under Created until you invite them.", "Sinon, la personne attend sous «\u{a0}Créé\u{a0}» jusqu’à votre invitation.";
        invite_in_slack = "Invite in Slack", "Inviter sur Slack";
        way = "Invite by", "Inviter par";
        usual_way = "E-mail, else text message or Slack", "E-mail, sinon SMS ou Slack";
        way_hint = "Whoever is not in Slack is skipped when you choose it.", "Si vous choisissez Slack, les personnes qui n’y sont pas sont laissées de côté.";
        note = "Personal note", "Message personnel";
        note_hint = "Shown in the message above the link.", "Affiché dans le message, au-dessus du lien.";
        add = "Add", "Ajouter";
        add_and_invite = "Add and invite", "Ajouter et inviter";
        email_change_hint = "A new address gets a new link; the earlier link stops working.", "Une nouvelle adresse reçoit un nouveau lien\u{a0}; l’ancien cesse de fonctionner.";
        link = "Link", "Lien";
        link_is_a_key = "Whoever has this link can join in this person’s place: hand it over privately.", "Quiconque possède ce lien peut s’inscrire à la place de cette personne\u{a0}: remettez-le en privé.";
        earlier_link_stops = "The link that was sent earlier stops working.", "Le lien envoyé précédemment cessera de fonctionner.";
        make_link = "Make a fresh link", "Créer un nouveau lien";
        link_picture = "The link as a QR code: let a phone’s camera read it.", "Le lien en code QR\u{a0}: faites-le lire par l’appareil photo d’un téléphone.";
        shown_once = "This link is shown only now.", "Ce lien n’est affiché que maintenant.";
        ask_revoke = "The link stops working at once. You can invite this person again later.", "Le lien cesse aussitôt de fonctionner. Vous pourrez réinviter cette personne plus tard.";
        ask_deactivate = "They are signed out everywhere and lose access; an open invitation is revoked. You can reactivate them later.", "La personne est déconnectée partout et perd son accès\u{a0}; une invitation ouverte est révoquée. Vous pourrez la réactiver plus tard.";
        ask_delete = "The profile is removed for good. What happened stays in the history of the organisation.", "Le profil est supprimé définitivement. Ce qui s’est passé reste dans l’historique de l’organisation.";
        done_nothing = "There was nothing to do.", "Il n’y avait rien à faire.";
        skipped_active = "already active", "déjà actif";
        skipped_invited = "already invited", "déjà invité";
        messages_leaving = "Messages being sent", "Messages en cours d’envoi";
        sending = "Sending…", "Envoi en cours…";
        contact = "E-mail or phone", "E-mail ou téléphone";
        reason = "Reason", "Raison";
        left_out_file = "left-out.csv", "laisses-de-cote.csv";
        download = "Download", "Télécharger";
        left_out_table = "Who was left out, and why", "Personnes laissées de côté, et pourquoi";
        skipped_not_invited = "not invited", "pas d’invitation ouverte";
        skipped_deactivated = "deactivated", "désactivé";
        skipped_too_soon = "written to not long ago", "contacté il y a peu";
        skipped_limit = "held back by a limit", "retenu par une limite d’envoi";
        skipped_budget = "the budget for text messages is spent", "budget des SMS épuisé";
        skipped_number = "no text messages go to this number", "pas de SMS vers ce numéro";
        skipped_channel = "channel not set up", "moyen d’envoi non configuré";
        skipped_no_address = "no address for that channel", "pas d’adresse pour ce moyen";
        skipped_other = "not possible now", "impossible pour l’instant";
        nobody_here = "There is no such person in your organisation. They may have been deleted.", "Cette personne n’est pas dans votre organisation. Elle a peut-être été supprimée.";
        invited_by = "Invited by", "Invité par";
        inviter_gone = "someone who has left", "une personne partie depuis";
        link_expires = "Link expires", "Fin du lien";
        link_expired = "Link expired", "Lien expiré";
        last_message = "Last message", "Dernier message";
        reminders = "Reminders", "Relances";
        history = "History", "Historique";
        whole_history = "Filter it on the page Activity", "Le filtrer sur la page Activité";
        earlier = "Show earlier events", "Afficher plus ancien";
        nobody_yet = "You are the only one here so far", "Il n’y a que vous pour l’instant";
        nobody_yet_about = "Add the first people by e-mail: each gets a link and is in within a minute.", "Ajoutez les premières personnes par e-mail\u{a0}: chacune reçoit un lien et arrive en moins d’une minute.";
        nobody_in_state_about = "People appear here as soon as that changes.", "Des personnes apparaîtront ici dès que cela changera.";
        nobody_expired = "No link has expired", "Aucun lien n’a expiré";
        nobody_undelivered = "No message has failed", "Aucun message n’a échoué";
        nothing_matches = "Nobody matches", "Personne ne correspond";
        unreadable = "The users cannot be shown", "Impossible d’afficher les utilisateurs";
        key_search = "Search", "Chercher";
        key_add = "Add users", "Ajouter des utilisateurs";
        key_help = "Show these shortcuts", "Afficher ces raccourcis";
        key_escape = "Clear the selection, close what is open", "Désélectionner, fermer ce qui est ouvert";
        key_range = "With a click or Space on a box: select everyone in between", "Avec un clic ou Espace sur une case\u{a0}: sélectionner tout l’intervalle";
        key_arrows = "Move in a menu", "Se déplacer dans un menu";
        single_keys = "Single-key shortcuts", "Raccourcis à une touche";
        searched(text: &str) = format!("“{text}”"), format!("«\u{a0}{text}\u{a0}»");
        pair(about: &str, value: &str) = format!("{about}: {value}"), format!("{about}\u{a0}: {value}");
        remove_filter(text: &str) = format!("Remove filter {text}"), format!("Retirer le filtre {text}");
        found(count: Count) = format!("{count} {}", count.pick("person found", "people found")), format!("{count} {}", count.pick("personne trouvée", "personnes trouvées"));
        caption(filter: &str) = if filter.is_empty() { "All users".to_owned() } else { format!("Users, filtered by {filter}") }, if filter.is_empty() { "Tous les utilisateurs".to_owned() } else { format!("Utilisateurs filtrés par {filter}") };
        range(from: &str, to: &str, total: &str) = format!("{from}–{to} of {total}"), format!("{from}–{to} sur {total}");
        some_of(shown: &str, total: &str) = format!("{shown} of {total}"), format!("{shown} sur {total}");
        newcomers(count: Count) = format!("{count} {} · Show", count.pick("update", "updates")), format!("{count} {} · Afficher", count.pick("mise à jour", "mises à jour"));
        expires_in_days(count: Count) = format!("Expires in {count} {}", count.pick("day", "days")), format!("Expire dans {count} {}", count.pick("jour", "jours"));
        expires_in_hours(count: Count) = format!("Expires in {count} {}", count.pick("hour", "hours")), format!("Expire dans {count} {}", count.pick("heure", "heures"));
        until(when: &str) = format!("until {when}"), format!("jusqu’au {when}");
        select(name: &str) = format!("Select {name}"), format!("Sélectionner {name}");
        actions_for(name: &str) = format!("Actions for {name}"), format!("Actions pour {name}");
        actions_for_selected(count: Count) = format!("Actions for {count} selected {}", count.pick("user", "users")), format!("Actions pour {count} {}", count.pick("utilisateur sélectionné", "utilisateurs sélectionnés"));
        selected(count: Count) = format!("{count} selected"), format!("{count} {}", count.pick("sélectionné", "sélectionnés"));
        select_all(count: Count) = format!("Select all {count} matching"), format!("Sélectionner les {count} qui correspondent");
        edit_title(name: &str) = format!("Edit {name}"), format!("Modifier {name}");
        copy_link_title(name: &str) = format!("Link for {name}"), format!("Lien pour {name}");
        ask_revoke_title(name: &str) = format!("Revoke the invitation of {name}?"), format!("Révoquer l’invitation de {name}\u{a0}?");
        ask_deactivate_title(name: &str) = format!("Deactivate {name}?"), format!("Désactiver {name}\u{a0}?");
        ask_delete_title(name: &str) = format!("Delete {name}?"), format!("Supprimer {name}\u{a0}?");
        inviting(count: Count) = format!("Inviting {count} {}", count.pick("person", "people")), format!("Invitation de {count} {}", count.pick("personne", "personnes"));
        reminding(count: Count) = format!("Reminding {count} {}", count.pick("person", "people")), format!("Relance de {count} {}", count.pick("personne", "personnes"));
        sending_in(seconds: &str) = format!("Sending in {seconds} s"), format!("Envoi dans {seconds}\u{a0}s");
        sent(count: Count) = format!("{count} sent"), format!("{count} {}", count.pick("envoyé", "envoyés"));
        failed(count: Count) = format!("{count} failed"), format!("{count} {}", count.pick("échec", "échecs"));
        seconds_left(seconds: &str) = format!("about {seconds} s left"), format!("encore {seconds}\u{a0}s environ");
        minutes_left(minutes: &str) = format!("about {minutes} min left"), format!("encore {minutes}\u{a0}min environ");
        all_sent(count: Count) = format!("{count} {} sent.", count.pick("message", "messages")), format!("{count} {}.", count.pick("message envoyé", "messages envoyés"));
        taken_back(count: Count) = format!("Undone: {count} {} not sent.", count.pick("message was", "messages were")), format!("Annulé\u{a0}: {count} {}.", count.pick("message n’est pas parti", "messages ne sont pas partis"));
        not_reached(count: Count) = format!("{count} {} not reached", count.pick("person was", "people were")), format!("{count} {}", count.pick("personne n’a pas été jointe", "personnes n’ont pas été jointes"));
        left_out(count: Count) = format!("{count} {} left out", count.pick("person was", "people were")), format!("{count} {}", count.pick("personne a été laissée de côté", "personnes ont été laissées de côté"));
        by_email(number: &str) = format!("{number} by e-mail"), format!("{number} par e-mail");
        by_text(number: &str) = format!("{number} by text message"), format!("{number} par SMS");
        in_slack(number: &str) = format!("{number} in Slack"), format!("{number} sur Slack");
        first_of(shown: &str, all: &str) = format!("The first {shown} of {all} are shown. The file has everyone, and everyone is tried again."), format!("Les {shown} premières sur {all} sont affichées. Le fichier et la nouvelle tentative comprennent tout le monde.");
        in_languages(languages: &str) = format!("Languages: {languages}."), format!("Langues\u{a0}: {languages}.");
        invite_many(count: Count) = format!("Invite {count} {}?", count.pick("person", "people")), format!("Inviter {count} {}\u{a0}?", count.pick("personne", "personnes"));
        invite_many_button(count: Count) = format!("Send {count} {}", count.pick("invitation", "invitations")), format!("Envoyer {count} {}", count.pick("invitation", "invitations"));
        ask_invite_many(others: Count) = if others.value() == 0 { "Each gets a link of their own. For a moment you can still undo it.".to_owned() } else { format!("Each gets a link of their own. The other {others} of your selection cannot be invited and {} skipped.", others.pick("is", "are")) }, if others.value() == 0 { "Chaque personne reçoit son propre lien. Vous pourrez encore annuler pendant un instant.".to_owned() } else { format!("Chaque personne reçoit son propre lien. {others} {} de votre sélection {} être {} et {} {}.", others.pick("autre", "autres"), others.pick("ne peut pas", "ne peuvent pas"), others.pick("invitée", "invitées"), others.pick("sera", "seront"), others.pick("laissée de côté", "laissées de côté")) };
        done_invited(count: Count) = format!("Invited {count} {}.", count.pick("person", "people")), format!("{count} {}.", count.pick("personne invitée", "personnes invitées"));
        remind_many(count: Count) = format!("Remind {count} {}?", count.pick("person", "people")), format!("Relancer {count} {}\u{a0}?", count.pick("personne", "personnes"));
        remind_many_button(count: Count) = format!("Send {count} {}", count.pick("reminder", "reminders")), format!("Envoyer {count} {}", count.pick("relance", "relances"));
        ask_remind_many(others: Count) = if others.value() == 0 { "Each gets a new link; the earlier one stops working.".to_owned() } else { format!("Each gets a new link; the earlier one stops working. The other {others} of your selection cannot be reminded and {} skipped.", others.pick("is", "are")) }, if others.value() == 0 { "Chaque personne reçoit un nouveau lien\u{a0}; l’ancien cesse de fonctionner.".to_owned() } else { format!("Chaque personne reçoit un nouveau lien\u{a0}; l’ancien cesse de fonctionner. {others} {} de votre sélection {} être {} et {} {}.", others.pick("autre", "autres"), others.pick("ne peut pas", "ne peuvent pas"), others.pick("relancée", "relancées"), others.pick("sera", "seront"), others.pick("laissée de côté", "laissées de côté")) };
        revoke_many(count: Count) = format!("Revoke {count} {}?", count.pick("invitation", "invitations")), format!("Révoquer {count} {}\u{a0}?", count.pick("invitation", "invitations"));
        revoke_many_button(count: Count) = format!("Revoke {count} {}", count.pick("invitation", "invitations")), format!("Révoquer {count} {}", count.pick("invitation", "invitations"));
        ask_revoke_many(others: Count) = if others.value() == 0 { "Their links stop working at once. You can invite these people again later.".to_owned() } else { format!("Their links stop working at once. The other {others} of your selection {} no open invitation.", others.pick("has", "have")) }, if others.value() == 0 { "Leurs liens cessent aussitôt de fonctionner. Vous pourrez réinviter ces personnes plus tard.".to_owned() } else { format!("Leurs liens cessent aussitôt de fonctionner. {others} {} de votre sélection {} d’invitation ouverte.", others.pick("autre personne", "autres personnes"), others.pick("n’a pas", "n’ont pas")) };
        done_reminded(count: Count) = format!("Reminded {count} {}.", count.pick("person", "people")), format!("{count} {}.", count.pick("personne relancée", "personnes relancées"));
        reopened(count: Count) = format!("Undone: {count} {} open again.", count.pick("invitation is", "invitations are")), format!("Annulé\u{a0}: {count} {} de nouveau.", count.pick("invitation est ouverte", "invitations sont ouvertes"));
        done_revoked(count: Count) = format!("Revoked {count} {}.", count.pick("invitation", "invitations")), format!("{count} {}.", count.pick("invitation révoquée", "invitations révoquées"));
        skipped(count: Count, why: &str) = format!("Skipped {count}: {why}."), format!("{count} {}\u{a0}: {why}.", count.pick("laissée de côté", "laissées de côté"));
        because(why: &str, count: &str) = format!("{why} ({count})"), format!("{why} ({count})");
        said_invited(name: &str) = format!("{name} is invited; the message is on its way."), format!("Invitation de {name} faite\u{a0}; le message est en route.");
        said_added(name: &str) = format!("{name} is added, not yet invited."), format!("{name} est dans la liste, sans invitation pour l’instant.");
        said_saved(name: &str) = format!("The profile of {name} is saved."), format!("Le profil de {name} est enregistré.");
        said_deactivated(name: &str) = format!("{name} is deactivated."), format!("L’accès de {name} est désactivé.");
        said_reactivated(name: &str) = format!("{name} is reactivated."), format!("L’accès de {name} est réactivé.");
        said_deleted(name: &str) = format!("{name} is deleted."), format!("Le profil de {name} est supprimé.");
        by(name: &str) = format!("by {name}"), format!("par {name}");
        nobody_in_state(state: &str) = format!("Nobody with status {state}"), format!("Personne avec le statut {state}");
        unreadable_about(reason: &str, since: &str) = format!("{reason} Since {since}."), format!("{reason} Depuis le {since}.");
        nothing_matches_about(filter: &str) = format!("You asked for {filter}."), format!("Vous avez demandé {filter}.");
    }
}

impl UsersWords {
    /// How many are written to by a channel; none is handed over by hand.
    pub fn by_channel(self, channel: Channel, number: &str) -> String {
        match channel {
            Channel::Sms => self.by_text(number),
            Channel::Slack => self.in_slack(number),
            Channel::Email | Channel::Link => self.by_email(number),
        }
    }
}

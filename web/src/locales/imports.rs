//! Words of importing and exporting people.

use super::{Count, words};
use crate::api::imports::{ImportField, RowClass};

words! {
    /// Settings > Users > Import, and the page of one import.
    ImportWords {
        title = "Import people", "Importer des personnes";
        about = "From a CSV file, or from rows copied out of a spreadsheet. You see what each row would do before anything is done.",
            "Depuis un fichier CSV, ou des lignes copiées d’un tableur. Vous voyez ce que ferait chaque ligne avant que rien ne soit fait.";
        back = "Users", "Utilisateurs";
        drop = "Drop a CSV file here", "Déposez ici un fichier CSV";
        choose = "Choose a file", "Choisir un fichier";
        limits = "At most 100,000 rows and 20 MB. Any separator, any encoding, headings in English or French.",
            "100\u{202f}000 lignes et 20\u{a0}Mo au plus. Tout séparateur, tout encodage, titres en français ou en anglais.";
        paste = "Or paste rows", "Ou collez des lignes";
        paste_hint = "With or without headings: names and addresses are recognised.", "Avec ou sans titres\u{a0}: les noms et les adresses sont reconnus.";
        read_pasted = "Read these rows", "Lire ces lignes";
        nothing_pasted = "Paste at least one row.", "Collez au moins une ligne.";
        too_large = "This file is larger than 20 MB. Split it and import the parts one after the other.", "Ce fichier dépasse 20\u{a0}Mo. Partagez-le et importez les parties l’une après l’autre.";
        template = "Download a template", "Télécharger un modèle";
        reading = "Reading the file…", "Lecture du fichier…";
        another = "Choose another file", "Choisir un autre fichier";
        columns = "Columns", "Colonnes";
        columns_about = "What each column holds was guessed from its heading. Change what is wrong.", "Le contenu de chaque colonne a été deviné d’après son titre. Corrigez ce qui est faux.";
        left_out = "Leave out", "Ne pas importer";
        rows = "Rows", "Lignes";
        all = "All", "Toutes";
        line = "Line", "Ligne";
        outcome = "What happens", "Ce qui se passe";
        show_more = "Show more rows", "Afficher plus de lignes";
        no_rows = "There is no row of this kind.", "Il n’y a aucune ligne de ce genre.";
        newcomer = "New", "Nouveau";
        update = "Changed", "Modifié";
        unchanged = "Unchanged", "Inchangé";
        active = "Already in", "Déjà membre";
        invited = "Already invited", "Déjà invité";
        deactivated = "Deactivated", "Désactivé";
        duplicate = "Named twice", "En double";
        invalid = "To mend", "À corriger";
        missing = "Create teams and products that do not exist yet", "Créer les équipes et les produits qui n’existent pas encore";
        invite = "Invite the new people at once", "Inviter aussitôt les nouvelles personnes";
        invite_hint = "Otherwise they wait under Created until you invite them. Nobody else is written to.", "Sinon, elles attendent sous «\u{a0}Créé\u{a0}» jusqu’à votre invitation. Personne d’autre ne reçoit de message.";
        auto_on = "Your organisation invites people as soon as they are added.", "Votre organisation invite les personnes dès leur ajout.";
        auto_off = "Your organisation does not invite people by itself.", "Votre organisation n’invite pas d’elle-même.";
        nothing_to_do = "Nothing to import: everyone is here already, or their row has to be mended.", "Rien à importer\u{a0}: tout le monde est déjà là, ou la ligne est à corriger.";
        mend_hint = "Rows to mend are skipped. Correct their cells here, or mend the file now or later: rows that are done already do nothing when they come again.",
            "Les lignes à corriger sont ignorées. Corrigez leurs cases ici, ou le fichier maintenant ou plus tard\u{a0}: les lignes déjà traitées ne font rien quand elles reviennent.";
        mend_file_hint = "Rows to mend are skipped. Mend the file now or later: rows that are done already do nothing when they come again.",
            "Les lignes à corriger sont ignorées. Corrigez le fichier maintenant ou plus tard\u{a0}: les lignes déjà traitées ne font rien quand elles reviennent.";
        correct = "Correct as text", "Corriger le texte";
        download_check = "Download with reasons", "Télécharger avec les motifs";
        download_result = "Download the result", "Télécharger le résultat";
        result = "Import carried out", "Import effectué";
        importing = "Importing…", "Import en cours…";
        gone = "There is no such import. A file that nobody confirms is forgotten after a day.", "Cet import n’existe pas. Un fichier que personne ne confirme est oublié après un jour.";
        start_again = "Import another file", "Importer un autre fichier";
        see_people = "See the people", "Voir les personnes";
        messages = "Messages", "Messages";
        all_left = "Every message has left.", "Tous les messages sont partis.";
        full_name = "Full name", "Nom complet";
        first_name = "First name", "Prénom";
        last_name = "Last name", "Nom de famille";
        email = "E-mail", "Adresse e-mail";
        phone = "Phone", "Téléphone";
        team = "Team", "Équipe";
        products = "Products", "Produits";
        language = "Language", "Langue";
        role = "Role", "Rôle";
        export = "Export", "Exporter";
        import = "Import", "Importer";
        column(number: i32) = format!("Column {number}"), format!("Colonne {number}");
        holds(column: &str) = format!("“{column}” holds"), format!("«\u{a0}{column}\u{a0}» contient");
        understood(encoding: &str, separator: &str) = format!("Read as {encoding}, cells apart by {separator}."), format!("Lu en {encoding}, cases séparées par {separator}.");
        new_teams(names: &str) = format!("New teams: {names}"), format!("Nouvelles équipes\u{a0}: {names}");
        new_products(names: &str) = format!("New products: {names}"), format!("Nouveaux produits\u{a0}: {names}");
        confirm(count: Count) = format!("Import {count}"), format!("Importer {count} {}", count.pick("ligne", "lignes"));
        added(count: Count) = format!("{count} added"), format!("{count} {}", count.pick("ajoutée", "ajoutées"));
        over_limit(count: Count) = format!("{count} of them not invited: held back by a limit"), format!("dont {count} sans invitation\u{a0}: limite d’envoi atteinte");
        over_budget(count: Count) = format!("{count} of them not invited: the budget for text messages is spent"), format!("dont {count} sans invitation\u{a0}: budget des SMS épuisé");
        no_texts(count: Count) = format!("{count} of them not invited: no text messages go to these numbers"), format!("dont {count} sans invitation\u{a0}: pas de SMS vers ces numéros");
        changed(count: Count) = format!("{count} changed"), format!("{count} {}", count.pick("modifiée", "modifiées"));
        untouched(count: Count) = format!("{count} left as they were"), format!("{count} {}", count.pick("laissée telle quelle", "laissées telles quelles"));
        skipped(count: Count) = format!("{count} to mend"), format!("{count} à corriger");
        cell(column: &str, line: &str) = format!("{column}, line {line}"), format!("{column}, ligne {line}");
        left(sent: &str, all: &str) = format!("{sent} of {all} have left"), format!("{sent} sur {all} sont partis");
        failed(count: Count) = format!("{count} failed"), format!("{count} en échec");
        caption(file: &str) = format!("Rows of {file}"), format!("Lignes de {file}");
    }
}

impl ImportWords {
    /// What a column holds.
    pub const fn field(self, field: ImportField) -> &'static str {
        match field {
            ImportField::FullName => self.full_name(),
            ImportField::FirstName => self.first_name(),
            ImportField::LastName => self.last_name(),
            ImportField::Email => self.email(),
            ImportField::Phone => self.phone(),
            ImportField::Team => self.team(),
            ImportField::Products => self.products(),
            ImportField::Locale => self.language(),
            ImportField::Role => self.role(),
        }
    }

    /// What a row would do.
    pub const fn class(self, class: RowClass) -> &'static str {
        match class {
            RowClass::New => self.newcomer(),
            RowClass::Update => self.update(),
            RowClass::Unchanged => self.unchanged(),
            RowClass::AlreadyActive => self.active(),
            RowClass::AlreadyInvited => self.invited(),
            RowClass::Deactivated => self.deactivated(),
            RowClass::DuplicateInFile => self.duplicate(),
            RowClass::Invalid => self.invalid(),
        }
    }

    /// What stands between two cells.
    pub fn separator(self, separator: &str) -> String {
        match (separator, self.0) {
            ("\t", super::Language::En) => "tabs".to_owned(),
            ("\t", super::Language::Fr) => "des tabulations".to_owned(),
            (sign, super::Language::En) => format!("“{sign}”"),
            (sign, super::Language::Fr) => format!("«\u{a0}{sign}\u{a0}»"),
        }
    }
}

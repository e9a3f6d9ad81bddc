//! The join page's entry: only what an invitee needs.

fn main() {
    web::pages::join::start();
}

//! The office: the pages that an administrator visits now and then.

fn main() {
    leptos::mount::mount_to_body(web::pages::office::Office);
}

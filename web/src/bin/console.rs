//! The administrators' console.

fn main() {
    leptos::mount::mount_to_body(web::pages::console::Console);
}

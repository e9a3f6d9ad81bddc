//! Hands the contract to cynic, so that a query that does not fit it does not compile.

fn main() {
    cynic_codegen::register_schema("bienvenue")
        .from_sdl_file("../schema.graphql")
        .expect("../schema.graphql is readable GraphQL")
        .as_default()
        .expect("one schema is registered");
}

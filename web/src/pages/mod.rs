//! What a person sees, one folder per face.

pub mod console;
pub mod join;

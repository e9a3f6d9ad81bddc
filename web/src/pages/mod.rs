//! What a person sees, one folder per entry, and the frame that both of the administrator's entries stand in.

pub mod console;
pub mod frame;
pub mod join;
pub mod office;

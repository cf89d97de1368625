//! The `builtin` floor; see DESIGN's list of floors in ARCHITECTURE.md.

//! The `compile` floor; see DESIGN's list of floors in ARCHITECTURE.md.

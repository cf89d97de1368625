//! The `syntax` floor; see DESIGN's list of floors in ARCHITECTURE.md.

"""What the style guide shows: each component with nothing, one thing, many things, long names, other scripts."""

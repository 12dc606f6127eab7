"""Letters on disk -> a new snapshot: what changed, reading, building, reporting."""

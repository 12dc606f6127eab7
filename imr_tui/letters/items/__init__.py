"""The disputed items of a letter: one reader for each form that the letters have had."""

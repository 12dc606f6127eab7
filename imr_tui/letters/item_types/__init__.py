"""Item types: a lexicon in data files, and the classifier that reads it."""

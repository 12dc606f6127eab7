"""Search over the rationales: words, their spellings, ranking, passages."""

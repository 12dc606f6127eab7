"""Letters made up for benchmarks: their words, their cases, their forms and their pages."""

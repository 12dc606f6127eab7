"""The program as it is installed from its wheel, in an empty folder."""

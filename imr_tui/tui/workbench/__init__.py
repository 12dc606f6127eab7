"""The workbench: saved queries, their parameters and SQL, and what they answer."""

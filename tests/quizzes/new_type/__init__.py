"""A type of question that the platform does not have: one module, and a folder with its templates."""

"""Finding texts in published courses: how words are compared, what is indexed, and the one query."""

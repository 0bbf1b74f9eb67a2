"""What follows from results: the cascade with its reach, item analysis, fairness between languages, gain."""

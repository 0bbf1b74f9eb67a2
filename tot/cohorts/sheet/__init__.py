"""Reads a file of participants, whatever program and language it was written with. Knows neither database nor web."""

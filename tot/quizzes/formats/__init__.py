"""Questions on their way in and out, with one value between all formats.

Formats know no types: each type of question says how it is written in them, and converting.py brings both together.
"""

"""Advice to authors: what a reader or a test taker would stumble over, though every file is well-formed."""

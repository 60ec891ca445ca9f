"""Passing a conversation to a person and back: who waits, who has it, what the person must know."""

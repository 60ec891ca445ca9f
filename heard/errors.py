"""The one error a command shows: a sentence that says what to do next."""


class CommandFailed(Exception):
    """The command could not be done; the message names the cause and the remedy."""

"""What matters, in order and for ever: entries that prove what happened without saying a customer's words."""

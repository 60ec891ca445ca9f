"""The designers' preview: type as a customer, see what was heard, what is said, and why these words and not others."""

"""The agents' console: pages from the server, live by numbered fragments, usable with the keyboard alone."""

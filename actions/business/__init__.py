"""The demo company behind the actions: typed facts, one port, two back ends."""

"""The command line: one door for people and scripts."""

"""The ways in for customers; each checks who speaks, cleans what is said, and hands it to the conversation."""

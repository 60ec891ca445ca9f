"""The ways in for customers; each checks who speaks, cleans what is said, hands it on."""

"""Plays random customers to the trained bot and checks every word against the contract of acknowledgement."""

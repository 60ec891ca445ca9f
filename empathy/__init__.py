"""The core of Heard: every decision about feelings, handoffs and words, as pure functions over plain values.

Standard library only, Python 3.10 syntax, no I/O, no clock, no ids. Import from the modules, not from here.
"""

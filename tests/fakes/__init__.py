"""Stand-ins that behave like the real parts, so that tests need no patching."""

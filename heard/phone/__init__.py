"""A stand-in for Twilio with a page that looks like a phone, so that text messages can be tried without an account."""

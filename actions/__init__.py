"""The action server: looks up, books and arranges what customers want, and asks for a person."""

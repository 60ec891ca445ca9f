"""The schema's history; db.upgrade walks it at every start."""

"""Every effect outside our database leaves through here: it happens if and only if its cause was kept."""

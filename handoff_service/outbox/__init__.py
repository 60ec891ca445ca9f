"""Every effect outside our database leaves through here, so that it happens if and only if its cause was kept."""

"""The site: settings, addresses, and the ground floors every app stands on."""

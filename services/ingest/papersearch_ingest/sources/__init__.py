"""From files, folders and addresses to cleaned records."""

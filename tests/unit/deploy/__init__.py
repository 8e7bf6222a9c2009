"""What an operator gets: settings, secrets, and files to deploy with."""

"""Following folders: what is added, changed or deleted there is so among the papers within seconds."""

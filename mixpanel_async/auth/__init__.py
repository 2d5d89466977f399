"""Who asks: accounts, and how they and the project are found."""

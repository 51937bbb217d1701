"""What crosses apps: the cast, structural tests, the access matrix, browser tests, the story."""

"""What the pages of scoring ask for."""

"""What a parser reads, where one is installed: names, and who speaks."""

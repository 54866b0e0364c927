"""The stories, a room for each thing that they are about."""

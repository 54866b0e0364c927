"""The files of a release: one module for each format, each with a function that writes it around one binary."""

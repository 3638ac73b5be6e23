"""One export file as data: cut into calls, read into a tree, edited, written back to the byte."""

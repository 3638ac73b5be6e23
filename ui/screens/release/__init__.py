"""The release: what it holds, the guard's word, publishing."""

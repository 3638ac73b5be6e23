"""Which component of one side is which of the other, and which id it has in the result."""

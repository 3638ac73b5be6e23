"""Three versions into one, by component and property; what cannot be decided is a conflict."""

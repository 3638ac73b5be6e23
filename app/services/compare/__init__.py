"""Two versions side by side: for the window, for ``caravane diff``, and as a page to send."""

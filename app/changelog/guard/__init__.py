"""What may pass: a verdict on every statement, before anything is sent."""

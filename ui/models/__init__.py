"""Item models: values in, Qt's questions answered; ``data()`` does no work worth naming."""

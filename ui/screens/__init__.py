"""The screens, one module (or folder of modules) each."""

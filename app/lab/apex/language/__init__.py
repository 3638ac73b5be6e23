"""An application of the lab as APEX 26.1 exports it in APEXlang, out of its SQL export of the same call."""

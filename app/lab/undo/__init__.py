"""Row versions, locks and moments: what lets many sessions write one database at once.

A table holds its newest rows, committed or not; its undo segment holds what each changed row was
before, and whose transaction changed it. Reading "as of" is the table without what others changed
since, and what those rows were then: at once a consistent read, a snapshot and a flashback query.
A row with an entry of an open transaction is locked by it.
"""

"""The only door to Dask: workers at other sites, the scheduler between, certificates for both.

Everything that a rollout means is in ``app.rollout``; here is how a job gets to a worker of its
site, and how what the worker tells gets back. Dask is loaded where it is used: it is an extra.
"""

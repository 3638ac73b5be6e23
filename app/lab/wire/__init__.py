"""Oracle's wire protocol: bytes, requests and answers, one session on a socket."""

"""How gunicorn serves the API: threads for requests that wait for the engine, processes for the rest.

PAPERSEARCH_BIND, PAPERSEARCH_WEB_PROCESSES and PAPERSEARCH_WEB_THREADS change the address and the numbers.
"""

import os

bind = os.environ.get("PAPERSEARCH_BIND", "0.0.0.0:8000")
workers = int(os.environ.get("PAPERSEARCH_WEB_PROCESSES", "2"))
threads = int(os.environ.get("PAPERSEARCH_WEB_THREADS", "8"))
worker_class = "gthread"
timeout = 60
graceful_timeout = 30
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
accesslog = "-"
access_log_format = '%(h)s "%(r)s" %(s)s %(b)s %(M)sms %({x-request-id}o)s'

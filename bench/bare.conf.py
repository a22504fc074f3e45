"""Gunicorn settings of the bare app: the portal's own, without what needs a database."""

import runpy

_own = runpy.run_path("gunicorn.conf.py")
del _own["post_worker_init"]
globals().update({name: value for name, value in _own.items() if not name.startswith("__")})

"""A process with stock machina: `python -m tests.bench.machina PORT`. Our server, Django's handler."""

import sys

import django
import uvicorn
from django.core.asgi import get_asgi_application

if __name__ == "__main__":
    django.setup()
    application = get_asgi_application()
    print("ready", flush=True)
    uvicorn.run(application, host="127.0.0.1", port=int(sys.argv[1]), loop="uvloop", lifespan="off", log_level="error")

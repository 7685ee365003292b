import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "papg.settings")
application = get_wsgi_application()

from lib.wall import refuse_to_serve_outside  # noqa: E402 -- after Django has started

refuse_to_serve_outside()

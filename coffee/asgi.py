"""The entry for ASGI servers; says production unless the environment says otherwise."""

import os

from django.core.asgi import get_asgi_application
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coffee.settings.production")

application = get_asgi_application()

# By name, because its models can be imported only now. It does nothing unless the settings want it.
import_string("newsletter.embedded.start")()

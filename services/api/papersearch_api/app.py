"""The Flask application: one place where services, routes, errors and delivery are put together."""

from importlib import import_module
from importlib.util import find_spec

from flask import Flask

from papersearch.settings import Settings, load_settings
from papersearch_api.auth import guard_pages
from papersearch_api.bodies import guard_bodies
from papersearch_api.delivery import register_delivery
from papersearch_api.endpoints import LARGEST_BODY_BYTES, blueprint_of
from papersearch_api.limits import register_limits
from papersearch_api.metrics import register_metrics
from papersearch_api.problems import PageRenderer, register_error_handlers
from papersearch_api.services import Services, attach, build_services
from papersearch_api.time_limit import register_time_limit
from papersearch_api.url_prefix import register_prefix
from papersearch_api.views import OPERATIONS

_PAGES = "papersearch_api.pages.routes"


def create_app(settings: Settings | None = None, services: Services | None = None) -> Flask:
    """The application of these settings, the environment's by default; `services` takes the place of its own graph."""
    app = Flask(__name__, static_folder="pages/static", template_folder="pages/templates")
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY_BYTES
    app.url_map.merge_slashes = False  # ids may hold "//": /papers/https://arxiv.org/abs/1810.02340
    built = services or build_services(settings or load_settings())
    attach(app.extensions, built)
    register_metrics(app)
    register_time_limit(app)
    register_limits(app, built.settings)
    app.register_blueprint(blueprint_of("api", OPERATIONS))
    app.register_blueprint(blueprint_of("root", OPERATIONS, is_rooted=True))
    guard_pages(app)
    guard_bodies(app, OPERATIONS)
    register_error_handlers(app, _register_pages(app, built.settings))
    register_delivery(app)
    register_prefix(app, built.settings.url_prefix)
    return app


def _register_pages(app: Flask, settings: Settings) -> PageRenderer | None:
    """The pages, where they are installed: `views/pages.py` has a `blueprint` and `render_problem(problem) -> html`."""
    if find_spec(_PAGES) is None:
        return None
    pages = import_module(_PAGES)
    app.register_blueprint(pages.blueprint)
    pages.register_site(app, settings)
    renderer: PageRenderer = pages.render_problem
    return renderer

"""Access marks: every view wears exactly one, and the application does not start with a route that wears none."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Flask, abort, current_app
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tot.policy import Can, may

View = Callable[..., ResponseReturnValue]


@dataclass(frozen=True)
class Mark:
    """Who may open a route: everybody, whoever is signed in, or those with a permission on a thing."""

    who: str  # public, signed in, requires
    permission: Can | None = None
    on: str = ""

    def __str__(self) -> str:
        if self.permission is None:
            return self.who
        return f"may {self.permission.value}" + (f" ({self.on})" if self.on else "")


class Unmarked(Exception):
    """A route that nobody decided about."""


def who_asks() -> Any:
    """The person herself, or Flask-Login's nobody. `current_user` stands in for her and finds her anew at every use."""
    return current_user._get_current_object()


def _to_the_door() -> ResponseReturnValue:
    """To the page of signing in, and from there back to what was asked for."""
    answer: ResponseReturnValue = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
    return answer


def public(view: View) -> View:
    """For everybody, signed in or not."""
    return _wear(view, Mark("public"))


def signed_in(view: View) -> View:
    """For whoever is signed in; what they see is their own."""

    @wraps(view)
    def guarded(**arguments: Any) -> ResponseReturnValue:
        if not who_asks().is_authenticated:
            return _to_the_door()
        return view(**arguments)

    return _wear(guarded, Mark("signed in"))


def requires(permission: Can, on: Callable[..., Any] | None = None) -> Callable[[View], View]:
    """For those who have the permission on the thing that `on` loads from the route's arguments.

    The thing takes the place of the arguments that `on` names: `on=cohort_by_id` with `<int:cohort_id>` calls
    `view(cohort, …)`. A loader that returns None answers 404; a thing that one may not touch answers 403.
    """

    def decorate(view: View) -> View:
        names = list(inspect.signature(on).parameters) if on else []

        @wraps(view)
        def guarded(**arguments: Any) -> ResponseReturnValue:
            person = who_asks()
            if not person.is_authenticated:
                return _to_the_door()
            if on is None:
                if not may(person, permission):
                    abort(403)
                return view(**arguments)
            thing = on(**{name: arguments.pop(name) for name in names if name in arguments})
            if thing is None:
                abort(404)
            if not may(person, permission, thing):
                abort(403)
            return view(thing, **arguments)

        return _wear(guarded, Mark("requires", permission, getattr(on, "__name__", "")))

    return decorate


def _wear(view: View, mark: Mark) -> View:
    if hasattr(view, "mark"):
        raise Unmarked(f"{view.__module__}.{view.__name__} wears two access marks; decide for one")
    view.mark = mark  # type: ignore[attr-defined]
    return view


def marks(app: Flask) -> list[tuple[str, str, str, Mark | None]]:
    """Every route as (path, methods, endpoint, mark), in the order of their paths."""
    return sorted(
        (
            (
                rule.rule,
                " ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})),
                rule.endpoint,
                getattr(app.view_functions[rule.endpoint], "mark", None),
            )
            for rule in app.url_map.iter_rules()
        ),
        key=lambda row: row[:3],
    )


def refuse_unmarked(app: Flask) -> None:
    """Stops the start when a route wears no mark, and says which."""
    unmarked = [f"{endpoint} ({path})" for path, _methods, endpoint, mark in marks(app) if mark is None]
    if unmarked:
        raise Unmarked(
            "These routes say nothing about who may open them: "
            + ", ".join(unmarked)
            + ". Mark each view with @public, @signed_in or @requires(…)."
        )

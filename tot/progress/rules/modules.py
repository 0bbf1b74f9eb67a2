"""How far somebody has come in a module: what there is to do, what is done, what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from tot.courses.rules import Module
from tot.progress.rules.evidence import Fact, tries_at


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next: read a section, play a scenario or take a check."""

    code: str  # read, play, check, or the kind of a test of the course
    module: Module | None
    thing_key: str


@dataclass(frozen=True)
class ModuleProgress:
    """How far somebody has come in one module."""

    module: Module
    steps: tuple[Step, ...]  # everything there is to do, in the order that is advised; all may be done at any time
    read: frozenset[str]  # ids of sections
    is_played: bool
    tries: int  # finished attempts at the knowledge check
    best: int  # items right in the best of them
    is_passed: bool
    is_waiting: bool  # not passed, and a trainer still reads an answer

    def is_done(self, step: Step) -> bool:
        """Whether this step needs nothing more."""
        if step.code == "read":
            return step.thing_key in self.read
        return self.is_played if step.code == "play" else self.is_passed

    @cached_property
    def done(self) -> int:
        """How many of the steps are done."""
        done_checks = self.is_passed and sum(step.code == "check" for step in self.steps)
        done_cases = self.is_played and sum(step.code == "play" for step in self.steps)
        return len(self.read) + done_checks + done_cases

    @property
    def state(self) -> str:
        """In preparation, not started, in progress or done."""
        if not self.module.is_ready:
            return "in preparation"
        if self.done == len(self.steps):
            return "done"
        return "in progress" if self.done or self.tries else "not started"

    @property
    def next_step(self) -> Step | None:
        """The first step that is not done; a check that only waits for the trainer asks nothing of the participant."""
        return next(
            (s for s in self.steps if not self.is_done(s) and not (s.code == "check" and self.is_waiting)), None
        )


def progress_in(module: Module, evidence: Iterable[Fact]) -> ModuleProgress:
    """How far this evidence goes in this module."""
    facts = tuple(evidence)
    _module, steps, sections = _plan(module)
    if not facts:
        return ModuleProgress(module, steps, frozenset(), False, 0, 0, False, False)
    scenario = module.scenario and module.scenario.id
    tries = tries_at(module.check.id, facts) if module.check else []
    is_passed = any(one["is_passed"] for one in tries)
    return ModuleProgress(
        module=module,
        steps=steps,
        read=frozenset(fact.thing_key for fact in facts if fact.kind == "section read") & sections,
        is_played=any(fact.kind == "scenario" and fact.thing_key == scenario for fact in facts),
        tries=len(tries),
        best=max((one["points"] for one in tries), default=0),
        is_passed=is_passed,
        is_waiting=not is_passed and bool(tries) and bool(tries[-1]["waits"]),
    )


_known: dict[int, tuple[Module, tuple[Step, ...], frozenset[str]]] = {}


def _plan(module: Module) -> tuple[Module, tuple[Step, ...], frozenset[str]]:
    """The module with its steps and the ids of its sections, put together once: published modules stay for ever."""
    found = _known.get(id(module))
    if found is None:
        if len(_known) > 1000:
            _known.clear()
        sections = frozenset(section.id for section in module.lesson.sections) if module.lesson else frozenset[str]()
        found = _known[id(module)] = module, _steps(module), sections  # while it is kept, no other can have its id
    return found


def _steps(module: Module) -> tuple[Step, ...]:
    if not module.is_ready:
        return ()
    read = (Step("read", module, section.id) for section in (module.lesson.sections if module.lesson else ()))
    play = (Step("play", module, module.scenario.id),) if module.scenario else ()
    check = (Step("check", module, module.check.id),) if module.check else ()
    return (*read, *play, *check)

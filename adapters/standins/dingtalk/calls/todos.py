"""To-dos (待办, `dingtalk.md` §9); every person in them is a union id."""

from adapters.standins.dingtalk import reading
from adapters.standins.dingtalk.answers import CallRefused, refused
from adapters.standins.dingtalk.gate import Body, Call
from adapters.standins.dingtalk.phones import Todo
from adapters.standins.dingtalk.reading import Json
from adapters.standins.dingtalk.world import Asked

TODO_SCOPE = "Todo.Todo.Write"
SUBJECT_LENGTH = 1024
PEOPLE = 100
WRONG = "todo.taskCreate.paramError"


async def create(asked: Asked) -> Json:
    """Create; a repeated sourceId is refused."""
    body, phones = asked.body, asked.world.phones
    subject, source = reading.text(body, "subject"), reading.text(body, "sourceId")
    executors = reading.texts(body, "executorIds")
    if not subject or len(subject) > SUBJECT_LENGTH:
        raise refused(WRONG, "subject")
    if not reading.mapping(body, "detailUrl"):
        raise refused(WRONG, "detailUrl")
    if len(executors) > PEOPLE or len(reading.texts(body, "participantIds")) > PEOPLE:
        raise refused(WRONG, "executorIds")
    if source and any(one.source_id == source for one in phones.todos.values()):
        raise refused(WRONG, "task exist")
    todo = Todo(
        id="task" + asked.world.mint.fresh_hex("todo"),
        source_id=source,
        subject=subject,
        detail_url=reading.mapping(body, "detailUrl"),
        executors=tuple(executors) or (asked.parts["union_id"],),
        due_ms=reading.number(body, "dueTime"),
    )
    phones.todos[todo.id] = todo
    _touch(asked, todo)
    return {"id": todo.id, "subject": subject, "sourceId": source, "done": False}


async def change(asked: Asked) -> Json:
    """Change words, time, or close it for all."""
    todo, body = _todo(asked), asked.body
    todo.subject = reading.text(body, "subject", todo.subject)
    todo.due_ms = reading.number(body, "dueTime", todo.due_ms)
    if reading.flag(body, "done"):
        todo.done.update(todo.executors)
    _touch(asked, todo)
    return {"result": True}


async def tick(asked: Asked) -> Json:
    """Tick it off for some of its people."""
    todo = _todo(asked)
    for one in reading.objects(asked.body, "executorStatusList"):
        if reading.flag(one, "isDone"):
            todo.done.add(reading.text(one, "id"))
        else:
            todo.done.discard(reading.text(one, "id"))
    _touch(asked, todo)
    return {"result": True}


async def remove(asked: Asked) -> Json:
    """Remove it."""
    todo = _todo(asked)
    del asked.world.phones.todos[todo.id]
    _touch(asked, todo)
    return {"result": True}


def _todo(asked: Asked) -> Todo:
    todo = asked.world.phones.todos.get(asked.parts["task_id"])
    if todo is None:
        raise CallRefused(400, "todo.task.notExist", "任务不存在")
    return todo


def _touch(asked: Asked, todo: Todo) -> None:
    people = (asked.world.organisation.by_union(one) for one in todo.executors)
    asked.world.watch.changed(one.staff_id for one in people if one is not None)


_ROOT = "/v1.0/todo/users/{union_id}/tasks"
CALLS = (
    Call("POST", _ROOT, create, scope=TODO_SCOPE),
    Call("PUT", _ROOT + "/{task_id}", change, scope=TODO_SCOPE),
    Call("PUT", _ROOT + "/{task_id}/executorStatus", tick, scope=TODO_SCOPE),
    Call("DELETE", _ROOT + "/{task_id}", remove, scope=TODO_SCOPE, body=Body.NONE),
)

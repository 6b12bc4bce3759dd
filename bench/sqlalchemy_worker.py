"""SQLAlchemy as a contender: the counterpart of worker.mjs and contenders/orm-shell.mjs in one file.

python sqlalchemy_worker.py <workload> <database> [--count]
"""

import gc
import json
import resource
import sqlite3
import sys
import threading
import time

import sqlalchemy as sa
from sqlalchemy import orm

LEAST = {"warm_ups": 3, "runs": 7, "seconds": 0.4}
LEAST_SLOW = {"warm_ups": 1, "runs": 3}
MOST = {"runs": 25, "seconds": 30}
TEXT = "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor. "


class Base(orm.DeclarativeBase):
    pass


post_tags = sa.Table(
    "post_tags",
    Base.metadata,
    sa.Column("post_id", sa.ForeignKey("posts.id"), primary_key=True),
    sa.Column("tag_id", sa.ForeignKey("tags.id"), primary_key=True),
)


class User(Base):
    __tablename__ = "users"
    id = orm.mapped_column(sa.Integer, primary_key=True)
    name = orm.mapped_column(sa.Text)
    email = orm.mapped_column(sa.Text)
    age = orm.mapped_column(sa.Integer)
    created_at = orm.mapped_column(sa.Integer)
    posts = orm.relationship("Post", back_populates="user", cascade="all, delete-orphan")


class Post(Base):
    __tablename__ = "posts"
    id = orm.mapped_column(sa.Integer, primary_key=True)
    title = orm.mapped_column(sa.Text)
    body = orm.mapped_column(sa.Text)
    user_id = orm.mapped_column(sa.ForeignKey("users.id"))
    user = orm.relationship("User", back_populates="posts")
    tags = orm.relationship("Tag", secondary=post_tags, passive_deletes=True)


class Tag(Base):
    __tablename__ = "tags"
    id = orm.mapped_column(sa.Integer, primary_key=True)
    name = orm.mapped_column(sa.Text)


def new_user(i):
    k = 1000 + i
    values = dict(name=f"User number {k}", email=f"user{k}@example.com", age=18 + k % 60)
    return User(**values, created_at=1_700_000_000 + k)


def new_post(user, i):
    return Post(title=f"{user.name} post {i}", body=f"{i} {TEXT}")


def medium_select():
    return (
        sa.select(Post.id, Post.title, User.name.label("user"), Tag.name.label("tag"))
        .join(Post.user)
        .join(Post.tags)
        .where(
            User.age > 20,
            Post.title.like("Post%"),
            Tag.name.in_(["tag-1", "tag-2"]),
            User.email == "user5@example.com",
        )
        .order_by(Post.title)
        .limit(10)
    )


class Work:
    """The workloads; what each answers is checked and then dropped."""

    def __init__(self, engine):
        self.engine = engine
        self.cache = {}
        self.sessions = []

    def session(self):
        session = orm.Session(self.engine)
        self.sessions.append(session)
        return session

    def release(self):
        while self.sessions:
            self.sessions.pop().close()

    def all(self, session, statement):
        return session.scalars(statement).all()

    def W1(self):
        return self.all(self.session(), sa.select(Post))

    def W2(self):
        statement = sa.select(User).options(orm.selectinload(User.posts))
        return self.all(self.session(), statement)

    def W3(self):
        statement = sa.select(User).options(orm.joinedload(User.posts))
        return self.session().scalars(statement).unique().all()

    def W4(self):
        statement = sa.select(Post).options(orm.selectinload(Post.tags))
        return self.all(self.session(), statement)

    def W5(self):
        session = self.session()
        users = [new_user(i) for i in range(10_000)]
        session.add_all(users)
        session.commit()
        return users

    def W6(self):
        session = self.session()
        posts = self.all(session, sa.select(Post))
        for post in posts:
            post.title = f"changed {post.id}"
        session.commit()
        return posts

    def W7(self):
        session = self.session()
        return [session.get(Post, i) for i in range(1, 10_001)]

    def W7b(self, prepared):
        session, _ = prepared
        return [session.get(Post, i) for i in range(1, 10_001)]

    def prepare_W7b(self):
        session = self.session()
        return session, self.all(session, sa.select(Post))

    def W8(self):
        for _ in range(1000):
            compiled = medium_select().compile(dialect=self.engine.dialect)
        return str(compiled)

    def W8c(self):
        dialect, cache = self.engine.dialect, self.cache
        for _ in range(1000):
            statement = medium_select()
            compiled, binds, *_rest = statement._compile_w_cache(
                dialect, compiled_cache=cache, column_keys=[]
            )
            compiled.construct_params(extracted_parameters=binds)
        return str(compiled)

    def W9(self):
        session = self.session()
        return [(user, user.posts) for user in self.all(session, sa.select(User))]

    def W10(self):
        session = self.session()
        users = []
        for i in range(1000):
            user = new_user(i)
            user.posts = [new_post(user, k) for k in range(10)]
            users.append(user)
        session.add_all(users)
        session.commit()
        return users

    def W11(self):
        session = self.session()
        statement = sa.select(User).where(User.id > 1000).options(orm.selectinload(User.posts))
        for user in self.all(session, statement):
            session.delete(user)
        session.commit()

    def W12(self):
        return self.session().get(User, 1)


REMOVE_NEW = [
    "DELETE FROM posts WHERE id > 10000",
    "DELETE FROM users WHERE id > 1000",
    "UPDATE sqlite_sequence SET seq = 1000 WHERE name = 'users'",
    "UPDATE sqlite_sequence SET seq = 10000 WHERE name = 'posts'",
]
RESET = {
    "W5": REMOVE_NEW,
    "W6": ["UPDATE posts SET title = 'Post title ' || id"],
    "W10": REMOVE_NEW,
    "W11": REMOVE_NEW
    + [
        "INSERT INTO users (id, name, email, age, created_at) "
        "SELECT id + 1000, name, email, age, created_at FROM users",
        "INSERT INTO posts (id, title, body, user_id) "
        "SELECT id + 10000, title, body, user_id + 1000 FROM posts",
    ],
}
CHECKS = {
    "W5": ("SELECT count(*) FROM users", 11_000),
    "W6": ("SELECT count(*) FROM posts WHERE title = 'changed ' || id", 10_000),
    "W10": ("SELECT count(*) FROM posts", 20_000),
    "W11": ("SELECT count(*) FROM posts", 10_000),
}
LENGTHS = {"W1": 10_000, "W2": 1000, "W3": 1000, "W4": 10_000, "W5": 10_000, "W6": 10_000}
LENGTHS |= {"W7": 10_000, "W7b": 10_000, "W9": 1000, "W10": 1000}


def queued():
    """Seconds this thread stood ready while others held the processor."""
    try:
        with open(f"/proc/self/task/{threading.get_native_id()}/schedstat") as file:
            return int(file.read().split()[1]) / 1e9
    except OSError:
        return 0.0


def is_enough(times, runs, runs_when_slow):
    spent = sum(times)
    if len(times) >= MOST["runs"] or (len(times) >= runs and spent >= LEAST["seconds"]):
        return True
    return len(times) >= runs_when_slow and spent > MOST["seconds"]


def reset(name, path):
    if name not in RESET:
        return
    database = sqlite3.connect(path)
    for statement in RESET[name]:
        database.execute(statement)
    database.commit()
    database.close()


def arguments(work, name):
    prepare = getattr(work, f"prepare_{name}", None)
    return [prepare()] if prepare else []


def sample(work, name, path):
    reset(name, path)
    given = arguments(work, name)
    gc.collect()
    waited, start = queued(), time.perf_counter()
    result = getattr(work, name)(*given)
    elapsed = time.perf_counter() - start - (queued() - waited)
    if name in LENGTHS:
        assert len(result) == LENGTHS[name]
    if name in CHECKS:
        query, expected = CHECKS[name]
        database = sqlite3.connect(path)
        assert database.execute(query).fetchone()[0] == expected
        database.close()
    work.release()
    return elapsed


def timed(work, name, path):
    warm, samples = [], []
    while not is_enough(warm, LEAST["warm_ups"], LEAST_SLOW["warm_ups"]):
        warm.append(sample(work, name, path))
    while not is_enough(samples, LEAST["runs"], LEAST_SLOW["runs"]):
        samples.append(sample(work, name, path))
    milliseconds = [each * 1000 for each in samples]
    return {"samples": milliseconds, "version": f"sqlalchemy {sa.__version__}"}


def counted(work, name, path, engine):
    counts = [0]

    @sa.event.listens_for(engine, "before_cursor_execute")
    def count(*_args):
        counts[0] += 1

    reset(name, path)
    given = arguments(work, name)
    counts[0] = 0
    getattr(work, name)(*given)
    return {"statements": counts[0]}


def peak_memory(work):
    posts = work.W1()
    assert len(posts) == 100_000
    return {"samples": [resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]}


def main(name, path, mode=None):
    engine = sa.create_engine(f"sqlite:///{path}")
    work = Work(engine)
    if name == "W12":
        assert work.W12().id == 1
        return {"queued": queued() * 1000}
    if name == "MEM":
        return peak_memory(work)
    if mode == "--count":
        return counted(work, name, path, engine)
    return timed(work, name, path)


print(json.dumps(main(*sys.argv[1:])))

from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table, and_, case, create_engine, desc, func, insert, or_, select, text, update, delete

metadata_obj = MetaData()

user_table = Table(
    "user_account",
    metadata_obj,
    Column("id", Integer, primary_key=True),
    Column("name", String(30), nullable=False),
    Column("fullname", String),
)

address_table = Table(
    "address",
    metadata_obj,
    Column("id", Integer, primary_key=True),
    Column("user_id", ForeignKey("user_account.id"), nullable=False),
    Column("email_address", String, nullable=False),
)

engine = create_engine("sqlite+pysqlite:///:memory:", echo=True)
metadata_obj.create_all(engine)

with engine.connect() as conn:
    result = conn.execute(
        insert(user_table),
        [
            {"name": "sandy", "fullname": "Sandy Cheeks"},
            {"name": "patrick", "fullname": "Patrick Star"},
        ],
    )
    conn.commit()

# who has how many addresses
count = func.count(address_table.c.id).label("count")
stmt = (
    select(user_table.c.name, count)
    .join(address_table, isouter=True)
    .where(or_(user_table.c.name.like("s%"), user_table.c.id.in_([1, 2])))
    .group_by(user_table.c.name)
    .having(func.count(address_table.c.id) >= 0)
    .order_by(desc("count"))
)

with engine.begin() as conn:
    for row in conn.execute(stmt):
        print(f"{row.name}: {row.count}")
    conn.execute(
        update(user_table).where(user_table.c.name == "patrick").values(fullname="Patrick")
    )
    names = {row.id: row.name for row in conn.execute(select(user_table))}
    kind = case((user_table.c.id > 5, "new"), else_="old")
    kinds = conn.execute(select(user_table.c.id, kind.label("kind"))).mappings().all()
    conn.execute(delete(address_table).where(~address_table.c.email_address.endswith("@x.org")))
    total = conn.execute(text("SELECT count(*) FROM user_account WHERE id > :low"), {"low": 0}).scalar_one()


def names_like(conn, pattern="%", *, limit=None):
    """Names that match."""
    query = select(user_table.c.name).where(user_table.c.name.like(pattern))
    if limit is not None:
        query = query.limit(limit)
    return conn.scalars(query).all()


try:
    with engine.begin() as conn:
        conn.execute(insert(user_table).values(id=1, name="x"))
except IntegrityError as e:
    print("failed", e)
finally:
    engine.dispose()

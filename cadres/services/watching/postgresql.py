"""The watch in PostgreSQL: triggers per statement that run with the rights of the tables' owner."""

from cadres.services.watching.tables import WatchedTable

NAME = "record_watch"
CHANGES = "cadres_rowchange"

_LINE = "concat_ws('|', TG_TABLE_NAME, c.row_id, c.operation, c.before, c.after, c.row_digest)"
_SHA = "encode(sha256(convert_to({0}, 'UTF8')), 'hex')"
_INTO = f"""INSERT INTO {CHANGES}
    (at, transaction, operation, table_name, row_id, before, after, row_digest, digest)
    SELECT clock_timestamp(), txid_current()::text, c.operation, TG_TABLE_NAME, c.row_id, c.before, c.after,
        c.row_digest, {_SHA.format(_LINE)}
    FROM"""
# Key, columns left out, columns sealed, whether rows are copied; underscored, since columns may be called so.
_ARGUMENTS = """_key text := TG_ARGV[0]; _left_out text[] := TG_ARGV[1]::text[]; _sealed text[] := TG_ARGV[2]::text[];
    _copied boolean := TG_ARGV[3]::boolean;"""
_AFTER = "CASE WHEN _copied THEN (n.whole - _sealed)::text ELSE '' END"
_BEFORE = "CASE WHEN _copied THEN (o.whole - _sealed)::text ELSE '' END"
# OFFSET 0 keeps the planner from making the JSON and the digest of a row anew wherever they are named.
_ROW = """(SELECT _row.whole ->> _key AS id, _row.whole - _left_out AS whole, _row.written
        FROM (SELECT to_jsonb(_row) AS whole, CASE WHEN NOT _copied THEN _row::text END AS written
        FROM {0} _row OFFSET 0) _row OFFSET 0)"""
_NEW = f"{_ROW.format('new_rows')} n"
_OLD = f"{_ROW.format('old_rows')} o"
# A row that is not copied is digested as PostgreSQL writes rows: four times as fast as by way of JSON.
_ROW_DIGEST = _SHA.format("CASE WHEN _copied THEN n.whole::text ELSE n.written END")
_INSERTED = f"(SELECT n.id, {_ROW_DIGEST} AS row_digest, {_AFTER} AS after FROM {_NEW} OFFSET 0)"
_PLAIN = f"(SELECT _row.id::text AS id, {_SHA.format('_row::text')} AS row_digest, '' AS after FROM new_rows _row)"
_TOGETHER = 1_000


def _many(rows: str) -> str:
    """Write down a thousand rows a line: for each its key, its digest and, where rows are copied, the row."""
    return f"""{_INTO} (SELECT 'M' AS operation, min(n.id) || '-' || max(n.id) AS row_id, '' AS before,
        string_agg(rtrim(n.id || ' ' || n.row_digest || ' ' || n.after), E'\\n') AS after, '' AS row_digest
        FROM (SELECT r.*, (row_number() OVER () - 1) / {_TOGETHER} AS part FROM {rows} r) n
        GROUP BY n.part OFFSET 0) c"""


_BODIES = {
    # Rows come by the hundred thousand: a line for each would cost more than the rows themselves.
    "insert": f"""IF NOT _copied THEN {_many(_PLAIN)}; RETURN NULL; END IF;
        PERFORM 1 FROM new_rows OFFSET {_TOGETHER - 1} LIMIT 1;
        IF FOUND THEN {_many(_INSERTED)}; RETURN NULL; END IF;
        {_INTO} (SELECT 'I' AS operation, n.id AS row_id, '' AS before, n.after, n.row_digest
        FROM {_INSERTED} n) c;""",
    "delete": f"""{_INTO} (SELECT 'D' AS operation, o.id AS row_id, {_BEFORE} AS before, '' AS after,
        '' AS row_digest FROM {_OLD}) c;""",
    "update": f"""{_INTO} (SELECT CASE WHEN o.id IS NULL THEN 'I' WHEN n.id IS NULL THEN 'D' ELSE 'U' END AS operation,
        coalesce(n.id, o.id) AS row_id, coalesce({_BEFORE}, '') AS before, coalesce({_AFTER}, '') AS after,
        CASE WHEN n.id IS NULL THEN '' ELSE {_ROW_DIGEST} END AS row_digest
        FROM {_NEW} FULL JOIN {_OLD} ON n.id = o.id WHERE n.whole IS DISTINCT FROM o.whole OFFSET 0) c;""",
    "truncate": f"""{_INTO} (SELECT 'T' AS operation, '' AS row_id, '' AS before, '' AS after, '' AS row_digest) c;""",
}
_REFERENCING = {
    "insert": "REFERENCING NEW TABLE AS new_rows",
    "delete": "REFERENCING OLD TABLE AS old_rows",
    "update": "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "truncate": "",
}
_SETTINGS = "SET search_path = {schema}, pg_catalog SET timezone = 'UTC' SET bytea_output = 'hex'"


def functions(schema: str) -> list[str]:
    """Give the statements that make the functions of the watch, owned by whoever runs them."""
    settings = _SETTINGS.format(schema=schema)
    made = [
        f"""CREATE OR REPLACE FUNCTION {NAME}_{moment}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER {settings} AS
        $$ DECLARE {_ARGUMENTS} BEGIN {body} RETURN NULL; END $$"""
        for moment, body in _BODIES.items()
    ]
    for name, whose in (("claim", "="), ("claim_foreign", "<>")):
        made.append(
            f"""CREATE OR REPLACE FUNCTION {NAME}_{name}(event bigint) RETURNS TABLE (id bigint, digest text)
            LANGUAGE sql SECURITY DEFINER {settings} AS
            $$ UPDATE {CHANGES} AS c SET event = $1 WHERE c.event IS NULL AND c.transaction {whose} txid_current()::text
               RETURNING c.id, c.digest::text $$"""
        )
    return made


def triggers(table: WatchedTable) -> list[str]:
    """Give the statements that put a table under the watch; its triggers fire whatever the session says."""
    capture = table.capture
    left_out, sealed = ("{" + ",".join(sorted(names)) + "}" for names in (capture.left_out, capture.sealed))
    arguments = f"'{table.key}', '{left_out}', '{sealed}', '{str(capture.content).lower()}'"
    made = []
    for moment, rows in _REFERENCING.items():
        made += [
            f"""CREATE OR REPLACE TRIGGER {NAME}_{moment} AFTER {moment.upper()} ON {table.name} {rows}
            FOR EACH STATEMENT EXECUTE FUNCTION {NAME}_{moment}({arguments})""",
            f"ALTER TABLE {table.name} ENABLE ALWAYS TRIGGER {NAME}_{moment}",
        ]
    return made


def removal(table: str) -> list[str]:
    """Give the statements that take a table from under the watch."""
    return [f"DROP TRIGGER IF EXISTS {NAME}_{moment} ON {table}" for moment in _REFERENCING]


def row_digest(table: WatchedTable, alias: str) -> str:
    """Give the expression for the digest of a row as the triggers make it."""
    if not table.capture.content:
        return _SHA.format(f"{alias}::text")
    left_out = ",".join(sorted(table.capture.left_out))
    return _SHA.format(f"(to_jsonb({alias}) - '{{{left_out}}}'::text[])::text")


def written_down(table: WatchedTable) -> str:
    """Give the query of all that was written down of each row: number, key, digest, operation."""
    return f"""SELECT id, row_id, row_digest, operation FROM {CHANGES}
        WHERE table_name = '{table.name}' AND operation <> 'M'
        UNION ALL SELECT c.id, split_part(line, ' ', 1), split_part(line, ' ', 2), 'I'
        FROM {CHANGES} c, unnest(string_to_array(c.after, E'\\n')) line
        WHERE c.table_name = '{table.name}' AND c.operation = 'M'"""


FINGERPRINT = f"""
    SELECT 'function ' || p.proname || ' ' || pg_get_functiondef(p.oid) FROM pg_proc p
    WHERE p.proname LIKE '{NAME}%%' AND p.pronamespace = current_schema()::regnamespace
    UNION ALL
    SELECT 'trigger ' || c.relname || ' ' || t.tgenabled::text || ' ' || pg_get_triggerdef(t.oid) FROM pg_trigger t
    JOIN pg_class c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal AND c.relname = ANY(%s) AND c.relnamespace = current_schema()::regnamespace
    UNION ALL
    SELECT 'rule ' || c.relname || ' ' || pg_get_ruledef(r.oid) FROM pg_rewrite r
    JOIN pg_class c ON c.oid = r.ev_class
    WHERE c.relname = ANY(%s) AND c.relnamespace = current_schema()::regnamespace
    UNION ALL
    SELECT 'column ' || c.relname || ' ' || a.attname || ' ' || a.atttypid::regtype::text || ' ' || a.attnotnull::text
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relname = ANY(%s)
        AND c.relnamespace = current_schema()::regnamespace
    UNION ALL
    SELECT 'constraint ' || c.relname || ' ' || k.conname || ' ' || pg_get_constraintdef(k.oid) FROM pg_constraint k
    JOIN pg_class c ON c.oid = k.conrelid
    WHERE c.relname = ANY(%s) AND c.relnamespace = current_schema()::regnamespace
    UNION ALL
    SELECT 'rights ' || c.relname || ' ' || c.relrowsecurity::text || ' ' || coalesce(c.relacl::text, '')
    FROM pg_class c
    WHERE c.relname = ANY(%s) AND c.relnamespace = current_schema()::regnamespace
"""
"""Everything of the catalogue that the watch stands on; five times the names of the tables."""

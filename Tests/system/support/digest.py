"""Whether anything of a tenant has changed."""

from demo import Demo, Tenant

# Where requests that are refused may add a line, or the worker goes on with what others began.
LIVELY = {"session", "audit", "export", "export_chunk", "ask", "attempt", "notification", "daily_count"}
# Written by the worker a moment later.
COUNTED = {"tally_due", "daily_tally"}


def digest(demo: Demo, tenant: Tenant, without: set[str] = frozenset()) -> dict[str, str]:
    """Every table with rows of a tenant, as a number that any change of them changes."""
    tables = demo.sql("""
        SELECT table_name, GROUP_CONCAT(CONCAT('`', column_name, '`') ORDER BY ordinal_position), MAX(column_name = 'tenant_id')
        FROM information_schema.columns WHERE table_schema = DATABASE() GROUP BY table_name
        HAVING MAX(column_name = 'tenant_id') OR table_name = 'tenant'""")
    queries = [f"SELECT '{table}', COUNT(*), COALESCE(SUM(CRC32(CONCAT_WS('|', {columns}))), 0) FROM `{table}` "
               f"WHERE {'tenant_id' if is_of_tenant == '1' else 'id'} = (SELECT id FROM tenant WHERE code = '{tenant.code}')"
               for table, columns, is_of_tenant in tables if table not in without]
    return {row[0]: "|".join(row[1:]) for row in demo.sql(" UNION ALL ".join(queries))}

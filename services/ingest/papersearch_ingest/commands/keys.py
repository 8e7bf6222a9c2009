"""`papersearch keys`: who may write through the API."""

import click

from papersearch.paper import isoformat
from papersearch.process.cli import settings_of
from papersearch_ingest.commands.output import json_option, note, print_json, print_table

SCOPES = ("read", "write", "admin")


@click.group(invoke_without_command=True)
@click.pass_context
def keys(ctx: click.Context) -> None:
    """API keys: list them, create one, revoke one."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_keys, as_json=False)


@keys.command("list")
@json_option
@click.pass_context
def list_keys(ctx: click.Context, as_json: bool) -> None:
    """Every key with its scopes; the secrets are not kept."""
    from papersearch_ingest.work.program import opened_store

    with opened_store(settings_of(ctx)) as store:
        found = store.api_keys.all()
    if as_json:
        print_json(
            {
                "meta": {"count": len(found)},
                "results": [
                    {"id": k.id, "name": k.name, "scopes": k.scopes, "created_at": isoformat(k.created_at),
                     "revoked_at": isoformat(k.revoked_at)}
                    for k in found
                ],
            }
        )  # fmt: skip
        return
    rows = [(k.id, k.name, ",".join(k.scopes), isoformat(k.created_at), isoformat(k.revoked_at)) for k in found]
    print_table(("id", "name", "scopes", "created", "revoked"), rows)
    if not found:
        note("There are no keys. Create one: papersearch keys create NAME --scope write")


@keys.command("create")
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, default=("write",), show_default=True, type=click.Choice(SCOPES))
@json_option
@click.pass_context
def create_key(ctx: click.Context, name: str, scopes: tuple[str, ...], as_json: bool) -> None:
    """Create a key and print its secret, this once."""
    from papersearch_ingest.work.program import opened_store

    with opened_store(settings_of(ctx)) as store:
        secret = store.api_keys.create(name, scopes)
    if as_json:
        print_json({"name": name, "scopes": sorted(scopes), "key": secret})
        return
    click.echo(secret)
    note("Keep it: it cannot be shown again. Send it as `Authorization: Bearer ...`.")


@keys.command("revoke")
@click.argument("key_id", type=int)
@click.pass_context
def revoke_key(ctx: click.Context, key_id: int) -> None:
    """Make a key useless from now on."""
    from papersearch_ingest.work.program import opened_store

    with opened_store(settings_of(ctx)) as store:
        store.api_keys.revoke(key_id)
    note(f"Key {key_id} is revoked.")

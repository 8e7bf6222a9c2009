"""`papersearch keys`: API keys, which decide who may write through the API."""

import click

from papersearch.process.cli import settings_of
from papersearch.process.output import json_option, print_json, print_listing, print_message
from papersearch.process.quantities import age_text
from papersearch_ingest.commands.reading import opened_existing_store

SCOPES = ("read", "write", "admin")


@click.group(invoke_without_command=True)
@click.pass_context
def keys(ctx: click.Context) -> None:
    """List, create or revoke API keys."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_keys, as_json=False)


@keys.command("list")
@json_option
@click.pass_context
def list_keys(ctx: click.Context, as_json: bool) -> None:
    """List the keys and their scopes. The secrets are not stored."""
    from papersearch.paper import isoformat

    with opened_existing_store(ctx) as store:
        found, now = store.api_keys.all(), store.clock()
    results = [
        {"id": k.id, "name": k.name, "scopes": k.scopes, "created_at": isoformat(k.created_at),
         "revoked_at": isoformat(k.revoked_at)}
        for k in found
    ]  # fmt: skip
    rows = ((k.id, k.name, ",".join(k.scopes), age_text(k.created_at, now), age_text(k.revoked_at, now)) for k in found)
    without = "No keys yet. Create one: papersearch keys create NAME --scope write"
    print_listing(results, ("id", "name", "scopes", "created", "revoked"), rows, without=without, as_json=as_json)


@keys.command("create")
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, default=("write",), show_default=True, type=click.Choice(SCOPES),
              help="What the key allows; may be repeated.")  # fmt: skip
@json_option
@click.pass_context
def create_key(ctx: click.Context, name: str, scopes: tuple[str, ...], as_json: bool) -> None:
    """Create a key and print its secret once."""
    from papersearch_ingest.work.program import opened_store

    with opened_store(settings_of(ctx)) as store:
        secret = store.api_keys.create(name, scopes)
    if as_json:
        print_json({"name": name, "scopes": sorted(scopes), "key": secret})
        return
    click.echo(secret)
    print_message("Store it now: it cannot be shown again. Send it as `Authorization: Bearer ...`.")


@keys.command("revoke")
@click.argument("key_id", type=int)
@click.pass_context
def revoke_key(ctx: click.Context, key_id: int) -> None:
    """Revoke a key: it is refused from now on."""
    from papersearch_ingest.work.program import opened_store

    with opened_store(settings_of(ctx)) as store:
        store.api_keys.revoke(key_id)
    print_message(f"Key {key_id} is revoked.")

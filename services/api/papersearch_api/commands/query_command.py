"""A click command whose first argument is a query, which may begin with `-`."""

from collections.abc import Sequence

import click


class QueryCommand(click.Command):
    """As click's, but `-survey gan` is an argument; what begins with two hyphens still has to be an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Sorts options before arguments, so that click takes a query for what it is."""
        takes_value = {
            name: not (parameter.is_flag or parameter.count)
            for parameter in self.get_params(ctx)
            if isinstance(parameter, click.Option)
            for name in (*parameter.opts, *parameter.secondary_opts)
        }
        return super().parse_args(ctx, options_first(args, takes_value))


def options_first(args: Sequence[str], takes_value: dict[str, bool]) -> list[str]:
    """Options with their values, then `--`, then everything else in its order.

    >>> options_first(["-survey gan", "--limit", "5"], {"--limit": True})
    ['--limit', '5', '--', '-survey gan']
    """
    options: list[str] = []
    others: list[str] = []
    waiting = list(reversed(args))
    while waiting:
        arg = waiting.pop()
        if arg == "--":
            others += reversed(waiting)
            break
        name, equals, _ = arg.partition("=")
        if name in takes_value and (not equals or name.startswith("--")):
            options.append(arg)
            if takes_value[name] and not equals and waiting:
                options.append(waiting.pop())
        else:
            (options if arg.startswith("--") else others).append(arg)
    return [*options, "--", *others]

"""A click command whose arguments are a query, which may begin with `-`."""

from collections.abc import Sequence

import click


class QueryCommand(click.Command):
    """A command that takes `-survey` as part of its query; what begins with two hyphens has to be an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Sort options before arguments, so that click does not take a part of the query for an option."""
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
    remaining = list(reversed(args))
    while remaining:
        arg = remaining.pop()
        if arg == "--":
            others += reversed(remaining)
            break
        name, equals, _ = arg.partition("=")
        if name in takes_value and (not equals or name.startswith("--")):
            options.append(arg)
            if takes_value[name] and not equals and remaining:
                options.append(remaining.pop())
        else:
            (options if arg.startswith("--") else others).append(arg)
    return [*options, "--", *others]

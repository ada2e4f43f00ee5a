"""How often which values come."""

from collections.abc import Mapping, Sequence

from matplotlib.ticker import MaxNLocator

from eval.charts.drawing import INK, PAGE, STYLES, Look, drawing, lined

BINS = 24
HEIGHT = 2.6


def bars(values: Sequence[float], marked: Mapping[str, float], across: str, up: str, look: Look = PAGE) -> str:
    """Draw how often values come, each series of them named values marked by a line.

    Args:
        values: what is counted, in classes of like width.
        marked: names and values that stand out, like percentiles.
        across: what the values are.
        up: what is counted.
        look: where the chart will stand.
    """
    with drawing("", HEIGHT, look) as drawn:
        axes = drawn.figure.subplots()
        axes.hist(values, bins=BINS, color=STYLES[0][0], edgecolor="white", linewidth=0.5)
        for number, (name, value) in enumerate(marked.items()):
            dashes = (0, (4, 2 + 2 * number))
            axes.axvline(value, color=INK, linestyle=dashes, linewidth=1.2, label=f"{name}: {value:.1f}")
        axes.set(xlabel=across, ylabel=up, xlim=(0, None))
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        lined(axes, "y")
        if marked:
            axes.legend(frameon=False, fontsize=8)
    return drawn.svg

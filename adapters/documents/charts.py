"""Charts as PNG pictures, the same bytes for the same figures. Runs in the process that makes papers."""

from io import BytesIO

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontPath, FontProperties

from adapters.documents.fonts import Font
from adapters.documents.orders import ChartOrder
from domain.papers.bulletin import ChartKind

_INCH_MM = 25.4
WIDTH_MM = 140
_HEIGHT_MM = 66
_DPI = 200
_COLOUR, _LINE = "#2F5D8C", "#B02A30"
_GREY = "#808080"
_LONG_NAME = 6
_MANY = 8


def picture(chart: ChartOrder, font: Font) -> bytes:
    """A PNG, 140 mm wide at 200 dpi."""
    figure = Figure(figsize=(WIDTH_MM / _INCH_MM, _HEIGHT_MM / _INCH_MM), dpi=_DPI, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    words = FontProperties(fname=FontPath(font.path, font.face))
    _draw(axes, chart, words)
    axes.set_title(chart["title"], fontproperties=words, fontsize=11)
    axes.set_ylabel(chart["unit"], fontproperties=words, fontsize=9, color=_GREY)
    kept = BytesIO()
    figure.savefig(kept, format="png", metadata={"Software": None})
    return kept.getvalue()


def _draw(axes: Axes, chart: ChartOrder, words: FontProperties) -> None:
    names = [name for name, _ in chart["points"]]
    values = [value for _, value in chart["points"]]
    places = range(len(names))
    if chart["drawn"] == ChartKind.LINE:
        axes.plot(places, values, marker="o", color=_LINE, linewidth=1.6, markersize=4)
    else:
        axes.bar(places, values, color=_COLOUR, width=0.62)
    for place, value in zip(places, values, strict=True):
        axes.annotate(
            f"{value:g}",
            (place, value),
            xytext=(0, 4),
            textcoords="offset points",
            ha="center",
            fontsize=8,
        )
    crowded = len(names) > _MANY or max(map(len, names), default=0) > _LONG_NAME
    axes.set_xticks(
        list(places),
        names,
        fontproperties=words,
        fontsize=8,
        rotation=30 if crowded else 0,
        ha="right" if crowded else "center",
    )
    axes.tick_params(axis="y", labelsize=8, colors=_GREY)
    axes.margins(y=0.15)
    if values and chart["drawn"] != ChartKind.LINE:
        axes.set_ylim(bottom=min(0, *values))
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.grid(axis="y", linewidth=0.4, color="#DDDDDD")
    axes.set_axisbelow(True)

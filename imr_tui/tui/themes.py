"""The colours: dark, light, those of the terminal itself, and high contrast."""

from textual.app import App
from textual.theme import Theme

CONTRAST = Theme(
    name="contrast",
    primary="#FFFF00",
    secondary="#00FFFF",
    accent="#00FFFF",
    warning="#FFFF00",
    error="#FF9090",
    success="#60FF60",
    foreground="#FFFFFF",
    background="#000000",
    surface="#000000",
    panel="#000000",
    boost="#303030",
    text_alpha=1.0,
    variables={
        "block-cursor-foreground": "#000000",
        "block-cursor-background": "#FFFF00",
        "footer-key-foreground": "#FFFF00",
        "footer-description-foreground": "#FFFFFF",
    },
)
THEMES = {"dark": "textual-dark", "light": "textual-light", "ansi": "ansi-dark", "contrast": "contrast"}
"""Of the settings' names those of Textual."""


def use_themes(app: App[None], name: str) -> None:
    """Make the themes known to `app`, and use the one called `name`; `auto` looks at what the terminal can show."""
    app.register_theme(CONTRAST)
    if app.no_color:
        name = "ansi"
    elif name == "auto":
        name = "ansi" if app.console.color_system == "standard" else "dark"
    app.theme = THEMES[name]


def next_theme(app: App[None]) -> str:
    """Use the next theme, and return its name."""
    names = list(THEMES)
    current = next((name for name in names if THEMES[name] == app.theme), names[-1])
    name = names[(names.index(current) + 1) % len(names)]
    app.theme = THEMES[name]
    return name

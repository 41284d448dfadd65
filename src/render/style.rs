//! Colour and width, decided at the edge and handed down.

use anstyle::{AnsiColor, Style as Ansi};
use std::fmt;

/// How text is to look.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    pub color: bool,
    /// Columns to wrap at.
    pub width: usize,
    /// Box drawing and arrows beyond ASCII.
    pub unicode: bool,
}

impl Style {
    /// What a pipe gets, whatever the terminal is.
    pub const PLAIN: Style = Style { color: false, width: 100, unicode: true };

    pub fn added(self, text: impl fmt::Display) -> Painted {
        self.paint(AnsiColor::Green.on_default(), text)
    }

    pub fn changed(self, text: impl fmt::Display) -> Painted {
        self.paint(AnsiColor::Yellow.on_default(), text)
    }

    pub fn removed(self, text: impl fmt::Display) -> Painted {
        self.paint(AnsiColor::Red.on_default(), text)
    }

    pub fn bold(self, text: impl fmt::Display) -> Painted {
        self.paint(Ansi::new().bold(), text)
    }

    pub fn dim(self, text: impl fmt::Display) -> Painted {
        self.paint(Ansi::new().dimmed(), text)
    }

    pub fn error(self, text: impl fmt::Display) -> Painted {
        self.paint(AnsiColor::Red.on_default().bold(), text)
    }

    fn paint(self, style: Ansi, text: impl fmt::Display) -> Painted {
        Painted { style: self.color.then_some(style), text: text.to_string() }
    }
}

/// A text with the escapes of its style, if there are to be any.
pub struct Painted {
    style: Option<Ansi>,
    text: String,
}

impl fmt::Display for Painted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.style {
            Some(style) => write!(f, "{style}{}{style:#}", self.text),
            None => f.pad(&self.text),
        }
    }
}

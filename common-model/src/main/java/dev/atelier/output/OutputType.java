package dev.atelier.output;

/** What an output is. */
public enum OutputType {
    IMAGE,
    VIDEO,
    AUDIO,
    TEXT
}

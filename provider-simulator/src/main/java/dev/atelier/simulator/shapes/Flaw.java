package dev.atelier.simulator.shapes;

/**
 * Where a value is not as it must be.
 *
 * @param path    of the value, steps apart by dots, places in lists among them; empty for the whole
 * @param problem in plain words, to be said after the path
 */
public record Flaw(Kind kind, String path, String problem) {

    /** What providers word differently. */
    public enum Kind {
        UNKNOWN_FIELD,
        MISSING_FIELD,
        WRONG_VALUE
    }

    /** The path without its last step. */
    public String parent() {
        int dot = path.lastIndexOf('.');
        return dot < 0 ? "" : path.substring(0, dot);
    }

    /** The last step of the path. */
    public String name() {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}

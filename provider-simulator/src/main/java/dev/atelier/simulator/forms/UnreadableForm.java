package dev.atelier.simulator.forms;

/** A body that is announced as a form and is none. */
public final class UnreadableForm extends Exception {

    private static final long serialVersionUID = 1;

    UnreadableForm(String why) {
        super(why, null, false, false);
    }
}

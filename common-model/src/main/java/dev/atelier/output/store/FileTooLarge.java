package dev.atelier.output.store;

import java.io.IOException;

/** What was being received is larger than it may be; it was given up there. */
public final class FileTooLarge extends IOException {
    private static final long serialVersionUID = 1;

    FileTooLarge(long most) {
        super("it is larger than " + most + " bytes");
    }
}

package io.millrace.journal.storage;

import java.io.IOException;

/** The machine has stopped; whoever sees this lives on only in the test. */
final class Crash extends IOException {

    private static final long serialVersionUID = 1L;

    Crash() {
        super("the machine has stopped");
    }
}

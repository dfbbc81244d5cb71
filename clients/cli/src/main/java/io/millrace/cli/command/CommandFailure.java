package io.millrace.cli.command;

/** A command that cannot be carried out, in words for its user. */
final class CommandFailure extends Exception {

    private static final long serialVersionUID = 1;

    CommandFailure(String text) {
        super(text);
    }
}

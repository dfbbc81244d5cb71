package io.millrace.app.journal;

import io.millrace.journal.Examination;
import io.millrace.journal.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace verify}: whether everything in a data directory is what was written. */
@Command(
        name = "verify",
        description = "Examines a data directory and says what is wrong. Changes nothing.",
        mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "data directory of a server")
    private Path directory;

    @Override
    public Integer call() {
        Examination journal = Journals.examine(directory);
        journal.problem().map(Problem::refusal).ifPresent(refusal -> {
            throw refusal;
        });
        PrintWriter out = spec.commandLine().getOut();
        out.println("journal: " + summary(journal));
        out.flush();
        return 0;
    }

    private static String summary(Examination journal) {
        return journal.records() == 0
                ? "whole, no records; the next is LSN " + journal.nextLsn()
                : "whole, " + journal.records() + " records, LSN " + journal.firstLsn() + ".."
                        + (journal.nextLsn() - 1);
    }
}

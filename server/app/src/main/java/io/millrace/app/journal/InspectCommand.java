package io.millrace.app.journal;

import io.millrace.journal.Examination;
import io.millrace.journal.JournalReader;
import io.millrace.journal.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace journal inspect}: a line for each record, and what it means. */
@Command(
        name = "inspect",
        description = "Prints the records of a journal, up to the first problem.",
        mixinStandardHelpOptions = true)
public final class InspectCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "data directory of a server")
    private Path directory;

    @Option(names = "--from", paramLabel = "LSN", description = "first record to print")
    private long from = 1;

    private final RecordPrinter printer;

    public InspectCommand() {
        this(new EventLines());
    }

    /** @param printer of the contents of records */
    public InspectCommand(RecordPrinter printer) {
        this.printer = printer;
    }

    @Override
    public Integer call() {
        Examination journal = Journals.examine(directory);
        PrintWriter out = spec.commandLine().getOut();
        try (JournalReader reader = journal.read(from)) {
            while (reader.advance()) {
                out.println(line(reader));
                printer.lines(reader).forEach(text -> out.println("    " + text));
            }
        } finally {
            out.flush();
        }
        journal.problem().map(Problem::refusal).ifPresent(refusal -> {
            throw refusal;
        });
        return 0;
    }

    private static String line(JournalReader record) {
        return String.format(
                Locale.ROOT,
                "%10d  %s:%d  %s v%d  %d bytes  %s",
                record.lsn(),
                record.file().getFileName(),
                record.offset(),
                record.type(),
                record.version(),
                record.bytes(),
                record.durable() ? "durable" : "last written");
    }
}

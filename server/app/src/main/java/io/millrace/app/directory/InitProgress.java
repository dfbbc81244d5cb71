package io.millrace.app.directory;

import io.millrace.journal.Journal;
import io.millrace.session.ScriptProgress;
import io.millrace.session.ScriptTraces;
import io.millrace.session.durable.DoneSince;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far the scripts of {@code --init} have come, in a file of the data directory: a server whose start was broken off, by a failing
 * statement too, goes on where it was. Statements that were run may not be changed meanwhile, those after them may.
 */
public final class InitProgress implements ScriptProgress {

    public static final String FILE = "init-script";

    /** Earlier versions noted no position. */
    private static final long UNKNOWN = Long.MAX_VALUE;

    private final Path file;
    private final int before;
    private final String digestBefore;
    private final boolean finishedBefore;
    private final Optional<Journal> journal;
    /** Before which record of the journal all is that the statements have done which were noted. */
    private long position;

    private final MessageDigest digest;
    private int count;
    private int noted;
    private String digestNoted;

    private InitProgress(
            Path file,
            Optional<Journal> journal,
            int before,
            String digestBefore,
            boolean finishedBefore,
            long position) {
        this.file = file;
        this.journal = journal;
        this.position = position;
        this.noted = before;
        this.before = before;
        this.digestBefore = digestBefore;
        this.finishedBefore = finishedBefore;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        this.digestNoted = before == 0 ? digest() : digestBefore;
    }

    /** Reads what an earlier start has noted. */
    public static InitProgress in(Path directory) {
        return in(directory, Optional.empty());
    }

    /** Reads what an earlier start has noted; what it did after that is in the journal. */
    public static InitProgress in(Path directory, Journal journal) {
        return in(directory, Optional.of(journal));
    }

    private static InitProgress in(Path directory, Optional<Journal> journal) {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return new InitProgress(file, journal, 0, "", false, UNKNOWN);
        }
        return FactsFile.read(
                file,
                facts -> new InitProgress(
                        file,
                        journal,
                        Integer.parseInt(facts.getProperty("statements")),
                        facts.getProperty("digest"),
                        Boolean.parseBoolean(facts.getProperty("finished")),
                        Long.parseLong(facts.getProperty("position", Long.toString(UNKNOWN)))));
    }

    /** How many statements an earlier start has run. */
    public int statements() {
        return before;
    }

    /** Whether all scripts were run to their end. */
    public boolean finished() {
        return finishedBefore;
    }

    @Override
    public boolean begun() {
        return Files.exists(file);
    }

    @Override
    public boolean hasRun(String statement) {
        if (count >= before) {
            return false;
        }
        add(statement);
        if (count == before && !digest().equals(digestBefore)) {
            throw new MillraceException(
                    ErrorCode.FILE_ERROR,
                    "an earlier start has run the first " + before + " statements of this script, and one of them is"
                            + " not what it was then; give the script as it was up to there, or another --data-dir");
        }
        return true;
    }

    @Override
    public ScriptTraces traces() {
        return journal.map(records -> DoneSince.in(records, position)).orElse(ScriptTraces.NONE);
    }

    @Override
    public void begins() {
        note(false);
    }

    @Override
    public void ran(String statement, boolean ends) {
        add(statement);
        if (ends) {
            noted = count;
            digestNoted = digest();
            note(false);
        }
    }

    /** Notes that nothing is left to do. */
    public void finish() {
        noted = count;
        digestNoted = digest();
        note(true);
    }

    /** Notes that something is about to be done. */
    public void begin() {
        if (!begun()) {
            note(false);
        }
    }

    private void add(String statement) {
        digest.update(statement.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        count++;
    }

    private String digest() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void note(boolean finished) {
        position = UNKNOWN;
        SortedMap<String, Object> facts =
                new TreeMap<>(Map.of("statements", noted, "digest", digestNoted, "finished", finished));
        journal.ifPresent(records -> facts.put("position", records.nextLsn()));
        try {
            FactsFile.write(file, facts);
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.FILE_ERROR, "file " + file + " cannot be written: " + e.getMessage(), e);
        }
    }
}

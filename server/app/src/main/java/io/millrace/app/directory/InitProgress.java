package io.millrace.app.directory;

import io.millrace.session.ScriptProgress;
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
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far the scripts of {@code --init} have come, in a file of the data directory: a server whose start was broken off, by a failing
 * statement too, goes on where it was. Statements that were run may not be changed meanwhile, those after them may.
 */
public final class InitProgress implements ScriptProgress {

    public static final String FILE = "init-script";

    private final Path file;
    private final int before;
    private final String digestBefore;
    private final boolean finishedBefore;
    private final MessageDigest digest;
    private int count;

    private InitProgress(Path file, int before, String digestBefore, boolean finishedBefore) {
        this.file = file;
        this.before = before;
        this.digestBefore = digestBefore;
        this.finishedBefore = finishedBefore;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads what an earlier start has noted. */
    public static InitProgress in(Path directory) {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return new InitProgress(file, 0, "", false);
        }
        return FactsFile.read(
                file,
                facts -> new InitProgress(
                        file,
                        Integer.parseInt(facts.getProperty("statements")),
                        facts.getProperty("digest"),
                        Boolean.parseBoolean(facts.getProperty("finished"))));
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
    public void ran(String statement) {
        add(statement);
        note(false);
    }

    /** Notes that nothing is left to do. */
    public void finish() {
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
        SortedMap<String, Object> facts =
                new TreeMap<>(Map.of("statements", count, "digest", digest(), "finished", finished));
        try {
            FactsFile.write(file, facts);
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.FILE_ERROR, "file " + file + " cannot be written: " + e.getMessage(), e);
        }
    }
}

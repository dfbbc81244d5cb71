package io.millrace.app;

import io.millrace.session.Outcome;
import io.millrace.session.Principal;
import io.millrace.session.ScriptProgress;
import io.millrace.session.Session;
import io.millrace.session.SqlService;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/** A SQL script that is run before clients are let in. */
record InitScript(Path file, String sql) {

    private static final Pattern LIVE = Pattern.compile("/\\* live: (.*?) \\*/");

    /** The same script with what comments that begin with {@code live:} hold, for running it before somebody's eyes. */
    InitScript live() {
        return new InitScript(file, LIVE.matcher(sql).replaceAll("$1"));
    }

    /**
     * Runs all statements that were not run by an earlier start.
     *
     * @throws MillraceException the first error, with file and position; what ran before it stays
     */
    void run(SqlService service, ScriptProgress progress) {
        try (Session session = service.open(Principal.server("init"), Map.of())) {
            Outcome outcome = session.execute(session.prepare(sql), progress);
            outcome.warnings().forEach(warning -> System.err.println(file + ": " + warning));
            if (outcome instanceof Outcome.Rows rows) {
                rows.cursor().close();
            }
        } catch (MillraceException e) {
            throw new MillraceException(e.code(), file + ": " + e.userMessage(), e);
        }
    }

    /**
     * Reads a script.
     *
     * @throws MillraceException when there is no such file or it cannot be read
     */
    static InitScript read(Path file) {
        try {
            return new InitScript(file, Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new MillraceException(ErrorCode.FILE_NOT_FOUND, "script " + file + " does not exist", e);
        } catch (CharacterCodingException e) {
            throw new MillraceException(ErrorCode.INVALID_ENCODING, "script " + file + " is not UTF-8", e);
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.FILE_ERROR, "script " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}

package io.millrace.cli.terminal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jline.reader.impl.history.DefaultHistory;

/** What was typed, kept in a file that only its owner reads; but nothing that may hold a password or another secret. */
final class TypedHistory extends DefaultHistory {

    private static final Pattern SECRET = Pattern.compile(
            "passw|\\bpwd|\\bpw\\b|secret|token|credential|jaas|passphrase|(private|access|api|account)[._ -]?key|://[^/\\s]*@",
            Pattern.CASE_INSENSITIVE);

    static boolean isSecret(String line) {
        return SECRET.matcher(line).find();
    }

    @Override
    public void add(Instant time, String line) {
        if (!isSecret(line)) {
            super.add(time, line);
        }
    }

    /** Makes the file before the line editor does, which would let others read it. */
    static void guard(Path file) {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException known) {
            // it has the rights that its owner has given it
            return;
        } catch (IOException | UnsupportedOperationException elsewhere) {
            // the line editor says what is wrong with the place, or the system has no such rights
            return;
        }
    }
}

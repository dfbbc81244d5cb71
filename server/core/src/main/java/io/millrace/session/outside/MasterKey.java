package io.millrace.session.outside;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that secrets are encrypted with at rest, by AES-256 in GCM. It comes from an environment variable or from a file beside the data
 * directory, which is made with the first secret; it is never within that directory, so that neither a copy nor a backup of that is of
 * use without it. Thread-safe.
 *
 * <p>What is sealed is bound to the name that it is sealed for: it cannot be put in the place of another.
 */
public final class MasterKey {

    /** The environment variable with 32 bytes in Base64. */
    public static final String VARIABLE = "MILLRACE_MASTER_KEY";

    private static final String WITHOUT = ", or start it with secrets.unreadable=empty and give the secrets anew";

    private static final String FORM = "aes-256-gcm";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int ID_BYTES = 4;

    private final SecureRandom random = new SecureRandom();
    private final Optional<Path> file;
    private Optional<byte[]> key;

    private MasterKey(Optional<byte[]> key, Optional<Path> file) {
        this.key = key;
        this.file = file;
    }

    /** One that lasts as long as the process, for a server that keeps nothing. */
    public static MasterKey passing() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return new MasterKey(Optional.of(key), Optional.empty());
    }

    /**
     * That of a data directory.
     *
     * @param given what the environment says
     * @throws MillraceException SETTING_INVALID when that is no key
     */
    public static MasterKey of(Path dataDirectory, Optional<String> given) {
        Path file = fileBeside(dataDirectory);
        return new MasterKey(
                given.filter(text -> !text.isBlank())
                        .map(text -> decoded(text, "the environment variable " + VARIABLE)),
                Optional.of(file));
    }

    private static byte[] decoded(String text, String where) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            key = new byte[0];
        }
        if (key.length != KEY_BYTES) {
            throw new MillraceException(
                    ErrorCode.SETTING_INVALID,
                    where + " must hold " + KEY_BYTES + " bytes in Base64, as openssl rand -base64 32 makes them");
        }
        return key;
    }

    /** The text under which a value is stored. */
    public String seal(String name, String value) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] used = key(true);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, used, nonce, name, value.getBytes(StandardCharsets.UTF_8));
        byte[] all = ByteBuffer.allocate(nonce.length + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
        return FORM + ":" + id(used) + ":" + Base64.getEncoder().encodeToString(all);
    }

    /**
     * The value that was stored.
     *
     * @param name that it was sealed for
     * @throws MillraceException SECRET_UNREADABLE when the key is another one, or the text was changed
     */
    public String open(String name, String sealed) {
        String[] parts = sealed.split(":", -1);
        byte[] used = key(false);
        if (parts.length != 3 || !parts[0].equals(FORM)) {
            throw unreadable(name, "it is stored in a form that this version does not know");
        }
        if (!parts[1].equals(id(used))) {
            throw unreadable(name, "it was encrypted with another master key than the one " + where());
        }
        try {
            byte[] all = Base64.getDecoder().decode(parts[2]);
            byte[] value = crypt(
                    Cipher.DECRYPT_MODE,
                    used,
                    Arrays.copyOf(all, NONCE_BYTES),
                    name,
                    Arrays.copyOfRange(all, NONCE_BYTES, all.length));
            return new String(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw unreadable(name, "what is stored of it is damaged");
        }
    }

    private static MillraceException unreadable(String name, String fact) {
        return new MillraceException(
                ErrorCode.SECRET_UNREADABLE,
                name + " cannot be read: " + fact + "; start the server with the key that it had then" + WITHOUT);
    }

    private String where() {
        return file.filter(Files::exists).map(path -> "in " + path).orElse("in the environment variable " + VARIABLE);
    }

    private static byte[] crypt(int mode, byte[] key, byte[] nonce, String name, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(text);
        } catch (javax.crypto.AEADBadTagException e) {
            throw unreadable(name, "what is stored of it is damaged");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES in GCM is part of each JVM", e);
        }
    }

    /** Tells keys apart without telling anything of them. */
    private static String id(byte[] key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("which key is that? ".getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(key), 0, ID_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is part of each JVM", e);
        }
    }

    private synchronized byte[] key(boolean create) {
        if (key.isEmpty()) {
            Path path = file.orElseThrow();
            try {
                key = Optional.of(read(path, create));
            } catch (IOException e) {
                throw new MillraceException(
                        ErrorCode.SECRET_UNREADABLE,
                        "the master key " + path + " cannot be "
                                + (e instanceof NoSuchFileException
                                        ? "found; put the file back, or give its content in the environment variable "
                                                + VARIABLE + WITHOUT
                                        : "read: " + reason(e)),
                        e);
            }
        }
        return key.get();
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException known && known.getReason() != null
                ? known.getReason()
                : e.getClass().getSimpleName();
    }

    private byte[] read(Path path, boolean create) throws IOException {
        if (create && Files.notExists(path)) {
            byte[] made = new byte[KEY_BYTES];
            random.nextBytes(made);
            try {
                write(path, made);
                return made;
            } catch (FileAlreadyExistsException e) {
                // somebody was faster
            }
        }
        return decoded(Files.readString(path), path.toString());
    }

    /** Where the key of a data directory is. */
    static Path fileBeside(Path dataDirectory) {
        return dataDirectory.resolveSibling(dataDirectory.getFileName() + ".key");
    }

    /** Makes the file whole or not at all, on the disk before anything is encrypted with it. */
    private static void write(Path path, byte[] made) throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        Path written = posix
                ? Files.createTempFile(
                        directory,
                        path.getFileName().toString(),
                        ".new",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : Files.createTempFile(directory, path.getFileName().toString(), ".new");
        try {
            ByteBuffer text = ByteBuffer.wrap(
                    (Base64.getEncoder().encodeToString(made) + "\n").getBytes(StandardCharsets.US_ASCII));
            try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
                while (text.hasRemaining()) {
                    channel.write(text);
                }
                channel.force(true);
            }
            name(written, path);
        } finally {
            Files.deleteIfExists(written);
        }
        if (posix) {
            try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }

    /** Gives a file its name, unless another has it. */
    private static void name(Path written, Path path) throws IOException {
        try {
            Files.createLink(path, written);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | IOException e) {
            Files.move(written, path); // where there are no links; it refuses a name that is taken, too
        }
    }
}

package io.millrace.session.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Hashes passwords and compares them with hashes, in the common form {@code $argon2id$v=19$m=…,t=…,p=…$salt$hash}.
 *
 * <p>Thread-safe. Each computation takes a few hundredths of a second and 19 MiB; no more than two go on at a time, further ones wait.
 * To be called on threads that may wait, never on that of the batches.
 */
public final class Passwords {

    /** As OWASP recommends: 19 MiB, two passes, one lane. */
    private static final int MEMORY_KIB = 19_456;

    private static final int PASSES = 2;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LONGEST = 1_024;
    private static final int AT_A_TIME = 2;

    /** A hash that is not ours may ask for no more than this, as everybody who logs in has to wait for it. */
    private static final int MOST_MEMORY_KIB = 1 << 16;

    private static final int MOST_PASSES = 4;

    private static final Pattern FORM = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,3}),p=([0-9]{1,2})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    private static final Semaphore ROOM = new Semaphore(AT_A_TIME, true);
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Compared with when there is no such user, so that it takes as long to find that out. */
    private static final String NOBODY = write(MEMORY_KIB, PASSES, 1, new byte[SALT_BYTES], new byte[HASH_BYTES]);

    private Passwords() {}

    /** Whether a password can be one: something, and not too long. */
    public static boolean isUsable(String password) {
        return !password.isEmpty() && password.length() <= LONGEST;
    }

    /** The hash of a password, with a new salt. */
    public static String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return write(MEMORY_KIB, PASSES, 1, salt, compute(password, MEMORY_KIB, PASSES, 1, salt, HASH_BYTES));
    }

    /** Whether a text is a hash that can be compared with. */
    public static boolean isHash(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                && number(form, 1) >= 8
                && number(form, 1) <= MOST_MEMORY_KIB
                && number(form, 2) >= 1
                && number(form, 2) <= MOST_PASSES
                && number(form, 3) >= 1
                && number(form, 3) <= 8
                && isBase64(form.group(4))
                && isBase64(form.group(5));
    }

    private static boolean isBase64(String text) {
        try {
            return Base64.getDecoder().decode(text).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static int number(Matcher form, int group) {
        return Integer.parseInt(form.group(group));
    }

    /**
     * Whether a password has a hash. Takes as long when there is none.
     *
     * @param hash empty when there is no such user, or none with a password
     */
    public static boolean matches(String password, Optional<String> hash) {
        Matcher form = FORM.matcher(hash.orElse(NOBODY));
        if (!form.matches()) {
            return false;
        }
        byte[] expected = Base64.getDecoder().decode(form.group(5));
        byte[] found = compute(
                password.length() > LONGEST ? "" : password,
                number(form, 1),
                number(form, 2),
                number(form, 3),
                Base64.getDecoder().decode(form.group(4)),
                expected.length);
        return MessageDigest.isEqual(expected, found) && hash.isPresent() && isUsable(password);
    }

    private static byte[] compute(String password, int memory, int passes, int lanes, byte[] salt, int bytes) {
        byte[] secret = password.getBytes(StandardCharsets.UTF_8);
        byte[] hash = new byte[bytes];
        ROOM.acquireUninterruptibly();
        try {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(memory)
                    .withIterations(passes)
                    .withParallelism(lanes)
                    .withSalt(salt)
                    .build());
            generator.generateBytes(secret, hash);
            return hash;
        } finally {
            ROOM.release();
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static String write(int memory, int passes, int lanes, byte[] salt, byte[] hash) {
        Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + memory + ",t=" + passes + ",p=" + lanes + "$" + encoder.encodeToString(salt) + "$"
                + encoder.encodeToString(hash);
    }
}
